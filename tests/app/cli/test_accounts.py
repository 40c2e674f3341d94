"""Quotas, what is behind a figure, and the accounts of farmland, as a script sees them."""
import json
import math
import sqlite3
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

    def land(self, layer, name, squares):
        """Imports squares of 0.004 degrees (about 225 mu) with the properties of each."""
        common = {"year": 2023, "stage": "accepted", "review": "region", "land_class": "0103"}
        geojson(self.path(name), [("Polygon", [square(x, y, 0.004)], common | kind) for x, y, kind in squares])
        self.qitu("import", "land.gpkg", layer, name, "--accept", status=(0, 1))

    def account(self, name, admin, by="banner"):
        rows = self.table("balance", "land.gpkg", "--account", name, "--by", by, status=(0, 1))["rows"]
        return next(row for row in rows if row["admin"] == admin)

    def transfer(self, sender, receiver, area, grade, capacity, status=0, **options):
        return self.qitu("balance", "add", "land.gpkg", "--from", sender, "--to", receiver, "--area", area, "--grade", grade,
                         "--capacity", capacity, "--reference", "内自然资函〔2023〕8号", status=status, **options)

    def test_land_goes_to_another_league_but_never_better_than_it_is(self):
        self.new_workspace("land.gpkg")
        self.land("supplementary_farmland", "spare.geojson",
                  [(107.4, 40.75, {"project_code": "B1", "admin_code": "150802", "grade": 10, "capacity": 400})])
        self.land("occupied_farmland", "taken.geojson",
                  [(122.2, 43.7, {"project_code": "Z1", "admin_code": "150502", "grade": 10, "capacity": 400})])
        self.assertGreater(self.account("occupation", "150502")["short_mu"], 200)
        spare = self.account("occupation", "150802")["in_mu"]
        for area, grade, capacity, reason in ((spare / 2, 3, 400, "the best"), (spare / 2, 14, 400, "the poorest"),
                                              (spare / 2, 10, 800, "most productive"), (spare + 1, 10, 400, "short of")):
            self.assertIn(reason, self.transfer("临河", "科尔沁区", area, grade, capacity, status=4).stderr)
        self.transfer("临河", "科尔沁区", spare - 1, 10, 400)
        self.assertAlmostEqual(self.account("occupation", "150502")["moved_mu"], spare - 1)
        self.assertAlmostEqual(self.account("occupation", "150500", "league")["moved_mu"], spare - 1)
        self.assertAlmostEqual(self.account("occupation", "150800", "league")["moved_mu"], 1 - spare)
        self.assertEqual(self.account("occupation", "150000", "region")["moved_mu"], 0)
        self.qitu("balance", "add", "land.gpkg", "--account", "turnover", "--from", "临河", "--to", "科尔沁区", "--area", 1,
                  "--grade", 10, "--capacity", 400, "--reference", "1号", status=2)

    def test_paddy_is_made_up_for_by_paddy_alone(self):
        self.new_workspace("land.gpkg")
        common = {"admin_code": "150802", "grade": 9, "capacity": 500}
        self.land("occupied_farmland", "taken.geojson", [(107.4, 40.75, common | {"project_code": "Z1", "land_class": "0101"})])
        self.land("supplementary_farmland", "dry.geojson", [(107.42, 40.75, common | {"project_code": "B1"})])
        self.assertEqual(self.account("occupation", "150802")["short_mu"], 0)
        self.assertGreater(self.account("paddy", "150802")["short_mu"], 200)
        self.land("supplementary_farmland", "wet.geojson", [(107.44, 40.75, common | {"project_code": "B2", "land_class": "0101"})])
        self.assertEqual(self.account("paddy", "150802")["short_mu"], 0)

    def test_an_occupation_and_what_supplies_it_explain_each_other(self):
        self.new_workspace("land.gpkg")
        common = {"admin_code": "150802", "grade": 9, "capacity": 500}
        self.land("supplementary_farmland", "spare.geojson",
                  [(107.42, 40.75, common | {"project_code": "B1", "parcel_code": "01"}),
                   (107.44, 40.75, common | {"project_code": "B1", "parcel_code": "02"})])
        self.land("occupied_farmland", "taken.geojson",
                  [(107.4, 40.75, common | {"project_code": "Z1", "补充耕地项目编号": "B1/02、B7"})])
        explained = self.qitu("explain", "land.gpkg", "balance.account", "临河", status=1)
        self.assertIn("B7", explained.stderr)
        self.assertIn("is supplied by", explained.stdout)
        down = self.table("explain", "land.gpkg", "balance.account", "临河", status=1)
        self.assertEqual([(link["feature"], link["way"], link["layer"], link["other"], link["project"]) for link in down["links"]],
                         [(1, "supplied_by", "supplementary_farmland", 2, "B1")])
        up = self.table("explain", "land.gpkg", "balance.supplement", "临河")
        self.assertEqual([(link["feature"], link["way"], link["other"]) for link in up["links"]], [(2, "supplies", 1)])
        self.assertAlmostEqual(up["links"][0]["net_m2"], down["rows"][0]["share"], places=6)

    def test_unknown_capacity_is_shown_as_unknown_in_every_sum(self):
        self.new_workspace("land.gpkg")
        common = {"admin_code": "150802", "grade": 9}
        self.land("supplementary_farmland", "spare.geojson",
                  [(107.42, 40.75, common | {"project_code": "B1", "capacity": 500}), (107.44, 40.75, common | {"project_code": "B2"})])
        for by, admin in (("banner", "150802"), ("league", "150800"), ("region", "150000")):
            row = self.account("occupation", admin, by)
            self.assertIsNone(row["credit_kg"])
            self.assertAlmostEqual(row["unknown_capacity_mu"], row["in_mu"] / 2, delta=0.1)
        shown = self.qitu("balance", "land.gpkg", "--account", "occupation", status=1, lang="zh")
        self.assertIn("未知", shown.stdout)
        self.qitu("report", "land.gpkg", "-o", "report", "--format", "csv", status=(0, 1), lang="zh")
        with open(self.path("report/csv/balance.occupation.csv"), encoding="utf-8") as table:
            self.assertIn("未知", table.read())

    def test_progress_shows_money_and_capacity_once_a_project(self):
        self.new_workspace("land.gpkg")
        common = {"admin_code": "150802", "stage": "accepted", "year": 2023, "construction": "new"}
        geojson(self.path("built.geojson"), [
            ("Polygon", [square(107.40 + i / 100, 40.75)], common | {"project_code": "P1", "投资": 120, "新增粮食产能": 9000})
            for i in range(3)] + [
            ("Polygon", [square(107.44, 40.75)], common | {"project_code": "P2", "投资": 80}),
            ("Polygon", [square(107.46, 40.75)], common | {"project_code": "P3", "投资": 10}),
            ("Polygon", [square(107.48, 40.75)], common | {"project_code": "P3", "投资": 11})])
        self.qitu("import", "land.gpkg", "high_standard_farmland", "built.geojson", "--accept", status=(0, 1))
        words = ["progress", "land.gpkg", "--by", "banner", "--indicator", "hsf.built", "--money"]
        row = next(row for row in self.table(*words, status=1)["rows"] if row["admin"] == "150802")
        self.assertAlmostEqual(row["investment_done"], 200)
        self.assertAlmostEqual(row["new_capacity_done_kg"], 9000)
        self.assertEqual((row["projects"], row["projects_without_investment"]), (3, 1))
        # Four of six squares of one size were paid for.
        self.assertAlmostEqual(row["yuan_per_mu"], 2e6 / (row["done"] * 1e4 * 4 / 6), delta=1)
        shown = self.qitu(*words, status=1)
        self.assertIn("P3", shown.stderr)
        self.assertIn("yuan per mu", shown.stdout)
        self.assertIn("investment_done", self.qitu(*words, "--format", "csv", status=1).stdout.splitlines()[0])
        without = self.table("progress", "land.gpkg", "--indicator", "hsf.built")["rows"]
        self.assertNotIn("investment_done", without[0])
        self.qitu("report", "land.gpkg", "-o", "report", "--format", "csv", status=(0, 1))
        with open(self.path("report/csv/money.csv"), encoding="utf-8") as table:
            self.assertIn("临河区", table.read())

    def test_townships_are_a_fourth_level_and_add_up_to_their_banner(self):
        town = lambda west, east: [[west, 40.74], [east, 40.74], [east, 40.77], [west, 40.77], [west, 40.74]]
        geojson(self.path("townships.geojson"), [("Polygon", [town(107.40, 107.45)], {"代码": "150802101", "名称": "狼山镇"}),
                                                 ("Polygon", [town(107.45, 107.50)], {"代码": "150802102", "名称": "新华镇"})])
        said = self.qitu("init", "land.gpkg", "--townships", "townships.geojson", status=(0, 1))
        self.assertIn("Townships: 3", said.stderr)
        common = {"admin_code": "150802", "stage": "accepted", "year": 2023, "construction": "new"}
        geojson(self.path("built.geojson"), [("Polygon", [square(x, 40.75, 0.004)], common | {"project_code": f"P{i}", "投资": 100 * (i + 1)})
                                             for i, x in enumerate((107.41, 107.448, 107.46, 107.39))])
        self.qitu("import", "land.gpkg", "high_standard_farmland", "built.geojson", "--accept", status=(0, 1))
        words = ["land.gpkg", "--by"]
        rows = {row["admin"]: row for row in self.table("total", *words, "township")["rows"]}
        banner = next(row for row in self.table("total", *words, "banner")["rows"] if row["admin"] == "150802")
        self.assertEqual(set(rows), {"150802000", "150802101", "150802102"})
        self.assertEqual(rows["150802101"]["name"], "狼山镇")
        self.assertAlmostEqual(sum(row["net_m2"] for row in rows.values()), banner["net_m2"], delta=1e-6 * banner["net_m2"])
        # One square wholly in 狼山镇, one halved by the border at 107.45, one in 新华镇, one outside both.
        one = banner["net_m2"] / 4
        self.assertAlmostEqual(rows["150802101"]["net_m2"], 1.5 * one, delta=1e-4 * one)
        self.assertAlmostEqual(rows["150802102"]["net_m2"], 1.5 * one, delta=1e-4 * one)
        self.assertAlmostEqual(rows["150802000"]["net_m2"], one, delta=1e-4 * one)
        progress = {row["admin"]: row["done"]
                    for row in self.table("progress", *words, "township", "--indicator", "hsf.built")["rows"]}
        self.assertAlmostEqual(progress["150802101"] * SQUARE_METRES_PER_WAN_MU, rows["150802101"]["net_m2"], delta=1e-3)
        self.assertAlmostEqual(progress["150000"] * SQUARE_METRES_PER_WAN_MU, banner["net_m2"], delta=1e-3)
        # P1 is halved by the border, and so is what it cost.
        money = {row["admin"]: row["investment_done"]
                 for row in self.table("progress", *words, "township", "--indicator", "hsf.built", "--money")["rows"]}
        for code, cost in {"150802101": 100 + 200 / 2, "150802102": 200 / 2 + 300, "150802000": 400, "150000": 1000}.items():
            self.assertAlmostEqual(money[code], cost, delta=1e-3)
        self.qitu("report", "land.gpkg", "-o", "report", "--by", "township", "--format", "csv,xlsx,html", status=(0, 1))
        for name in ("townships", "money"):
            with open(self.path(f"report/csv/{name}.csv"), encoding="utf-8") as table:
                self.assertIn("狼山镇", table.read())
        self.qitu("report", "land.gpkg", "-o", "own", "--by", "township", "--admin", "150802", "--format", "json", status=(0, 1))
        with open(self.path("own/report.json"), encoding="utf-8") as file:
            own = next(table for table in json.load(file)["tables"] if table["id"] == "money")["rows"]
        own = own[:4] # of the first indicator
        self.assertEqual([row["admin"] for row in own], ["150802", "150802000", "150802101", "150802102"])
        self.assertAlmostEqual(sum(row["values"]["investment_done"] for row in own[1:]), own[0]["values"]["investment_done"], delta=1e-6)
        self.assertIn("townships", self.qitu("total", "work.gpkg", "--by", "township", status=4).stderr)
        geojson(self.path("townships.geojson"), [("Polygon", [town(107.40, 108.45)], {"代码": "150802101", "名称": "狼山镇"})])
        self.assertIn("outside its banner", self.qitu("init", "other.gpkg", "--townships", "townships.geojson", status=4).stderr)

    def test_what_is_left_to_build_is_a_layer_that_adds_up_to_its_figure(self):
        self.qitu("export", "work.gpkg", "left.gpkg", "--left", "hsf.pbf_left")
        rows = self.table("progress", "work.gpkg", "--by", "banner", "--indicator", "hsf.pbf_left")["rows"]
        with sqlite3.connect(self.path("left.gpkg")) as base:
            left = dict(base.execute("SELECT admin_code, sum(area_m2) FROM left_to_build GROUP BY admin_code"))
        self.assertTrue(left)
        for row in rows[1:]:
            self.assertAlmostEqual(row["done"] * SQUARE_METRES_PER_WAN_MU, left.get(row["admin"], 0), delta=0.01)
        # What is built of it at any stage, and what is left at least.
        both = self.table("overlaps", "work.gpkg", "permanent_basic_farmland", "high_standard_farmland", "--by", "region",
                          status=(0, 1))["rows"][0]
        basic = both["a_m2"] if both["a"] == "permanent_basic_farmland" else both["b_m2"]
        self.assertGreaterEqual(rows[0]["done"] * SQUARE_METRES_PER_WAN_MU, basic - both["m2"] - 1)
        self.qitu("export", "work.gpkg", "left.gpkg", "--left", "hsf.pbf_left", status=4)
        self.qitu("export", "work.gpkg", "left.fgb", "--left", "hsf.pbf_left", status=2)

    def test_overlaps_of_two_layers_are_symmetric(self):
        there = self.table("overlaps", "work.gpkg", "high_standard_farmland", "permanent_basic_farmland", status=(0, 1))["rows"]
        self.assertTrue(there)
        for row in there:
            self.assertLessEqual(row["m2"], min(row["a_m2"], row["b_m2"]) * (1 + 1e-9))


if __name__ == "__main__":
    unittest.main()
