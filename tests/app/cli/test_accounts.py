"""Quotas, what is behind a figure, and the accounts of farmland, as a script sees them."""
import math
import unittest

from command import Case, digest, geojson, square

SQUARE_METRES_PER_WAN_MU = 1e4 * (10000.0 / 15.0)


class Accounts(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def test_the_shares_of_every_banner_and_of_the_region_add_up_to_its_figure_to_the_last_bit(self):
        rows = self.table("progress", "work.gpkg", "--by", "banner", "--indicator", "hsf.built")["rows"]
        for row in [row for row in rows if row["done"] > 0][:6]:
            behind = self.table("explain", "work.gpkg", "hsf.built", row["admin"], status=(0, 1))
            total = math.fsum(r["share"] for r in behind["rows"] if r["counts"] == "done")
            self.assertEqual(total, behind["sum"])
            self.assertEqual(total / SQUARE_METRES_PER_WAN_MU, row["done"])
            for r in behind["rows"]:
                left = math.fsum(contest["m2"] for contest in r["leaves"])
                self.assertAlmostEqual(r["gross"] - left, r["share"], delta=1e-6 * r["gross"])

    def test_csv_and_table_of_an_explanation_have_the_same_features(self):
        words = ["explain", "work.gpkg", "hsf.built", "临河"]
        csv = self.qitu(*words, "--format", "csv", status=(0, 1)).stdout.splitlines()
        json = self.table(*words, status=(0, 1))["rows"]
        self.assertEqual(len(csv) - 1, len(json))
        shown = self.qitu(*words, status=(0, 1)).stdout
        self.assertIn("add up to", shown)

    def test_a_changed_quota_shows_what_it_was(self):
        for value, letter in ((3, "1号"), (4.5, "2号")):
            self.qitu("quota", "set", "work.gpkg", "hsf.built", "临河", value, "--letter", letter)
        rows = self.table("quota", "show", "work.gpkg", "--indicator", "hsf.built", "--admin", "150802", "--history")["rows"]
        self.assertEqual([(row["value"], row["letter"]) for row in rows][-2:], [(3, "1号"), (4.5, "2号")])
        self.qitu("quota", "set", "work.gpkg", "hsf.built", "临河", "--withdraw")
        self.assertEqual(self.table("quota", "show", "work.gpkg", "--indicator", "hsf.built", "--admin", "临河")["rows"], [])
        row = next(row for row in self.table("progress", "work.gpkg", "--by", "banner", "--indicator", "hsf.built")["rows"]
                   if row["admin"] == "150802")
        self.assertIsNone(row["target"])

    def test_what_the_quotas_do_not_agree_on_is_found(self):
        self.qitu("quota", "set", "work.gpkg", "hsf.built", "巴彦淖尔", 1000)
        rules = {(row["rule"], row["admin"]) for row in
                 self.table("quota", "check", "work.gpkg", "--year", 2023, status=1)["rows"] if row["indicator"] == "hsf.built"}
        self.assertIn(("short", "150800"), rules)

    def test_a_quota_in_a_unit_that_does_not_fit_is_refused(self):
        before = digest(self.path("work.gpkg"))
        self.qitu("quota", "set", "work.gpkg", "hsf.built", "临河", 3, "--unit", "km", status=2)
        self.qitu("quota", "set", "work.gpkg", "hsf.built", "临河", "three", status=2)
        self.assertEqual(digest(self.path("work.gpkg")), before)

    def test_progress_by_a_date_says_what_is_expected_and_who_is_first(self):
        rows = self.table("progress", "work.gpkg", "--by", "league", "--indicator", "hsf.built", "--date", "2023-12-31")["rows"]
        for row in rows:
            self.assertEqual(row["expected"], row["target"])
        ranks = sorted(row["rank"] for row in rows if row["rank"] is not None)
        self.assertEqual(ranks[0], 1)
        self.qitu("progress", "work.gpkg", "--date", "2023-13-01", status=2)

    def test_an_overdrawn_account_is_status_1_with_a_clear_line_and_balances_with_an_entry(self):
        kind = {"project_code": "Z1", "admin_code": "150802", "year": 2023, "stage": "approved", "grade": 9, "capacity": 500}
        geojson(self.path("occupied.geojson"), [("Polygon", [square(107.4, 40.8)], kind)])
        self.qitu("import", "work.gpkg", "occupied_farmland", "occupied.geojson", status=(0, 1))
        words = ["balance", "work.gpkg", "--account", "occupation"]
        line = next(row for row in self.table(*words, status=1)["rows"] if row["admin"] == "150802")
        self.assertGreater(line["short_mu"] + line["short_kg"] + line["short_grade"], 0)
        self.assertIn("overdrawn", self.qitu(*words, status=1).stderr)
        self.qitu("balance", "add", "work.gpkg", "--to", "临河", "--area", 10000, "--grade", 1, "--capacity", 900,
                  "--reference", "巴自然资发〔2023〕12号")
        after = next(row for row in self.table(*words, status=(0, 1))["rows"] if row["admin"] == "150802")
        self.assertEqual((after["short_mu"], after["short_kg"], after["short_grade"]), (0, 0, 0))
        self.qitu("balance", "add", "work.gpkg", "--from", "临河", "--to", "五原", "--area", 99999, "--grade", 1, "--capacity", 900,
                  "--reference", "巴自然资发〔2023〕13号", status=4)

    def test_overlaps_of_two_layers_are_symmetric(self):
        there = self.table("overlaps", "work.gpkg", "high_standard_farmland", "permanent_basic_farmland", status=(0, 1))["rows"]
        self.assertTrue(there)
        for row in there:
            self.assertLessEqual(row["m2"], min(row["a_m2"], row["b_m2"]) * (1 + 1e-9))


if __name__ == "__main__":
    unittest.main()
