"""Every listing speaks JSON and CSV, with the same rows."""
import csv
import io
import json
import shlex
import unittest

from command import Case

LISTINGS = ["layers", "layers high_standard_farmland", "quota show work.gpkg", "quota check work.gpkg",
            "quota allocate work.gpkg hsf.built 巴彦淖尔 --by-layer high_standard_farmland --dry-run",
            "total work.gpkg high_standard_farmland", "progress work.gpkg --indicator hsf.built",
            "explain work.gpkg hsf.built 临河", "overlay work.gpkg 高标准农田 --with sample/大中型灌区.gpkg --by project",
            "compare sample/大中型灌区.gpkg sample/大中型灌区.gpkg", "near work.gpkg 高标准农田 --of sample/水库.geojson --within 5km",
            "coverage sample/大中型灌区.gpkg", "overlaps work.gpkg 高标准农田 盐碱地综合利用", "balance work.gpkg",
            "check work.gpkg saline_land_project", "history work.gpkg qitu_quota", "diff work.gpkg --from start",
            "seal work.gpkg", "seal work.gpkg --list", "tabulate sample/水库.geojson --zones banners",
            "area sample/水库.geojson", "sql work.gpkg 'SELECT code FROM banner'", "doctor work.gpkg", "sample again"]


class Listings(Case):
    def test_each_is_json_csv_and_a_table(self):
        self.copy("work.gpkg")
        self.copy("sample")
        for line in LISTINGS:
            with self.subTest(line):
                words = shlex.split(line)
                json.loads(self.qitu(*words, "--format", "json", status=(0, 1)).stdout)
                rows = list(csv.reader(io.StringIO(self.qitu(*words, "--format", "csv", status=(0, 1)).stdout)))
                self.assertGreaterEqual(len(rows), 1)
                self.assertEqual({len(row) for row in rows}, {len(rows[0])})
                self.assertNotEqual(self.qitu(*words, status=(0, 1)).stdout, "")
                self.assertEqual(self.qitu(*words, "--format", "xml", status=2).stdout, "")

    def test_layers_as_json_say_fields_codes_and_indicators(self):
        layers = self.table("layers")["layers"]
        self.assertEqual(len(layers), len({layer["layer"] for layer in layers}))
        layer = self.table("layers", "高标准农田")
        self.assertEqual(layer["layer"], "high_standard_farmland")
        fields = {field["field"]: field for field in layer["fields"]}
        self.assertEqual([code["code"] for code in fields["stage"]["codes"]],
                         ["approved", "under_construction", "accepted", "maintained"])
        self.assertIn("XMBH", fields["project_code"]["aliases"])
        self.assertIn("hsf.built", [indicator["indicator"] for indicator in layer["indicators"]])

    def test_allocated_quotas_in_json_add_up(self):
        self.copy("work.gpkg")
        rows = self.table("quota", "allocate", "work.gpkg", "hsf.built", "巴彦淖尔", "--by-layer", "high_standard_farmland",
                          "--dry-run")["rows"]
        whole = [row for row in self.table("quota", "show", "work.gpkg", "--indicator", "hsf.built", "--admin", "150800")["rows"]]
        self.assertAlmostEqual(sum(row["quota"] for row in rows), whole[0]["value"], places=6)


if __name__ == "__main__":
    unittest.main()
