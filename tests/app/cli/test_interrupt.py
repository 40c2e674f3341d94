"""Ctrl-C: the command ends at once with status 130, and the old state stands."""
import os
import signal
import subprocess
import time
import unittest
import zipfile

from command import QITU, Case, digest

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
PATIENCE = 20  # seconds: what hangs would hang for ever


def started(*words, cwd, **environment):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "QITU_DATA"))}
    return subprocess.Popen([QITU, *words], cwd=cwd, env={**env, "LANG": "C.UTF-8", **environment}, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def interrupted(process, after, sent=signal.SIGINT):
    """Status, words and seconds from Ctrl-C to the end; a process that ended before keeps its status."""
    try:
        _, words = process.communicate(timeout=after)
        return process.returncode, words, 0.0
    except subprocess.TimeoutExpired:
        pass
    process.send_signal(sent)
    begin = time.monotonic()
    _, words = process.communicate(timeout=PATIENCE)
    return process.returncode, words, time.monotonic() - begin


class Interrupt(Case):
    def test_a_query_without_end_is_stopped(self):
        work = self.copy("work.gpkg")
        before = digest(work)
        status, words, _ = interrupted(started("sql", "work.gpkg", FOREVER, cwd=self.folder), 0.7)
        self.assertEqual(status, 130)
        self.assertIn("Stopped by the user", words)
        self.assertEqual(digest(work), before)

    def test_a_query_that_would_write_a_file_leaves_none(self):
        self.copy("work.gpkg")
        before = sorted(os.listdir(self.folder))
        status, _, _ = interrupted(started("sql", "work.gpkg", FOREVER, "-o", "out.gpkg", cwd=self.folder), 0.7)
        self.assertEqual(status, 130)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_an_archive_that_is_being_unpacked_leaves_nothing_in_tmpdir(self):
        with zipfile.ZipFile(self.path("big.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            with file.open("farm.geojson", "w", force_zip64=True) as entry:
                for _ in range(1500):
                    entry.write(b" " * (1 << 20))
        for number, sent in enumerate((signal.SIGINT, signal.SIGTERM)):
            folder = self.path(f"tmp{number}")
            os.mkdir(folder)
            process = started("area", "big.zip", cwd=self.folder, TMPDIR=folder, QITU_LIMIT_UNPACKED_MB="4000")
            begin = time.monotonic()
            while not os.listdir(folder) and time.monotonic() - begin < PATIENCE:
                time.sleep(0.01)
            self.assertNotEqual(os.listdir(folder), [])
            status, _, _ = interrupted(process, 0.1, sent)
            self.assertEqual(status, 130)
            self.assertEqual(os.listdir(folder), [])


if __name__ == "__main__":
    unittest.main()
