"""What tabulate and total can be asked for: zone fields, percents, sums and means, pivots, units, zones for themselves, pieces.

Boxes in longitude and latitude have an area in closed form (Snyder, Map Projections, 1987, 3-12), and so have their intersections.
"""
import csv
import io
import json
import math
import os
import random
import sqlite3
import subprocess
import sys
import unittest

from command import Case, geojson

TOLERANCE = 1e-9
A, F = 6378137.0, 1 / 298.257222101
E = math.sqrt(F * (2 - F))


def below(degrees):
    s = math.sin(math.radians(degrees))
    return s / (1 - E * E * s * s) + math.log((1 + E * s) / (1 - E * s)) / (2 * E)


def area(box):
    if box is None:
        return 0
    x0, y0, x1, y1 = box
    return (A * (1 - F)) ** 2 / 2 * math.radians(x1 - x0) * (below(y1) - below(y0))


def common(a, b):
    x0, y0, x1, y1 = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def ring(box):
    x0, y0, x1, y1 = box
    return [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]


def near(a, b, tolerance=1e-6):
    return abs(a - b) <= tolerance + 1e-9 * abs(b)


class Options(Case):
    """Fields that do not overlap, one beside the other, in two zones with a gap between them."""

    ZONES = {"west": (110.0, 40.0, 110.02, 40.02), "east": (110.03, 40.0, 110.05, 40.02)}

    def setUp(self):
        super().setUp()
        chance = random.Random(7)
        self.fields = []
        for i in range(10):
            for j in range(4):
                x, y = 110.0 + 0.0051 * i, 40.0 + 0.0052 * j
                box = (x, y, x + 0.004 + 0.001 * chance.random(), y + 0.004 + 0.001 * chance.random())
                values = {"kind": chance.choice("AB"), "money": round(chance.uniform(1, 900), 2) if chance.random() < 0.9 else None,
                          "grade": chance.randint(1, 10)}
                self.fields.append((box, values))
        geojson(self.path("fields.geojson"), [("Polygon", ring(box), values) for box, values in self.fields])
        geojson(self.path("zones.geojson"), [("Polygon", ring(box), {"code": code, "name": f"{code} 区", "rank": i, "note": "x"})
                                             for i, (code, box) in enumerate(self.ZONES.items())])

    def tabulate(self, *words, status=0):
        return json.loads(self.qitu("tabulate", "fields.geojson", "--zones", "zones.geojson", "--method", "straight", *words,
                                    "--format", "json", status=status).stdout)

    def text(self, *words, status=0):
        return self.qitu("tabulate", "fields.geojson", "--zones", "zones.geojson", "--method", "straight", *words, status=status)

    def csv(self, *words):
        return list(csv.DictReader(io.StringIO(self.text(*words, "--format", "csv").stdout)))

    def pieces(self, zone):
        for box, values in self.fields:
            if part := common(box, self.ZONES[zone]):
                yield box, part, values

    # -- zone fields

    def test_a_zone_has_its_name_or_the_fields_that_are_asked_for(self):
        for row in self.tabulate()["rows"]:
            self.assertEqual(row["zone_fields"], {"name": f"{row['zone']} 区"})
        for row in self.tabulate("--zone-field", "rank", "--zone-field", "NOTE")["rows"]:
            self.assertEqual(row["zone_fields"], {"rank": list(self.ZONES).index(row["zone"]), "note": "x"})
        self.assertEqual({row["zone"]: row["zone_name"] for row in self.csv()},
                         {"east": "east 区", "west": "west 区", "": ""})
        self.assertIn("west 区", self.text().stdout)
        self.assertIn("no field", self.text("--zone-field", "height", status=2).stderr)

    def test_banners_have_their_names(self):
        rows = json.loads(self.qitu("tabulate", "fields.geojson", "--zones", "banners", "--format", "json").stdout)["rows"]
        self.assertTrue(all(row["zone_fields"]["name"] for row in rows))
        self.assertIn("name, league", self.qitu("tabulate", "fields.geojson", "--zones", "banners", "--zone-field", "height",
                                                status=2).stderr)

    # -- percents

    def test_percents_are_those_of_boxes_and_add_up(self):
        table = self.tabulate("--group", "kind")
        everything = sum(area(box) for box, _ in self.fields)
        of_class = {}
        for row in table["rows"]:
            kind = row["group"]["kind"]
            part = sum(area(part) for _, part, values in self.pieces(row["zone"]) if values["kind"] == kind)
            whole = sum(area(box) for box, values in self.fields if values["kind"] == kind)
            self.assertTrue(near(row["net_m2"], part))
            self.assertTrue(near(row["percent_of_zone"], 100 * part / area(self.ZONES[row["zone"]])))
            self.assertTrue(near(row["percent_of_class"], 100 * part / whole))
            self.assertTrue(near(row["percent_of_all"], 100 * part / everything))
        for zone in table["zone_grounds"]:
            self.assertTrue(near(zone["m2"], area(self.ZONES[zone["zone"]])))
            covered = sum(row["percent_of_zone"] for row in table["rows"] if row["zone"] == zone["zone"])
            self.assertAlmostEqual(covered + zone["percent_uncovered"], 100, delta=TOLERANCE)
        lines = table["rows"] + table["outside_rows"]
        for kind in "AB":
            self.assertAlmostEqual(sum(line["percent_of_class"] for line in lines if line["group"]["kind"] == kind), 100, delta=TOLERANCE)
        self.assertAlmostEqual(sum(line["percent_of_all"] for line in lines), 100, delta=TOLERANCE)
        self.assertAlmostEqual(sum(row["percent_of_all"] for row in table["rows"]) + table["outside"]["percent_of_all"], 100,
                               delta=TOLERANCE)

    def test_csv_says_what_json_says(self):
        words = ("--group", "kind", "--sum", "money", "--mean", "grade", "--min", "grade", "--max", "money")
        table = self.tabulate(*words)
        lines = table["rows"] + table["outside_rows"]
        rows = self.csv(*words)
        self.assertEqual(len(rows), len(lines))
        for row, line in zip(rows, lines):
            self.assertEqual(row["zone"], line["zone"])
            for key in ("net_m2", "percent_of_zone", "percent_of_class", "percent_of_all"):
                self.assertEqual(float(row[key]) if row[key] else None, line[key])
            for column, keys in (("sum_money", ("sums", "money")), ("mean_grade", ("means", "grade")), ("min_grade", ("mins", "grade")),
                                 ("max_money", ("maxs", "money"))):
                self.assertEqual(float(row[column]), line[keys[0]][keys[1]])

    # -- sums and means

    def test_sums_are_shared_out_by_area_and_means_weighted_by_it(self):
        table = self.tabulate("--sum", "money", "--mean", "grade", "--mean", "money", "--min", "grade", "--max", "grade")
        for row in table["rows"]:
            parts = list(self.pieces(row["zone"]))
            money = sum(values["money"] * area(part) / area(box) for box, part, values in parts if values["money"] is not None)
            self.assertTrue(near(row["sums"]["money"], money))
            ground = sum(area(part) for _, part, _ in parts)
            self.assertTrue(near(row["means"]["grade"], sum(values["grade"] * area(part) for _, part, values in parts) / ground))
            told = [(area(part), values["money"]) for _, part, values in parts if values["money"] is not None]
            self.assertTrue(near(row["means"]["money"], sum(a * m for a, m in told) / sum(a for a, _ in told)))
            self.assertEqual(row["mins"], {"grade": min(values["grade"] for _, _, values in parts)})
            self.assertEqual(row["maxs"], {"grade": max(values["grade"] for _, _, values in parts)})
        total = sum(row["sums"]["money"] for row in table["rows"]) + table["outside"]["sums"]["money"]
        self.assertTrue(near(total, sum(values["money"] or 0 for _, values in self.fields)))

    def test_features_without_a_value_are_told_and_words_are_warned_of(self):
        missing = sum(values["money"] is None for _, values in self.fields)
        self.assertGreater(missing, 0)
        self.assertIn(f"{missing} of 40 features have no value of money", self.text("--sum", "money").stderr)
        geojson(self.path("words.geojson"), [("Polygon", ring((110.001, 40.001, 110.002, 40.002)), {"n": "12"}),
                                             ("Polygon", ring((110.003, 40.001, 110.004, 40.002)), {"n": "many"})])
        result = self.qitu("tabulate", "words.geojson", "--zones", "zones.geojson", "--sum", "n", "--format", "json", status=1)
        self.assertIn("many", result.stderr)
        self.assertEqual(json.loads(result.stdout)["rows"][0]["sums"], {"n": 12})
        self.assertIn("no field", self.text("--sum", "height", status=2).stderr)

    def test_a_field_may_be_grouped_by_and_averaged(self):
        for row in self.tabulate("--group", "grade", "--mean", "grade")["rows"]:
            self.assertEqual(row["means"]["grade"], float(row["group"]["grade"]))

    # -- for people

    def test_a_pivot_has_a_line_for_each_zone_and_a_column_for_each_group(self):
        table = self.tabulate("--group", "kind", "--pivot")
        cells = {(row["zone"], row["group"]["kind"]): row["net_m2"] for row in table["rows"] + table["outside_rows"]}
        self.assertEqual(table["pivot"]["measure"], "net_m2")
        for line in table["pivot"]["rows"]:
            for kind, m2 in line["classes"].items():
                self.assertEqual(m2, cells.get((line["zone"], kind), 0))
            self.assertTrue(near(line["total"], sum(line["classes"].values())))
        for row in self.csv("--group", "kind", "--pivot"):
            self.assertEqual(list(row), ["zone", "zone_name", "A", "B", "total"])
            self.assertEqual(float(row["A"]), cells[row["zone"], "A"])
        text = self.text("--group", "kind", "--pivot", "--unit", "公顷").stdout
        self.assertIn("Net area in ha.", text)
        self.assertIn("Total", text)
        self.assertIn("field to group by", self.text("--pivot", status=2).stderr)
        self.assertIn("sums and means", self.text("--pivot", "--group", "kind", "--sum", "money", status=2).stderr)

    def test_the_unit_is_for_people_only(self):
        plain = self.tabulate("--group", "kind")
        for unit, head in (("亩", "net (mu)"), ("公顷", "net (ha)"), ("万亩", "net (10,000 mu)"), ("km2", "net (km²)")):
            self.assertEqual(self.tabulate("--group", "kind", "--unit", unit), plain)
            text = self.text("--group", "kind", "--unit", unit).stdout
            self.assertIn(head, text)
            self.assertNotIn("(m²)", text)
        self.assertIn("not a unit of area", self.text("--unit", "km", status=2).stderr)

    # -- zones

    def test_a_touch_is_no_overlap(self):
        geojson(self.path("touching.geojson"),
                [("Polygon", ring((110.0, 40.0, 110.02, 40.02)), {"code": "a"}),
                 ("Polygon", ring((110.02 - 1e-12, 40.0, 110.05, 40.02)), {"code": "b"})])
        result = self.qitu("tabulate", "fields.geojson", "--zones", "touching.geojson", "--format", "json", status=0)
        self.assertEqual(json.loads(result.stdout)["findings"], [])

    def test_overlapping_zones_each_have_what_they_have_alone(self):
        chance = random.Random(11)
        boxes = []
        for i in range(12):
            x, y = 110 + 0.05 * chance.random(), 40 + 0.02 * chance.random()
            boxes.append((x, y, x + 0.01 + 0.02 * chance.random(), y + 0.004 + 0.01 * chance.random()))
        geojson(self.path("buffers.geojson"), [("Polygon", ring(box), {"code": f"z{i:02}"}) for i, box in enumerate(boxes)])
        words = ("--group", "kind", "--sum", "money", "--mean", "grade", "--method", "straight", "--format", "json")
        table = json.loads(self.qitu("tabulate", "fields.geojson", "--zones", "buffers.geojson", "--overlapping-zones", *words).stdout)
        self.assertTrue(table["overlapping_zones"])
        self.assertEqual(table["findings"], [])
        found = {(row["zone"], row["group"]["kind"]): row for row in table["rows"]}
        for i, box in enumerate(boxes):
            geojson(self.path("alone.geojson"), [("Polygon", ring(box), {"code": f"z{i:02}"})])
            alone = json.loads(self.qitu("tabulate", "fields.geojson", "--zones", "alone.geojson", *words).stdout)
            for row in alone["rows"]:
                own = found.pop((row["zone"], row["group"]["kind"]))
                parts = [part for field, values in self.fields
                         if values["kind"] == row["group"]["kind"] and (part := common(field, box))]
                self.assertTrue(near(own["net_m2"], sum(map(area, parts))))
                for key in ("features", "gross_m2", "net_m2", "percent_of_zone", "percent_of_class", "percent_of_all"):
                    self.assertTrue(near(own[key], row[key]), key)
                self.assertTrue(near(own["sums"]["money"], row["sums"]["money"]))
                self.assertTrue(near(own["means"]["grade"], row["means"]["grade"]))
        self.assertEqual(found, {})
        together = self.qitu("tabulate", "fields.geojson", "--zones", "buffers.geojson", "--method", "straight", "--format", "json",
                             status=1).stdout
        self.assertTrue(near(table["outside"]["net_m2"], json.loads(together)["outside"]["net_m2"]))
        text = self.qitu("tabulate", "fields.geojson", "--zones", "buffers.geojson", "--overlapping-zones").stdout
        self.assertNotIn("Total", text)
        self.assertIn("Each zone stands for itself", text)


class Pieces(Case):
    """Fields that overlap, by two zones."""

    def setUp(self):
        super().setUp()
        chance = random.Random(5)
        self.fields = []
        for _ in range(60):
            x, y = 110 + 0.04 * chance.random(), 40 + 0.015 * chance.random()
            self.fields.append(((x, y, x + 0.008 * chance.random() + 1e-4, y + 0.006 * chance.random() + 1e-4),
                                {"地类": chance.choice(["水田", "旱地"]), "money": 3}))
        geojson(self.path("fields.geojson"), [("Polygon", ring(box), values) for box, values in self.fields])
        geojson(self.path("zones.geojson"), [("Polygon", ring(box), {"code": code, "name": code})
                                             for code, box in Options.ZONES.items()])

    def tabulate(self, *words, status=0):
        return json.loads(self.qitu("tabulate", "fields.geojson", "--zones", "zones.geojson", "--group", "地类", "--method",
                                    "straight", *words, "--format", "json", status=status).stdout)

    def read(self, file):
        """Rows of a layer, with the area of each geometry where its vertices make boxes and sums of boxes."""
        script = """
import json, sys
from osgeo import ogr
ogr.UseExceptions()
source = ogr.Open(sys.argv[1])
layer = source.GetLayer(0)
print(json.dumps({"crs": layer.GetSpatialRef().GetAttrValue("AUTHORITY", 1), "rows":
      [{**f.items(), "wkt": f.GetGeometryRef().ExportToWkt() if f.GetGeometryRef() else None} for f in layer]}))
"""
        result = subprocess.run(["/usr/bin/python3", "-c", script, self.path(file)], text=True, capture_output=True, check=True)
        return json.loads(result.stdout)

    @staticmethod
    def ground(wkt):
        """Area of a polygon whose edges run along meridians and parallels: strips below its edges."""
        total = 0
        for part in wkt[wkt.index("("):].replace("(", " ").split(")"):
            points = [tuple(map(float, pair.split()[:2])) for pair in part.strip(" ,").split(",") if pair.strip()]
            for (x0, y0), (x1, y1) in zip(points, points[1:]):
                total += math.radians(x0 - x1) * (below((y0 + y1) / 2) - below(40)) * (A * (1 - F)) ** 2 / 2
        return abs(total)

    def check_sums(self, table, rows, names):
        for line in table["rows"] + table["outside_rows"]:
            own = [row for row in rows if (row["zone"] or "") == line["zone"] and row[names["地类"]] == line["group"]["地类"]]
            for key in ("gross_m2", "net_m2"):
                self.assertAlmostEqual(sum(row[key] for row in own), line[key], delta=1e-9 * line["gross_m2"])

    def test_pieces_add_up_to_the_table_in_every_format(self):
        for file in ("p.gpkg", "p.geojson", "p.fgb", "p.shp", "p.gdb", "p.sqlite"):
            with self.subTest(file):
                table = self.tabulate("--pieces", file)
                layer = self.read(file)
                names = {"地类": next(name for name in layer["rows"][0] if name.startswith("group_") or name == "地类")}
                self.check_sums(table, layer["rows"], names)
                self.assertEqual(layer["crs"], "4490")
                for row in layer["rows"]:
                    # A File Geodatabase keeps coordinates on a grid of 1e-9 degree.
                    self.assertAlmostEqual(self.ground(row["wkt"]), row["gross_m2"], delta=0.5 if file == "p.gdb" else 1e-3)
                    self.assertEqual(row["net_m2"], row["gross_m2"] if row["part"] == "kept" else 0)

    def test_what_features_keep_does_not_overlap(self):
        self.tabulate("--pieces", "p.gpkg")
        script = """
import sys
from osgeo import ogr
source = ogr.Open(sys.argv[1])
layer = source.GetLayer(0)
kept = [f.GetGeometryRef().Clone() for f in layer if f["part"] == "kept"]
union = ogr.Geometry(ogr.wkbMultiPolygon)
for geometry in kept:
    for part in geometry:
        union.AddGeometry(part)
print(sum(g.GetArea() for g in kept), union.UnionCascaded().GetArea())
"""
        result = subprocess.run(["/usr/bin/python3", "-c", script, self.path("p.gpkg")], text=True, capture_output=True, check=True)
        parts, union = map(float, result.stdout.split())
        self.assertAlmostEqual(parts, union, delta=1e-12)

    def test_overlapping_zones_have_pieces_of_their_own(self):
        geojson(self.path("zones.geojson"), [("Polygon", ring((110.0, 40.0, 110.03, 40.02)), {"code": "a"}),
                                             ("Polygon", ring((110.01, 40.0, 110.04, 40.02)), {"code": "b"})])
        table = self.tabulate("--overlapping-zones", "--pieces", "p.gpkg")
        rows = self.read("p.gpkg")["rows"]
        self.check_sums(table, rows, {"地类": "地类"})
        ground = sum(row["net_m2"] for row in rows if row["zone"] in ("a", "b"))
        self.assertGreater(ground, sum(row["net_m2"] for row in rows if row["zone"] == "a"))

    def test_files_are_not_replaced_unasked(self):
        self.tabulate("--pieces", "p.gpkg")
        words = ("tabulate", "fields.geojson", "--zones", "zones.geojson", "--pieces")
        self.assertIn("--overwrite", self.qitu(*words, "p.gpkg", status=4).stderr)
        self.qitu(*words, "p.gpkg", "--overwrite")
        self.assertIn("a file that is read", self.qitu(*words, "zones.geojson", "--overwrite", status=2).stderr)
        self.assertIn(".gpkg, .shp", self.qitu(*words, "p.docx", status=2).stderr)


class Totals(Case):
    """The same of a workspace."""

    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def test_pieces_add_up_to_the_totals(self):
        words = ("total", "work.gpkg", "high_standard_farmland", "--group", "stage")
        rows = json.loads(self.qitu(*words, "--pieces", "p.gpkg", "--zone-field", "name", "--zone-field", "league", "--format", "json",
                                    status=(0, 1)).stdout)["rows"]
        with sqlite3.connect(self.path("p.gpkg")) as base:
            found = {(zone or "", stage): sums for zone, stage, *sums in base.execute(
                "SELECT zone, stage, sum(gross_m2), sum(net_m2) FROM pieces GROUP BY zone, stage")}
            names = dict(base.execute("SELECT DISTINCT zone, name FROM pieces WHERE zone IS NOT NULL"))
            leagues = [league for league, in base.execute("SELECT DISTINCT league FROM pieces WHERE zone = '150802'")]
        self.assertEqual(len(found), len(rows))
        for row in rows:
            gross, net = found[row["admin"], row["group"]["stage"]]
            self.assertAlmostEqual(gross, row["gross_m2"], delta=1e-9 * row["gross_m2"])
            self.assertAlmostEqual(net, row["net_m2"], delta=1e-9 * row["gross_m2"])
        self.assertEqual((names["150802"], leagues), ("临河区", ["150800"]))
        self.qitu("total", "work.gpkg", "--pieces", "p.gpkg", "--overwrite", status=2)
        self.qitu(*words, "--zone-field", "name", status=2)
        self.qitu(*words, "--pieces", "work.gpkg", "--overwrite", status=4)

    def test_percents_add_up_and_sums_are_those_of_sql(self):
        table = self.table("total", "work.gpkg", "high_standard_farmland", "--group", "stage", "--sum", "investment", "--mean",
                           "investment", "--min", "investment", "--max", "investment", status=(0, 1))
        rows = table["rows"]
        self.assertAlmostEqual(sum(row["percent_of_all"] for row in rows), 100, delta=TOLERANCE)
        for stage in {row["group"]["stage"] for row in rows}:
            self.assertAlmostEqual(sum(row["percent_of_class"] for row in rows if row["group"]["stage"] == stage), 100, delta=TOLERANCE)
        for row in rows:
            if row["admin"]:
                self.assertGreater(row["percent_of_zone"], 0)
                self.assertLess(row["percent_of_zone"], 100)
        sql = "SELECT stage, sum(investment) AS s, min(investment) AS a, max(investment) AS b FROM high_standard_farmland GROUP BY stage"
        for known in json.loads(self.qitu("sql", "work.gpkg", sql, "--format", "json").stdout)["rows"]:
            own = [row for row in rows if row["group"]["stage"] == (known["stage"] or "")]
            self.assertTrue(near(sum(row["sums"]["investment"] for row in own), known["s"] or 0))
            if known["s"] is not None:
                self.assertEqual(min(row["mins"]["investment"] for row in own if row["mins"]["investment"] is not None), known["a"])
                self.assertEqual(max(row["maxs"]["investment"] for row in own if row["maxs"]["investment"] is not None), known["b"])

    def test_a_pivot_has_what_the_rows_have(self):
        words = ("total", "work.gpkg", "high_standard_farmland", "--by", "league", "--group", "stage", "--pivot")
        table = self.table(*words, status=(0, 1))
        cells = {(row["admin"], row["group"]["stage"]): row["net_m2"] for row in table["rows"]}
        (pivot,) = table["pivots"]
        self.assertEqual((pivot["layer"], pivot["measure"]), ("high_standard_farmland", "net_m2"))
        found = {(line["zone"], stage): m2 for line in pivot["rows"] for stage, m2 in line["classes"].items()}
        self.assertEqual({place: m2 for place, m2 in found.items() if m2}, {place: m2 for place, m2 in cells.items() if m2})
        rows = list(csv.DictReader(io.StringIO(self.qitu(*words, "--format", "csv", status=(0, 1)).stdout)))
        self.assertEqual({row["zone"]: float(row["accepted"]) for row in rows},
                         {line["zone"]: line["classes"]["accepted"] for line in pivot["rows"]})
        self.assertIn("Accepted", self.qitu(*words, status=(0, 1)).stdout)
        self.assertIn("name one layer", self.qitu("total", "work.gpkg", "--group", "stage", "--pivot", "--format", "csv", status=2).stderr)
        self.assertIn("field to group by", self.qitu("total", "work.gpkg", "--pivot", status=2).stderr)

    def test_units_are_for_people(self):
        text = self.qitu("total", "work.gpkg", "high_standard_farmland", "--by", "league", "--unit", "万亩", "--sum", "investment",
                         status=(0, 1)).stdout
        self.assertIn("net (10,000 mu)", text)
        self.assertIn("of unit (%)", text)
        self.assertIn("sum investment", text)
        self.assertIn("no field", self.qitu("total", "work.gpkg", "high_standard_farmland", "--sum", "height", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
