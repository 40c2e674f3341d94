"""A workspace that an older qitu made opens, keeps its figures, its history and its seals, and says what counts otherwise now.

older_workspace.gpkg.xz was made by qitu at 7a35a59 (38 layers), before years, renovation and named works counted as they do now:
three parcels of 临河区 (2022 and 2023 accepted and overlapping, 2023 under construction), a quota of 1 万亩, one seal."""
import json
import lzma
import os
import sqlite3
import unittest

from command import Case, geojson, square

HASH = "d8bc5acba3d49fe7896c8d0be500588d852abb64bac01229842d060032ec7d80"  # as the older qitu printed it


class OlderWorkspace(Case):
    def setUp(self):
        super().setUp()
        with lzma.open(os.path.join(os.path.dirname(__file__), "older_workspace.gpkg.xz")) as packed:
            with open(self.path("w.gpkg"), "wb") as file:
                file.write(packed.read())

    def row(self, result):
        return next(row for row in json.loads(result.stdout)["rows"]
                    if row["admin"] == "150802" and row["indicator"] == "hsf.built")

    def test_its_figures_are_to_the_last_bit_what_they_were_and_one_line_says_that_rules_changed(self):
        result = self.qitu("progress", "w.gpkg", "--by", "banner", "--year", "2023", "--format", "json")
        row = self.row(result)
        self.assertEqual(row["target"], 1.0)
        self.assertEqual(row["done"], 0.42157748279115276)
        self.assertEqual(row["under_construction"], 0.28105860920812403)
        lines = [line for line in result.stderr.splitlines() if "by other rules" in line]
        self.assertEqual(len(lines), 1, result.stderr)
        self.assertIn("High-standard farmland", lines[0])

    def test_its_seal_holds_before_and_after_the_first_change(self):
        self.assertIn("0 changes since d8bc5acba3d4", self.qitu("verify", "w.gpkg", HASH).stderr)
        geojson(self.path("more.geojson"), [("Polygon", [square(107.5, 40.8)], dict(
            project_code="B1", project_name="四", admin_code="150802", year=2023, stage="accepted", kind="new"))])
        self.qitu("import", "w.gpkg", "high_standard_farmland", "more.geojson", status=(0, 1))
        self.assertIn("all recorded", self.qitu("verify", "w.gpkg", HASH).stderr)
        result = self.qitu("progress", "w.gpkg", "--by", "banner", "--year", "2023", "--format", "json")
        self.assertGreater(self.row(result)["done"], 0.42157748279115276)

    def test_layers_that_it_lacks_come_with_their_first_features(self):
        geojson(self.path("park.geojson"), [("Point", [107.45, 40.81], dict(
            project_code="K1", project_name="坊", admin_code="150802", year=2023, stage="accepted"))])
        with sqlite3.connect(self.path("w.gpkg")) as database:
            before = database.execute("SELECT * FROM qitu_history ORDER BY id").fetchall()
            self.assertFalse(database.execute("SELECT 1 FROM sqlite_master WHERE name = 'dairy_workshop'").fetchall())
        self.qitu("import", "w.gpkg", "dairy_workshop", "park.geojson", status=(0, 1))
        with sqlite3.connect(self.path("w.gpkg")) as database:
            self.assertEqual(database.execute("SELECT * FROM qitu_history ORDER BY id").fetchall()[:len(before)], before)
            self.assertEqual(database.execute("SELECT count(*) FROM dairy_workshop").fetchone(), (1,))


if __name__ == "__main__":
    unittest.main()
