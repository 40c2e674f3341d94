#!/usr/bin/env python3
"""A run in parts by Dask: parts_dask.py N DIR FILE ZONES [OPTION …] [--scheduler ADDRESS]

Without a scheduler a cluster of this machine's processors is made. Prints what the whole run gives."""
import os
import subprocess
import sys

from dask.distributed import Client, LocalCluster

QITU = os.environ.get("QITU", "qitu")


def count(part, parts, folder, source, zones, options):
    file = os.path.join(folder, f"{part}.part")
    subprocess.run([QITU, "tabulate", source, "--zones", zones, *options, "--threads", "1", "--part", f"{part}/{parts}", "-o", file], check=True)
    return file


def main(parts, folder, source, zones, *options):
    options, scheduler = list(options), None
    if "--scheduler" in options:
        at = options.index("--scheduler")
        scheduler, options = options[at + 1], options[:at] + options[at + 2:]
    os.makedirs(folder, exist_ok=True)
    with Client(scheduler or LocalCluster(threads_per_worker=1, dashboard_address=None)) as client:
        made = client.map(count, range(1, int(parts) + 1), parts=int(parts), folder=folder, source=source, zones=zones, options=options,
                          retries=2, pure=False)
        files = client.gather(made)
    subprocess.run([QITU, "tabulate", "--merge", *files, "--format", "json"], check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
