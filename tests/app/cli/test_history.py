"""History on the command: stages, reviews, as-of, diff, seals, and a banner's file that goes out and comes back."""
import json
import os
import shutil
import subprocess
import unittest

from command import SOURCE, Case, edited, geojson, square

LAYER = "high_standard_farmland"
QGIS_EDIT = os.path.join(SOURCE, "tests", "app", "cli", "qgis_edit.py")


def parcel(number, x, y=40.78, **properties):
    values = {"project_code": f"150802GB{number:06d}", "project_name": f"示例{number}", "admin_code": "150802", "year": 2023,
              "stage": "under_construction", **properties}
    return ("Polygon", [square(x, y)], values)


class History(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace("work.gpkg")
        geojson(self.path("parcels.geojson"), [parcel(i, 107.36 + 0.005 * i) for i in range(1, 5)])
        self.qitu("import", "work.gpkg", LAYER, "parcels.geojson", status=(0, 1))

    def sql(self, words, file="work.gpkg"):
        return edited(self.path(file), words)

    def records(self, *words):
        return self.table("history", "work.gpkg", *words)["records"]

    def test_a_total_as_of_a_time_is_the_total_of_that_time_byte_for_byte(self):
        before = self.qitu("total", "work.gpkg", "--group", "stage", "--format", "csv").stdout
        progress = self.qitu("progress", "work.gpkg", "--format", "json").stdout
        time = self.records()[-1]["time"]
        self.qitu("advance", "work.gpkg", LAYER, "--to", "accepted", "--where", "fid < 3")
        self.sql(f"DELETE FROM {LAYER} WHERE fid = 4")
        self.assertNotEqual(self.qitu("total", "work.gpkg", "--group", "stage", "--format", "csv").stdout, before)
        self.assertEqual(self.qitu("total", "work.gpkg", "--group", "stage", "--format", "csv", "--as-of", time).stdout, before)
        self.assertEqual(self.qitu("progress", "work.gpkg", "--format", "json", "--as-of", time).stdout, progress)
        self.assertIn("history begins at", self.qitu("total", "work.gpkg", "--as-of", "2020-01-01", status=4).stderr)

    def test_what_is_behind_a_figure_can_be_asked_for_as_of_a_time(self):
        asked = (["explain", "work.gpkg", "hsf.built", "150802"], ["overlaps", "work.gpkg"], ["balance", "work.gpkg"])
        geojson(self.path("saline.geojson"), [parcel(1, 107.365)])
        self.qitu("import", "work.gpkg", "saline_land_project", "saline.geojson", status=(0, 1))
        geojson(self.path("taken.geojson"), [("Polygon", [square(107.4, 40.8)], {"project_code": "ZY1", "admin_code": "150802", "year": 2023,
                                                                                "stage": "approved", "grade": 9, "capacity": 500})])
        self.qitu("import", "work.gpkg", "occupied_farmland", "taken.geojson", status=(0, 1))
        time = self.records()[-1]["time"]
        before = [self.qitu(*words, "--format", "json", status=(0, 1)).stdout for words in asked]
        for layer in (LAYER, "saline_land_project", "occupied_farmland"):
            self.sql(f"DELETE FROM {layer} WHERE fid = 1")
        for words, then in zip(asked, before):
            self.assertNotEqual(self.qitu(*words, "--format", "json", status=(0, 1)).stdout, then, words)
            self.assertEqual(self.qitu(*words, "--format", "json", "--as-of", time, status=(0, 1)).stdout, then, words)

    def test_advance_is_all_or_nothing_and_lists_what_stands_against_it(self):
        with open(self.path("list.csv"), "w", encoding="utf-8") as file:
            file.write("项目编号,备注\n150802GB000001,a\n150802GB000002,b\n")
        self.qitu("advance", "work.gpkg", LAYER, "--to", "验收", "--list", "list.csv", "--note", "竣工")
        result = self.qitu("advance", "work.gpkg", LAYER, "--to", "maintained", "--where", "1", status=4)
        self.assertIn("feature 3 (150802GB000003): it is at Under construction: Accepted comes next", result.stderr)
        self.assertIn("2 features", result.stderr)
        self.assertEqual(self.sql(f"SELECT group_concat(stage) FROM {LAYER}"),
                         [("accepted,accepted,under_construction,under_construction",)])
        self.assertEqual(self.records()[-1]["note"], "竣工")
        self.assertIn("No features were chosen", self.qitu("advance", "work.gpkg", LAYER, "--to", "accepted", status=2).stderr)

    def test_reviews_are_taken_in_order_and_named(self):
        review = ["review", "work.gpkg", LAYER, "--project", "150802GB000001", "--by", "李明", "--level"]
        self.assertIn("has not passed the banner first review", self.qitu(*review, "league", status=4).stderr)
        self.qitu(*review, "banner", "--date", "2026-11-20")
        self.qitu(*review, "league")
        self.qitu(*review, "region", "--return", "缺少图件")
        self.assertEqual(self.sql("SELECT level, reviewer, date, note, returned FROM qitu_review ORDER BY id")[0::2],
                         [("banner", "李明", "2026-11-20", "", 0), ("region", "李明", self.sql("SELECT date FROM qitu_review WHERE id = 3")[0][0], "缺少图件", 1)])
        self.qitu(*review, "region", status=4)

    def test_history_names_every_command_that_writes(self):
        with open(self.path("quotas.csv"), "w", encoding="utf-8") as file:
            file.write("指标,行政区,年度,指标值,单位\nhsf.built,150821,2023,2,万亩\n")
        quota = ["quota", "set", "work.gpkg", "hsf.built"]
        chosen = ["work.gpkg", LAYER, "--feature", "1"]
        geojson(self.path("more.geojson"), [parcel(9, 107.5)])
        self.assertEqual([record["program"] for record in self.records()], ["qitu init"] + ["qitu import"] * 5)
        for name, words in (
                ("qitu quota set", [*quota, "巴彦淖尔", 10]),
                ("qitu quota set", [*quota, "临河", 3]),
                ("qitu quota set --withdraw", [*quota, "临河", "--withdraw"]),
                ("qitu quota import", ["quota", "import", "work.gpkg", "quotas.csv"]),
                ("qitu quota allocate", ["quota", "allocate", "work.gpkg", "hsf.built", "巴彦淖尔", "--by-layer", LAYER]),
                ("qitu balance add", ["balance", "add", "work.gpkg", "--to", "临河", "--area", 100, "--grade", 9, "--capacity", 500,
                                      "--reference", "1号"]),
                ("qitu advance", ["advance", *chosen, "--to", "accepted"]),
                ("qitu review", ["review", *chosen, "--level", "banner", "--by", "李明"]),
                ("qitu import", ["import", "work.gpkg", LAYER, "more.geojson"]),
                ("qitu export --project", ["export", "work.gpkg", "--project"]),
                ("qitu seal", ["seal", "work.gpkg"])):
            before = len(self.records())
            self.qitu(*words, status=(0, 1))
            records = self.records()[before:]
            self.assertEqual({record["program"] for record in records}, {name}, words)
            self.assertNotIn("", {record["who"] for record in records})
        self.sql(f"UPDATE {LAYER} SET year = 2024 WHERE fid = 2")
        self.qitu("history", "work.gpkg", "--undo", self.records()[-1]["record"])
        self.assertEqual(self.records()[-1]["program"], "qitu history --undo")
        self.fork()
        self.assertEqual([record["program"] for record in self.table("history", "linhe.gpkg")["records"]], ["qitu export --banner"])
        self.sql(f"UPDATE {LAYER} SET year = 2022 WHERE fid = 2", "linhe.gpkg")
        self.qitu("merge", "work.gpkg", "linhe.gpkg")
        self.assertEqual(self.records()[-1]["program"], "qitu merge")

    def test_diff_says_per_banner_what_changed(self):
        time = self.records()[-1]["time"]
        self.qitu("advance", "work.gpkg", LAYER, "--to", "accepted", "--feature", "1")
        self.sql(f"DELETE FROM {LAYER} WHERE fid = 2")
        self.sql(f"UPDATE {LAYER} SET geom = (SELECT geom FROM {LAYER} WHERE fid = 4) WHERE fid = 3")
        geojson(self.path("more.geojson"), [parcel(9, 107.5)])
        self.qitu("import", "work.gpkg", LAYER, "more.geojson", status=(0, 1))
        rows = self.table("diff", "work.gpkg", "--from", time)["rows"]
        self.assertEqual([(r["change"], r["from_stage"], r["to_stage"], r["features"]) for r in rows],
                         [("added", "", "", 1), ("removed", "", "", 1), ("redrawn_before", "", "", 1),
                          ("redrawn_after", "", "", 1), ("restaged", "under_construction", "accepted", 1)])
        for row in rows:
            self.assertEqual(row["banner"], "150802")
            self.assertAlmostEqual(row["gross_m2"], 0.002 * 0.002 * 111_050 * 84_500, delta=300)  # a degree at 40.78°

    def test_a_seal_is_verified_and_a_falsified_workspace_names_the_feature(self):
        self.assertIn("has no seal", self.qitu("verify", "work.gpkg", status=1).stderr)
        seal = self.qitu("seal", "work.gpkg", "--note", "年末").stdout.strip()
        self.assertRegex(seal, "^[0-9a-f]{64}$")
        before = self.qitu("total", "work.gpkg", "--format", "csv").stdout
        self.sql(f"UPDATE {LAYER} SET year = 2024 WHERE fid = 1")  # on record
        self.qitu("verify", "work.gpkg", seal[:12])
        self.assertEqual(self.qitu("total", "work.gpkg", "--format", "csv", "--as-of", seal[:12]).stdout, before)
        self.qitu("verify", "work.gpkg", "0123456789ab", status=4)
        for words, name, expected in ((["--as-of", seal], "then", seal[:12]), ([], "now", f"1 changes since {seal[:12]}")):
            self.qitu("report", "work.gpkg", "-o", name, *words, status=(0, 1))
            with open(self.path(f"{name}/report.html"), encoding="utf-8") as file:
                self.assertIn(expected, file.read())
        self.sql(f"DROP TRIGGER qitu_record_update_{LAYER}")
        self.sql(f"UPDATE {LAYER} SET year = 2025 WHERE fid = 2")
        self.assertIn(f"{LAYER} 2 was changed without a record", self.qitu("verify", "work.gpkg", status=4).stderr)
        self.assertIn("封存", self.qitu("verify", "work.gpkg", status=4, lang="zh").stderr)

    def fork(self):
        self.qitu("export", "work.gpkg", "linhe.gpkg", "--banner", "临河区")

    def test_a_banners_file_comes_back_with_its_changes(self):
        self.fork()
        self.sql(f"UPDATE {LAYER} SET project_name = '改' WHERE fid = 1", "linhe.gpkg")
        self.sql(f"DELETE FROM {LAYER} WHERE fid = 2", "linhe.gpkg")
        geojson(self.path("there.geojson"), [parcel(11, 107.5)])
        self.qitu("import", "linhe.gpkg", LAYER, "there.geojson", status=(0, 1))
        geojson(self.path("here.geojson"), [parcel(12, 107.52)])
        self.qitu("import", "work.gpkg", LAYER, "here.geojson", status=(0, 1))
        self.qitu("advance", "work.gpkg", LAYER, "--to", "accepted", "--feature", "1")
        result = self.qitu("merge", "work.gpkg", "linhe.gpkg")
        self.assertIn("Theirs since the fork, another program: high_standard_farmland: 0 added, 1 changed, 1 removed", result.stderr)
        self.assertIn("1 rows were changed on both sides in different fields", result.stderr)
        self.assertEqual(self.sql(f"SELECT project_name, stage FROM {LAYER} ORDER BY project_code"),
                         [("改", "accepted"), ("示例3", "under_construction"), ("示例4", "under_construction"),
                          ("示例11", "under_construction"), ("示例12", "under_construction")])
        self.assertEqual(self.records()[-1]["program"], "qitu merge")
        self.assertIn("merged already", self.qitu("merge", "work.gpkg", "linhe.gpkg", status=4).stderr)

    def test_a_conflict_is_shown_with_both_sides_and_settled_only_when_told(self):
        self.fork()
        self.sql(f"UPDATE {LAYER} SET project_name = 'theirs', geom = (SELECT geom FROM {LAYER} WHERE fid = 2) WHERE fid = 1", "linhe.gpkg")
        self.sql(f"UPDATE {LAYER} SET project_name = 'theirs' WHERE fid = 3", "linhe.gpkg")
        self.sql(f"UPDATE {LAYER} SET project_name = 'ours', geom = (SELECT geom FROM {LAYER} WHERE fid = 3) WHERE fid = 1")
        self.sql(f"DELETE FROM {LAYER} WHERE fid = 3")
        before = self.sql(f"SELECT * FROM {LAYER}")
        result = self.qitu("merge", "work.gpkg", "linhe.gpkg", status=4)
        self.assertRegex(result.stderr, rf'{LAYER}:1: geometry: up to 4\d\d.\d\d m apart.*was "示例1", ours "ours", theirs "theirs"')
        self.assertIn(f"{LAYER}:3: removed here, changed there", result.stderr)
        self.assertEqual(self.sql(f"SELECT * FROM {LAYER}"), before)
        self.qitu("merge", "work.gpkg", "linhe.gpkg", "--take", f"{LAYER}:1=theirs", status=4)
        taken = self.qitu("merge", "work.gpkg", "linhe.gpkg", "--take", "ours", "--take", f"{LAYER}:1=theirs", "--format", "json")
        self.assertEqual(taken.stderr, "")
        self.assertEqual(json.loads(taken.stdout)["applied"], 1)
        self.assertEqual(self.sql(f"SELECT fid, project_name FROM {LAYER}"), [(1, "theirs"), (2, "示例2"), (4, "示例4")])

    def test_a_file_that_never_left_is_refused(self):
        self.qitu("init", "other.gpkg")
        self.assertIn("is not a fork of", self.qitu("merge", "work.gpkg", "other.gpkg", status=4).stderr)

    def test_an_edit_in_qgis_is_on_record(self):
        python = shutil.which("python3", path="/usr/bin")
        if python is None or subprocess.run([python, "-c", "import qgis.core"], capture_output=True).returncode != 0:
            self.skipTest("python3-qgis is not installed: install it to try an edit through QGIS")
        done = subprocess.run([python, QGIS_EDIT, self.path("work.gpkg"), LAYER], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        records = [r for r in self.records(LAYER) if r["program"] == ""]
        seen = [(r["operation"], r["feature"], r["before"].get("project_name"), r["after"].get("project_name"), r["moved"])
                for r in records if r["operation"] != "insert"]
        self.assertIn(("update", 1, "示例1", "QGIS 改名", False), seen)
        self.assertIn(("update", 2, None, None, True), seen)
        self.assertIn(("delete", 3), [(r["operation"], r["feature"]) for r in records])
        self.assertEqual([r["feature"] for r in records if r["operation"] == "insert"], [5])
        self.assertEqual(len(records), 4)


if __name__ == "__main__":
    unittest.main()
