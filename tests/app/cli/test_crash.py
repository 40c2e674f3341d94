"""What is left when an import is killed, finds no room on the disk, may not write, or meets another one."""
import os
import random
import shutil
import sqlite3
import subprocess
import time
import unittest

from command import QITU, Case, digest

LAYER = "high_standard_farmland"
EAST, WEST = "sample/高标准农田_东部.gpkg", "sample/巴彦淖尔_高标准农田_2023.shp"
KILLS = 50


def started(workspace, file, cwd):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "QITU_DATA"))}
    return subprocess.Popen([QITU, "import", workspace, LAYER, file, "--repair"], cwd=cwd, env={**env, "LANG": "C.UTF-8"},
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class Crash(Case):
    def setUp(self):
        super().setUp()
        self.qitu("init", "empty.gpkg")
        self.qitu("sample", "sample", "--parcels", "5000")

    def whole(self, *files):
        """The state after these files, and the seconds that they took."""
        shutil.copy(self.path("empty.gpkg"), self.path("whole.gpkg"))
        begin = time.monotonic()
        for file in files:
            self.qitu("import", "whole.gpkg", LAYER, file, "--repair", status=(0, 1))
        return self.state(self.path("whole.gpkg")), time.monotonic() - begin

    def state(self, workspace):
        """(features, entries of the index, imports) once SQLite says that the file is whole."""
        database = sqlite3.connect(workspace)
        try:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
            one = lambda sql: database.execute(sql).fetchone()[0]
            return (one(f"SELECT count(*) FROM {LAYER}"), one(f"SELECT count(*) FROM rtree_{LAYER}_geom"),
                    one("SELECT count(*) FROM qitu_import"))
        finally:
            database.close()

    def test_killed_at_any_moment_it_has_happened_or_it_has_not(self):
        new, whole = self.whole(EAST)
        self.assertGreater(new[0], 1000)
        chance = random.Random(4)
        seen = {"old": 0, "new": 0, "in the middle of writing": 0}
        for kill in range(KILLS):
            name = f"w{kill}.gpkg"
            shutil.copy(self.path("empty.gpkg"), self.path(name))
            process = started(name, EAST, self.folder)
            # The second half is when it writes: more of the moments lie there.
            time.sleep(whole * chance.triangular(0, 1.15, 0.75))
            process.kill()
            process.communicate()
            seen["in the middle of writing"] += os.path.exists(self.path(name + "-journal"))
            # The command itself must open what is left, before SQLite's own tool tidies it.
            opened = self.qitu("quota", "show", name)
            self.assertNotEqual(opened.stdout, "")
            state = self.state(self.path(name))
            self.assertIn(state, [(0, 0, 0), new])
            seen["new" if state[2] else "old"] += 1
            if not state[2]:
                self.assertEqual(digest(self.path(name)), digest(self.path("empty.gpkg")))
            os.remove(self.path(name))
        print(f"killed {KILLS} times: {seen}")
        self.assertGreater(seen["old"], 0)
        self.assertGreater(seen["in the middle of writing"], 0, "no kill came while the file was written")

    def test_after_a_kill_the_same_import_goes_through(self):
        new, _ = self.whole(EAST)
        process = started("empty.gpkg", EAST, self.folder)
        while process.poll() is None and not os.path.exists(self.path("empty.gpkg-journal")):
            time.sleep(0.005)
        process.kill()
        process.communicate()
        self.qitu("import", "empty.gpkg", LAYER, EAST, "--repair", status=(0, 1, 4))
        self.assertEqual(self.state(self.path("empty.gpkg")), new)

    def mounted(self, options):
        """A small file system of memory, or a skipped test where that takes a right that we do not have."""
        place = self.path("small")
        os.mkdir(place)
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, text=True)
        if made.returncode != 0:
            self.skipTest(f"a small tmpfs cannot be mounted here: {made.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", place], capture_output=True)
        return place

    def test_on_a_full_disk_nothing_is_changed_and_the_sentence_says_so(self):
        room = os.path.getsize(self.path("empty.gpkg")) + 600_000
        place = self.mounted(f"size={room}")
        work = os.path.join(place, "w.gpkg")
        shutil.copy(self.path("empty.gpkg"), work)
        before = digest(work)
        result = self.qitu("import", work, LAYER, EAST, "--repair", status=4)
        self.assertIn("the disk is full", result.stderr)
        self.assertEqual(digest(work), before)
        self.assertEqual(self.state(work), (0, 0, 0))
        self.assertEqual(os.listdir(place), ["w.gpkg"])

    def test_in_a_read_only_folder_it_is_refused_and_can_be_read(self):
        place = self.mounted("size=64m") if os.geteuid() == 0 else self.path("ro")
        os.makedirs(place, exist_ok=True)
        work = os.path.join(place, "w.gpkg")
        shutil.copy(self.path("empty.gpkg"), work)
        if os.geteuid() == 0:
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        else:
            os.chmod(work, 0o444)
            os.chmod(place, 0o555)
            self.addCleanup(os.chmod, place, 0o755)
        before = digest(work)
        result = self.qitu("import", work, LAYER, EAST, "--repair", status=(3, 4))
        self.assertRegex(result.stderr, "may only be read|cannot be opened")
        self.assertEqual(digest(work), before)
        self.assertIn("hsf.built", self.qitu("quota", "show", work).stdout)

    def test_of_two_imports_at_once_none_is_lost_in_silence(self):
        shutil.copy(self.path("empty.gpkg"), self.path("both.gpkg"))
        both = [started("both.gpkg", name, self.folder) for name in (EAST, WEST)]
        ended = [(process.communicate()[1], process.returncode) for process in both]
        done = [status in (0, 1) for _, status in ended]
        for (words, status), ok in zip(ended, done):
            if not ok:  # it waited its five seconds
                self.assertEqual(status, 4, words)
                self.assertIn("another program is writing to it", words)
        self.assertIn(True, done)
        went_in = [file for file, ok in zip((EAST, WEST), done) if ok]
        self.assertEqual(self.state(self.path("both.gpkg")), self.whole(*went_in)[0])

    def test_of_two_imports_of_the_same_file_at_once_one_goes_in(self):
        new, _ = self.whole(EAST)
        both = [started("empty.gpkg", EAST, self.folder) for _ in range(2)]
        ended = [(process.communicate()[1], process.returncode) for process in both]
        self.assertEqual(sorted(status for _, status in ended), [1, 4], ended)
        refused = next(words for words, status in ended if status == 4)
        self.assertRegex(refused, "same content|another program is writing to it")
        self.assertEqual(self.state(self.path("empty.gpkg")), new)


if __name__ == "__main__":
    unittest.main()
