"""tabulate on 100 000 sample parcels: it adds up, and the order of the input changes no byte."""
import os
import random
import re
import sqlite3
import unittest

from command import Case, geojson, run

PARCELS = 100_000
TOLERANCE = 1e-9


def shuffled(path, seed):
    """Gives the features of a GeoPackage another order, by new ids; the spatial index and its triggers go."""
    with sqlite3.connect(path) as file:
        (table,) = file.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchone()
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{trigger}"')
        file.execute("DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")
        file.execute(f'DROP TABLE IF EXISTS "rtree_{table}_geom"')
        rows = file.execute(f'SELECT * FROM "{table}"').fetchall()
        random.Random(seed).shuffle(rows)
        file.execute(f'DELETE FROM "{table}"')
        marks = ",".join("?" * len(rows[0]))
        file.executemany(f'INSERT INTO "{table}" VALUES ({marks})', [(i, *row[1:]) for i, row in enumerate(rows, 1)])
    return len(rows)


def whole(table, figure):
    return sum(row[figure] for row in table["rows"]) + table["outside"][figure]


class Tabulate(Case):
    def setUp(self):
        super().setUp()
        # the GeoPackage gets what is left of 45 in 100
        run("sample", "sample", "--parcels", PARCELS * 100 // 55 + 1, cwd=self.folder)
        self.parcels = self.path("sample/高标准农田_东部.gpkg")
        with sqlite3.connect(self.parcels) as file:
            (table,) = file.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchone()
            columns = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")')]
        self.stage = next(column for column in columns if re.search("JD|stage|阶段", column))

    def tabulate(self, *words):
        return self.qitu("tabulate", self.parcels, *words, "--format", "json", status=(0, 1)).stdout

    def test_it_adds_up_and_the_order_of_the_input_changes_no_byte(self):
        import json
        first = self.tabulate("--zones", "banners", "--group", self.stage)
        banners = json.loads(first)
        self.assertGreaterEqual(banners["input"]["features"], PARCELS)
        # One zone that holds everything: nothing is cut, so the total owes nothing to the banners.
        geojson(self.path("all.geojson"), [("Polygon", [[[90, 30], [130, 30], [130, 60], [90, 60], [90, 30]]], {"code": "all"})])
        (everything,) = json.loads(self.tabulate("--zones", "all.geojson"))["rows"]
        for figure in ("gross_m2", "net_m2"):
            self.assertLess(abs(whole(banners, figure) / everything[figure] - 1), TOLERANCE, figure)
        # Rows by stage and banner: what overlaps is counted in gross and not in net, never the other way round.
        for row in banners["rows"]:
            self.assertLessEqual(row["net_m2"], row["gross_m2"] * (1 + TOLERANCE))
        self.assertLess(everything["net_m2"], everything["gross_m2"])
        self.assertLess(banners["conservation"]["worst_relative"], TOLERANCE)

        self.assertEqual(shuffled(self.parcels, 1), banners["input"]["features"])
        self.assertEqual(self.tabulate("--zones", "banners", "--group", self.stage), first)
        self.assertEqual(self.tabulate("--zones", "banners", "--group", self.stage, "--threads", "1"), first)


class LongEdges(Case):
    """A field of one degree by half a degree: its edges are told of, and divided on request."""

    def setUp(self):
        super().setUp()
        geojson(self.path("wide.geojson"), [("Polygon", [[[110, 40], [111, 40], [111, 40.5], [110, 40.5], [110, 40]]], {})])

    def tabulate(self, *words, status=0):
        return self.qitu("tabulate", "wide.geojson", "--zones", "banners", *words, status=status)

    def test_are_told_of_unless_the_method_divides_them(self):
        self.assertIn("longer than 1000 m", self.tabulate("--method", "geodesic").stderr)
        self.assertNotIn("longer than", self.tabulate().stderr)
        self.assertNotIn("longer than", self.tabulate("--method", "geodesic", "--max-edge", "70").stderr)

    def test_divided_they_enclose_what_the_parallels_do(self):
        import json
        area = lambda *words: whole(json.loads(self.tabulate(*words, "--format", "json").stdout), "gross_m2")
        straight = area("--method", "straight")
        self.assertGreater(abs(area("--method", "geodesic") / straight - 1), 1e-7)
        self.assertLess(abs(area("--method", "geodesic", "--max-edge", "70") / straight - 1), 1e-9)

    def test_are_not_divided_by_the_survey_rule(self):
        self.assertIn("a maximum edge length is for geodesic and straight", self.tabulate("--max-edge", "70", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
