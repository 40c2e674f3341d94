"""Merges through `qitu serve` that must not be: other roles, other units, higher levels, forged reviews, other pages."""
import random
import shutil
import unittest

from command import edited, geojson
from forked import LAYER, NEXT, parcel, rename
from served import PASSWORD, Server
from test_merge_served import Serving


class Safe(Serving):
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


if __name__ == "__main__":
    unittest.main()
