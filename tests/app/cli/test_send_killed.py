"""A server killed in the middle of ten uploads, and in the middle of imports: each is wholly there or wholly not, and goes on."""
import os
import random
import sqlite3
import threading
import time
import unittest

from test_send import BANNER, LAYER, Sending as WithSenders, content_of, parcel

ROUNDS = int(os.environ.get("QITU_KILLS", "4"))


class Killed(WithSenders):
    def test_ten_uploads_lose_nothing_that_was_acknowledged(self):
        draw = random.Random(11)
        contents = {f"{i}.zip": draw.randbytes(draw.randrange(300_000, 1_500_000)) for i in range(10)}
        delivery = {name: self.wang.new() for name in contents}
        acknowledged = dict.fromkeys(contents, 0)
        for name, content in contents.items():
            self.wang.good(f"/deliveries/{delivery[name]}/files", body={"name": name, "size": len(content)})

        def go_on(name):
            content, size = contents[name], random.Random(name).randrange(20_000, 90_000)
            try:
                at, = [one["received"] for one in self.wang.state(delivery[name])["files"]]
                while at < len(content):
                    answer = self.wang.put(delivery[name], name, at, content[at:at + size])
                    self.assertEqual(answer.status, 200)
                    at = acknowledged[name] = answer.json()["received"]
                self.assertEqual(self.wang.finish(delivery[name], name, content).status, 200)
            except (OSError, EOFError, AssertionError, __import__("http").client.HTTPException):
                if not self.killed.is_set():
                    raise

        for kill in [*[draw.uniform(0.05, 0.5) for _ in range(ROUNDS)], None]:
            self.killed = threading.Event()
            threads = [threading.Thread(target=go_on, args=(name,)) for name in contents]
            [thread.start() for thread in threads]
            if kill:
                time.sleep(kill)
                self.killed.set()
                self.server.kill()
            [thread.join() for thread in threads]
            if kill:
                self.start()
            for name, content in contents.items():
                file, = self.wang.state(delivery[name])["files"]
                self.assertGreaterEqual(file["received"], acknowledged[name])
                place = os.path.join(self.work + ".deliveries", delivery[name], "files" if file["whole"] else "parts", name)
                if os.path.exists(place):
                    with open(place, "rb") as there:
                        self.assertEqual(there.read(), content[:file["received"]])
                self.assertTrue(file["whole"] or kill)

    def test_an_import_is_there_or_not_and_is_never_there_twice(self):
        draw = random.Random(5)
        count, there, done = 1500, 0, 0
        for i in range(ROUNDS + 1):
            rows = [("Polygon", [[[107.3 + x, 40.6 + y], [107.3005 + x, 40.6 + y], [107.3005 + x, 40.6005 + y], [107.3 + x, 40.6 + y]]], parcel(0, project=f"P{i}-{n}")[2])
                    for n in range(count) for x, y in [((n % 50) * 0.004, (n // 50) * 0.004 + i * 0.0007)]]
            delivery = self.delivery(self.league, self.file(f"{i}.geojson", *rows))
            self.league.check(delivery, LAYER)
            began = time.monotonic()
            self.league.good(f"/deliveries/{delivery}/accept", body={"in_spite": True})
            if i:
                time.sleep(draw.uniform(0.2, took))
                self.server.kill()
                self.start()
            state = self.league.settled(delivery)
            took = time.monotonic() - began if not i else took
            rows_now = len(content_of(self.work))
            self.assertEqual(rows_now, there + (count if state["state"] == "imported" else 0), state)
            if state["state"] != "imported":
                self.assertEqual(state["state"], "checked")
                self.assertIn("stopped", state["message"])
                self.assertEqual(self.league.accept(delivery, in_spite=True)["state"], "imported")
                done += 1
            there += count
            self.assertEqual(len(content_of(self.work)), there)
        with sqlite3.connect(self.work) as database:
            self.assertEqual(database.execute("SELECT count(*), count(DISTINCT file) FROM qitu_import").fetchone(), (ROUNDS + 1, ROUNDS + 1))
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        self.qitu("doctor", self.work, status=(0, 1))
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith(".qitu")], [])


if __name__ == "__main__":
    unittest.main()
