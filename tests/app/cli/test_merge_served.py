"""A fork's changes through `qitu serve`: offered, looked at and decided one by one, by role and level."""
import functools
import hashlib
import os
import re
import tempfile
import time
import unittest

from command import edited
from forked import BANNER, LAYER, LEAGUE, LOGIN, NEXT, Forked, rename
from served import Sender, Server, add_user

ELSEWHERE = "152201"
ROLES = (("王芳", "banner", BANNER), ("李娜", "banner", NEXT), ("盟里", "league", LEAGUE), ("初审", "reviewer", BANNER), ("审核", "reviewer", LEAGUE),
         ("复核", "reviewer", "150000"), ("外审", "reviewer", ELSEWHERE), ("邻审", "reviewer", NEXT))


@functools.cache
def password_hash():
    """Of served.PASSWORD, for all of them: made once, since it takes long on purpose."""
    with tempfile.TemporaryDirectory(prefix="qitu-") as folder:
        add_user(folder, "一", "region", "150000")
        with open(os.path.join(folder, "users.toml"), encoding="utf-8") as file:
            return re.search(r'password = "([^"]+)"', file.read())[1]


class Serving(Forked):
    def setUp(self):
        super().setUp()
        self.tokens = {name: f"token of {name}".encode().hex() for name, _, _ in ROLES}
        with open(self.path("users.toml"), "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            for name, role, admin in ROLES:
                digest = hashlib.sha256(self.tokens[name].encode()).hexdigest()
                file.write(f'[[user]]\nname = "{name}"\nrole = "{role}"\nadmin = "{admin}"\npassword = "{password_hash()}"\ntoken = "{digest}"\n')
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


class Served(Serving):
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
