"""The page of the library: the programs that it quotes are the files that are compiled, and they print what it shows."""
import os
import re
import unittest

from command import MAIN_JOB, SOURCE, Case, run
import subprocess

DOCS = os.path.join(SOURCE, "docs")
PROGRAMS = os.environ["QITU_EXAMPLES"]
NAMES = ["area_of_a_parcel", "features_by_zone", "progress_of_a_workspace"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(*names):
    with open(os.path.join(DOCS, *names), encoding="utf-8") as file:
        return file.read()


def blocks(page, kind):
    return [body for found, body in BLOCK.findall(text_of(*page)) if found == kind]


def printed(name, *words):
    result = subprocess.run([os.path.join(PROGRAMS, name), *map(str, words)], text=True, encoding="utf-8", capture_output=True,
                            timeout=600, env={**os.environ, "QITU_DATA": SOURCE})
    return result.stdout, result.stderr, result.returncode


class Library(Case):
    def test_the_pages_quote_the_programs_as_they_are(self):
        programs = [text_of("examples", name + ".cpp") for name in NAMES]
        for page in (["library.md"], ["zh", "library.md"]):
            self.assertEqual(blocks(page, "cpp"), programs)

    def test_the_area_of_a_parcel_is_what_the_pages_show(self):
        for page in (["library.md"], ["zh", "library.md"]):
            self.assertEqual(blocks(page, "text"), [printed("area_of_a_parcel")[0]])

    def test_features_by_zone_are_those_that_the_command_prints(self):
        file = os.path.join(MAIN_JOB, "sample", "补充耕地.gpkg")
        out, _, status = printed("features_by_zone", file)
        rows = run("tabulate", file, "--zones", "banners", "--format", "csv").stdout.splitlines()[1:]
        expected = [f"{zone}: {count} features, {float(net):.2f} m2" for zone, count, _, net, *_ in (row.split(",") for row in rows) if zone]
        self.assertEqual(status, 0)
        self.assertTrue(expected)
        self.assertEqual([line for line in out.splitlines() if not line.startswith(":")], expected)

    def test_progress_is_that_which_the_command_prints(self):
        work = os.path.join(MAIN_JOB, "work.gpkg")
        out, _, status = printed("progress_of_a_workspace", work)
        rows = run("progress", work, "--by", "league", "--indicator", "hsf.built", "--format", "csv").stdout.splitlines()[1:]
        self.assertEqual(status, 0)
        self.assertEqual(len(out.splitlines()), len(rows))
        for line, row in zip(out.splitlines(), rows):
            self.assertEqual(line.split(" ")[0], row.split(",")[1])

    def test_an_error_is_a_sentence_and_a_status(self):
        out, error, status = printed("features_by_zone", "nowhere.shp")
        self.assertEqual((out, status), ("", 1))
        self.assertIn("nowhere.shp", error)


if __name__ == "__main__":
    unittest.main()
