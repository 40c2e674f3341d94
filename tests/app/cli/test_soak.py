"""A random bureau works for 24 months, and after each thing that it does everything that must hold is held.

QITU_SOAK operations (100; docs/reliability.md says with how many its record was made), QITU_SOAK_SEED (1), QITU_SOAK_KEEP=FILE keeps the workspace where something
fails. All that happens follows from these two.
"""
import csv
import io
import json
import math
import os
import random
import shutil
import sqlite3
import struct
import unittest
from collections import Counter
from datetime import datetime, timedelta, timezone

from command import Case, digest, geojson, square

OPERATIONS = int(os.environ.get("QITU_SOAK", "100"))
SEED = os.environ.get("QITU_SOAK_SEED", "1")
LAYER = "high_standard_farmland"
STAGES = ["approved", "under_construction", "accepted", "maintained"]
LEVELS = ["banner", "league", "region"]
BANNERS = {"150802": (107.30, 40.70), "150821": (108.26, 41.05), "150102": (111.78, 40.94)}  # a corner that lies within
CELL, SIZE = 0.003, 0.002  # degrees: a parcel stays in its cell, so that none lies on another
MONTHS = 24
A, F = 6378137.0, 1 / 298.257222101  # CGCS2000


def between(west, south, east, north):
    """Square metres between two meridians and two parallels of the ellipsoid, in closed form."""
    e = math.sqrt(F * (2 - F))

    def zone(latitude):
        s = math.sin(math.radians(latitude))
        return s / (1 - e * e * s * s) + math.atanh(e * s) / e
    return (A * (1 - F)) ** 2 / 2 * math.radians(east - west) * (zone(north) - zone(south))


def box_of(blob):
    """west, south, east, north of a GeoPackage geometry that is one ring."""
    start = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    ring = struct.unpack_from("<I", blob, start + 18)[0]  # behind the heads of the multi-polygon, the polygon, and the number of rings
    corners = [struct.unpack_from("<2d", blob, start + 22 + 16 * i) for i in range(ring)]
    return min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)


def blob_of(x, y):
    corners = square(x, y, SIZE)
    return (b"GP\0\1" + struct.pack("<i", 4490) + struct.pack("<BIIBIII", 1, 6, 1, 1, 3, 1, len(corners))
            + b"".join(struct.pack("<2d", *corner) for corner in corners))


class Bureau(Case):
    """What the bureau believes to have, feature by feature, beside what the workspace says."""

    def setUp(self):
        super().setUp()
        self.chance = random.Random(f"{SEED} bureau")
        self.now = datetime(2024, 12, 1, 8, tzinfo=timezone.utc)
        self.believed = {}  # name → [stage, year]
        self.cells = {banner: 0 for banner in BANNERS}
        self.names = self.projects = 0
        self.imports, self.seals, self.fork = [], [], None
        self.did = Counter()

    def command(self, *words, status=(0, 1)):
        return self.qitu(*words, status=status, SOURCE_DATE_EPOCH=str(int(self.now.timestamp())))

    def connected(self, name="w.gpkg"):
        """As QGIS opens it: with functions for the index, and the clock of these months."""
        database = sqlite3.connect(self.path(name))
        database.create_function("ST_IsEmpty", 1, lambda blob: 0)
        for at, function in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
            database.create_function(function, 1, lambda blob, at=at: box_of(blob)[at])
        day = self.now.timestamp() / 86400 + 2440587.5
        database.create_function("julianday", 1, lambda _: day)
        return database

    def edited(self, sql, *values, name="w.gpkg"):
        database = self.connected(name)
        database.execute(sql, values)
        database.commit()
        database.close()

    def rows(self, name="w.gpkg"):
        """(fid, name, stage, year, box) of every feature, by scanning the table."""
        database = self.connected(name)
        rows = database.execute(f"SELECT fid, project_name, stage, year, geom FROM {LAYER} NOT INDEXED").fetchall()
        database.close()
        return [(fid, label, stage, year, box_of(geom)) for fid, label, stage, year, geom in rows]

    def a_cell(self, banner):
        x, y = BANNERS[banner]
        n = self.cells[banner]
        self.cells[banner] += 1
        return x + CELL * (n % 40), y + CELL * (n // 40)

    @staticmethod
    def banner_at(x, y):
        return min(BANNERS, key=lambda banner: math.dist(BANNERS[banner], (x, y)))

    def a_name(self):
        self.names += 1
        return f"地块{self.names}"

    def one(self, rows):
        return self.chance.choice(sorted(rows))

    # what a bureau does; each gives false where there was nothing to do it to

    def receives(self):
        banner, stage, year = self.chance.choice(sorted(BANNERS)), self.chance.choice(STAGES[:3]), self.now.year
        self.projects += 1
        labels = [self.a_name() for _ in range(self.chance.randint(2, 8))]
        features = [("Polygon", [square(*self.a_cell(banner), SIZE)],
                     {"project_code": f"{banner}GB{self.projects:05}", "project_name": label, "admin_code": banner, "year": year, "stage": stage})
                    for label in labels]
        geojson(self.path("delivery.geojson"), features)
        self.command("import", "w.gpkg", LAYER, "delivery.geojson")
        self.believed.update({label: [stage, year] for label in labels})
        self.imports.append((self.last_record(), labels, {label: list(self.believed[label]) for label in labels}))

    def last_record(self):
        database = self.connected()
        (record,), = database.execute("SELECT max(id) FROM qitu_history").fetchall()
        database.close()
        return record

    def corrects_a_year(self):
        rows = self.rows()
        if not rows:
            return False
        fid, label, *_ = self.one(rows)
        self.believed[label][1] = self.chance.choice([2023, 2024, 2025, 2026])
        self.edited(f"UPDATE {LAYER} SET year = ? WHERE fid = ?", self.believed[label][1], fid)

    def redraws(self):
        rows = self.rows()
        if not rows:
            return False
        fid, _, _, _, (west, south, _, _) = self.one(rows)
        corner = BANNERS[self.banner_at(west, south)]
        x, y = (corner[i] + CELL * round((at - corner[i]) / CELL) + self.chance.uniform(0, CELL - SIZE) * 0.4 for i, at in enumerate((west, south)))
        self.edited(f"UPDATE {LAYER} SET geom = ? WHERE fid = ?", blob_of(x, y), fid)

    def draws(self):
        banner, label, year = self.chance.choice(sorted(BANNERS)), self.a_name(), self.now.year
        self.edited(f"INSERT INTO {LAYER} (geom, project_code, project_name, admin_code, year, stage) VALUES (?, ?, ?, ?, ?, 'approved')",
                    blob_of(*self.a_cell(banner)), f"{banner}QG{self.names:05}", label, banner, year)
        self.believed[label] = ["approved", year]

    def removes(self):
        rows = self.rows()
        if len(rows) < 10:
            return False
        fid, label, *_ = self.one(rows)
        self.edited(f"DELETE FROM {LAYER} WHERE fid = ?", fid)
        del self.believed[label]

    def advances(self):
        rows = [row for row in self.rows() if row[2] != STAGES[-1]]
        if not rows:
            return False
        stage = self.one(rows)[2]
        chosen = [row for row in rows if row[2] == stage][:self.chance.randint(1, 20)]
        after = STAGES[STAGES.index(stage) + 1]
        self.command("advance", "w.gpkg", LAYER, "--to", after, *[word for row in chosen for word in ("--feature", row[0])], status=0)
        for row in chosen:
            self.believed[row[1]][0] = after

    def goes_back(self):
        rows = [row for row in self.rows() if row[2] != STAGES[0]]
        if not rows:
            return False
        fid, label, stage, *_ = self.one(rows)
        before = STAGES[STAGES.index(stage) - 1]
        self.command("advance", "w.gpkg", LAYER, "--to", before, "--back", "复核", "--feature", fid, status=0)
        self.believed[label][0] = before

    def reviews(self):
        rows = self.rows()
        if not rows:
            return False
        back = ["--return", "缺少图件"] if self.chance.random() < 0.2 else []
        self.command("review", "w.gpkg", LAYER, "--feature", self.one(rows)[0], "--level", self.chance.choice(LEVELS), "--by", "李明",
                     "--date", self.now.date().isoformat(), *back, status=(0, 4))  # 4: another level comes first

    def sets_a_quota(self):
        self.command("quota", "set", "w.gpkg", "hsf.built", self.chance.choice(sorted(BANNERS)), str(self.chance.randint(1, 50)), "--year",
                     str(self.now.year), "--letter", f"文{self.chance.randint(1, 99)}号")

    def takes_an_import_back(self):
        if not self.imports or len(self.believed) < 10:
            return False
        record, labels, then = self.imports.pop()
        untouched = all(self.believed.get(label) == then[label] for label in labels)
        before = digest(self.path("w.gpkg"))
        result = self.command("history", "w.gpkg", "--undo", record, status=(0, 1, 4))
        if result.returncode == 4:
            self.assertEqual(digest(self.path("w.gpkg")), before)
            return True
        self.assertTrue(untouched, "a change after the import was taken back with it")
        for label in labels:
            del self.believed[label]

    def seals_it(self):
        hashed = self.command("seal", "w.gpkg", "--note", self.now.strftime("%Y-%m")).stdout.strip()
        self.seals.append((hashed, self.total()))

    def hands_out(self):
        rows = self.rows()
        if self.fork is not None or len(rows) < 10:
            return False
        banner = self.banner_at(*self.one(rows)[4][:2])
        result = self.command("export", "w.gpkg", "fork.gpkg", "--banner", banner, status=(0, 1, 4))
        if result.returncode == 4:
            return False
        self.fork = []

    def works_there(self):
        rows = self.rows("fork.gpkg") if self.fork is not None else []
        if not rows:
            return False
        fid, label, *_ = self.one(rows)
        kind = self.chance.choice(["year", "year", "remove"]) if len(rows) > 3 else "year"
        if kind == "remove":
            self.edited(f"DELETE FROM {LAYER} WHERE fid = ?", fid, name="fork.gpkg")
        else:
            year = self.chance.choice([2023, 2024, 2025, 2026])
            self.edited(f"UPDATE {LAYER} SET year = ? WHERE fid = ?", year, fid, name="fork.gpkg")
            self.fork.append((label, year))
        if kind == "remove":
            self.fork.append((label, None))

    def takes_back(self):
        """Merges what came back. Who is right where both sides changed the same is asked of qitu, and must be one of the two."""
        if self.fork is None:
            return False
        before, ours = digest(self.path("w.gpkg")), {row[1]: row[2:4] for row in self.rows()}
        result = self.command("merge", "w.gpkg", "fork.gpkg", status=(0, 1, 4))
        if result.returncode == 4:
            self.assertEqual(digest(self.path("w.gpkg")), before)
            self.command("merge", "w.gpkg", "fork.gpkg", "--take", "theirs")
            self.did["conflicts"] += 1
        now = {row[1]: row[2:4] for row in self.rows()}
        theirs = dict(self.fork)
        for label in set(ours) | set(now):
            if label not in theirs:
                self.assertEqual(now.get(label), ours.get(label), f"{label} was not changed there")
        for label, year in theirs.items():
            self.assertIn(now.get(label, (None, None))[1], {year, ours.get(label, (None, None))[1]}, label)
            if year is not None and label in ours and result.returncode != 4:
                self.assertEqual(now[label][1], year, f"{label} was changed there only, or alike")
        self.believed = {label: list(values) for label, values in now.items()}
        self.fork = None
        os.remove(self.path("fork.gpkg"))

    def looks(self):
        before = digest(self.path("w.gpkg"))
        self.command(*self.chance.choice([["progress", "w.gpkg"], ["check", "w.gpkg"], ["overlaps", "w.gpkg"], ["history", "w.gpkg"],
                                          ["quota", "check", "w.gpkg"], ["explain", "w.gpkg", "hsf.built", "150802"]]))
        self.assertEqual(digest(self.path("w.gpkg")), before)

    WHAT = {"receives": 6, "corrects_a_year": 5, "redraws": 4, "draws": 3, "removes": 3, "advances": 4, "goes_back": 1, "reviews": 4,
            "sets_a_quota": 2, "takes_an_import_back": 1, "seals_it": 1, "hands_out": 2, "works_there": 4, "takes_back": 1, "looks": 2}

    # what must hold

    def total(self, *words):
        return self.command("total", "w.gpkg", "--group", "stage", "--format", "csv", *words).stdout

    def hold_figures(self):
        rows = list(csv.DictReader(io.StringIO(self.total("--by", "banner"))))
        region = list(csv.DictReader(io.StringIO(self.total("--by", "region"))))
        drawn = self.rows()
        self.assertEqual(sum(int(row["features"]) for row in region), len(drawn))
        for stage in STAGES:
            naive = math.fsum(between(*row[4]) for row in drawn if row[2] == stage)
            for column in ("gross_m2", "net_m2"):  # none lies on another
                by_banner = math.fsum(float(row[column]) for row in rows if row["stage"] == stage)
                whole = math.fsum(float(row[column]) for row in region if row["stage"] == stage)
                self.assertLessEqual(abs(by_banner - whole), 1e-12 * whole, (stage, column))
                self.assertLessEqual(abs(whole - naive), 2e-6 * naive, (stage, column))

    def hold(self):
        self.assertEqual({row[1]: [row[2], row[3]] for row in self.rows()}, self.believed)
        self.hold_figures()
        checks = json.loads(self.command("doctor", "w.gpkg", "--format", "json").stdout)["checks"]
        self.assertEqual([check for check in checks if check["state"] != "good" and check["name"] not in self.known], [])
        if self.seals:
            hashed, then = self.chance.choice(self.seals)
            self.command("verify", "w.gpkg", hashed, status=0)
            self.assertEqual(self.total("--as-of", hashed), then)
        else:
            self.assertIn("no seal", self.command("verify", "w.gpkg", status=1).stderr)

    def test_two_years_of_a_bureau(self):
        self.small_workspace(*BANNERS)
        checks = json.loads(self.command("doctor", "w.gpkg", "--format", "json").stdout)["checks"]
        self.known = {check["name"] for check in checks if check["state"] != "good"}
        self.receives()
        month = 0
        for number in range(OPERATIONS):
            self.now += timedelta(days=365 * 2 / OPERATIONS)
            what = self.chance.choices(list(self.WHAT), list(self.WHAT.values()))[0]
            with self.subTest(f"{number}: {what}, {self.now:%Y-%m-%d}"):
                if number * MONTHS // OPERATIONS > month:
                    month = number * MONTHS // OPERATIONS
                    self.seals_it()
                done = getattr(self, what)() is not False
                self.did[what if done else "nothing to do"] += 1
                self.hold()
            if self._outcome and not self._outcome.success:  # what follows would say the same again
                if "QITU_SOAK_KEEP" in os.environ:
                    shutil.copy(self.path("w.gpkg"), os.environ["QITU_SOAK_KEEP"])
                break
        print(f"{OPERATIONS} operations in {MONTHS} months, {len(self.believed)} parcels, {len(self.seals)} seals: {dict(sorted(self.did.items()))}")


if __name__ == "__main__":
    unittest.main()
