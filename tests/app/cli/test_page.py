"""The report's page in Chromium, with real clicks and keys. Skipped, and said so, where Chromium, Node or Playwright are missing."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from command import MAIN_JOB, SOURCE, run

NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PLAYWRIGHT = os.environ.get("QITU_PLAYWRIGHT", "")  # a folder with node_modules/playwright-core
SKIPPED = 77


def missing():
    if NODE is None:
        return "Node is missing: apt install nodejs"
    if CHROMIUM is None:
        return "Chromium is missing: apt install chromium"
    if not os.path.isdir(os.path.join(PLAYWRIGHT, "node_modules", "playwright-core")):
        return "Playwright is missing: ./setup"
    return ""


def number(text):
    try:
        return float(text.replace(",", "").replace("%", "").strip())
    except ValueError:
        return None


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="qitu-page-")
        cls.addClassCleanup(cls.place.cleanup)
        result = run("report", os.path.join(MAIN_JOB, "work.gpkg"), "-o", cls.place.name, "--format", "html")
        assert result.returncode in (0, 1), result.stderr
        used = subprocess.run([NODE, os.path.join(SOURCE, "tests/page/use_page.mjs"), PLAYWRIGHT, CHROMIUM,
                               os.path.join(cls.place.name, "report.html"), os.path.join(cls.place.name, "report.pdf")],
                              capture_output=True, text=True, encoding="utf-8", timeout=300)
        assert used.returncode == 0, used.stderr
        cls.saw = json.loads(used.stdout)

    def test_it_loads_alone_and_without_a_fault(self):
        self.assertEqual(self.saw["errors"], [])
        self.assertEqual([url for url in self.saw["requests"] if not url.startswith(("file:", "data:"))], [])
        self.assertLess(self.saw["bytes"], 15e6)

    def test_another_indicator_changes_map_legend_and_table(self):
        before, after = self.saw["before"], self.saw["after"]
        self.assertNotEqual(before["name"], after["name"])
        self.assertNotEqual(before["classes"], after["classes"])
        self.assertEqual((before["legends"], after["legends"]), (1, 1))
        self.assertEqual((before["tables"], after["tables"]), (["units0"], ["units1"]))

    def test_a_click_on_a_head_sorts_down_then_up_then_as_it_was(self):
        down = [number(text) for text in self.saw["down"]]
        known = [value for value in down if value is not None]
        self.assertEqual(known, sorted(known, reverse=True))
        self.assertGreater(len(set(known)), 3)
        self.assertEqual(self.saw["aria_down"], "descending")
        up = [number(text) for text in self.saw["up"]]
        self.assertEqual([value for value in up if value is not None], sorted(known))
        self.assertEqual(self.saw["as_made_again"], self.saw["as_made"])
        self.assertGreater(len(self.saw["as_made"]), len(self.saw["down"]))  # leagues' sums stand aside

    def test_search_finds_a_banner_by_its_name_in_either_script_and_goes_there(self):
        self.assertEqual(self.saw["found"], ["临河区"])
        self.assertEqual(self.saw["found_latin"], ["临河区"])
        self.assertEqual(self.saw["at"], "#u150802")
        self.assertTrue(self.saw["banner_in_view"])

    def test_a_banners_map_is_drawn_when_it_comes_near(self):
        self.assertLess(self.saw["drawn_at_first"], 10)
        self.assertGreater(self.saw["banner_paths"], 4)

    def test_a_click_on_the_map_goes_to_the_banner(self):
        self.assertEqual(self.saw["clicked"], "#u150721")

    def test_the_map_can_be_used_by_keyboard_and_by_ear(self):
        self.assertGreater(len(self.saw["links"]), 100)
        self.assertTrue(all(self.saw["links"]))
        self.assertEqual(self.saw["focus"], "a")
        self.assertTrue(self.saw["entered"].startswith("#u15"))
        self.assertEqual(self.saw["wordless"], 0)
        self.assertEqual(self.saw["faint"], [])

    def test_it_prints_with_every_banner_drawn(self):
        self.assertGreater(self.saw["pdf_pages"], 100)
        self.assertEqual(self.saw["undrawn_after_print"], 0)


class BannerMap(unittest.TestCase):
    """乌拉特前旗's own report: its map is zoomed, searched, clicked and printed."""

    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="qitu-page-")
        cls.addClassCleanup(cls.place.cleanup)
        work = os.path.join(MAIN_JOB, "work.gpkg")
        result = run("report", work, "-o", cls.place.name, "--admin", "乌拉特前旗", "--format", "html,json", "--no-check")
        assert result.returncode in (0, 1), result.stderr
        with open(os.path.join(cls.place.name, "report.json"), encoding="utf-8") as file:
            tables = {table["id"]: table for table in json.load(file)["tables"]}
        cls.parcels = tables["parcels"]["rows"]
        cls.project = cls.parcels[-1]["values"]["project"]
        used = subprocess.run([NODE, os.path.join(SOURCE, "tests/page/use_banner_map.mjs"), PLAYWRIGHT, CHROMIUM,
                               os.path.join(cls.place.name, "report.html"), os.path.join(cls.place.name, "report.pdf"), cls.project],
                              capture_output=True, text=True, encoding="utf-8", timeout=300)
        assert used.returncode == 0, used.stderr
        cls.saw = json.loads(used.stdout)

    def test_it_is_one_file_without_a_fault_or_a_dead_link(self):
        self.assertEqual(self.saw["errors"], [])
        self.assertEqual([url for url in self.saw["requests"] if not url.startswith(("file:", "data:"))], [])
        self.assertEqual(self.saw["dead"], [])
        self.assertLessEqual(self.saw["narrow"], 390)

    def test_every_parcel_is_drawn_with_neighbours_legend_and_north(self):
        self.assertEqual(self.saw["parcels"], len(self.parcels))
        self.assertIn("杭锦旗", self.saw["neighbours"])
        self.assertIn("五原县", self.saw["neighbours"])
        self.assertNotIn("乌拉特前旗", self.saw["neighbours"])
        self.assertGreater(len(self.saw["legend"]), 3)
        self.assertEqual(self.saw["north"], 1)

    def test_it_zooms_and_the_scale_follows(self):
        whole, nearer = self.saw["whole"], self.saw["nearer"]
        self.assertAlmostEqual(whole["view"][2] / nearer["view"][2], 1.6, places=3)
        self.assertRegex(nearer["scale"], r"^\d+ k?m$")
        self.assertEqual(self.saw["whole_again"]["view"], whole["view"])
        self.assertEqual(whole["scale"], "")

    def test_a_search_finds_the_parcels_of_a_project_and_goes_there(self):
        expected = [row for row in self.parcels if row["values"]["project"] == self.project]
        self.assertEqual(int(self.saw["found"]), len(expected))
        self.assertIn(self.project, self.saw["gone_to"]["picked"].values())
        self.assertLess(self.saw["gone_to"]["view"][2], self.saw["whole"]["view"][2] / 5)
        self.assertGreaterEqual(self.saw["gone_to"]["chosen"], 1)

    def test_a_click_on_a_parcel_shows_what_it_is(self):
        self.assertIn(self.project, self.saw["clicked"]["picked"].values())

    def test_print_shows_the_whole_map(self):
        self.assertEqual(self.saw["printed"]["view"], self.saw["whole"]["view"])
        self.assertLess(self.saw["pdf_pages"], 7)


if __name__ == "__main__":
    if missing():
        print("skipped:", missing())
        sys.exit(SKIPPED)
    unittest.main()
