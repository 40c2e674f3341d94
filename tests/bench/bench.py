#!/usr/bin/env python3
"""bench: how long qitu tabulate takes, as ratios to reading the file once through GDAL's Arrow stream and doing nothing.

    tests/bench/bench.py [--sizes 10000,100000,1000000] [--runs 5] [--work DIR] [--more]
    tests/bench/bench.py --intake [--sizes …] [--runs 3]        import and check instead
    tests/bench/bench.py --workspace [--sizes …] [--runs 3]     what is asked of a workspace instead

Builds the command and the floor, makes the data with `qitu sample` and with irregular.py (needs ogr2ogr), runs floor and jobs in
turn, and prints a table of medians: wall seconds, ratio to the floor of the same run, peak memory. --more adds the sampled
parcels in EPSG:4526 and as a GBK Shapefile, the latter against reading it through OGR. --intake: `qitu import` into a new
workspace as ratio to ogr2ogr from the same file into a GeoPackage with index, and `qitu check` as ratio to the floor.
--workspace: commands over a workspace of one layer, as ratios of processor time to tabulate of the file that was imported.
Timings are no tests: quote the ratios.
"""
import argparse
import os
import platform
import shutil
import statistics
import subprocess
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BIN = TOP / "build" / "release" / "bin"
LAYER = "high_standard_farmland"


def build():
    if not (TOP / "build/release/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release"], cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", "qitu_command", "bench_floor"], cwd=TOP,
                   check=True, stdout=subprocess.DEVNULL)


def run(*words):
    """Wall seconds, CPU seconds and peak memory in MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):  # 1: bow-ties were repaired and are listed
        raise SystemExit(f"failed: {' '.join(map(str, words))}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


WALL, PROCESSOR = 0, 1  # what ratios are of


def compare(floor, jobs, runs, base, prepare, by):
    """Medians of each command, all run in turn so that a slow moment of the machine meets them alike."""
    taken = {name: [] for name in (base, *jobs)}
    for i in range(runs + 1):
        for name, words in ((base, floor), *jobs.items()):
            prepare()
            figures = run(*words)
            if i > 0:  # the first round only warms the page cache
                taken[name].append(figures)
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in taken.items()}
    ratios = {name: statistics.median(row[by] / low[by] for row, low in zip(rows, taken[base])) for name, rows in taken.items()}
    return medians, ratios


def sample(work, size):
    folder = work / f"sample-{size}"
    if not folder.exists():
        run(BIN / "qitu", "sample", folder, "--parcels", size)
    return next(folder.glob("*_东部.gpkg"))


def irregular(work, size):
    target = work / f"irregular-{size}.gpkg"
    lines = target.with_suffix(".geojsonl")
    if not target.exists():
        subprocess.run([TOP / "tests" / "bench" / "irregular.py", lines, str(size)], check=True)
        ogr2ogr(target, "-f", "GPKG", "-a_srs", "EPSG:4490", "-nln", "fields", lines)
        lines.unlink()
    return target


def tabulate(file, group, *options):
    return [BIN / "qitu", "tabulate", file, "--zones", "banners", "--group", group, *options]


def report(title, floor, jobs, runs, base="floor", prepare=lambda: None, by=WALL):
    medians, ratios = compare(floor, jobs, runs, base, prepare, by)
    for name, (wall, cpu, memory) in medians.items():
        print(f"| {title} | {name} | {wall:.3f} | {cpu:.3f} | {ratios[name]:.2f} | {memory:.0f} |", flush=True)


def ogr2ogr(target, *words):
    if not target.exists():
        subprocess.run(["ogr2ogr", *words[:-1], str(target), str(words[-1])], check=True)
    return target


def new_workspace(work, target):
    empty = work / "empty.gpkg"
    if not empty.exists():
        run(BIN / "qitu", "init", empty)
    shutil.copy(empty, target)


def workspace(work, size, runs):
    """What is asked of a workspace of one layer, against the engine over the same parcels."""
    parcels, target, out = sample(work, size), work / f"asked-{size}.gpkg", work / "out"
    new_workspace(work, target)
    run(BIN / "qitu", "import", target, LAYER, parcels, "--repair", "--accept")

    def asked(command, *words):
        return [BIN / "qitu", command, target, *words]

    jobs = {"total": asked("total", LAYER), "progress": asked("progress"), "explain of one banner": asked("explain", "hsf.built", "150802"),
            "export": asked("export", out / "work.gpkg"), "report": asked("report", "-o", out / "report"), "seal": asked("seal")}

    def prepare():
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

    report(f"{size} parcels sampled", tabulate(parcels, "JD"), jobs, runs, "tabulate FILE", prepare, PROCESSOR)


def intake(work, size, runs):
    """Import against ogr2ogr, check against the floor."""
    parcels = sample(work, size)
    shape = ogr2ogr(parcels.with_name("shape.shp"), "-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", parcels)
    target, copy = work / f"workspace-{size}.gpkg", work / "copy.gpkg"

    def prepare():
        copy.unlink(missing_ok=True)
        new_workspace(work, target)

    for name, file in (("GeoPackage", parcels), ("GBK Shapefile", shape)):
        report(f"{size} parcels, {name}", ["ogr2ogr", "-f", "GPKG", copy, file],
               {"import": [BIN / "qitu", "import", target, LAYER, file, "--repair", "--accept"]}, runs, "ogr2ogr", prepare)
    prepare()
    run(BIN / "qitu", "import", target, LAYER, parcels, "--repair", "--accept")
    copy.unlink(missing_ok=True)
    report(f"{size} parcels", [BIN / "bench_floor", parcels],
           {"check FILE": [BIN / "qitu", "check", parcels, "--layer", LAYER], "check WORKSPACE": [BIN / "qitu", "check", target]}, runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=TOP / "build" / "bench")
    parser.add_argument("--more", action="store_true")
    parser.add_argument("--intake", action="store_true")
    parser.add_argument("--workspace", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    build()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}\n")
    print("| data | command | wall s | cpu s | × floor | peak MB |\n|---|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        if options.intake or options.workspace:
            (intake if options.intake else workspace)(options.work, size, options.runs)
            continue
        for title, file in (("parcels sampled", sample(options.work, size)), ("irregular fields", irregular(options.work, size))):
            jobs = {"gross": tabulate(file, "JD", "--gross-only"), "gross and net": tabulate(file, "JD")}
            report(f"{size} {title}", [BIN / "bench_floor", file], jobs, options.runs)
        if options.more:
            file = sample(options.work, size)
            plane = ogr2ogr(file.with_name("plane.gpkg"), "-t_srs", "EPSG:4526", "-nln", "parcels", file)
            report("the same in EPSG:4526", [BIN / "bench_floor", file],
                   {"gross": tabulate(plane, "JD", "--gross-only"), "gross and net": tabulate(plane, "JD")}, options.runs)
            shape = ogr2ogr(file.with_name("shape.shp"), "-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", file)
            report("the same as a GBK Shapefile", [BIN / "bench_floor", shape],
                   {"gross and net": tabulate(shape, "JD")}, options.runs)


if __name__ == "__main__":
    main()
