"""Parcels upon other layers, held against GEOS (through OGR) and an area formula of their own."""
import json
import math
import os
import random
import shutil
import sqlite3
import unittest

from command import SOURCE, Case, geojson, square
from ground_truth import area, mess, ogr, polygon, ring_area


class Upon(Case):
    def setUp(self):
        super().setUp()
        self.qitu("init", "work.gpkg", status=(0, 1))

    def overlay(self, *words, status=(0, 1)):
        return self.table("overlay", "work.gpkg", *words, "--method", "straight", status=status)

    def test_two_hundred_messy_parcels_lie_where_geos_says_and_add_up(self):
        rand = random.Random(20)
        parcels = mess(rand, 200, 0.004)
        grounds = {"red": [(ring, "") for ring in mess(rand, 25, 0.006)],
                   "slope": [(ring, rand.choice("12345")) for ring in mess(rand, 60, 0.004)],
                   "far": [(square(109.0, 41.0), "")]}
        geojson(self.path("parcels.geojson"), [("Polygon", [ring], {"XMBH": f"P{i % 7}"}) for i, ring in enumerate(parcels)])
        for name, features in grounds.items():
            geojson(self.path(name + ".geojson"), [("Polygon", [ring], {"PDJB": code}) for ring, code in features])
        words = ("parcels.geojson", "--with", "red.geojson,slope.geojson:PDJB,far.geojson")
        found = self.overlay(*words)
        self.assertEqual(len(found["features"]), 200)
        self.assertLess(found["conservation"]["worst_relative"], 1e-9)
        self.assertGreater(found["layers"][1]["overlaps"], 0)
        for ring, row in zip(parcels, found["features"]):
            whole = polygon(ring)
            self.assertAlmostEqual(row["m2"] / area(whole), 1, delta=1e-9)
            upon = {(share["layer"], share["class"]): share["m2"] for share in row["upon"]}
            outside = {share["layer"]: share["m2"] for share in row["outside"]}
            for layer, features in grounds.items():
                rest = whole.Clone()
                for code in sorted({code for _, code in features}):
                    ground = ogr.Geometry(ogr.wkbMultiPolygon)
                    for its_ring, its_code in features:
                        if its_code == code:
                            ground.AddGeometry(polygon(its_ring))
                    ground = ground.UnionCascaded()
                    self.assertAlmostEqual(upon.get((layer, code), 0), area(rest.Intersection(ground)), delta=1e-6 + 1e-9 * row["m2"])
                    rest = rest.Difference(ground)
                self.assertAlmostEqual(outside[layer], area(rest), delta=1e-6 + 1e-9 * row["m2"])
                self.assertAlmostEqual(sum(m2 for (its, _), m2 in upon.items() if its == layer) + outside[layer], row["m2"],
                                       delta=1e-9 * row["m2"])
            for share in row["upon"]:
                self.assertAlmostEqual(share["percent"], 100 * share["m2"] / row["m2"], delta=1e-9)
        self.sums_are_those_of_the_features(words, found)

    def sums_are_those_of_the_features(self, words, found):
        sums = self.overlay(*words, "--by", "project")["rows"]
        self.assertEqual([row["project"] for row in sums], [f"P{i}" for i in range(7)])
        for row in sums:
            parts = [feature for feature in found["features"] if feature["project"] == row["project"]]
            self.assertEqual(row["features"], len(parts))
            self.assertAlmostEqual(row["m2"], math.fsum(part["m2"] for part in parts), delta=1e-6)
            for share in row["upon"]:
                self.assertAlmostEqual(share["m2"], math.fsum(s["m2"] for part in parts for s in part["upon"]
                                                              if (s["layer"], s["class"]) == (share["layer"], share["class"])), delta=1e-6)
        region = self.overlay(*words, "--by", "region")["rows"]
        self.assertAlmostEqual(math.fsum(row["m2"] for row in region), math.fsum(row["m2"] for row in sums), delta=1e-5)

    def test_a_parcel_across_a_border_is_cut_there_and_a_layer_is_classed_as_the_catalogue_says(self):
        with sqlite3.connect(self.path("work.gpkg")) as base:
            low, high = base.execute("SELECT minx, maxx FROM rtree_banner_geom JOIN banner ON id = fid WHERE code = '150802'").fetchone()
        kind = {"project_code": "P1", "admin_code": "150802", "year": 2023, "stage": "approved", "construction": "new"}
        ring = [[low - 0.3, 40.8], [high + 0.3, 40.8], [high + 0.3, 40.81], [low - 0.3, 40.81], [low - 0.3, 40.8]]
        geojson(self.path("wide.geojson"), [("Polygon", [ring], kind)])
        middle = (low + high) / 2
        geojson(self.path("slope.geojson"), [("Polygon", [square(middle, 40.8)], {"PDJB": "5", "admin_code": "150802", "ND": 2023}),
                                             ("Polygon", [square(middle + 0.002, 40.8)], {"PDJB": "2", "admin_code": "150802", "ND": 2023})])
        self.qitu("import", "work.gpkg", "slope_class", "slope.geojson", "--accept", status=(0, 1))
        by_banner = self.overlay("wide.geojson", "--with", "坡度级", "--by", "banner")
        self.assertGreaterEqual(len(by_banner["rows"]), 2)
        feature = self.overlay("wide.geojson", "--with", "坡度级")["features"][0]
        self.assertAlmostEqual(math.fsum(row["m2"] for row in by_banner["rows"]), feature["m2"], delta=1e-9 * feature["m2"])
        linhe = next(row for row in by_banner["rows"] if row["admin"] == "150802")
        self.assertEqual([share["class"] for share in linhe["upon"]], ["2", "5"])
        for share in linhe["upon"]:
            x = middle if share["class"] == "5" else middle + 0.002
            self.assertAlmostEqual(share["m2"], ring_area(square(x, 40.8)), delta=1e-4)
        for row in by_banner["rows"]:
            self.assertAlmostEqual(row["m2"], math.fsum(s["m2"] for s in row["upon"]) + row["outside"][0]["m2"], delta=1e-9 * row["m2"])

    def test_figures_go_into_a_layer_a_workbook_and_csv(self):
        geojson(self.path("a.geojson"), [("Polygon", [square(107.40, 40.75)], {"XMBH": "P1"}), ("Polygon", [square(107.42, 40.75)], {"XMBH": "P2"})])
        geojson(self.path("b.geojson"), [("Polygon", [square(107.401, 40.75)], {})])
        words = ("overlay", "work.gpkg", "a.geojson", "--with", "b.geojson")
        self.qitu(*words, "-o", "on.gpkg")
        with sqlite3.connect(self.path("on.gpkg")) as base:
            rows = base.execute("SELECT feature, project_code, lies, b_percent, area_m2, b_m2 FROM overlay_parcels").fetchall()
        figures = self.table(*words)["features"]
        self.assertEqual([row[1:3] for row in rows], [("P1", "partly"), ("P2", "outside")])
        self.assertAlmostEqual(rows[0][3], 50, delta=1e-3)
        self.assertEqual(rows[0][4], figures[0]["m2"])
        self.assertAlmostEqual(rows[0][5], figures[0]["upon"][0]["m2"], delta=1e-9 * rows[0][4])
        self.qitu(*words, "-o", "on.geojson")
        with open(self.path("on.geojson"), encoding="utf-8") as file:
            self.assertEqual(len(json.load(file)["features"]), 2)
        self.qitu(*words, "-o", "on.gpkg")  # which is ours
        self.assertIn("exists already", self.qitu(*words, "-o", "on.geojson", status=4).stderr)
        self.qitu(*words, "-o", "on.shp")
        shapefile = ogr.Open(self.path("on.shp"))  # it must outlive its layer
        self.assertEqual(shapefile.GetLayer(0).GetFeatureCount(), 2)
        self.qitu(*words, "-o", "on.xlsx")
        lines = self.qitu(*words, "--format", "csv").stdout.splitlines()
        self.assertEqual(lines[0], "feature,project,whole_m2,layer,part,class,m2,percent")
        self.assertEqual(len(lines), 4)  # P1 on it and outside, P2 outside
        self.qitu(*words, "--by", "project", "-o", "sums.gpkg", status=2)
        self.qitu(*words, "-o", "work.gpkg", status=4)

    def test_a_class_field_that_the_layer_does_not_have_is_refused_with_its_line(self):
        shutil.copytree(os.path.join(SOURCE, "layers"), self.path("layers"))
        with open(self.path("layers/slope_class.toml"), encoding="utf-8") as file:
            text = file.read()
        line = text[:text.index("class_field")].count("\n") + 1
        with open(self.path("layers/slope_class.toml"), "w", encoding="utf-8") as file:
            file.write(text.replace('class_field = "slope"', 'class_field = "steepness"'))
        self.assertIn(f'slope_class.toml:{line}: the layer has no field "steepness"',
                      self.qitu("layers", "--layers", self.path("layers"), status=4).stderr)

    def test_what_cannot_be_is_refused(self):
        geojson(self.path("a.geojson"), [("Polygon", [square(107.40, 40.75)], {})])
        geojson(self.path("line.geojson"), [("LineString", [[107.4, 40.7], [107.5, 40.8]], {})])
        for words, status, said in ((("a.geojson", "--with", "rural_road"), 2, "not a layer of polygons"),
                                    (("rural_road", "--with", "a.geojson"), 2, "not a layer of polygons"),
                                    (("a.geojson", "--with", "a.geojson:nothing"), 2, 'no field "nothing"'),
                                    (("a.geojson", "--with", "slope_class:nothing"), 2, 'no field "nothing"'),
                                    (("a.geojson", "--with", "slope_class,坡度级"), 2, "named twice"),
                                    (("a.geojson", "--with", "slope_class", "--by", "village"), 2, "Figures cannot be listed by"),
                                    (("nowhere", "--with", "slope_class"), 4, "nowhere"),
                                    (("nowhere.shp", "--with", "slope_class"), 3, "no such file")):
            self.assertIn(said, self.qitu("overlay", "work.gpkg", *words, status=status).stderr)
        found = self.overlay("line.geojson", "--with", "slope_class", status=1)
        self.assertEqual((found["features"], found["input"]["rejected"]), ([], 1))


if __name__ == "__main__":
    unittest.main()
