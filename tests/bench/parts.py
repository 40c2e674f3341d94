#!/usr/bin/env python3
"""parts: what a run in parts costs beside one run, and how much sooner ranks at the same time end (docs/scale.md).

    tests/bench/parts.py [--sizes 1000000] [--ranks 1,2,4] [--work DIR]

Makes parcels with `qitu sample`, counts them whole with one thread, then in as many parts as ranks, each rank one process with one thread, all at
the same time; and puts the parts together, which must give the bytes of the whole. Prints one run of each: seconds to the end of the last rank, of
processor time over all ranks, peak memory of a rank, bytes of a part. More ranks than cores share them, and say nothing of more cores.
"""
import argparse
import os
import subprocess
import time
from pathlib import Path

from bench import BIN, TOP, build, run, sample


def at_once(commands):
    """Wall seconds until all have ended, CPU seconds of all, and the peak memory of the greatest in MB."""
    start = time.perf_counter()
    running = [subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for words in commands]
    cpu = memory = 0
    for process in running:
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"failed: {process.args}")
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
    return time.perf_counter() - start, cpu, memory


def line(what, wall, cpu, memory, beside, size=""):
    print(f"| {what} | {wall:.2f} | {cpu:.2f} | {wall / beside:.2f} | {memory:.0f} | {size} |", flush=True)


def measure(work, size, ranks):
    file = sample(work, size)
    print(f"\n{size} parcels sampled, {file.stat().st_size / 1e6:.0f} MB\n\n| | wall s | cpu s | × whole | peak MB of one | bytes of a part |\n|---|---|---|---|---|---|")
    subprocess.run(["cat", file], stdout=subprocess.DEVNULL, check=True)  # warms the page cache
    tabulate = [BIN / "qitu", "tabulate", file, "--zones", "banners", "--group", "JD"]
    whole, one = work / "whole.csv", work / "merged.csv"
    wall, cpu, memory = run(*tabulate, "--threads", "1", "--format", "csv", "-o", whole)
    line("whole, one thread", wall, cpu, memory, wall)
    for count in ranks:
        parts = [work / f"{number}.part" for number in range(1, count + 1)]
        line(f"{count} ranks", *at_once([[*tabulate, "--threads", "1", "--part", f"{number}/{count}", "-o", part]
                                         for number, part in enumerate(parts, 1)]), wall, max(part.stat().st_size for part in parts))
        line("their merge", *run(BIN / "qitu", "tabulate", "--merge", *parts, "--format", "csv", "-o", one), wall)
        if one.read_bytes() != whole.read_bytes():
            raise SystemExit("the parts do not give the bytes of the whole")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000000")
    parser.add_argument("--ranks", default="1,2,4")
    parser.add_argument("--work", type=Path, default=TOP / "build" / "bench")
    parser.add_argument("--built", action="store_true", help="take the command and the floor as they are")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.built:
        build()
    for size in map(int, options.sizes.split(",")):
        measure(options.work, size, [int(count) for count in options.ranks.split(",")])


if __name__ == "__main__":
    main()
