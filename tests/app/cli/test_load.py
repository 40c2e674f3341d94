"""Thirty users at once over many features: how long a tile and a dashboard take, and how much memory the server has.

QITU_LOAD_SECONDS (60), QITU_LOAD_USERS (30), QITU_LOAD_FEATURES (1000000), QITU_LOAD_WORK: a workspace that is there already.
"""
import collections
import json
import math
import os
import random
import sqlite3
import statistics
import sys
import threading
import time
import unittest

from command import Case
from served import Server, add_user

SECONDS = float(os.environ.get("QITU_LOAD_SECONDS", "60"))
USERS = int(os.environ.get("QITU_LOAD_USERS", "30"))
FEATURES = int(os.environ.get("QITU_LOAD_FEATURES", "1000000"))
LAYER = "high_standard_farmland"


def tile_of(x, y, z):
    phi = math.radians(y)
    return int((x / 360 + 0.5) * 2 ** z), int((0.5 - math.asinh(math.tan(phi)) / (2 * math.pi)) * 2 ** z)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0


class Load(Case):
    def workspace(self):
        if work := os.environ.get("QITU_LOAD_WORK"):
            return work
        self.qitu("sample", "sample", "--parcels", FEATURES)
        self.qitu("init", "work.gpkg")
        for name in os.listdir(self.path("sample")):
            if "高标准农田" in name and name.endswith((".gpkg", ".shp")):
                self.qitu("import", "work.gpkg", LAYER, os.path.join("sample", name), "--repair", "--accept", status=(0, 1))
        return self.path("work.gpkg")

    def test_thirty_users_wait_for_nothing(self):
        work = self.workspace()
        with sqlite3.connect(f"file:{work}?mode=ro", uri=True) as database:
            count, most = database.execute(f"SELECT count(*), max(fid) FROM {LAYER}").fetchone()
            places = [database.execute(f"SELECT minx, miny FROM rtree_{LAYER}_geom WHERE id >= ? LIMIT 1", (random.Random(i).randrange(most),)).fetchone() for i in range(400)]
        places = [place for place in places if place]
        units = [("region", "150000"), *[("league", code) for code in ("150800", "152200", "150500", "150700")], *[("banner", code) for code in ("150802", "150821", "152201", "150521")]]
        tokens = [add_user(self.folder, f"u{i}", *units[i % len(units)]) for i in range(USERS)]
        server = Server(work, "--users", self.path("users.toml"))
        self.addCleanup(server.close)
        took, errors, end = collections.defaultdict(list), [], time.monotonic() + SECONDS

        def use(number):
            draw, token = random.Random(number), tokens[number]
            role, admin = units[number % len(units)]
            while time.monotonic() < end:
                x, y = draw.choice(places)
                z = draw.choice((4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
                tx, ty = tile_of(x, y, z)
                kind, path = draw.choices((("tile", f"/tiles/{LAYER}/{z}/{tx}/{ty}.mvt"), ("dashboard", f"/progress?by={'league' if role == 'region' else 'banner'}&admin={admin}"),
                                           ("items", f"/collections/{LAYER}/items?limit=20&bbox={x},{y},{x + 0.02},{y + 0.02}")), (6, 3, 1))[0]
                begun = time.monotonic()
                try:
                    answer = server.ask(path, token=token)
                    took[kind].append(time.monotonic() - begun)
                    if answer.status not in (200, 204):
                        errors.append((path, answer.status, answer.body[:200]))
                except OSError as error:
                    errors.append((path, str(error)))
                time.sleep(draw.uniform(0.3, 1.2))

        threads = [threading.Thread(target=use, args=(i,)) for i in range(USERS)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
            memory = int(next(line for line in file if line.startswith("VmHWM")).split()[1]) / 1024
        told = {"features": count, "users": USERS, "seconds": SECONDS, "memory_mb": round(memory), "errors": len(errors),
                **{kind: {"requests": len(values), "median_ms": round(statistics.median(values) * 1000), "p95_ms": round(percentile(values, 0.95) * 1000), "longest_ms": round(max(values) * 1000)}
                   for kind, values in took.items()}}
        print(json.dumps(told), file=sys.stderr)
        self.assertEqual(errors[:5], [])
        self.assertLess(memory, 1024)
        self.assertLess(percentile(took["tile"], 0.95), 0.2)
        self.assertLess(percentile(took["dashboard"], 0.95), 0.3)


if __name__ == "__main__":
    unittest.main()
