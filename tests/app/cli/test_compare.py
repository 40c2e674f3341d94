"""Two editions of a layer: what became of each feature is known by construction, areas by a formula of their own."""
import csv
import io
import math
import random
import re
import sqlite3
import unittest
from collections import Counter
from xml.etree import ElementTree

from command import Case, geojson, square
from ground_truth import area, mess, polygon

KINDS = ["unchanged", "changed", "redrawn", "moved", "split", "merged", "rearranged", "removed", "added"]


def box(x0, y0, x1, y1):
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]


class Compared(Case):
    def compare(self, *words, status=0):
        return self.table("compare", *words, "--method", "straight", status=status)

    def write(self, name, features):
        geojson(self.path(name), [("Polygon", [ring], properties) for ring, properties in features])

    def adds_up(self, found, a, b):
        """Every feature is in one change, and each side's changes are its area."""
        for side, rings in (("a", a), ("b", b)):
            ids = [i for change in found["changes"] for i in change[side]]
            self.assertEqual(len(ids), len(set(ids)))
            self.assertEqual(len(ids), found[side]["features"])
            whole = math.fsum(area(polygon(ring)) for ring in rings)
            self.assertAlmostEqual(found[side]["m2"] / whole, 1, delta=1e-9)
            self.assertAlmostEqual(math.fsum(total[side + "_m2"] for total in found["totals"]) / whole, 1, delta=1e-9)
        self.assertEqual([total["change"] for total in found["totals"]], KINDS)
        self.assertLess(found["conservation"]["worst_relative"], 1e-12)

    def editions(self, coded):
        """Fields in a row, each with its own fate."""
        rand = random.Random(5)
        a, b, fates = [], [], []

        def name(text):
            return {"TBBH": text} if coded else {}

        for i in range(90):
            x, y, fate = 107.4 + 0.01 * (i % 10), 40.7 + 0.01 * (i // 10), KINDS[i % 9]
            here, code, other = box(x, y, x + 0.004, y + 0.004), name(f"F{i}"), {"owner": "one"}
            middle = x + 0.002 + rand.uniform(-0.0005, 0.0005)
            left, right = box(x, y, middle, y + 0.004), box(middle, y, x + 0.004, y + 0.004)
            before, after = {
                "unchanged": ([(here, code)], [(here, code)]),
                "changed": ([(here, code)], [(here, {**code, "owner": "two"})]),
                "redrawn": ([(here, code)], [(box(x, y, x + 0.0045, y + 0.004), code)]),
                "moved": ([(here, code)], [(box(x + 0.0042, y + 0.0042, x + 0.0082, y + 0.0082), code)]),
                "split": ([(here, code)], [(left, name(f"F{i}a")), (right, name(f"F{i}b"))]),
                "merged": ([(left, name(f"F{i}a")), (right, name(f"F{i}b"))], [(here, code)]),
                "rearranged": ([(box(x, y, x + 0.006, y + 0.004), code), (box(x + 0.006, y, x + 0.008, y + 0.004), name(f"F{i}z"))],
                               [(box(x, y, x + 0.0025, y + 0.004), name(f"F{i}x")), (box(x + 0.0025, y, x + 0.008, y + 0.004), name(f"F{i}y"))]),
                "removed": ([(here, code)], []),
                "added": ([], [(here, code)])}[fate]
            a += [(ring, {**other, **properties}) for ring, properties in before]
            b += [(ring, {**other, **properties}) for ring, properties in after]
            fates.append(fate)
        return a, b, fates

    def test_each_fate_is_told_with_codes(self):
        a, b, fates = self.editions(coded=True)
        self.write("a.geojson", a)
        self.write("b.geojson", b)
        found = self.compare("a.geojson", "b.geojson")
        self.adds_up(found, [ring for ring, _ in a], [ring for ring, _ in b])
        counts = {total["change"]: total["changes"] for total in found["totals"]}
        for kind in KINDS:
            self.assertEqual(counts[kind], fates.count(kind), kind)
        self.assertTrue(all(change["values"] == [{"field": "owner", "a": "one", "b": "two"}]
                            for change in found["changes"] if change["change"] == "changed"))
        for change in found["changes"]:
            if change["change"] == "redrawn":
                self.assertAlmostEqual(change["common_m2"] / change["a_m2"], 1, delta=1e-9)
                self.assertAlmostEqual(change["b_m2"] / change["a_m2"], 4.5 / 4, delta=1e-6)
            if change["change"] == "moved":
                self.assertEqual(change["common_m2"], 0)
            if change["change"] in ("split", "merged"):
                self.assertAlmostEqual(change["common_m2"] / change["a_m2"], 1, delta=1e-9)

    def test_without_codes_what_moved_away_was_removed_and_added(self):
        a, b, fates = self.editions(coded=False)
        self.write("a.geojson", a)
        self.write("b.geojson", b)
        found = self.compare("a.geojson", "b.geojson")
        self.adds_up(found, [ring for ring, _ in a], [ring for ring, _ in b])
        counts = {total["change"]: total["changes"] for total in found["totals"]}
        for kind in ("unchanged", "changed", "redrawn", "split", "merged", "rearranged"):
            self.assertEqual(counts[kind], fates.count(kind), kind)
        self.assertEqual(counts["moved"], 0)
        self.assertEqual(counts["removed"], fates.count("removed") + fates.count("moved"))
        self.assertEqual(counts["added"], fates.count("added") + fates.count("moved"))

    def test_messy_editions_match_nothing_twice_and_share_what_geos_says(self):
        for seed in range(5):
            rand = random.Random(seed)
            a = mess(rand, 60, 0.003)
            b = [[[x + rand.uniform(0, 0.001), y] for x, y in ring[:-1]] for ring in a if rand.random() < 0.8]
            b = [ring + ring[:1] for ring in b] + mess(rand, 20, 0.003)
            b = [ring for ring in b if polygon(ring).IsValid()]
            self.write("a.geojson", [(ring, {}) for ring in a])
            self.write("b.geojson", [(ring, {}) for ring in b])
            found = self.compare("a.geojson", "b.geojson")
            self.adds_up(found, a, b)
            first = {side: min(i for change in found["changes"] for i in change[side]) for side in ("a", "b")}
            for change in found["changes"]:
                if len(change["a"]) == len(change["b"]) == 1:
                    one, other = a[change["a"][0] - first["a"]], b[change["b"][0] - first["b"]]
                    self.assertAlmostEqual(change["common_m2"], area(polygon(one).Intersection(polygon(other))), delta=1e-3)

    def test_a_layer_is_compared_by_year_and_with_a_file_by_meaning(self):
        self.qitu("init", "work.gpkg", status=(0, 1))

        def parcels(year, rings):
            return [(ring, {"XMBH": f"P{i}", "XMMC": "项目", "XZQDM": "150802", "ND": year, "stage": "approved"}) for i, ring in enumerate(rings)]

        rings = [square(107.40 + 0.01 * i, 40.75) for i in range(4)]
        self.write("2022.geojson", parcels(2022, rings))
        self.write("2023.geojson", parcels(2023, [[[x + 0.0005, y] for x, y in rings[0]], *rings[1:3]]))
        for year in (2022, 2023):
            self.qitu("import", "work.gpkg", "high_standard_farmland", f"{year}.geojson", "--accept", "--append", status=(0, 1))
        years = self.compare("work.gpkg:高标准农田@2022", "work.gpkg:high_standard_farmland@2023")
        counts = {total["change"]: total["changes"] for total in years["totals"]}
        self.assertEqual((counts["redrawn"], counts["changed"], counts["removed"]), (1, 2, 1))
        same = self.compare("work.gpkg:高标准农田@2022", "2022.geojson")
        self.assertEqual(same["totals"][0]["changes"], 4)
        self.assertIn("Both are the same.", self.qitu("compare", "work.gpkg:高标准农田@2022", "2022.geojson").stdout)

    def test_changes_go_into_a_layer_a_workbook_and_csv(self):
        a, b, fates = self.editions(coded=True)
        self.write("a.geojson", a)
        self.write("b.geojson", b)
        self.qitu("compare", "a.geojson", "b.geojson", "-o", "changes.gpkg")
        with sqlite3.connect(self.path("changes.gpkg")) as base:
            kinds = dict(base.execute("SELECT kind, count(*) FROM compared GROUP BY kind"))
            self.assertEqual(base.execute("SELECT count(*) FROM layer_styles").fetchone()[0] > 0, True)
        self.assertEqual((kinds["moved_from"], kinds["moved"], kinds["removed"], kinds["split"]), (10, 10, 10, 20))
        self.qitu("compare", "a.geojson", "b.geojson", "-o", "changes.xlsx")
        rows = list(csv.DictReader(io.StringIO(self.qitu("compare", "a.geojson", "b.geojson", "--format", "csv").stdout)))
        self.assertEqual(len(rows), sum(total["changes"] for total in self.compare("a.geojson", "b.geojson")["totals"]))
        self.assertEqual(rows[0]["change"], "unchanged")

    def test_a_page_has_a_map_of_every_feature_and_the_list(self):
        a, b, fates = self.editions(coded=True)
        self.write("a.geojson", a)
        self.write("b.geojson", b)
        self.qitu("compare", "a.geojson", "b.geojson", "-o", "changes.html")
        with open(self.path("changes.html"), encoding="utf-8") as file:
            page = ElementTree.fromstring(re.sub(r"<script.*?</script>|<!DOCTYPE html>", "", file.read(), flags=re.DOTALL))
        drawn = Counter(path.get("class") for path in page.iter() if path.tag.endswith("path") and path.get("class", "").startswith("f "))
        self.qitu("compare", "a.geojson", "b.geojson", "-o", "changes.gpkg")
        with sqlite3.connect(self.path("changes.gpkg")) as base:
            kinds = dict(base.execute("SELECT 'f ' || kind, count(*) FROM compared GROUP BY kind"))
        self.assertEqual(drawn, kinds)
        for path in page.iter():
            if path.tag.endswith("path") and path.get("class", "").startswith("f "):
                self.assertRegex(path.get("d"), r"^M\d+ \d+")
        tables = [table for table in page.iter() if table.tag.endswith("table")]
        self.assertEqual(len(tables), 2)
        listed = self.compare("a.geojson", "b.geojson")["changes"]
        rows = [row for row in tables[1].iter() if row.tag.endswith("tr")]
        self.assertEqual(len(rows) - 1, sum(change["change"] != "unchanged" for change in listed))

    def test_what_cannot_be_is_refused(self):
        self.qitu("init", "work.gpkg", status=(0, 1))
        self.write("a.geojson", [(square(107.4, 40.7), {})])
        for words, status, said in ((("work.gpkg", "a.geojson"), 2, "name the layer behind it"),
                                    (("work.gpkg:高标准农田@x", "a.geojson"), 2, "is not a year"),
                                    (("work.gpkg:rural_road", "a.geojson"), 2, "not a layer of polygons"),
                                    (("a.geojson", "a.geojson", "--share", "0"), 2, "The share must be"),
                                    (("a.geojson", "a.geojson", "--key", "nothing"), 2, 'no field "nothing"'),
                                    (("a.geojson", "nowhere.shp"), 3, "nowhere.shp")):
            self.assertIn(said, self.qitu("compare", *words, status=status).stderr)


if __name__ == "__main__":
    unittest.main()
