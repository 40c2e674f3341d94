"""The report's page in Chromium, with real clicks and keys. Skipped, and said so, where Chromium, Node or Playwright are missing."""
import contextlib
import http.server
import json
import math
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import zlib

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
        self.assertEqual(self.saw["cut_names"], [])
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

    def test_no_table_loses_columns_in_print(self):
        self.assertEqual(self.saw["too_wide"], [])


def png():
    """A grey pixel."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b""))


class TileServer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the page has moved on
            self.wfile.write(png())

    def log_message(self, *words):
        pass


def mercator(lon, lat, z):
    """Column and row of tiles, with what lies within one behind the point."""
    y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return (lon + 180) / 360 * 2 ** z, (1 - y / math.pi) / 2 * 2 ** z


def envelopes():
    """Banner → (west, east, south, north), from the heads of the geometries that qitu brings."""
    with sqlite3.connect(f"file:{SOURCE}/layers/boundaries.gpkg?mode=ro", uri=True) as db:
        table, geometry = db.execute("SELECT table_name, column_name FROM gpkg_geometry_columns WHERE table_name LIKE 'banner%'").fetchone()
        code = next(row[1] for row in db.execute(f"PRAGMA table_info({table})") if "code" in row[1])
        return {str(row[0]): struct.unpack("<4d", row[1][8:40]) for row in db.execute(f'SELECT "{code}", "{geometry}" FROM "{table}"')}


class Tiles(unittest.TestCase):
    """A base map from a server on this machine, below the map of the region."""

    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TileServer)
        cls.server.asked = []
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        cls.address = f"http://127.0.0.1:{cls.server.server_port}"
        cls.place = tempfile.TemporaryDirectory(prefix="qitu-page-")
        cls.addClassCleanup(cls.place.cleanup)
        result = run("report", os.path.join(MAIN_JOB, "work.gpkg"), "-o", cls.place.name, "--format", "html", "--no-check",
                     "--tiles", cls.address + "/vec/{z}/{x}/{y}?tk=key&a=b", "--tiles", cls.address + "/names/{z}/{x}/{y}")
        assert result.returncode in (0, 1), result.stderr
        used = subprocess.run([NODE, os.path.join(SOURCE, "tests/page/use_tiles.mjs"), PLAYWRIGHT, CHROMIUM,
                               os.path.join(cls.place.name, "report.html")], capture_output=True, text=True, encoding="utf-8", timeout=300)
        assert used.returncode == 0, used.stderr
        cls.saw = json.loads(used.stdout)

    def test_it_asks_that_server_alone_and_with_the_key(self):
        asked = [url for url in self.saw["requests"] if not url.startswith(("file:", "data:", "http://127.0.0.1:9/"))]
        self.assertEqual([url for url in asked if not url.startswith(self.address)], [])
        self.assertGreater(len(self.server.asked), 8)
        for path in self.server.asked:
            self.assertRegex(path, r"^/(vec/\d+/\d+/\d+\?tk=key&a=b|names/\d+/\d+/\d+)$")

    def test_the_page_forbids_itself_any_other(self):
        self.assertEqual(self.saw["forbidden"], "img-src")

    def test_tiles_lie_where_the_banners_are(self):
        placed = 0
        for look in (self.saw["whole"], self.saw["nearer"]):
            left, top, width, height = look["map"]
            for code, (west, east, south, north) in envelopes().items():
                x, y, w, h = look["banners"][code]
                if max(w, h) > 60 or not (left < x and x + w < left + width and top < y and y + h < top + height):
                    continue  # of small banners the middle of the outline is that of the envelope
                z = int(next(iter(look["tiles"])).split("/")[0])
                column, row = mercator((west + east) / 2, (south + north) / 2, z)
                a, b, c, d, e, f = look["tiles"][f"{z}/{int(column)}/{int(row)}"]
                right, down = 256 * (column % 1), 256 * (row % 1)
                self.assertAlmostEqual(a * right + c * down + e, x + w / 2, delta=5, msg=code)
                self.assertAlmostEqual(b * right + d * down + f, y + h / 2, delta=5, msg=code)
                placed += 1
        self.assertGreater(placed, 30)

    def test_a_nearer_look_has_finer_tiles(self):
        level = {look: {int(name.split("/")[0]) for name in self.saw[look]["tiles"]} for look in ("whole", "nearer")}
        self.assertEqual([len(of) for of in level.values()], [1, 1])
        self.assertGreater(min(level["nearer"]), max(level["whole"]))
        self.assertLess(len(self.saw["nearer"]["tiles"]), 200)


if __name__ == "__main__":
    if missing():
        print("skipped:", missing())
        sys.exit(SKIPPED)
    unittest.main()
