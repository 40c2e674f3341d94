"""A fork's changes accepted or rejected one by one: on the command, and through `qitu serve` by role."""
import functools
import json
import os
import pwd
import random
import shutil
import tempfile
import time
import unittest

from command import MAIN_JOB, Case, edited, geojson, run, square
from served import PASSWORD, Sender, Server, add_user

LAYER = "high_standard_farmland"
BANNER, NEXT, LEAGUE, ELSEWHERE = "150802", "150821", "150800", "152201"
ROLES = (("王芳", "banner", BANNER), ("李娜", "banner", NEXT), ("盟里", "league", LEAGUE), ("初审", "reviewer", BANNER), ("审核", "reviewer", LEAGUE),
         ("复核", "reviewer", "150000"), ("外审", "reviewer", ELSEWHERE), ("邻审", "reviewer", NEXT))
X, Y = 107.36, 40.78  # in Linhe
LOGIN = pwd.getpwuid(os.geteuid()).pw_name


def place(number):
    return X + 0.005 * number, Y


def parcel(number, **properties):
    values = {"project_code": f"150802GB{number:06d}", "project_name": f"示例{number}", "admin_code": BANNER, "year": 2023,
              "stage": "under_construction", **properties}
    return "Polygon", [square(*place(number))], values


def rename(number):
    return f"UPDATE {LAYER} SET project_name = '改{number}' WHERE fid = {number}"


@functools.cache
def folder_of_fork():
    """Six parcels, and the banner's file that has left with them: made once."""
    folder = tempfile.TemporaryDirectory(prefix="qitu-")
    shutil.copy(os.path.join(MAIN_JOB, "empty.gpkg"), os.path.join(folder.name, "work.gpkg"))
    geojson(os.path.join(folder.name, "rows.geojson"), [parcel(i) for i in range(1, 7)])
    for words in (("import", "work.gpkg", LAYER, "rows.geojson"), ("export", "work.gpkg", "linhe.gpkg", "--banner", BANNER)):
        made = run(*words, cwd=folder.name)
        assert made.returncode in (0, 1), made.stderr
    return folder


@functools.cache
def folder_of_users():
    folder = tempfile.TemporaryDirectory(prefix="qitu-")
    return folder, {name: add_user(folder.name, name, role, admin) for name, role, admin in ROLES}


class Forked(Case):
    def setUp(self):
        super().setUp()
        self.work, self.fork = [shutil.copy(os.path.join(folder_of_fork().name, name), self.path(name)) for name in ("work.gpkg", "linhe.gpkg")]

    def bring(self, *rows, into="work.gpkg"):
        self.qitu("import", into, LAYER, geojson(self.path("rows.geojson"), rows), status=(0, 1))

    def there(self, *statements):
        return edited(self.fork, *statements)

    def rows(self, file="work.gpkg"):
        """What counts of the layer, whatever its rows' numbers are."""
        return edited(self.path(file), f"SELECT project_code, project_name, year, stage, geom FROM {LAYER} ORDER BY project_code")

    def listed(self, *words, status=0):
        return json.loads(self.qitu("merge", "work.gpkg", "linhe.gpkg", "--dry-run", "--format", "json", *words, status=status).stdout)

    def decide(self, listed, rejected=(), name="decisions.json", but=()):
        decisions = [{"change": one["change"], **({"decision": "reject", "reason": "线画错了"} if one["change"] in rejected else {"decision": "accept"})}
                     for one in listed["changes"] if one["change"] not in but]
        with open(self.path(name), "w", encoding="utf-8") as file:
            json.dump({"listed": listed["record"], "decisions": decisions}, file)
        return "--decisions", name


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
        table = self.qitu("merge", "work.gpkg", "linhe.gpkg", "--dry-run", status=4).stdout
        for row in seen:
            self.assertIn(f"{LAYER}:{row}", table)

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
        for round_ in range(4):
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


class Served(Forked):
    def setUp(self):
        super().setUp()
        folder, self.tokens = folder_of_users()
        shutil.copy(os.path.join(folder.name, "users.toml"), self.path("users.toml"))
        self.serve()

    def serve(self):
        self.server = Server(self.work, "--users", self.path("users.toml"))
        self.addCleanup(self.server.close)
        self.by = {name: Sender(self.server, token) for name, token in self.tokens.items()}

    def offered(self, *statements):
        self.there(*statements)
        delivery, state = self.by["王芳"].offer(self.fork)
        self.assertEqual((state["state"], state["message"]), ("offered", ""))
        return delivery

    def changes(self, delivery, who="初审"):
        return self.by[who].good(f"/merges/{delivery}/changes", "GET")

    def decide(self, delivery, numbers, decision="accept", who="初审", **more):
        body = {"offer": self.changes(delivery)["offer"], "changes": [f"{LAYER}:{number}" for number in numbers], "decision": decision, **more}
        return self.by[who].ask(f"/merges/{delivery}/decisions", body=body)

    def merge(self, delivery, who="初审"):
        """Its state in the end."""
        self.by[who].good(f"/merges/{delivery}/merge")
        for _ in range(1200):
            state = self.by[who].ask(f"/merges/{delivery}", "GET")
            if state.status != 200 or state.json()["state"] != "merging":
                return state.json()
            time.sleep(0.05)
        raise AssertionError(state.json())

    def test_accepted_ones_are_merged_in_the_reviewers_name_and_rejected_ones_are_kept(self):
        delivery = self.offered(rename(1), rename(2), f"DELETE FROM {LAYER} WHERE fid = 3")
        listed = self.by["初审"].good("/merges", "GET")["merges"]
        self.assertEqual([(one["id"], one["user"], one["admin"], one["file"], one["state"], one["counts"]) for one in listed],
                         [(delivery, "王芳", BANNER, "linhe.gpkg", "offered", {"changes": 3, "accepted": 0, "rejected": 0})])
        told = self.changes(delivery)
        self.assertEqual((told["changes"], told["undecided"]), (3, 3))
        self.assertEqual([one["kind"] for one in told["rows"]], ["changed", "changed", "removed"])
        self.assertEqual(self.decide(delivery, [1, 2]).status, 200)
        self.assertEqual(self.by["初审"].ask(f"/merges/{delivery}/merge").status, 409)
        self.assertEqual(self.decide(delivery, [3], "reject", reason="还在建").status, 200)
        self.assertEqual(self.merge(delivery)["state"], "merged")
        self.assertEqual([row[1] for row in self.rows()], ["改1", "改2", "示例3", "示例4", "示例5", "示例6"])
        records = [one for one in self.table("history", "work.gpkg")["records"] if one["program"] == "qitu merge"]
        self.assertEqual({one["who"] for one in records}, {f"初审 ({LOGIN})"})
        self.assertEqual([(one["table"], one["operation"]) for one in records], [(LAYER, "update"), (LAYER, "update"), ("qitu_rejection", "insert")])
        self.assertIn("还在建", records[0]["note"])
        self.assertEqual(edited(self.work, "SELECT row, op, reason, who FROM qitu_rejection"), [(3, "delete", "还在建", f"初审 ({LOGIN})")])
        seen = self.by["王芳"].good(f"/deliveries/{delivery}/changes", "GET")["rows"]
        self.assertEqual([(one["decision"], one["reason"], one["decided_by"]) for one in seen], [("accept", "", "初审"), ("accept", "", "初审"), ("reject", "还在建", "初审")])
        again, state = self.by["王芳"].offer(self.fork)
        self.assertEqual(state["state"], "open")
        self.assertIn("merged already", state["message"])
        self.assertNotIn(self.folder, state["message"])

    def test_who_may_do_what(self):
        delivery = self.offered(rename(1))
        calls = (("GET", "/merges", None), ("GET", f"/merges/{delivery}", None), ("GET", f"/merges/{delivery}/changes", None),
                 ("POST", f"/merges/{delivery}/decisions", {"offer": "x", "changes": [f"{LAYER}:1"], "decision": "none"}), ("POST", f"/merges/{delivery}/merge", None),
                 ("POST", f"/deliveries/{delivery}/offer", None), ("GET", f"/deliveries/{delivery}/changes", None))
        expected = {"王芳": [403] * 5 + [409, 200], "李娜": [403] * 5 + [404, 404], "盟里": [403] * 5 + [404, 404], "初审": [200, 200, 200, 409, 409, 403, 403],
                    "审核": [200, 200, 200, 409, 409, 403, 403], "复核": [200, 200, 200, 409, 409, 403, 403], "外审": [200] + [404] * 4 + [403, 403],
                    "邻审": [200] + [404] * 4 + [403, 403], None: [401] * 7}
        for who, statuses in expected.items():
            token = self.tokens.get(who)
            self.assertEqual([self.server.ask(path, method, body, token=token).status for method, path, body in calls], statuses, who)
        for who in ("外审", "邻审"):
            self.assertEqual(self.by[who].good("/merges", "GET")["merges"], [])
        for wrong in ("..", "%2e%2e", "tasks", "x" * 43):
            self.assertIn(self.by["初审"].ask(f"/merges/{wrong}/changes", "GET").status, (400, 404), wrong)
        alone = Server(self.work)
        self.addCleanup(alone.close)
        self.assertEqual([alone.ask(path, method, body).status for method, path, body in calls], [403] * 7)

    def test_a_session_needs_its_token_to_decide(self):
        delivery = self.offered(rename(1))
        login = self.server.ask("/session", "POST", {"name": "初审", "password": PASSWORD})
        cookie, csrf = {"Cookie": login.headers["set-cookie"].partition(";")[0]}, login.json()["csrf"]
        body = {"offer": self.changes(delivery)["offer"], "changes": [f"{LAYER}:1"], "decision": "accept"}
        for path, sent in ((f"/merges/{delivery}/decisions", body), (f"/merges/{delivery}/merge", None)):
            for headers in ({}, {"X_CSRF_Token": "x"}, {"X_CSRF_Token": csrf, "Origin": "https://evil.example"}):
                self.assertEqual(self.server.ask(path, "POST", sent, **cookie, **headers).status, 403, (path, headers))
            self.assertEqual(self.server.ask(path, "POST", sent, X_CSRF_Token=csrf, Origin=self.server.base, **cookie).status, 200)

    def test_what_is_not_said_clearly_is_not_decided(self):
        delivery = self.offered(rename(1), rename(2))
        offer, one = self.changes(delivery)["offer"], f"{LAYER}:1"
        good = {"offer": offer, "changes": [one], "decision": "accept"}
        for wrong, status in (({"changes": []}, 400), ({"changes": one}, 400), ({"changes": [1]}, 400), ({"decision": "yes"}, 400), ({"decision": "reject"}, 400),
                              ({"decision": "reject", "reason": "  "}, 400), ({"more": 1}, 400), ({"offer": "x"}, 409), ({"changes": [f"{LAYER}:99"]}, 404),
                              ({"changes": [one, "sqlite_master:1"]}, 404)):
            self.assertEqual(self.by["初审"].ask(f"/merges/{delivery}/decisions", body={**good, **wrong}).status, status, wrong)
        self.assertEqual(self.by["初审"].ask(f"/merges/{delivery}/decisions", body={"changes": [one], "decision": "accept"}).status, 400)
        self.assertEqual(self.changes(delivery)["undecided"], 2)
        self.assertEqual(self.decide(delivery, [1, 2]).status, 200)
        self.assertEqual(self.decide(delivery, [1], "none").status, 200)
        self.assertEqual(self.changes(delivery)["undecided"], 1)

    def test_reviewers_decide_at_their_level_only(self):
        for level, by in (("banner", "初审"), ("league", "审核")):
            self.qitu("review", "work.gpkg", LAYER, "--level", level, "--by", by, "--feature", "2")
        delivery = self.offered(rename(1), rename(2), f"INSERT INTO qitu_review (layer, feature, level, reviewer, date, note, returned) "
                                                      f"VALUES ('{LAYER}', 1, 'region', '冒名', '2026-11-30', '', 0)")
        allowed = {"初审": [], "审核": [2], "复核": [1, 2]}
        for who, numbers in allowed.items():
            for number in (1, 2):
                self.assertEqual(self.decide(delivery, [number], who=who).status, 200 if number in numbers else 403, (who, number))
        self.assertIn("higher level", self.merge(delivery, "审核")["message"])  # what the region has accepted the league does not merge
        self.assertEqual(edited(self.work, "SELECT level FROM qitu_review ORDER BY id"), [("banner",), ("league",)])
        self.assertEqual(self.merge(delivery, "复核")["state"], "merged")
        self.assertEqual(edited(self.work, "SELECT level FROM qitu_review ORDER BY id"), [("banner",), ("league",), ("region",)])

    def test_a_feature_that_passes_a_higher_level_meanwhile_is_not_changed_below_it(self):
        delivery = self.offered(rename(1))
        self.assertEqual(self.decide(delivery, [1]).status, 200)
        for who in ("初审", "审核"):
            self.assertEqual(self.by[who].ask(f"/reviews/{LAYER}", body={"features": [1]}).status, 200)
        state = self.merge(delivery)
        self.assertEqual(state["state"], "offered")
        self.assertIn("higher level", state["message"])
        self.assertEqual(self.rows()[0][1], "示例1")
        self.assertEqual(self.decide(delivery, [1]).status, 403)

    def test_what_has_changed_here_meanwhile_is_listed_anew_and_other_decisions_stay(self):
        delivery = self.offered(rename(1), rename(2), rename(3))
        self.decide(delivery, [1, 2])
        self.decide(delivery, [3], "reject", reason="名称不对")
        before = self.changes(delivery)["offer"]
        edited(self.work, f"UPDATE {LAYER} SET project_name = '我们' WHERE fid = 2")
        state = self.merge(delivery)
        self.assertEqual(state["state"], "offered")
        self.assertIn("changed here since", state["message"])
        told = self.changes(delivery)
        self.assertNotEqual(told["offer"], before)
        self.assertEqual([(one["row"], one["conflict"], one["decision"], one["reason"]) for one in told["rows"]],
                         [(1, False, "accept", ""), (2, True, "none", ""), (3, False, "reject", "名称不对")])
        self.decide(delivery, [2], "reject", reason="我们的对")
        self.assertEqual(self.merge(delivery)["state"], "merged")
        self.assertEqual([row[1] for row in self.rows()][:3], ["改1", "我们", "示例3"])

    def test_what_is_no_fork_of_the_sender_is_not_offered(self):
        self.there(rename(1), f"UPDATE {LAYER} SET admin_code = '{NEXT}' WHERE fid = 2")
        shutil.copy(self.path("work.gpkg"), self.path("work copy.gpkg"))
        with open(self.path("noise.gpkg"), "wb") as file:
            file.write(b"SQLite format 3\0" + random.Random(1).randbytes(9000))
        geojson(self.path("one.geojson"), [parcel(9)])
        for who, name, part in (("王芳", "linhe.gpkg", "another unit"), ("李娜", "linhe.gpkg", "another unit"), ("王芳", "work copy.gpkg", "is not a fork"), ("王芳", "noise.gpkg", "")):
            delivery, state = self.by[who].offer(self.path(name))
            self.assertEqual(state["state"], "open", name)
            self.assertIn(part, state["message"])
            self.assertNotEqual(state["message"], "")
            self.assertNotIn(self.folder, state["message"])
        delivery = self.by["王芳"].new()
        self.by["王芳"].upload(delivery, self.path("one.geojson"))
        self.assertEqual(self.by["王芳"].ask(f"/deliveries/{delivery}/offer").status, 409)
        self.assertEqual(self.by["复核"].good("/merges", "GET")["merges"], [])
        _, state = self.by["盟里"].offer(self.fork)  # both units are the league's
        self.assertEqual(state["state"], "offered")
        self.assertEqual([len(self.by[who].good("/merges", "GET")["merges"]) for who in ("初审", "审核", "复核")], [0, 1, 1])

    def test_each_change_is_in_the_log_and_a_killed_server_has_merged_all_or_nothing(self):
        delivery = self.offered(rename(1), rename(2))
        self.decide(delivery, [1])
        self.decide(delivery, [2], "reject", reason="名称不对")
        self.by["初审"].good(f"/merges/{delivery}/merge")
        self.server.kill()
        self.serve()
        state = self.by["初审"].good(f"/merges/{delivery}", "GET")
        self.assertEqual(state["state"], "merged" if self.rows()[0][1] == "改1" else "offered")
        if state["state"] == "offered":
            self.assertEqual(self.changes(delivery)["undecided"], 0)
            self.assertEqual(self.merge(delivery)["state"], "merged")
        self.assertEqual([row[1] for row in self.rows()][:2], ["改1", "示例2"])
        self.assertEqual(self.by["王芳"].ask(f"/deliveries/{delivery}", "DELETE").status, 200)
        self.server.close()
        said = [(line["user"], line.get("path", line.get("action")), line.get("status", line.get("state"))) for line in self.server.log()]
        self.assertEqual(said[-1], ("王芳", f"/deliveries/{delivery}", 200))

    def test_the_log_has_a_line_for_each_change(self):
        delivery = self.offered(rename(1))
        self.decide(delivery, [1], who="外审")
        self.decide(delivery, [1])
        self.merge(delivery)
        self.by["初审"].ask(f"/reviews/{LAYER}", body={"features": [2]})
        self.server.close()
        lines = [line for line in self.server.log() if "/files" not in line.get("path", "")]
        self.assertEqual([(line["user"], line.get("path") or line["action"], line.get("status") or line["state"]) for line in lines],
                         [("王芳", "/deliveries", 200), ("王芳", f"/deliveries/{delivery}/offer", 200), ("王芳", "offer", "offered"),
                          ("外审", f"/merges/{delivery}/decisions", 404), ("初审", f"/merges/{delivery}/decisions", 200), ("初审", f"/merges/{delivery}/merge", 200),
                          ("初审", "merge", "merged"), ("初审", f"/reviews/{LAYER}", 200)])


if __name__ == "__main__":
    unittest.main()
