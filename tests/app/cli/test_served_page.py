"""The page of `qitu serve` in Chromium, with real clicks and keys. Skipped, and said so, where Chromium, Node or Playwright are missing."""
import json
import os
import pwd
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile

from command import MAIN_JOB, SOURCE, Case, edited, geojson, run, square
from served import PASSWORD, Server, add_user
from test_page import CHROMIUM, NODE, PLAYWRIGHT, SKIPPED, missing

WORK = os.path.join(MAIN_JOB, "work.gpkg")


def use(folder, server, name="", password="", script="use_served.mjs", *more):
    pictures = os.environ.get("QITU_PICTURES", folder)
    used = subprocess.run([NODE, os.path.join(SOURCE, "tests/page", script), PLAYWRIGHT, CHROMIUM, server.base, name, password, pictures, *more],
                          capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert used.returncode == 0, used.stderr
    return json.loads(used.stdout)


def rows_of(*words):
    printed = run("progress", WORK, "--indicator", "hsf.built", *words, "--format", "json").stdout
    return {row["name"]: row for row in json.loads(printed)["rows"]}


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="qitu-page-")
        cls.addClassCleanup(folder.cleanup)
        server = Server(WORK)
        cls.addClassCleanup(server.close)
        cls.base = server.base
        cls.saw = use(folder.name, server)
        add_user(folder.name, "临河", "banner", "150802")
        with_users = Server(WORK, "--users", os.path.join(folder.name, "users.toml"))
        cls.addClassCleanup(with_users.close)
        cls.banner = use(folder.name, with_users, "临河", PASSWORD)

    def test_no_request_leaves_the_server_and_no_script_fails(self):
        self.assertEqual(self.saw["errors"], [])
        self.assertEqual(self.banner["errors"], [])
        self.assertEqual([url for url in self.saw["requests"] if not url.startswith((self.base, "about:"))], [])

    def test_the_figures_are_those_of_the_command_down_the_tree(self):
        def shown(rows):
            return {row[0]: row[2] for row in rows}

        def printed(rows, names):
            return {name: f"{round(rows[name]['done'], 2):,}".removesuffix(".0") for name in names}

        first, leagues = shown(self.saw["first"]), rows_of("--by", "league")
        self.assertEqual(len(first), 13)  # the region and its leagues
        banners = rows_of("--by", "banner")
        for seen, expected in ((first, leagues), (shown(self.saw["league"]), {**leagues, **banners}), (shown(self.saw["banner"]), banners)):
            self.assertEqual(seen, printed(expected, seen))
        self.assertEqual(self.saw["back"], self.saw["league"])
        self.assertIn("admin=150800", self.saw["address"])

    def test_the_map_is_drawn_and_a_click_tells_what_lies_there(self):
        self.assertGreater(self.saw["inked"], 50)
        self.assertGreater(self.saw["inked_near"], self.saw["inked"])
        self.assertGreater(self.saw["explained"], 0)
        self.assertIn("项目编号", self.saw["attributes"])
        self.assertGreaterEqual(self.saw["history"], 1)
        self.assertEqual(self.saw["clicked"], self.saw["feature"])
        self.assertEqual(self.saw["shared"], self.saw["clicked"])
        self.assertTrue(self.saw["moved"])

    def test_chinese_first_english_too_and_narrow_screens(self):
        self.assertEqual(self.saw["lang"], "zh")
        self.assertEqual(self.saw["english"], "Built, against the quotas")
        for saw in (self.saw, self.banner):
            self.assertLessEqual(saw["overflow"], 0)

    def test_who_logs_in_sees_the_own_part(self):
        self.assertFalse(self.banner["content_before_login"])
        self.assertTrue(self.banner["refused"])
        self.assertEqual(self.banner["who"], "临河")
        self.assertEqual([row[0] for row in self.banner["first"]], ["临河区"])
        self.assertTrue(self.banner["out"])


class Reviews(Case):
    def test_a_reviewer_passes_what_is_chosen_and_returns_nothing_without_a_reason(self):
        work = self.copy("work.gpkg")
        add_user(self.folder, "初审", "reviewer", "150826")
        server = Server(work, "--users", self.path("users.toml"))
        self.addCleanup(server.close)
        saw = use(self.folder, server, "初审", PASSWORD, "use_reviews.mjs")
        with sqlite3.connect(work) as database:
            own = [fid for fid, in database.execute("SELECT fid FROM saline_land_project WHERE admin_code = '150826' ORDER BY fid")]
            done = database.execute("SELECT feature, level, reviewer, note, returned FROM qitu_review ORDER BY feature").fetchall()
        self.assertEqual((saw["errors"], saw["waiting"], saw["listed"]), ([], len(own), own))
        self.assertEqual((saw["nothing_chosen"], saw["no_reason"]), ("请先选择要素。", "退回需要写明理由。"))
        self.assertEqual((saw["after_pass"], saw["still_listed"]), (len(own) - 2, own[2:]))
        self.assertEqual(done, [(fid, "banner", "初审", "看过，可以", 0) for fid in own[:2]])


class Merger(Case):
    def test_a_fork_goes_out_comes_back_and_is_merged_change_by_change(self):
        work, layer = self.copy("work.gpkg"), "high_standard_farmland"
        self.qitu("export", work, "linhe.gpkg", "--banner", "150802")
        ids = [fid for fid, in edited(self.path("linhe.gpkg"), f"SELECT fid FROM {layer} WHERE admin_code = '150802' ORDER BY fid LIMIT 3")]
        names = dict(edited(work, f"SELECT fid, project_name FROM {layer} WHERE fid IN ({ids[0]}, {ids[1]}, {ids[2]})"))
        (x, y), = edited(work, f"SELECT minx, miny FROM rtree_{layer}_geom WHERE id = {ids[0]}")
        geojson(self.path("moved.geojson"), [("Polygon", [square(x + 0.002, y + 0.001, 0.004)], {"project_code": "X", "admin_code": "150802", "year": 2026, "stage": "approved"})])
        self.qitu("import", "linhe.gpkg", "saline_land_project", "moved.geojson", status=(0, 1))
        shape = f"(SELECT geom FROM saline_land_project WHERE project_code = 'X')"
        edited(self.path("linhe.gpkg"), f"UPDATE {layer} SET geom = {shape} WHERE fid = {ids[0]}", f"UPDATE {layer} SET project_name = '新名' WHERE fid = {ids[1]}",
               f"DELETE FROM {layer} WHERE fid = {ids[2]}", "DELETE FROM saline_land_project WHERE project_code = 'X'")
        for name, role in (("王芳", "banner"), ("初审", "reviewer")):
            add_user(self.folder, name, role, "150802")
        server = Server(work, "--users", self.path("users.toml"))
        self.addCleanup(server.close)
        sender = use(self.folder, server, "王芳", PASSWORD, "use_offer.mjs", self.path("linhe.gpkg"))
        self.assertEqual((sender["errors"], sender["state"]), ([], "linhe.gpkg"))
        saw = use(self.folder, server, "初审", PASSWORD, "use_merges.mjs", layer, *map(str, ids))
        self.assertEqual((saw["errors"], saw["left"], saw["overflow"]), ([], [3, 1, 0], 0))
        self.assertEqual(saw["listed"], [f"{layer}:{fid}" for fid in ids])
        self.assertGreater(saw["ours"], 20)    # pixels of the line here
        self.assertGreater(saw["theirs"], 20)  # and there
        self.assertEqual((saw["nothing_chosen"], saw["no_reason"], saw["too_early"]), ("请先选择变更。", "拒绝需要写明理由。", True))
        self.assertIn("新名", saw["words"][1])
        self.assertEqual(saw["undecided_again"], 1)
        self.assertIn("还在建", saw["decided"][2])
        self.assertIn("merge=", saw["address"])
        self.assertIn("已合并", saw["merged"])
        self.assertEqual(edited(work, f"SELECT fid, project_name FROM {layer} WHERE fid IN ({ids[0]}, {ids[1]}, {ids[2]}) ORDER BY fid"),
                         [(ids[0], names[ids[0]]), (ids[1], "新名"), (ids[2], names[ids[2]])])
        drawn = f"SELECT geom FROM {layer} WHERE fid = {ids[0]}"
        self.assertEqual(edited(work, drawn), edited(self.path("linhe.gpkg"), drawn))
        self.assertEqual([who for who, in edited(work, "SELECT who FROM qitu_change WHERE program = 'qitu merge'")], [saw["who"] + f" ({pwd.getpwuid(os.geteuid()).pw_name})"])
        self.assertEqual(edited(work, "SELECT row, reason FROM qitu_rejection"), [(ids[2], "还在建")])


class Clerk(Case):
    def test_from_a_dropped_zip_to_accepted_features(self):
        work = self.copy("work.gpkg")
        add_user(self.folder, "王芳", "banner", "150802")
        server = Server(work, "--users", self.path("users.toml"))
        self.addCleanup(server.close)
        rows = [("Polygon", [square(107.4 + i * 0.003, 40.76)], {"project_code": "新-1", "admin_code": "临河区", "year": 2026, "stage": "全弄好了"}) for i in range(3)]
        geojson(self.path("内.geojson"), [*rows, rows[0]])
        with zipfile.ZipFile(self.path("高标准农田 临河.zip"), "w") as packed:
            packed.write(self.path("内.geojson"), "内.geojson")
        saw = use(self.folder, server, "王芳", PASSWORD, "use_send.mjs", self.path("高标准农田 临河.zip"))
        self.assertEqual(saw["errors"], [])
        self.assertIn("高标准农田 临河.zip", saw["files"])
        self.assertIn("delivery=", saw["address"])
        self.assertLessEqual({"格式", "坐标系"}, set(saw["evidence"]))
        self.assertIn("全弄好了", saw["words"])
        self.assertEqual((len(saw["problem"]), saw["errors_left"]), (1, []))
        self.assertIn("geometry.duplicate", saw["kinds"])
        self.assertGreater(saw["marked"], 10)
        self.assertEqual(saw["downloads"], ["xlsx", "html", "gpkg", "csv"])
        self.assertEqual(saw["overflow"], 0)
        self.assertIn("临河区", saw["ledger"][1])
        self.assertEqual((saw["ledger"][4], saw["ledger"][5], saw["english"]), ("4", "已入库", "Hand in"))
        with sqlite3.connect(work) as database:
            self.assertEqual(database.execute("SELECT count(*) FROM high_standard_farmland WHERE project_code = '新-1' AND stage = 'accepted'").fetchone(), (4,))


class Lead(Case):
    def test_from_the_map_to_a_downloaded_report(self):
        add_user(self.folder, "盟里", "league", "150800")
        server = Server(self.copy("work.gpkg"), "--users", self.path("users.toml"))
        self.addCleanup(server.close)
        saw = use(self.folder, server, "盟里", PASSWORD, "use_lead.mjs")
        self.assertEqual((saw["errors"], saw["name"], saw["seal"], saw["send"], saw["overflow"]), ([], "report-150802.xlsx", 0, True, 0))
        with zipfile.ZipFile(saw["path"]) as book:
            self.assertIn("xl/workbook.xml", book.namelist())
            self.assertIn("临河区", book.read("xl/sharedStrings.xml").decode())


if __name__ == "__main__":
    if reason := missing():
        print(f"skipped: {reason}", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main()
