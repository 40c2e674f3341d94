"""The GeoPackage for QGIS: the same bytes for the same input, nothing beside it, and QGIS opens it styled."""
import os
import subprocess
import sys
import unittest

from command import SOURCE, Case, digest

QGIS_PYTHON = "/usr/bin/python3"  # where Debian puts python3-qgis


def has_qgis():
    return subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True).returncode == 0


class Export(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def test_the_same_bytes_when_the_clock_is_pinned_and_no_file_beside_it(self):
        for name in ("first.gpkg", "second.gpkg"):
            self.qitu("export", "work.gpkg", name, SOURCE_DATE_EPOCH="1700000000")
        self.assertEqual(digest(self.path("first.gpkg")), digest(self.path("second.gpkg")))
        self.assertEqual(sorted(os.listdir(self.folder)), ["first.gpkg", "second.gpkg", "work.gpkg"])

    def test_the_report_too_is_the_same_when_the_clock_is_pinned(self):
        for name in ("first", "second"):
            self.qitu("report", "work.gpkg", "-o", name, SOURCE_DATE_EPOCH="1700000000")
        for file in ("progress.xlsx", "report.html"):
            self.assertEqual(digest(self.path(f"first/{file}")), digest(self.path(f"second/{file}")), file)

    def test_overwriting_gives_what_writing_afresh_gives(self):
        self.qitu("export", "work.gpkg", "fresh.gpkg", SOURCE_DATE_EPOCH="1700000000")
        self.qitu("export", "work.gpkg", "again.gpkg")
        self.qitu("export", "work.gpkg", "again.gpkg", "--overwrite", SOURCE_DATE_EPOCH="1700000000")
        self.assertEqual(digest(self.path("fresh.gpkg")), digest(self.path("again.gpkg")))

    @unittest.skipUnless(has_qgis(), "python3-qgis is not installed")
    def test_qgis_opens_every_layer_valid_with_its_default_style_and_its_chinese_name(self):
        self.qitu("export", "work.gpkg", "delivery.gpkg")
        script = os.path.join(SOURCE, "tests", "publish", "qgis_open.py")
        result = subprocess.run([QGIS_PYTHON, script, self.path("delivery.gpkg"), self.path("map.png")], capture_output=True,
                                text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
