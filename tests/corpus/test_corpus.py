"""Every file of the corpus is understood as it must be, or refused in the words that it must."""
import os
import shutil
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor

import corpus

QITU = os.environ["QITU"]
SOURCE = os.environ["QITU_SOURCE"]
FOLDER = os.environ["QITU_CORPUS"]
ENGLISH = {**{k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}, "LANG": "C.UTF-8"}


def qitu(*words):
    return subprocess.run([QITU, *words], cwd=FOLDER, env=ENGLISH, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300)


def imported(case):
    """What came of a case's file, and what was in its folder before and after."""
    folder = os.path.join(FOLDER, case.name)
    os.makedirs(folder)
    name = corpus.make(case, folder)
    before = sorted(os.listdir(folder))
    found = qitu("import", "work.gpkg", "high_standard_farmland", os.path.join(case.name, name), "--dry-run", *case.args)
    return case, found, before, sorted(os.listdir(folder))


class Corpus(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        shutil.rmtree(FOLDER, ignore_errors=True)
        os.makedirs(FOLDER)
        borders = os.path.join(FOLDER, "borders.gpkg")  # two banners are enough, and quicker
        subprocess.run(["ogr2ogr", borders, os.path.join(SOURCE, "layers/boundaries.gpkg"), "banner", "-where",
                        "code IN ('150802', '150602')"], check=True)
        made = qitu("init", "work.gpkg", "--boundaries", borders)
        assert made.returncode == 0, made.stderr

    def test_the_corpus_is_large_enough_and_its_names_are_distinct(self):
        names = [case.name for case in corpus.cases()]
        self.assertGreaterEqual(len(names), 60)
        self.assertEqual(len(names), len(set(names)))

    def test_every_file_is_understood_or_refused_as_it_must_be(self):
        with ThreadPoolExecutor(int(os.environ.get("QITU_CORPUS_JOBS", os.cpu_count()))) as pool:
            results = list(pool.map(imported, corpus.cases()))
        for case, found, before, after in results:
            with self.subTest(case.name):
                self.assertEqual(found.returncode, case.status, found.stderr)
                said = " ".join(found.stderr.split())
                for words in case.expect:
                    self.assertIn(words, said)
                self.assertEqual(after, before, "something was written beside the file")


if __name__ == "__main__":
    unittest.main()
