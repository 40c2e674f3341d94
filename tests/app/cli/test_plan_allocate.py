"""Quotas allocated under bounds, as a script sees them."""
import unittest

from command import Case, digest

WORDS = ["quota", "allocate", "work.gpkg", "hsf.built", "巴彦淖尔"]
BY_LEFT = [*WORDS, "--by-layer", "permanent_basic_farmland", "--left"]


class Allocation(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def test_a_dry_run_in_json_adds_up_and_writes_nothing(self):
        before = digest(self.path("work.gpkg"))
        found = self.table(*BY_LEFT, "--dry-run")
        self.assertEqual(digest(self.path("work.gpkg")), before)
        self.assertEqual(found["parent"], "150800")
        self.assertEqual(found["step"], 0.01)
        self.assertEqual(set(found["children"][0]) >= {"admin", "weight", "floor", "cap", "value", "bound"}, True)
        self.assertEqual(sum(round(100 * child["value"]) for child in found["children"]), round(100 * found["value"]))
        weights = sum(child["weight"] for child in found["children"])
        for child in found["children"]:
            self.assertAlmostEqual(child["value"], found["value"] * child["weight"] / weights, delta=0.01 + 1e-9)
            self.assertIsNone(child["bound"])

    def test_what_is_left_is_the_layer_without_what_overlaps_shows(self):
        found = {child["admin"]: child["weight"] for child in self.table(*BY_LEFT, "--dry-run")["children"]}
        both = {row["admin"]: row for row in
                self.table("overlaps", "work.gpkg", "permanent_basic_farmland", "high_standard_farmland", "--by", "banner",
                           status=(0, 1))["rows"]}
        for row in self.table("total", "work.gpkg", "permanent_basic_farmland", "--by", "banner")["rows"]:
            if row["admin"] in found:
                taken = both[row["admin"]]["m2"] if row["admin"] in both else 0
                self.assertAlmostEqual(found[row["admin"]], row["net_m2"] - taken, delta=1e-7 * row["net_m2"])  # td1055 is additive to that

    def test_bounds_hold_and_say_so_and_what_was_done_stands_in_the_record(self):
        whole = self.table(*BY_LEFT, "--dry-run")
        first, last = whole["children"][0], whole["children"][-1]
        fixed = round(first["value"] / 2, 2)
        found = self.table(*BY_LEFT, "--fixed", f"{first['admin']}={fixed}", "--cap", f"{last['admin']}=0.05", "--floor", "0.02")
        children = {child["admin"]: child for child in found["children"]}
        self.assertEqual((children[first["admin"]]["value"], children[first["admin"]]["bound"]), (fixed, "fixed"))
        self.assertEqual((children[last["admin"]]["value"], children[last["admin"]]["bound"]), (0.05, "cap"))
        self.assertEqual(sum(round(100 * child["value"]) for child in found["children"]), round(100 * found["value"]))
        rows = {row["admin"]: row["value"] for row in self.table("quota", "show", "work.gpkg", "--indicator", "hsf.built")["rows"]}
        for child in found["children"]:
            self.assertEqual(rows[child["admin"]], child["value"])
        record = self.qitu("history", "work.gpkg", "qitu_quota", "--format", "csv").stdout
        self.assertIn("fixed at", record)

    def test_bounds_that_cannot_be_met_name_the_units_in_conflict_and_change_nothing(self):
        before = digest(self.path("work.gpkg"))
        refused = self.qitu(*BY_LEFT, "--floor", "临河=9999", status=4).stderr
        self.assertIn("150802", refused)
        self.assertIn("9999", refused)
        self.assertIn("上限", self.qitu(*BY_LEFT, "--cap", "0.01", status=4, lang="zh").stderr)
        self.qitu(*BY_LEFT, "--floor", "some", status=2)
        self.qitu(*BY_LEFT, "--by-completion", status=2)
        self.qitu(*WORDS, status=2)
        self.assertEqual(digest(self.path("work.gpkg")), before)

    def test_a_table_decides_the_shares_in_steps(self):
        with open(self.path("w.csv"), "w", encoding="utf-8") as file:
            file.write("某市2023年\n旗县,面积（亩）\n临河区,100\n五原县,300\n合计,400\n")
        self.qitu("quota", "set", "work.gpkg", "hsf.built", "巴彦淖尔", 10)
        found = self.table(*WORDS, "--by-table", "w.csv", "--column", "面积（亩）", "--step", "0.5", "--dry-run")
        self.assertEqual([(child["admin"], child["value"]) for child in found["children"]], [("150802", 2.5), ("150821", 7.5)])
        self.qitu(*WORDS, "--by-table", "w.csv", "--column", "面积（亩）", "--step", "3", "--dry-run", status=4)
        shown = self.qitu(*WORDS, "--by-table", "w.csv", "--column", "面积（亩）", "--dry-run").stdout
        self.assertIn("25.00%", shown)


if __name__ == "__main__":
    unittest.main()
