"""Where to build next: what others script against, on the sample."""
import io
import json
import os
import random
import sqlite3
import time
import unittest
import xml.etree.ElementTree
import zipfile

from command import Case, digest, geojson
from test_interrupt import interrupted, started

MU = 10000.0 / 15
WORDS = ["plan", "candidates", "work.gpkg", "hsf.built", "--admin", "150800", "--block-min", "5", "--min-width", "0"]


class Candidates(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def test_the_plan_in_json_has_what_scripts_read_and_adds_up(self):
        before = digest(self.path("work.gpkg"))
        plan = self.table(*WORDS)
        self.assertEqual(digest(self.path("work.gpkg")), before)
        self.assertEqual(plan["indicator"], "hsf.built")
        self.assertEqual(plan["method"], "td1055")
        self.assertLessEqual(plan["conservation"]["worst_relative"], 1e-9)
        self.assertAlmostEqual(plan["base_m2"], plan["built_m2"] + sum(plan["excluded_m2"].values()) + plan["eligible_m2"],
                               delta=1e-9 * plan["base_m2"])
        self.assertEqual(plan["solver"]["name"], "COIN-OR CBC")
        self.assertGreaterEqual(plan["solver"]["bound"], plan["solver"]["objective"])
        self.assertGreater(len(plan["blocks"]), 0)
        for block in plan["blocks"]:
            self.assertEqual(set(block) >= {"id", "admin", "net_m2", "score", "chosen", "reasons"}, True)
            self.assertTrue(block["admin"].startswith("1508"))
            self.assertTrue(0 <= block["score"] <= 1)
        for unit in plan["banners"]:
            self.assertEqual(set(unit) >= {"admin", "remaining", "chosen", "unit"}, True)
        blocks = sum(block["net_m2"] for block in plan["blocks"])
        self.assertAlmostEqual(blocks, plan["eligible_m2"], delta=1e-6 * plan["eligible_m2"] + 1)

    def test_base_and_built_are_what_total_and_overlaps_say(self):
        plan = self.table(*WORDS)
        league = next(row for row in self.table("total", "work.gpkg", "permanent_basic_farmland", "--by", "league")["rows"]
                      if row["admin"] == "150800")
        self.assertAlmostEqual(plan["base_m2"], league["net_m2"], delta=1e-9 * league["net_m2"])
        both = next((row["m2"] for row in self.table("overlaps", "work.gpkg", "permanent_basic_farmland",
                                                     "high_standard_farmland", "--by", "league", status=(0, 1))["rows"]
                     if row["admin"] == "150800"), 0)
        self.assertAlmostEqual(plan["built_m2"], both, delta=1e-5 * both)

    def test_what_is_excluded_by_hand_is_told_by_its_layer(self):
        plan = self.table(*WORDS)
        less = self.table(*WORDS, "--exclude", "irrigation_district")
        self.assertIn("exclude.irrigation_district", less["excluded_m2"])
        self.assertAlmostEqual(plan["eligible_m2"], less["eligible_m2"] + less["excluded_m2"]["exclude.irrigation_district"],
                               delta=1e-8 * plan["base_m2"])
        self.qitu(*WORDS, "--exclude", "irrigation_district:size=huge", status=2)
        self.qitu(*WORDS, "--exclude", "water_transfer", status=2)
        self.qitu(*WORDS, "--block-max", "2", status=2)

    def test_a_plan_is_saved_compared_accepted_and_undone(self):
        self.qitu("quota", "set", "work.gpkg", "hsf.built", "150800", "9999")
        self.qitu(*WORDS, "--save", "甲")
        self.qitu(*WORDS, "--exclude", "irrigation_district", "--save", "乙")
        rows = self.table("plan", "compare", "work.gpkg", "甲", "乙")["banners"]
        self.assertTrue(rows)
        self.assertGreaterEqual(sum(row["a_m2"] for row in rows), sum(row["b_m2"] for row in rows))
        self.assertIn("乙, 甲", self.qitu("plan", "compare", "work.gpkg", "甲", "丙", status=4).stderr)
        count = "SELECT count(*) FROM high_standard_farmland"
        with sqlite3.connect(self.path("work.gpkg")) as base:
            before = base.execute(count).fetchone()[0]
            chosen = base.execute("SELECT count(*) FROM plan_block WHERE plan = '甲' AND plan_state = 'chosen'").fetchone()[0]
        self.assertGreater(chosen, 0)
        self.qitu("plan", "accept", "work.gpkg", "甲", "--note", "1号")
        with sqlite3.connect(self.path("work.gpkg")) as base:
            self.assertEqual(base.execute(count).fetchone()[0], before + chosen)
            self.assertEqual(base.execute("SELECT DISTINCT stage FROM high_standard_farmland WHERE project_code LIKE '甲-%'")
                             .fetchall(), [("approved",)])
        self.qitu("plan", "accept", "work.gpkg", "甲", status=4)
        self.assertIn("qitu plan accept", self.qitu("history", "work.gpkg", "plan_block", "--format", "csv").stdout)

    def test_a_saved_plan_stands_in_every_format_of_the_report(self):
        self.qitu("report", "work.gpkg", "-o", "before", "--no-check", "--format", "html", "--format", "json")
        self.assertNotIn("plan.1", {table["id"] for table in self.tables_of("before")})
        with open(self.path("before/report.html"), encoding="utf-8") as page:
            self.assertNotIn('<figure class="plan">', page.read())
        plan = self.table(*WORDS, "--save", "甲")
        self.qitu("report", "work.gpkg", "-o", "after", "--no-check", "--format", "html", "--format", "json")
        table = next(table for table in self.tables_of("after") if table["id"] == "plan.1")
        rows = {row["admin"]: row["values"] for row in table["rows"]}
        mu = {state: sum(b["net_m2"] for b in plan["blocks"] if b["state"] == state) / MU for state in ("chosen", "reserve", "too_small")}
        for state, area in mu.items():
            if area > 0:
                self.assertAlmostEqual(rows["150800"][state + "_mu"], area, delta=1e-6 * area)
        for unit in plan["banners"]:
            if unit["admin"] in rows and unit["admin"] != "150800":
                row = rows[unit["admin"]]
                self.assertAlmostEqual(row["remaining_mu"], unit["remaining"] * 10000, delta=1e-6)
                self.assertAlmostEqual(row["chosen_mu"], unit["chosen"] * 10000, delta=1e-4)
                self.assertAlmostEqual(row["left_mu"], max(0, row["remaining_mu"] - row["chosen_mu"]), delta=1e-6)
        with open(self.path("after/report.html"), encoding="utf-8") as page:
            text = page.read()
        self.assertEqual(text.count('<figure class="plan">'), 1)
        self.assertEqual(text.count('<path class="k '), len(plan["blocks"]))

    def tables_of(self, folder):
        with open(self.path(folder + "/report.json"), encoding="utf-8") as file:
            return json.load(file)["tables"]

    def test_an_export_has_a_theme_and_pages_for_each_plan(self):
        for name, more in (("甲", ()), ("乙's", ("--exclude", "irrigation_district"))):
            self.qitu(*WORDS, *more, "--save", name)
        self.qitu("export", "work.gpkg", "delivery.gpkg")
        with sqlite3.connect(self.path("delivery.gpkg")) as base:
            zipped = base.execute("SELECT content FROM qgis_projects").fetchone()[0]
            styles = {name for name, in base.execute("SELECT styleName FROM layer_styles WHERE f_table_name = 'plan_block'")}
        self.assertLessEqual({"规划·甲", "规划·乙's"}, styles)
        with zipfile.ZipFile(io.BytesIO(bytes.fromhex(zipped))) as archive:
            project = xml.etree.ElementTree.fromstring(archive.read(next(n for n in archive.namelist() if n.endswith(".qgs"))))
        themes = {theme.get("name") for theme in project.iter("visibility-preset")}
        self.assertLessEqual({"规划·甲", "规划·乙's", "规划图册·甲", "规划图册·乙's"}, themes)
        self.assertLessEqual({"规划图册·甲", "规划图册·乙's"}, {layout.get("name") for layout in project.iter("Layout")})

    def test_blocks_are_written_as_a_layer_without_saving_them(self):
        before = digest(self.path("work.gpkg"))
        plan = self.table(*WORDS)
        self.qitu(*WORDS, "-o", "blocks.gpkg")
        self.qitu(*WORDS, "-o", "blocks.gpkg")  # ours is replaced
        self.assertEqual(digest(self.path("work.gpkg")), before)
        with sqlite3.connect(self.path("blocks.gpkg")) as base:
            found = base.execute("SELECT block, admin_code, net_area, plan_state FROM plan_block ORDER BY block").fetchall()
        self.assertEqual([(b["id"], b["admin"], b["net_m2"], b["state"]) for b in plan["blocks"]], found)
        self.qitu(*WORDS, "-o", "work.gpkg", status=4)
        self.assertEqual(digest(self.path("work.gpkg")), before)

    def test_scenarios_are_files_and_errors_name_the_line(self):
        with open(self.path("mine.toml"), "w", encoding="utf-8") as file:
            file.write('zh = "我的"\nen = "Mine"\nindicator = "hsf.built"\nblock_min_mu = 5\nblock_max_mu = 900\n[[criterion]]\n'
                       'id = "compact"\nzh = "紧凑"\nen = "Compact"\nkind = "compactness"\n')
        plan = self.table(*WORDS[:6], "--scenario", "mine.toml")
        self.assertEqual({tuple(block["reasons"]) for block in plan["blocks"]}, {("compact",)})
        for block in plan["blocks"]:
            self.assertEqual(block["state"] == "too_large", block["net_m2"] > 900 * MU)
        with open(self.path("mine.toml"), "a", encoding="utf-8") as file:
            file.write("wieght = 3\n")
        self.assertIn("mine.toml:11", self.qitu(*WORDS[:6], "--scenario", "mine.toml", status=4).stderr)

    def test_blocks_as_csv_have_a_column_for_each_criterion(self):
        lines = self.qitu(*WORDS, "--format", "csv").stdout.splitlines()
        self.assertIn("irrigated", lines[0].split(","))
        self.assertEqual(len(lines) - 1, len(json.loads(self.qitu(*WORDS, "--format", "json").stdout)["blocks"]))


class HardChoice(Case):
    """A hundred and twenty blocks of one score: which of them make up the quota to the square metre keeps the solver busy."""

    NEED = 7000  # mu
    CHOOSE = ["plan", "candidates", "w.gpkg", "hsf.built", "--admin", "150802", "--scenario", "flat.toml", "--min-width", "0"]

    def setUp(self):
        super().setUp()
        self.small_workspace("150802")
        chance = random.Random(3)
        blocks = []
        for i in range(120):
            x, y = 107.2 + 0.006 * (i % 20), 40.75 + 0.006 * (i // 20)
            w, h = 0.002 + 0.002 * chance.random(), 0.002 + 0.002 * chance.random()
            blocks.append(("Polygon", [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]], {"admin_code": "150802", "year": 2023}))
        geojson(self.path("base.geojson"), blocks)
        self.qitu("import", "w.gpkg", "permanent_basic_farmland", "base.geojson", "--accept", status=(0, 1))
        self.qitu("quota", "set", "w.gpkg", "hsf.built", "150802", self.NEED, "--unit", "亩", "--year", "2023")
        with open(self.path("flat.toml"), "w", encoding="utf-8") as file:
            file.write('zh = "平"\nen = "Flat"\nindicator = "hsf.built"\nblock_min_mu = 1\nblock_max_mu = 900\n'
                       '[[criterion]]\nid = "compact"\nzh = "紧凑"\nen = "Compact"\nkind = "compactness"\nworst = 0\nbest = 0.1\n')
        os.mkdir(self.path("tmp"))

    def test_a_time_limit_leaves_the_best_that_was_found_and_says_how_near_it_is(self):
        begin = time.monotonic()
        plan = self.table(*self.CHOOSE, "--time-limit", "0.5")
        self.assertLess(time.monotonic() - begin, 20)
        unit, = plan["banners"]
        self.assertGreaterEqual(unit["chosen"] * 1e4, self.NEED - 0.01)
        chosen = sum(block["net_m2"] for block in plan["blocks"] if block["chosen"]) / MU
        self.assertAlmostEqual(chosen, unit["chosen"] * 1e4, delta=1e-3)
        solver = plan["solver"]
        # all blocks have one score of 1: what is beyond the quota costs 2, and is 1 itself
        self.assertAlmostEqual(solver["objective"], chosen - 2 * (chosen - self.NEED), delta=1e-3)
        self.assertGreaterEqual(solver["bound"], solver["objective"])
        self.assertAlmostEqual(solver["gap"], (solver["bound"] - solver["objective"]) / solver["bound"], delta=1e-9)
        said = self.qitu(*self.CHOOSE, "--time-limit", "0.5").stdout
        self.assertRegex(said, r"objective [\d.,]+, bound [\d.,]+, gap \d")

    def test_ctrl_c_in_the_solver_leaves_the_workspace_and_no_temporary_file(self):
        begin = time.monotonic()
        self.qitu(*self.CHOOSE, "--time-limit", "0.05")
        whole = time.monotonic() - begin
        before, files = digest(self.path("w.gpkg")), sorted(os.listdir(self.folder))
        process = started(*self.CHOOSE, "--time-limit", "120", "--save", "甲", cwd=self.folder, TMPDIR=self.path("tmp"))
        status, words, seconds = interrupted(process, whole + 1)
        self.assertEqual(status, 130, words)
        self.assertIn("Stopped by the user", words)
        self.assertLess(seconds, 5)
        self.assertEqual(os.listdir(self.path("tmp")), [])
        self.assertEqual(sorted(os.listdir(self.folder)), files)
        self.assertEqual(self.table("sql", "w.gpkg", "SELECT count(*) AS n FROM plan_block")["rows"], [{"n": 0}])
        self.assertEqual(digest(self.path("w.gpkg")), before)


if __name__ == "__main__":
    unittest.main()
