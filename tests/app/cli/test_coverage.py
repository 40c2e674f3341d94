"""Coverages: faults whose size is known, and a cleaned file that GEOS (through OGR) finds without any."""
import math
import random
import sqlite3
import unittest

from command import Case, geojson
from ground_truth import area, ogr, polygon, ring_area


def box(x0, y0, x1, y1):
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]


class Coverage(Case):
    def write(self, features):
        geojson(self.path("zones.geojson"), [("Polygon", [ring], properties) for ring, properties in features])

    def coverage(self, *words, status=1):
        return self.table("coverage", "zones.geojson", *words, status=status)

    def cleaned(self):
        file = ogr.Open(self.path("clean.gpkg"))  # it must outlive its layer
        return [(feature.GetField("code"), feature.GetGeometryRef().Clone()) for feature in file.GetLayer(0)]

    def faulty(self):
        """Four squares around a gap of one by one, the first two overlapping by a tenth."""
        s = 0.001
        return [(box(107.4, 40.7, 107.4 + 2 * s, 40.7 + s), {"code": "a"}),
                (box(107.4 + 1.9 * s, 40.7, 107.4 + 3 * s, 40.7 + 2 * s), {"code": "b"}),
                (box(107.4 + s, 40.7 + 2 * s, 107.4 + 3 * s, 40.7 + 3 * s), {"code": "c"}),
                (box(107.4, 40.7 + s, 107.4 + s, 40.7 + 3 * s), {"code": "d"})]

    def test_overlaps_and_gaps_are_found_with_their_size(self):
        zones = self.faulty()
        self.write(zones)
        found = self.coverage("--id", "code")
        self.assertEqual([(fault["fault"], fault["a"], fault["b"]) for fault in found["faults"]][0], ("overlap", "a", "b"))
        overlap = area(polygon(zones[0][0]).Intersection(polygon(zones[1][0])))
        self.assertAlmostEqual(found["faults"][0]["m2"], overlap, delta=0.5)  # the grid of 1e-8 degree
        gap = found["faults"][1]
        union = ogr.Geometry(ogr.wkbMultiPolygon)
        for ring, _ in zones:
            union.AddGeometry(polygon(ring))
        whole = union.UnionCascaded()
        hole = polygon([p[:2] for p in whole.GetGeometryRef(1).GetPoints()])
        self.assertEqual((gap["fault"], gap["sliver"]), ("gap", False))
        self.assertAlmostEqual(gap["m2"], area(hole), delta=0.5)
        self.assertTrue(hole.Contains(ogr.CreateGeometryFromWkt("POINT (%r %r)" % tuple(gap["place"]))))
        self.assertAlmostEqual(found["m2"], math.fsum(ring_area(ring) for ring, _ in zones), delta=1e-4)
        self.qitu("coverage", "zones.geojson", "-o", "faults.gpkg", status=1)
        with sqlite3.connect(self.path("faults.gpkg")) as base:
            self.assertEqual(base.execute("SELECT fault FROM coverage_faults ORDER BY 1").fetchall(), [("gap",), ("overlap_sliver",)])

    def test_a_cleaned_coverage_has_no_faults_and_says_what_moved(self):
        self.write(self.faulty())
        found = self.coverage("--id", "code", "--width", "1000", "--area", "1e6", "--clean", "clean.gpkg")
        changes = {change["zone"]: change for change in found["changes"]}
        self.assertGreater(changes["b"]["lost_m2"], 0)
        self.assertLess(found["conservation"]["worst_relative"], 1e-9)
        for change in found["changes"]:
            self.assertAlmostEqual(change["m2"] + change["rounded_m2"] - change["lost_m2"] + change["won_m2"], change["after_m2"], delta=1e-5)
        cleaned = self.cleaned()
        self.assertEqual(sorted(code for code, _ in cleaned), ["a", "b", "c", "d"])
        for i, (_, one) in enumerate(cleaned):
            for _, other in cleaned[:i]:
                self.assertFalse(one.Overlaps(other))
        self.assertAlmostEqual(found["after_m2"], math.fsum(area(geometry) for _, geometry in cleaned), delta=1e-4)
        self.assertEqual(self.table("coverage", "clean.gpkg", "--id", "code")["faults"], [])
        self.qitu("coverage", "zones.geojson", "--clean", "clean.gpkg", status=4)
        self.qitu("coverage", "zones.geojson", "--clean", "clean.gpkg", "--overwrite", status=1)
        for _ in range(2):
            self.qitu("coverage", "zones.geojson", "--clean", "clean.shp", "--overwrite", status=1)
        self.qitu("coverage", "zones.geojson", "--clean", "clean.txt", status=2)

    def test_a_messy_lattice_becomes_a_coverage_of_the_same_ground(self):
        rand = random.Random(3)
        n, s = 8, 0.001
        jitter = lambda: rand.uniform(-0.02, 0.02) * s
        zones = []
        for i in range(n):
            for k in range(n):
                x, y = 107.4 + i * s, 40.7 + k * s
                ring = [[x + jitter(), y + jitter()], [x + s + jitter(), y + jitter()], [x + s + jitter(), y + s + jitter()], [x + jitter(), y + s + jitter()]]
                zones.append((ring + ring[:1], {"code": f"{i}{k}"}))
        zones.append((zones[0][0], {"code": "zz"}))  # twice
        self.write(zones)
        found = self.coverage("--id", "code", "--clean", "clean.gpkg")
        cleaned = self.cleaned()
        self.assertEqual(len(cleaned), n * n)
        self.assertEqual(next(change["after_m2"] for change in found["changes"] if change["zone"] == "zz"), 0)
        self.assertEqual(self.table("coverage", "clean.gpkg", "--id", "code")["faults"], [])
        union = ogr.Geometry(ogr.wkbMultiPolygon)
        for ring, _ in zones:
            union.AddGeometry(polygon(ring))
        whole = union.UnionCascaded()
        filled = polygon([p[:2] for p in (whole if whole.GetGeometryType() == ogr.wkbPolygon else whole.GetGeometryRef(0)).GetGeometryRef(0).GetPoints()])
        self.assertAlmostEqual(math.fsum(area(geometry) for _, geometry in cleaned) / area(filled), 1, delta=1e-5)
        self.assertLess(found["conservation"]["worst_relative"], 1e-9)

    def test_a_coverage_is_one(self):
        self.write([(box(107.4, 40.7, 107.5, 40.8), {}), (box(107.5, 40.7, 107.6, 40.8), {})])
        self.assertEqual(self.coverage(status=0)["faults"], [])
        self.assertIn("They are a coverage.", self.qitu("coverage", "zones.geojson").stdout)

    def test_what_cannot_be_is_refused(self):
        self.write(self.faulty())
        self.assertIn('no field "nothing"', self.qitu("coverage", "zones.geojson", "--id", "nothing", status=2).stderr)
        self.assertIn("more than 0", self.qitu("coverage", "zones.geojson", "--width", "0", status=2).stderr)
        geojson(self.path("zones.geojson"), [("Point", [107.4, 40.7], {})])
        self.assertIn("no polygons", self.qitu("coverage", "zones.geojson", status=4).stderr)


if __name__ == "__main__":
    unittest.main()
