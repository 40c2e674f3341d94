"""What others script against: the shapes that docs/formats.md fixes. Fields may be added, none renamed."""
import csv
import io
import os
import unittest

from command import Case, digest


class Formats(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")
        self.copy("sample")

    def test_tabulate_json(self):
        table = self.table("tabulate", "sample/盐碱地综合利用.geojson", "--zones", "banners", "--group", "stage", status=(0, 1))
        self.assertEqual(table["method"], "td1055")
        self.assertEqual(table["zones"], "banners")
        self.assertLessEqual({"features", "repaired", "rejected"}, table["input"].keys())
        self.assertLessEqual({"zone", "group", "features", "gross_m2", "net_m2", "length_m"}, table["rows"][0].keys())
        self.assertEqual(list(table["rows"][0]["group"]), ["stage"])
        self.assertLessEqual({"features", "gross_m2", "net_m2"}, table["outside"].keys())
        self.assertLess(table["conservation"]["worst_relative"], 1e-9)

    def test_tabulate_csv_has_a_column_for_each_group_field(self):
        text = self.qitu("tabulate", "sample/盐碱地综合利用.geojson", "--zones", "banners", "--group", "stage", "--group", "year",
                         "--format", "csv", status=(0, 1)).stdout
        heads = next(csv.reader(io.StringIO(text)))
        self.assertLessEqual({"zone", "stage", "year", "features", "gross_m2", "net_m2", "length_m"}, set(heads))

    def test_progress_json(self):
        table = self.table("progress", "work.gpkg", "--by", "banner", "--indicator", "hsf.built")
        row = next(row for row in table["rows"] if row["admin"] == "150802")
        self.assertEqual((row["indicator"], row["name"], row["unit"]), ("hsf.built", "临河区", "万亩"))
        self.assertLessEqual({"target", "done", "percent", "remaining"}, row.keys())
        self.assertGreater(row["done"], 0)

    def test_what_has_no_target_is_null_in_json_and_empty_in_csv(self):
        rows = self.table("progress", "work.gpkg", "--by", "region", "--indicator", "hsf.water_saving")["rows"]
        self.assertEqual([(row["target"], row["percent"], row["remaining"]) for row in rows], [(None, None, None)] * len(rows))
        text = self.qitu("progress", "work.gpkg", "--by", "region", "--indicator", "hsf.water_saving", "--format", "csv").stdout
        self.assertEqual(next(csv.DictReader(io.StringIO(text)))["target"], "")

    def test_the_regions_target_is_the_documents(self):
        rows = self.table("progress", "work.gpkg", "--by", "region", "--indicator", "hsf.built")["rows"]
        self.assertEqual([(row["admin"], row["target"], row["unit"]) for row in rows], [("150000", 395, "万亩")])

    def test_total_json_and_csv_carry_the_same_unrounded_figures(self):
        words = ["total", "work.gpkg", "saline_land_project", "--group", "stage"]
        rows = self.table(*words)["rows"]
        lines = list(csv.DictReader(io.StringIO(self.qitu(*words, "--format", "csv").stdout)))
        self.assertEqual([(r["admin"], r["group"]["stage"], r["net_m2"]) for r in rows],
                         [(l["admin"], l["stage"], float(l["net_m2"])) for l in lines])

    def test_output_to_a_file_is_what_standard_output_shows(self):
        shown = self.qitu("total", "work.gpkg", "--format", "csv", status=(0, 1)).stdout
        said = self.qitu("total", "work.gpkg", "--format", "csv", "-o", "totals.csv", status=(0, 1)).stdout
        self.assertEqual(said, "")
        with open(self.path("totals.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(file.read(), "\ufeff" + shown)
        self.assertEqual(self.qitu("total", "work.gpkg", "--format", "csv", "-o", "-", status=(0, 1)).stdout, shown)

    def test_a_table_that_cannot_be_written_is_refused(self):
        result = self.qitu("total", "work.gpkg", "-o", "no/such/folder/totals.csv", status=4)
        self.assertIn("no/such/folder/totals.csv", result.stderr)

    def test_progress_and_total_leave_the_workspace_as_it_is_even_when_it_may_only_be_read(self):
        work = self.path("work.gpkg")
        before = digest(work)
        os.chmod(work, 0o444)
        self.qitu("progress", "work.gpkg")
        self.assertEqual(digest(work), before)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("work.gpkg-")], [])


if __name__ == "__main__":
    unittest.main()
