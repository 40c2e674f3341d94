"""One rule of repair: area, tabulate, check and import say the same verdict and the same area of broken polygons, to the last bit."""
import json
import math
import os
import re
import shutil
import unittest

from command import SOURCE, Case, geojson

LAYER = "high_standard_farmland"
COLUMNS, UNIT, STEP = 10, 0.001, 0.02  # a grid of places, each with room for a polygon of some units


def tree_of(wkt):
    """Type and coordinates of a POLYGON or MULTIPOLYGON, in the units that it is written in."""
    kind, body = re.match(r"([A-Z]+)\s*(.*)", wkt, re.S).groups()
    text = re.sub(r"EMPTY", "()", body).replace("(", "[").replace(")", "]")
    text = re.sub(r"(-?[\d.]+) (-?[\d.]+)", r"[\1, \2]", text)
    return {"POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}[kind], json.loads(text)


def placed(tree, x, y):
    if tree and isinstance(tree[0], (int, float)):
        return [x + tree[0] * UNIT, y + tree[1] * UNIT]
    return [placed(each, x, y) for each in tree]


def area(ring):
    """m² on CGCS2000 between edges straight in longitude and latitude: the integral of the area below a parallel
    (Gauss, three nodes an edge)."""
    a, f = 6378137.0, 1 / 298.257222101
    e2 = f * (2 - f)
    e = math.sqrt(e2)
    west, south = ring[0]

    def below(latitude):  # a parallel, down to that of the first point, for a radian of longitude
        def whole(s):
            return a * a * (1 - e2) / 2 * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)
        return whole(math.sin(math.radians(latitude))) - whole(math.sin(math.radians(south)))

    nodes = [(-math.sqrt(0.6), 5 / 18), (0, 8 / 18), (math.sqrt(0.6), 5 / 18)]
    total = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        total += math.radians(x2 - x1) * sum(weight * below((y1 + y2) / 2 + at * (y2 - y1) / 2) for at, weight in nodes)
    return abs(total)


class Repair(Case):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(SOURCE, "tests/golden/broken_polygons.json"), encoding="utf-8") as file:
            cls.cases = json.load(file)["cases"]
        for i, case in enumerate(cls.cases):
            case["id"] = f"C{i:03}"
            case["at"] = (107.4 + STEP * (i % COLUMNS), 40.7 + STEP * (i // COLUMNS))

    def write(self, name, cases):
        rows = []
        for case in cases:
            kind, tree = tree_of(case["wkt"])
            rows.append((kind, placed(tree, *case["at"]), {"project_code": case["id"], "admin_code": "150802", "year": 2023,
                                                             "stage": "accepted"}))
        return geojson(self.path(name), rows)

    def layers(self):
        """The catalogue, with repairs of any size let in: what goes into quarantine is in no table."""
        shutil.copytree(os.path.join(SOURCE, "layers"), self.path("layers"))
        path = self.path(f"layers/{LAYER}.toml")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        changed = re.sub(r'(id = "geometry.invalid", severity = "error")[^}]*}', r'\1, limit = 1e9 }', text)
        self.assertNotEqual(text, changed)
        with open(path, "w", encoding="utf-8") as file:
            file.write(changed)
        return self.path("layers")

    def tabulated(self, *words):
        geojson(self.path("zone.geojson"), [("Polygon", [[[106, 39], [110, 39], [110, 43], [106, 43], [106, 39]]], {"code": "z"})])
        result = self.table("tabulate", *words, "--zones", "zone.geojson", "--group", "project_code", status=(0, 1))
        return result, {row["group"]["project_code"]: row["gross_m2"] for row in result["rows"]}

    def test_the_four_commands_agree_on_every_broken_polygon(self):
        self.assertGreaterEqual(len(self.cases), 60)
        self.write("p.geojson", self.cases)

        measured = self.table("area", "p.geojson", status=(0, 1))
        areas = {case["id"]: row["td1055_m2"] for case, row in zip(self.cases, measured["features"])}
        found = {finding["feature"]: finding["kind"] for finding in measured["findings"]}
        for i, case in enumerate(self.cases, 1):
            self.assertEqual(found.get(i, "valid"), case["verdict"], case["name"])

        result, gross = self.tabulated("p.geojson")
        counted = [case for case in self.cases if case["verdict"] != "rejected"]
        self.assertEqual(result["input"], {"features": len(self.cases),
                                           "repaired": sum(case["verdict"] == "repaired" for case in self.cases),
                                           "rejected": len(self.cases) - len(counted)})
        for case in self.cases:
            self.assertEqual(gross.get(case["id"]), areas[case["id"]], case["name"])

        checked = self.table("check", "p.geojson", "--layer", LAYER, status=(0, 1))
        invalid = {row["project_code"] for row in checked["rows"] if row["rule"] == "geometry.invalid"}
        self.assertEqual(invalid, {case["id"] for case in self.cases if case["verdict"] != "valid"})

        layers = self.layers()
        self.write("counted.geojson", counted)
        self.qitu("init", "w.gpkg", "--layers", layers)
        self.qitu("import", "w.gpkg", LAYER, "counted.geojson", "--repair", "--layers", layers, status=(0, 1))
        result, stored = self.tabulated("w.gpkg", "--layer-in", LAYER)
        self.assertEqual(result["input"], {"features": len(counted), "repaired": 0, "rejected": 0})
        self.assertEqual(stored, {case["id"]: areas[case["id"]] for case in counted})

        self.write("rejected.geojson", [case for case in self.cases if case["verdict"] == "rejected"])
        refused = self.qitu("import", "w.gpkg", LAYER, "rejected.geojson", "--repair", "--layers", layers, status=4).stderr
        for case in self.cases:
            if case["verdict"] == "rejected":
                self.assertIn(f"({case['id']}): The geometry is invalid", refused, case["name"])

    def test_what_counts_is_the_land_that_was_drawn(self):
        self.write("p.geojson", self.cases)
        _, gross = self.tabulated("p.geojson", "--method", "straight")
        for case in self.cases:
            if not case["land"]:
                continue
            expected = 0
            for land in case["land"]:
                shell, *holes = placed(tree_of(land)[1], *case["at"])
                expected += area(shell) - sum(map(area, holes))
            self.assertAlmostEqual(gross[case["id"]], expected, delta=max(1e-6, 1e-9 * expected), msg=case["name"])

    def test_a_hole_that_encloses_nothing_leaves_the_square_its_area(self):
        ring = [[108.27, 41.08], [108.28, 41.08], [108.28, 41.09], [108.27, 41.09], [108.27, 41.08]]
        hole = [[108.275, 41.085], [108.276, 41.085], [108.275, 41.085]]
        geojson(self.path("p.geojson"), [("Polygon", [ring, hole], {"project_code": "P"})])
        _, gross = self.tabulated("p.geojson")
        self.assertAlmostEqual(gross["P"], 933166.53, places=2)


if __name__ == "__main__":
    unittest.main()
