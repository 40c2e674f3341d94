"""Rasters and what is near as conditions: overlay upon rasters, rules of the catalogue, indicators.

Rasters are ASCII grids, parcels rectangles in longitude and latitude, whose ground is known in closed form (test_raster.py); distances by
PROJ."""
import json
import os
import random
import shutil
import unittest

from pyproj import Geod

from command import SOURCE, Case, geojson
from test_raster import CELL, NORTH, ROWS, COLUMNS, WEST, cover, grid, rectangle, ring

GEOD = Geod(a=6378137, rf=298.257222101)


def parts(box):
    """Value → m² of a rectangle in closed form; None for no value; "outside" the raster."""
    west, south, east, north = box
    m2 = {"outside": rectangle(*box)}
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = WEST + column * CELL, NORTH - row * CELL
            common = rectangle(max(west, x), max(south, y - CELL), min(east, x + CELL), min(north, y))
            if common > 0:
                value = cover(column, row)
                key = None if value == -9999 else str(value)
                m2[key] = m2.get(key, 0) + common
                m2["outside"] -= common
    return m2


class UponRasters(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace()
        grid(self.path("cover.asc"), cover)

    def overlay(self, *words, status=(0, 1)):
        return self.table("overlay", "w.gpkg", "parcels.geojson", "--with", *words, "--method", "straight", status=status)

    def put(self, boxes):
        geojson(self.path("parcels.geojson"), [("Polygon", [ring(*box)], {"XMBH": f"P{i % 5}"}) for i, box in enumerate(boxes)])

    def test_two_hundred_rectangles(self):
        rand = random.Random(1)
        boxes = []
        for _ in range(200):
            x, y = rand.uniform(WEST - 0.02, WEST + COLUMNS * CELL), rand.uniform(NORTH - ROWS * CELL - 0.02, NORTH)
            size = 10 ** rand.uniform(-4, -1.3)
            boxes.append((x, y, x + size, y + size * rand.uniform(0.3, 2)))
        self.put(boxes)
        geojson(self.path("red.geojson"), [("Polygon", [ring(107.05, 40.9, 107.1, 40.95)], {})])
        found = self.overlay("cover.asc,red.geojson")
        self.assertLess(found["conservation"]["worst_relative"], 1e-9)
        for box, row in zip(boxes, found["features"]):
            expected = parts(box)
            whole = rectangle(*box)
            tolerance = 1e-6 * whole + 1e-4
            upon = {share["class"]: share["m2"] for share in row["upon"] if share["layer"] == "cover"}
            outside = next(each["m2"] for each in row["outside"] if each["layer"] == "cover")
            self.assertAlmostEqual(outside, expected.pop("outside") + expected.pop(None, 0), delta=tolerance)
            for value in set(upon) | set(expected):
                self.assertAlmostEqual(upon.get(value, 0), expected.get(value, 0), delta=tolerance)
            self.assertAlmostEqual(outside + sum(upon.values()), row["m2"], delta=1e-9 * row["m2"])
            self.assertEqual(list(upon), sorted(upon, key=int))
        self.sums(found)

    def sums(self, found):
        rows = self.overlay("cover.asc,red.geojson", "--by", "project")["rows"]
        for row in rows:
            mine = [feature for feature in found["features"] if feature["project"] == row["project"]]
            for share in row["upon"]:
                alike = [s["m2"] for f in mine for s in f["upon"] if (s["layer"], s["class"]) == (share["layer"], share["class"])]
                self.assertAlmostEqual(share["m2"], sum(alike), delta=1e-6)

    def test_across_a_border_of_banners(self):
        """Each part of a parcel is laid upon the cells by itself: all parts together are the parcel."""
        self.put([(WEST + 0.001, 40.885, WEST + 0.19, 40.995)])
        whole = self.overlay("cover.asc")["features"][0]
        rows = self.overlay("cover.asc", "--by", "banner")["rows"]
        for share in whole["upon"]:
            self.assertAlmostEqual(sum(s["m2"] for row in rows for s in row["upon"] if s["class"] == share["class"]), share["m2"],
                                   delta=1e-6 * whole["m2"])

    def test_slope_and_refusals(self):
        """A plane that rises 30 m a cell to the east: Horn's slope of a plane is the plane's."""
        import math
        grid(self.path("dem.asc"), lambda column, row: 30 * column)
        self.put([(WEST + 0.05, 40.93, WEST + 0.06, 40.94)])
        share = self.overlay("dem.asc:slope")["features"][0]["upon"]
        across = GEOD.inv(WEST, 40.935, WEST + CELL, 40.935)[2]
        self.assertLess(math.degrees(math.atan(30 / across)), 2.1)
        self.assertEqual([s["class"] for s in share], ["1" if math.degrees(math.atan(30 / across)) <= 2 else "2"])
        self.assertAlmostEqual(share[0]["percent"], 100, delta=1e-6)
        grid(self.path("real.asc"), lambda column, row: column + 0.5)
        self.assertIn("real numbers", self.qitu("overlay", "w.gpkg", "parcels.geojson", "--with", "real.asc", status=2).stderr)
        self.assertIn("band", self.qitu("overlay", "w.gpkg", "parcels.geojson", "--with", "cover.asc:grade", status=2).stderr)
        self.assertIn("none.tif", self.qitu("overlay", "w.gpkg", "parcels.geojson", "--with", "none.tif", status=3).stderr)


RULES = """
[[rule]]
id = "exclusive.wetland"
raster = "cover.asc"
values = ["20"]
severity = "error"
limit = 100

[[rule]]
id = "within.farmland"
raster = "cover.asc"
least = 10
most = 20
severity = "warning"
limit = 60

[[rule]]
id = "near.reservoir"
severity = "warning"
limit = 2000
where = { kind = ["impoundment"] }

[[indicator]]
id = "windbreak.watered"
zh = "水库周边防护林"
en = "Windbreaks near reservoirs"
measure = "area"
unit = "亩"
near = { layer = "reservoir", within = 2000 }
"""


class Rules(Case):
    def setUp(self):
        super().setUp()
        for name in ("layers", "styles"):
            shutil.copytree(os.path.join(SOURCE, name), self.path(f"data/{name}"))
        from test_new_layer import LAYER
        with open(self.path("data/layers/windbreak.toml"), "w", encoding="utf-8") as file:
            file.write(LAYER + RULES)
        shutil.copy(self.path("data/styles/_polygon.qml"), self.path("data/styles/windbreak.qml"))
        grid(self.path("data/layers/cover.asc"), cover)
        self.environment = {"QITU_DATA": self.path("data")}

    def use(self, *words, status=0):
        return self.qitu(*words, status=status, **self.environment)

    def boxes(self):
        rand = random.Random(3)
        for i in range(60):
            x, y = rand.uniform(WEST, WEST + COLUMNS * CELL - 0.012), rand.uniform(NORTH - ROWS * CELL, NORTH - 0.012)
            yield i, (x, y, x + rand.uniform(0.0005, 0.012), y + rand.uniform(0.0005, 0.012))

    def test_check(self):
        boxes = dict(self.boxes())
        geojson(self.path("w.geojson"), [("Polygon", [ring(*box)], {"项目编号": f"P{i}", "旗县": "150821", "阶段": "验收", "年度": 2023})
                                         for i, box in boxes.items()])
        found = json.loads(self.use("check", "w.geojson", "--layer", "windbreak", "--format", "json",
                                    status=(0, 1)).stdout)
        told = {(f["rule"], f["project_code"]): f for f in found["rows"] if f["rule"].split(".")[0] in ("exclusive", "within")}
        for i, box in boxes.items():
            expected = parts(box)
            whole = rectangle(*box)
            upon = expected.get("20", 0)
            outside = 100 * (1 - (expected.get("10", 0) + expected.get("20", 0)) / whole)
            if abs(upon - 100) > 1:
                self.assertEqual(("exclusive.wetland", f"P{i}") in told, upon > 100)
            if abs(outside - 60) > 0.01:
                self.assertEqual(("within.farmland", f"P{i}") in told, outside > 60)
            if ("exclusive.wetland", f"P{i}") in told:
                self.assertAlmostEqual(told["exclusive.wetland", f"P{i}"]["measured"], upon, delta=1e-6 * whole + 1e-3)
        self.assertGreater(len(told), 20)

    def test_near(self):
        """Squares at known distances north of a reservoir, along the meridian, and of a small one that does not count."""
        def field(metres, x=107.4, y=40.75):
            south = GEOD.fwd(x, y, 0, metres)[1]
            return ring(x, south, x + 0.001, south + 0.001)
        near = {500: True, 1990: True, 2010: False, 8000: False}
        rows = [("Polygon", [field(metres)], {"项目编号": f"P{metres}", "旗县": "150802", "阶段": "验收", "年度": 2023}) for metres in near]
        geojson(self.path("w.geojson"), rows)
        geojson(self.path("r.geojson"), [("Point", [107.4, 40.75], {"项目编号": "R1", "旗县": "150802", "阶段": "验收", "年度": 2023, "工程类别": "新建"}),
                                         ("Point", [107.4, GEOD.fwd(107.4, 40.75, 0, 8000)[1]], {"项目编号": "R2", "旗县": "150802", "阶段": "验收",
                                                                                                "年度": 2023, "工程类别": "加固"})])
        self.use("init", "w.gpkg", status=(0, 1))
        self.use("import", "w.gpkg", "reservoir", "r.geojson", "--accept", status=(0, 1))
        self.use("import", "w.gpkg", "windbreak", "w.geojson", "--accept", status=(0, 1))
        found = json.loads(self.use("check", "w.gpkg", "windbreak", "--format", "json", status=(0, 1)).stdout)
        told = {f["project_code"] for f in found["rows"] if f["rule"] == "near.reservoir"}
        self.assertEqual(told, {f"P{metres}" for metres, is_near in near.items() if not is_near})
        progress = json.loads(self.use("progress", "w.gpkg", "--by", "region", "--indicator", "windbreak.watered", "--year", "2023", "--method",
                                       "straight", "--format", "json", status=(0, 1)).stdout)
        row = next(r for r in progress["rows"] if r["admin"] == "150000")
        # every reservoir counts for the indicator, so the field at 8000 m does too
        expected = sum(rectangle(r[0][0], r[0][1], r[2][0], r[2][1]) for metres in (500, 1990, 8000) for r in [field(metres)])
        self.assertAlmostEqual(row["done"] * 10000 / 15, expected, delta=1)

    def test_refused(self):
        path = self.path("data/layers/windbreak.toml")
        good = open(path, encoding="utf-8").read()
        for old, new, word in (('values = ["20"]', "", "least, most or values"), ("within = 2000", "within = 0", "above 0"),
                               ('layer = "reservoir"', 'layer = "river"', "river"), ('raster = "cover.asc"\nleast', "least", "only used with")):
            open(path, "w", encoding="utf-8").write(good.replace(old, new, 1))
            self.assertIn(word, self.use("layers", status=4).stderr)
        open(path, "w", encoding="utf-8").write(good)
        os.remove(self.path("data/layers/cover.asc"))
        geojson(self.path("w.geojson"), [("Polygon", [ring(*box)], {"项目编号": f"P{i}", "旗县": "150821", "阶段": "验收", "年度": 2023})
                                         for i, box in self.boxes()])
        said = self.use("check", "w.geojson", "--layer", "windbreak", status=(0, 1))
        self.assertIn("cover.asc", said.stdout + said.stderr)


if __name__ == "__main__":
    unittest.main()
