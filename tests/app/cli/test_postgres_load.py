"""Many writers of one database, and a server that is killed: nothing that was acknowledged is lost.

QITU_SECONDS is how long they write."""
import os
import random
import sqlite3
import threading
import time
import unittest

from cluster import Cluster, Refused
from command import Case, geojson, run, square

SECONDS = float(os.environ.get("QITU_SECONDS", "6"))
WRITERS = 20
LAYER = "high_standard_farmland"


class Writers(Case):
    def setUp(self):
        super().setUp()
        self.cluster = Cluster(FSYNC="on")
        self.addCleanup(self.cluster.close)
        self.server = self.cluster.create("land")
        geojson(self.path("p.geojson"), [("Polygon", [square(107.30 + 0.004 * i, 40.80)], dict(
            project_code=f"P{i}", project_name="0", admin_code="150802", year=2023, stage="accepted")) for i in range(WRITERS)])
        self.small_workspace("150802", "150821")
        self.qitu("import", "w.gpkg", LAYER, "p.geojson", status=(0, 1))
        self.qitu("copy", "w.gpkg", self.server)
        self.acknowledged = []
        self.failures = []
        self.lock = threading.Lock()

    def through_sql(self, writer, end):
        """Adds one to a number that all share, and to one of its own, as QGIS would: what is read is what it was."""
        chosen = random.Random(writer)
        while time.monotonic() < end:
            feature = 1 if chosen.random() < 0.5 else writer + 1
            answer = self.cluster.psql("land", f"UPDATE qitu.{LAYER} SET project_name = (project_name::bigint + 1)::text WHERE fid = {feature}")
            with self.lock:
                if answer.returncode == 0:
                    self.acknowledged.append(feature)
                else:
                    self.failures.append(answer.stderr)

    def through_qitu(self, writer, end):
        number = 0
        while time.monotonic() < end:
            number += 1
            answer = run("quota", "set", self.server, "hsf.built", "临河", number, "--year", 2030 + writer, "--letter", "文〔2024〕1号", cwd=self.folder,
                         XDG_CACHE_HOME=self.path(f"cache{writer % 3}"))  # some share a copy
            with self.lock:
                if answer.returncode == 0:
                    self.acknowledged.append((writer, number))
                else:
                    self.failures.append(answer.stderr)

    def write(self, seconds):
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self.through_qitu if i % 5 == 0 else self.through_sql, args=(i, end)) for i in range(WRITERS)]
        for thread in threads:
            thread.start()
        return threads

    def settle(self):
        self.qitu("copy", self.server, "back.gpkg")
        self.qitu("seal", "back.gpkg")
        self.assertIn("all recorded", self.qitu("verify", "back.gpkg").stderr)
        database = sqlite3.connect(self.path("back.gpkg"))
        self.addCleanup(database.close)
        names = dict(database.execute(f"SELECT fid, project_name FROM {LAYER}"))
        quotas = dict(database.execute("SELECT year, value FROM qitu_quota WHERE admin = '150802'"))
        return database, {fid: int(name) for fid, name in names.items()}, quotas

    def test_twenty_writers_lose_no_update_and_the_whole_is_what_one_after_the_other_would_give(self):
        for thread in self.write(SECONDS):
            thread.join()
        self.assertEqual(self.failures, [])
        self.assertGreater(len(self.acknowledged), WRITERS)
        database, names, quotas = self.settle()
        for feature, count in names.items():
            self.assertEqual(count, self.acknowledged.count(feature), feature)
        for writer in range(0, WRITERS, 5):
            self.assertEqual(quotas[2030 + writer], max(number for who, number in (a for a in self.acknowledged if isinstance(a, tuple)) if who == writer))
        # replayed one after the other, each record follows what the one before it left
        replayed = dict.fromkeys(names, "0")
        for row, before, after in database.execute(f"SELECT row, before, after FROM qitu_history WHERE tab = '{LAYER}' AND op = 'update' ORDER BY id"):
            self.assertEqual(before, f"\"project_name\"='{replayed[row]}',")
            replayed[row] = after[len("\"project_name\"='"):-2]
        self.assertEqual(replayed, {fid: str(count) for fid, count in names.items()})

    def test_a_server_that_is_killed_has_lost_nothing_that_it_acknowledged(self):
        threads = self.write(SECONDS)
        kills = max(2, int(SECONDS / 30))
        for _ in range(kills):
            time.sleep(SECONDS / (kills + 2))
            self.cluster.kill()
            time.sleep(0.5)
            self.cluster.start()
        for thread in threads:
            thread.join()
        self.assertGreater(len(self.failures), 0)
        _, names, quotas = self.settle()
        doubtful = len(self.failures)  # what was under way may be there or not
        for feature, count in names.items():
            self.assertGreaterEqual(count, self.acknowledged.count(feature), feature)
        self.assertLessEqual(sum(names.values()), sum(isinstance(a, int) for a in self.acknowledged) + doubtful)
        for who, number in (a for a in self.acknowledged if isinstance(a, tuple)):
            self.assertGreaterEqual(quotas[2030 + who], number)


class Between(Case):
    """A writer that dies between the server's commit and its own: its copy is behind, and catches up."""

    def test_a_copy_that_is_behind_catches_up(self):
        cluster = Cluster()
        self.addCleanup(cluster.close)
        server = cluster.create("land")
        self.small_workspace("150802")
        self.qitu("copy", "w.gpkg", server)
        cache = dict(XDG_CACHE_HOME=self.path("cache"))
        self.qitu("quota", "set", server, "hsf.built", "临河", 1, "--letter", "文〔2024〕1号", **cache)
        folder = self.path("cache/qitu")
        behind = {}
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "rb") as file:
                behind[name] = file.read()
        self.qitu("quota", "set", server, "hsf.built", "临河", 2, "--letter", "文〔2024〕2号", **cache)
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        for name, content in behind.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        self.qitu("quota", "set", server, "hsf.built", "临河", 3, "--letter", "文〔2024〕3号", **cache)
        letters = [row["letter"] for row in self.table("quota", "show", server, "--history")["rows"] if row["admin"] == "150802"]
        self.assertEqual(letters, ["文〔2024〕1号", "文〔2024〕2号", "文〔2024〕3号"])


if __name__ == "__main__":
    unittest.main()
