"""`qitu serve` in front of a database: it answers as it does in front of the file that the database was copied from."""
import json
import os
import tempfile
import threading
import unittest
import unittest.mock

import test_serve
from cluster import Cluster
from command import Case, geojson, run, square
from served import Sender, Server, add_user
from test_serve import LAYER, WORK

CLUSTER = None


def setUpModule():
    global CLUSTER
    CLUSTER = Cluster()
    unittest.addModuleCleanup(CLUSTER.close)
    cache = tempfile.TemporaryDirectory(prefix="qitu-")
    unittest.addModuleCleanup(cache.cleanup)
    unittest.enterModuleContext(unittest.mock.patch.dict(os.environ, XDG_CACHE_HOME=cache.name))


class Api(test_serve.Api):
    """All that is asked of a file."""

    @classmethod
    def setUpClass(cls):
        target = CLUSTER.create("api")
        assert run("copy", WORK, target).returncode == 0
        cls.server = Server(target)
        cls.addClassCleanup(cls.server.close)
        cls.get = staticmethod(cls.server.get)
        cls.ask = staticmethod(cls.server.ask)


class Life(Case):
    def database(self, name):
        target = CLUSTER.create(name)
        self.qitu("copy", WORK, target)
        return target

    def test_an_edit_through_sql_is_seen_at_once_and_a_server_that_is_away_is_said_to_be(self):
        target = self.database("edited")
        server = Server(target)
        self.addCleanup(server.close)
        tag = server.ask("/progress").headers["etag"]
        self.assertEqual(server.ask("/progress", If_None_Match=tag).status, 304)
        fid = server.get(f"/collections/{LAYER}/items", limit=1)["features"][0]["id"]
        CLUSTER.ask("edited", f"DELETE FROM qitu.{LAYER} WHERE fid = {fid}")
        after = server.ask("/progress", If_None_Match=tag)
        self.assertEqual(after.status, 200)
        self.assertEqual(after.json(), json.loads(self.qitu("progress", target, "--format", "json", status=(0, 1)).stdout))
        self.assertEqual(server.ask(f"/collections/{LAYER}/items/{fid}").status, 404)
        self.assertEqual(server.get(f"/features/{LAYER}/{fid}/history")["records"][-1]["operation"], "delete")
        CLUSTER.kill()
        away = [server.ask("/progress").status, server.ask(f"/collections/{LAYER}/items").status]
        CLUSTER.start()
        self.assertTrue(set(away) <= {500, 503}, away)
        self.assertEqual(server.get("/progress"), after.json())

    def test_deliveries_and_reviews_reach_the_database_and_users_see_nothing_of_where_it_lies(self):
        target = self.database("sent")
        tokens = {name: add_user(self.folder, name, role, "150802") for name, role in (("王芳", "banner"), ("初审", "reviewer"))}
        self.assertIn("folder", self.qitu("serve", target, "--users", "users.toml", "--port", "0", status=2).stderr)
        server = Server(target, "--users", self.path("users.toml"), "--deliveries", self.path("deliveries"))
        self.addCleanup(server.close)
        before = int(CLUSTER.ask("sent", f"SELECT max(fid) FROM qitu.{LAYER}")[0])
        sender = Sender(server, tokens["王芳"])
        delivery = sender.new()
        sender.upload(delivery, geojson(self.path("春.geojson"), [("Polygon", [square(107.4, 40.76)], dict(
            project_code="NEU", admin_code="150802", year=2023, stage="accepted"))]))
        checked = sender.check(delivery, LAYER)
        self.assertNotIn(CLUSTER.folder, json.dumps(checked))
        state = sender.accept(delivery)
        self.assertEqual((state["state"], state["message"]), ("imported", ""))
        fid, = CLUSTER.ask("sent", f"SELECT fid FROM qitu.{LAYER} WHERE project_code = 'NEU'")
        self.assertGreater(int(fid), before)
        who, note = CLUSTER.ask("sent", "SELECT who, note FROM qitu.qitu_change ORDER BY id DESC LIMIT 1")[0].split("|")
        self.assertEqual(who, "postgres")
        self.assertTrue(note.startswith("王芳: "), note)
        answers = []
        ask = lambda: answers.append(server.ask(f"/reviews/{LAYER}", "POST", {"features": [int(fid)]}, token=tokens["初审"]))
        threads = [threading.Thread(target=ask) for _ in range(3)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.assertEqual(sorted(answer.status for answer in answers), [200, 409, 409])
        self.assertNotIn(CLUSTER.folder, "".join(answer.body.decode() for answer in answers))
        self.assertEqual(CLUSTER.ask("sent", f"SELECT level, reviewer FROM qitu.qitu_review WHERE layer = '{LAYER}' AND feature = {fid}"), ["banner|初审"])
        self.qitu("seal", target)
        self.assertIn("all recorded", self.qitu("verify", target).stderr)


if __name__ == "__main__":
    unittest.main()
