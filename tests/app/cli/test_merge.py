"""`qitu merge`: a fork's changes accepted or rejected one by one."""
import json
import random
import shutil
import unittest

from command import digest, edited, square
from forked import BANNER, LAYER, LEAGUE, LOGIN, NEXT, Forked, parcel, place, rename


class Commands(Forked):
    def test_a_dry_run_lists_each_change_with_both_sides(self):
        self.there(rename(1), f"UPDATE {LAYER} SET geom = (SELECT geom FROM {LAYER} WHERE fid = 3) WHERE fid = 2", f"DELETE FROM {LAYER} WHERE fid = 4", rename(5))
        self.bring(parcel(9), into="linhe.gpkg")
        edited(self.work, f"UPDATE {LAYER} SET project_name = '我们' WHERE fid = 5", f"UPDATE {LAYER} SET year = 2024 WHERE fid = 1")
        listed = self.listed(status=4)  # a conflict is open
        seen = {one["row"]: one for one in listed["changes"]}
        added = max(seen)
        self.assertEqual({row: (one["kind"], one["redrawn"], one["conflict"]) for row, one in seen.items()},
                         {1: ("changed", False, False), 2: ("changed", True, False), 4: ("removed", False, False), 5: ("changed", False, True), added: ("added", False, False)})
        self.assertEqual(seen[1]["fields"], {"project_name": {"base": "示例1", "ours": "示例1", "theirs": "改1"}})
        self.assertEqual(seen[5]["fields"], {"project_name": {"base": "示例5", "ours": "我们", "theirs": "改5"}})
        self.assertEqual(seen[5]["conflict_fields"], ["project_name"])
        self.assertEqual((seen[added]["fields"]["project_name"]["theirs"], seen[added]["geometry"]["ours"]), ("示例9", None))
        corners = lambda geometry: sorted({(round(x, 9), round(y, 9)) for ring in geometry["coordinates"] for x, y in ring})
        expected = lambda number: sorted({(round(x, 9), round(y, 9)) for x, y in square(*place(number))})
        self.assertEqual((corners(seen[2]["geometry"]["ours"]), corners(seen[2]["geometry"]["theirs"])), (expected(2), expected(3)))
        self.assertEqual((corners(seen[4]["geometry"]["ours"]), seen[4]["geometry"]["theirs"]), (expected(4), None))
        self.assertEqual(corners(seen[added]["geometry"]["theirs"]), expected(9))
        self.assertIn("another program", seen[1]["theirs_by"])
        before = digest(self.work)
        table = self.qitu("merge", "work.gpkg", "linhe.gpkg", "--dry-run", status=4).stdout
        for row in seen:
            self.assertIn(f"{LAYER}:{row}", table)
        self.qitu("merge", "work.gpkg", "linhe.gpkg", status=4)
        self.assertEqual(digest(self.work), before)

    def test_what_is_rejected_stays_as_it_was_and_is_on_record_with_the_reason(self):
        self.there(rename(1), f"DELETE FROM {LAYER} WHERE fid = 2", rename(3))
        before = {row[0]: row for row in self.rows()}
        told = self.qitu("merge", "work.gpkg", "linhe.gpkg", "--reject", f"{LAYER}:2=还在建", "--reject", f"{LAYER}:3=名称不对").stderr
        self.assertIn("2 changes were rejected", told)
        after = {row[0]: row for row in self.rows()}
        self.assertEqual({code for code in before if before[code] != after.get(code)}, {"150802GB000001"})
        kept = edited(self.work, "SELECT tab, row, op, reason, who, cells FROM qitu_rejection ORDER BY row")
        self.assertEqual([row[:5] for row in kept], [(LAYER, 2, "delete", "还在建", LOGIN), (LAYER, 3, "update", "名称不对", LOGIN)])
        self.assertEqual(kept[1][5], "\"project_name\"='改3',")
        record = self.table("history", "work.gpkg")["records"][-1]
        self.assertEqual((record["program"], record["table"], record["operation"]), ("qitu merge", "qitu_rejection", "insert"))
        for part in ("linhe.gpkg", "还在建", "名称不对"):
            self.assertIn(part, record["note"])
        self.assertIn("merged already", self.qitu("merge", "work.gpkg", "linhe.gpkg", status=4).stderr)

    def test_rejecting_some_is_merging_a_fork_in_which_they_were_not_made(self):
        draw = random.Random(7)
        edits = {1: rename(1), 2: f"DELETE FROM {LAYER} WHERE fid = 2", 3: rename(3), 4: f"UPDATE {LAYER} SET geom = (SELECT geom FROM {LAYER} WHERE fid = 1) WHERE fid = 4",
                 5: f"UPDATE {LAYER} SET year = 2021, stage = 'accepted' WHERE fid = 5", 6: f"DELETE FROM {LAYER} WHERE fid = 6"}
        edited(self.work, f"UPDATE {LAYER} SET stage = 'accepted' WHERE fid = 1")  # combined with theirs
        for round_ in range(3):
            rejected = {number for number in edits if draw.random() < 0.5}
            results = []
            for made, decided in ((edits, rejected), ({number: edits[number] for number in edits if number not in rejected}, set())):
                for name in ("work.gpkg", "linhe.gpkg"):
                    shutil.copy(self.path(name), self.path("copy-" + name))
                edited(self.path("copy-linhe.gpkg"), *made.values(), "SELECT 1")
                words = [word for number in decided for word in ("--reject", f"{LAYER}:{number}=不")]
                self.qitu("merge", "copy-work.gpkg", "copy-linhe.gpkg", *words)
                results.append(self.rows("copy-work.gpkg"))
            self.assertEqual(*results, (round_, rejected))

    def test_a_file_of_decisions_decides_each_change_and_no_other(self):
        self.there(rename(1), rename(2), rename(3))
        listed, before = self.listed(), self.rows()
        refused = lambda words: self.qitu("merge", "work.gpkg", "linhe.gpkg", *words, status=4).stderr
        self.assertIn("1 changes are not decided", refused(self.decide(listed, but={f"{LAYER}:2"})))
        strange = {**listed, "changes": [*listed["changes"], {"change": f"{LAYER}:6"}]}
        self.assertIn(f"{LAYER}:6 is not among the changes", refused(self.decide(strange)))
        for text in ("", "{}", "[]", '{"listed": 1}', '{"listed": "x", "decisions": []}', '{"listed": 1, "decisions": [{"change": "x", "decision": "accept"}]}',
                     json.dumps({"listed": 1, "decisions": [{"change": f"{LAYER}:1", "decision": "reject"}]}),
                     json.dumps({"listed": 1, "decisions": [{"change": f"{LAYER}:1", "decision": "accept"}] * 2})):
            with open(self.path("bad.json"), "w", encoding="utf-8") as file:
                file.write(text)
            self.assertIn("bad.json", refused(["--decisions", "bad.json"]), text)
        self.assertEqual(self.rows(), before)
        merged = json.loads(self.qitu("merge", "work.gpkg", "linhe.gpkg", *self.decide(listed, {f"{LAYER}:2"}), "--format", "json").stdout)
        self.assertEqual((merged["applied"], merged["rejected"]), (2, 1))
        self.assertEqual([row[1] for row in self.rows()][:3], ["改1", "示例2", "改3"])

    def test_what_has_changed_here_since_is_looked_at_again(self):
        self.there(rename(1), rename(2))
        decided = self.decide(self.listed())
        edited(self.work, f"UPDATE {LAYER} SET year = 2024 WHERE fid = 2")
        self.assertIn(f"{LAYER} 2 was changed here since", self.qitu("merge", "work.gpkg", "linhe.gpkg", *decided, status=4).stderr)
        self.qitu("merge", "work.gpkg", "linhe.gpkg", *self.decide(self.listed()))
        self.assertEqual([row[1:3] for row in self.rows()][:2], [("改1", 2023), ("改2", 2024)])

    def test_rows_of_others_and_of_a_higher_level_are_not_taken(self):
        self.there(rename(1), rename(2))
        for level, by in (("banner", "初"), ("league", "审")):
            self.qitu("review", "work.gpkg", LAYER, "--level", level, "--by", by, "--feature", "2")
        before = self.rows()
        merge = lambda *words, status=4: self.qitu("merge", "work.gpkg", "linhe.gpkg", *words, status=status).stderr
        self.assertIn("row of another unit", merge("--admin", NEXT))
        self.assertIn(f"{LAYER}:2 has passed a higher level", merge("--admin", BANNER, "--level", "banner"))
        self.assertEqual(self.rows(), before)
        levels = {one["row"]: one["level"] for one in self.listed()["changes"]}
        self.assertEqual(levels, {1: "", 2: "league"})
        merge("--admin", LEAGUE, "--level", "league", status=0)

    def test_a_forged_review_comes_with_nobody_of_a_lower_level(self):
        self.there(rename(1), f"INSERT INTO qitu_review (layer, feature, level, reviewer, date, note, returned) VALUES ('{LAYER}', 1, 'region', '冒名', '2026-11-30', '', 0)")
        for level in ("banner", "league"):
            self.assertIn("has passed a higher level of review, or brings", self.qitu("merge", "work.gpkg", "linhe.gpkg", "--level", level, status=4).stderr)
        listed = self.listed()
        self.assertEqual([(one["change"], one["level"], [other["table"] for other in one["with"]]) for one in listed["changes"]], [(f"{LAYER}:1", "region", ["qitu_review"])])
        self.qitu("merge", "work.gpkg", "linhe.gpkg", "--level", "banner", *self.decide(listed, {f"{LAYER}:1"}))
        self.assertEqual(edited(self.work, "SELECT count(*) FROM qitu_review"), [(0,)])


if __name__ == "__main__":
    unittest.main()
