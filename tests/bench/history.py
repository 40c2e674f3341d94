#!/usr/bin/env python3
"""history: what the record costs, as ratios of CPU time.

    tests/bench/history.py [--size 100000] [--work DIR]

On a sample of `size` parcels: inserting all of them with and without the record's triggers; then, after one change of each
feature, `total --as-of` and `diff` over all those changes against `total`. Timings are no tests: quote the ratios.
"""
import argparse
import resource
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
QITU = TOP / "build" / "release" / "bin" / "qitu"
LAYER = "high_standard_farmland"


def cpu_of(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.run([str(QITU), *map(str, words)], capture_output=True, text=True)
    if process.returncode not in (0, 1):
        raise SystemExit(f"failed: {words}\n{process.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def connect(file):
    db = sqlite3.connect(file)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        db.create_function(name, 1, lambda blob: 0, deterministic=True)
    return db


def insert_again(file, recorded):
    """CPU seconds of inserting a copy of every feature, index triggers and all."""
    work = file.with_name("copy.gpkg")
    shutil.copy(file, work)
    db = connect(work)
    if not recorded:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'qitu_record_%'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
    columns = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({LAYER})") if row[1] != "fid")
    start = time.process_time()
    db.execute(f"INSERT INTO {LAYER} ({columns}) SELECT {columns} FROM {LAYER}")
    db.commit()
    taken = time.process_time() - start
    db.close()
    work.unlink()
    return taken


def workspace(folder, size):
    sample = folder / f"sample-{size}"
    if not sample.exists():
        cpu_of("sample", sample, "--parcels", size)
    file = folder / f"work-{size}.gpkg"
    file.unlink(missing_ok=True)
    cpu_of("init", file)
    cpu_of("import", file, LAYER, next(sample.glob("*_东部.gpkg")), "--repair")
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100000)
    parser.add_argument("--work", type=Path, default=TOP / "build" / "bench")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    file = workspace(options.work, options.size)
    plain = min(insert_again(file, False) for _ in range(3))
    recorded = min(insert_again(file, True) for _ in range(3))
    print(f"insert, features' triggers only   {plain:8.2f} s\ninsert, recorded                  {recorded:8.2f} s   × {recorded / plain:.2f}")
    total = min(cpu_of("total", file, LAYER) for _ in range(3))
    db = connect(file)
    last = db.execute("SELECT max(at) FROM qitu_history").fetchone()[0]
    time.sleep(0.05)
    db.execute(f"UPDATE {LAYER} SET stage = 'maintained', year = year + 1")
    db.commit()
    changes = db.execute("SELECT count(*) FROM qitu_history WHERE at > ?", (last,)).fetchone()[0]
    moment = db.execute("SELECT strftime('%Y-%m-%dT%H:%M:%S', ? / 1000, 'unixepoch') || printf('.%03dZ', ? % 1000)",
                        (last, last)).fetchone()[0]
    db.close()
    print(f"total                             {total:8.2f} s")
    for name, words in {"total --as-of": ("total", file, LAYER, "--as-of", moment), "diff": ("diff", file, "--from", moment)}.items():
        taken = min(cpu_of(*words) for _ in range(3))
        print(f"{name}, {changes} changes{'':{20 - len(name) - len(str(changes)) + 4}} {taken:8.2f} s   × {taken / total:.2f}")


if __name__ == "__main__":
    main()
