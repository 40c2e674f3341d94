"""qitu check: a workspace, a file before it is sent, what it prints and writes; import's --accept and quarantine."""
import csv
import io
import json
import os
import re
import sqlite3
import unittest
import xml.etree.ElementTree

from command import SOURCE, Case, digest, geojson, square

LAYER = "high_standard_farmland"


def parcel(x, y=40.8, **properties):
    return ("Polygon", [square(x, y)], {"project_code": "P1", "admin_code": "150802", "year": 2023, "stage": "accepted",
                                         **properties})


class Check(Case):
    def setUp(self):
        super().setUp()
        # The second lies half upon the first; the third is of the same year and says that it is elsewhere.
        geojson(self.path("p.geojson"), [parcel(107.4), parcel(107.401, project_code="P2"),
                                         parcel(107.5, project_code="P3", admin_code="150721")])

    def test_a_file_is_checked_without_a_workspace_and_nothing_is_written(self):
        result = self.qitu("check", "p.geojson", "--layer", LAYER, status=1)
        self.assertIn("overlap", result.stdout)
        self.assertIn("declared_banner", result.stdout)
        self.assertIn("150802 Linhe District 100.0 %", result.stdout)
        self.assertIn("Checked 3 features: 0 errors", result.stdout)
        self.assertIn("Not checked: within.permanent_basic_farmland", result.stderr)
        self.assertEqual(os.listdir(self.folder), ["p.geojson"])

    def test_in_chinese(self):
        result = self.qitu("check", "p.geojson", "--layer", "高标准农田", status=1, lang="zh")
        for words in ("图层内重叠", "所填旗县错误", "已检查 3 个要素"):
            self.assertIn(words, result.stdout)

    def test_a_clean_file_ends_with_nothing_to_look_at(self):
        geojson(self.path("good.geojson"), [parcel(107.4)])
        self.assertIn("0 errors, 0 warnings", self.qitu("check", "good.geojson", "--layer", LAYER).stdout)

    def test_json_and_csv_have_every_finding_in_both_languages(self):
        found = self.table("check", "p.geojson", "--layer", LAYER, status=1)
        self.assertEqual(found["features"], 3)
        overlap = [row for row in found["rows"] if row["rule"] == "overlap"][0]
        self.assertEqual((overlap["severity"], overlap["project_code"], overlap["limit"]), ("warning", "P2", 1.0))
        self.assertAlmostEqual(overlap["measured"], 0.001 * 84390 * 0.002 * 111050, delta=60)
        self.assertTrue(107.401 < overlap["longitude"] < 107.402)
        self.assertIn("重叠", overlap["message"]["zh"])
        self.assertIn("feature", overlap["message"]["en"])
        rows = list(csv.DictReader(io.StringIO(
            self.qitu("check", "p.geojson", "--layer", LAYER, "--format", "csv", status=1).stdout)))
        self.assertEqual([row["rule"] for row in rows], [row["rule"] for row in found["rows"]])
        self.assertEqual(float(rows[0]["longitude"]), found["rows"][0]["longitude"])

    def test_findings_become_a_page_that_is_whole_in_itself(self):
        self.qitu("check", "p.geojson", "--layer", LAYER, "-o", "f.html", status=1, lang="zh")
        with open(self.path("f.html"), encoding="utf-8") as file:
            page = file.read()
        tree = xml.etree.ElementTree.fromstring(re.sub(r"(?s)<!DOCTYPE html>|<script>.*?</script>", "", page))
        found = self.table("check", "p.geojson", "--layer", LAYER, status=1)["rows"]
        messages = ["".join(cell.itertext()) for cell in tree.iter("td") if cell.get("class") == "text wrap"]
        self.assertEqual(sorted(messages), sorted(row["message"]["zh"] for row in found))
        self.assertIn("临河区", page)  # on the map
        self.assertEqual(len({place for path in tree.iter("path") if path.get("class") == "place warning"
                              for place in path.get("d").split("M")[1:]}), 2)
        self.assertNotRegex(page, r"(src|href)=\"http")

    def test_nothing_that_is_no_listing_is_replaced(self):
        self.new_workspace()
        before = digest(self.path("w.gpkg"))
        for words, status in ((("layers", "-o", "w.gpkg"), 2), # no listing is a .gpkg
                              (("layers", "--format", "csv", "-o", "w.gpkg"), 4),
                              (("check", "p.geojson", "--layer", LAYER, "--format", "csv", "-o", "w.gpkg"), 4)):
            self.qitu(*words, status=status)
            self.assertEqual(digest(self.path("w.gpkg")), before)
        before = digest(self.path("p.geojson"))
        self.qitu("check", "p.geojson", "--layer", LAYER, "-o", "p.geojson", status=2)
        self.assertEqual(digest(self.path("p.geojson")), before)

    def test_the_ending_of_a_file_says_its_format(self):
        self.qitu("check", "p.geojson", "--layer", LAYER, "-o", "f.json", status=1)
        with open(self.path("f.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["features"], 3)
        self.qitu("layers", "-o", "f.html")
        with open(self.path("f.html"), encoding="utf-8") as file:
            self.assertTrue(file.read().startswith("<!DOCTYPE html>"))
        self.assertIn("xlsx, csv, json, html, md", self.qitu("layers", "-o", "f.docx", status=2).stderr)

    def test_of_many_findings_ten_are_shown_unless_the_rule_is_named(self):
        geojson(self.path("many.geojson"), [parcel(107.4) for _ in range(31)])
        said = self.qitu("check", "many.geojson", "--layer", LAYER, status=1).stdout
        self.assertIn("… and 20 more; --rule geometry.duplicate shows them all", said)
        said = self.qitu("check", "many.geojson", "--layer", LAYER, "--rule", "geometry.duplicate", status=1).stdout
        self.assertEqual(said.count("is the same as"), 30)
        self.assertIn("overlap.earlier_year", self.qitu("check", "many.geojson", "--layer", LAYER, "--rule", "overlop", status=2).stderr)
        self.assertIn("nosuch", self.qitu("check", "many.geojson", "--layer", LAYER, "--rule", "exclusive.nosuch", status=4).stderr)

    def test_findings_become_a_layer_that_qgis_opens_styled(self):
        result = self.qitu("check", "p.geojson", "--layer", LAYER, "-o", "f.gpkg", status=1)
        count = len(self.table("check", "p.geojson", "--layer", LAYER, status=1)["rows"])
        self.assertIn(f"{count} findings", result.stderr)
        database = sqlite3.connect(self.path("f.gpkg"))
        self.addCleanup(database.close)
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        rows = database.execute("SELECT rule, severity, layer, feature, project_code, measured, limit_value, message_zh, "
                                "message_en, geom FROM findings").fetchall()
        self.assertEqual(len(rows), count)
        self.assertTrue(all(row[-1] is not None for row in rows))
        self.assertGreater(database.execute("SELECT count(*) FROM findings_area").fetchone()[0], 0)
        self.assertEqual(dict(database.execute("SELECT f_table_name, useAsDefault FROM layer_styles")),
                         {"findings": 1, "findings_area": 1})
        # written again over itself, but over nothing else
        self.qitu("check", "p.geojson", "--layer", LAYER, "-o", "f.gpkg", status=1)
        work = self.copy("work.gpkg")
        before = digest(work)
        self.qitu("check", "p.geojson", "--layer", LAYER, "-o", "work.gpkg", status=4)
        self.assertEqual(digest(work), before)

    def test_a_workspace_is_checked_and_left_as_it_is(self):
        work = self.copy("work.gpkg")
        before = digest(work)
        found = self.table("check", "work.gpkg", status=1)
        self.assertGreater(found["features"], 1000)
        self.assertIn(LAYER, {row["layer"] for row in found["rows"]})
        one = self.table("check", "work.gpkg", LAYER, status=1)
        self.assertEqual({row["layer"] for row in one["rows"]}, {LAYER})
        self.assertEqual(digest(work), before)

    def test_the_page_of_rules_is_what_the_command_prints(self):
        with open(os.path.join(SOURCE, "docs/rules.md"), encoding="utf-8") as page:
            self.assertEqual(self.qitu("check", "--rules").stdout, page.read())

    def test_wrong_use_is_said(self):
        self.qitu("check", status=2)
        self.qitu("check", "p.geojson", status=3)
        self.qitu("check", "p.geojson", LAYER, "--layer", LAYER, status=2)

    def test_import_accepts_only_when_told_and_records_what(self):
        self.new_workspace()
        bow_tie = [[107.4, 40.7], [107.402, 40.702], [107.402, 40.7], [107.4, 40.702], [107.4, 40.7]]
        geojson(self.path("bad.geojson"), [("Polygon", [bow_tie], parcel(0)[2]), parcel(107.6)])
        before = digest(self.path("w.gpkg"))
        self.assertIn("--accept", self.qitu("import", "w.gpkg", LAYER, "bad.geojson", status=4).stderr)
        self.assertEqual(digest(self.path("w.gpkg")), before)
        self.qitu("import", "w.gpkg", LAYER, "bad.geojson", "--accept", status=1)
        database = sqlite3.connect(self.path("w.gpkg"))
        self.addCleanup(database.close)
        self.assertEqual(database.execute(f"SELECT count(*) FROM {LAYER}").fetchone(), (2,))
        understood = json.loads(database.execute("SELECT understood FROM qitu_import").fetchone()[0])
        self.assertEqual(understood["accepted"], {"geometry.invalid": 1})

    def test_what_a_repair_would_change_goes_into_quarantine_with_all_that_it_brought(self):
        self.new_workspace()
        # Nested shells: the lines enclose the inner one as a hole of a quarter, the structure fills it.
        nested = [[square(107.4, 40.7, 0.004)], [square(107.401, 40.701, 0.002)]]
        geojson(self.path("n.geojson"), [("MultiPolygon", nested, {**parcel(0)[2], "project_name": "示例"}), parcel(107.6)])
        said = self.qitu("import", "w.gpkg", LAYER, "n.geojson", "--repair", status=1).stderr
        self.assertIn("quarantined (1)", said)
        self.assertIn("1 features added", said)
        database = sqlite3.connect(self.path("w.gpkg"))
        self.addCleanup(database.close)
        self.assertEqual(database.execute(f"SELECT count(*) FROM {LAYER}").fetchone(), (1,))
        row = database.execute("SELECT layer, project, before_m2, after_m2, fields, geom FROM qitu_quarantine").fetchall()
        self.assertEqual(len(row), 1)
        layer, project, before, after, fields, geom = row[0]
        self.assertEqual((layer, project), (LAYER, "P1"))
        self.assertAlmostEqual(before / after, 0.75, places=3)
        self.assertEqual(json.loads(fields)["project_name"], "示例")
        self.assertEqual(geom[:2], b"GP")


if __name__ == "__main__":
    unittest.main()
