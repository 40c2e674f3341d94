"""The GeoPackage for QGIS: the same bytes for the same input, nothing beside it, and QGIS opens it styled."""
import json
import os
import sqlite3
import subprocess
import sys
import unittest

from command import SOURCE, Case, digest, geojson, square

sys.path.insert(0, os.path.join(SOURCE, "tests", "output", "exchange"))
import gpkg_rules

QGIS_PYTHON = "/usr/bin/python3"  # where Debian puts python3-qgis


def has_qgis():
    return subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True).returncode == 0


class Export(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def test_the_same_bytes_when_the_clock_is_pinned_and_no_file_beside_it(self):
        for folder in ("first", "second"):  # the project within names the file
            os.mkdir(self.path(folder))
            self.qitu("export", "work.gpkg", f"{folder}/out.gpkg", SOURCE_DATE_EPOCH="1700000000")
            self.assertEqual(os.listdir(self.path(folder)), ["out.gpkg"])
        self.assertEqual(digest(self.path("first/out.gpkg")), digest(self.path("second/out.gpkg")))

    def test_the_report_too_is_the_same_when_the_clock_is_pinned(self):
        for name in ("first", "second"):
            self.qitu("report", "work.gpkg", "-o", name, SOURCE_DATE_EPOCH="1700000000")
        for file in ("progress.xlsx", "report.html"):
            self.assertEqual(digest(self.path(f"first/{file}")), digest(self.path(f"second/{file}")), file)

    def test_overwriting_gives_what_writing_afresh_gives(self):
        os.mkdir(self.path("fresh"))
        self.qitu("export", "work.gpkg", "fresh/out.gpkg", SOURCE_DATE_EPOCH="1700000000")
        self.qitu("export", "work.gpkg", "out.gpkg")
        self.qitu("export", "work.gpkg", "out.gpkg", "--overwrite", SOURCE_DATE_EPOCH="1700000000")
        self.assertEqual(digest(self.path("fresh/out.gpkg")), digest(self.path("out.gpkg")))

    def test_what_is_written_keeps_to_the_rules_of_geopackage(self):
        self.copy("delivery.gpkg")
        self.qitu("export", "work.gpkg", "linhe.gpkg", "--banner", "临河区")
        self.new_workspace("new.gpkg")
        for name in ("delivery.gpkg", "work.gpkg", "linhe.gpkg", "new.gpkg"):
            self.assertEqual(gpkg_rules.faults_of(self.path(name)), [], name)

    def test_the_rules_find_what_is_wrong(self):
        db = sqlite3.connect(self.path("work.gpkg"))
        db.execute("UPDATE gpkg_geometry_columns SET srs_id = 4326 WHERE table_name = 'banner'")
        db.execute("DELETE FROM gpkg_extensions WHERE table_name = 'league'")
        db.execute("PRAGMA application_id = 1")
        db.commit()
        db.close()
        faults = "\n".join(gpkg_rules.faults_of(self.path("work.gpkg")))
        for part in ("application_id", "banner: srs 4326", "rtree_league_geom"):
            self.assertIn(part, faults)

    # ------------------------------------------------------------ QGIS

    def qgis(self, script, *words):
        if not has_qgis():
            self.skipTest("python3-qgis is not installed")
        result = subprocess.run([QGIS_PYTHON, "-B", os.path.join(SOURCE, "tests", "output", "exchange", script), *words],
                                capture_output=True, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        self.assertEqual(result.returncode, 0, (result.stdout + result.stderr)[-4000:])

    def test_qgis_opens_every_layer_valid_with_its_styles_and_its_chinese_name(self):
        self.copy("delivery.gpkg")
        self.qgis("qgis_open.py", self.path("delivery.gpkg"), self.path("map.png"))

    def test_qgis_opens_the_project_of_an_export_and_prints_a_page_of_its_atlas(self):
        self.copy("delivery.gpkg")
        os.chmod(self.path("delivery.gpkg"), 0o444)
        self.qgis("qgis_project.py", self.path("delivery.gpkg"), "--png", self.path("map.png"),
                  "--atlas", self.path("page.pdf"))
        self.assertGreater(os.path.getsize(self.path("page.pdf")), 20000)

    def test_a_stage_written_in_the_form_of_a_workspace_is_on_record(self):
        self.qitu("export", "work.gpkg", "--project")
        self.qgis("qgis_project.py", self.path("work.gpkg"), "--edit")

    def test_a_workspace_that_was_renamed_gets_a_project_that_knows_its_name(self):
        os.rename(self.path("work.gpkg"), self.path("2023.gpkg"))
        self.qitu("export", "2023.gpkg", "--project")
        self.qgis("qgis_project.py", self.path("2023.gpkg"))

    def test_quarantined_features_come_into_the_project_with_the_import_that_brings_them(self):
        self.new_workspace()
        nested = [[square(107.4, 40.7, 0.004)], [square(107.401, 40.701, 0.002)]]
        geojson(self.path("n.geojson"), [("MultiPolygon", nested, {"XMBH": "P1", "XZQDM": "150802", "ND": 2023, "JD": "验收"})])
        self.qitu("import", "w.gpkg", "high_standard_farmland", "n.geojson", "--repair", status=1)
        self.assertEqual(gpkg_rules.faults_of(self.path("w.gpkg")), [])
        self.qgis("qgis_project.py", self.path("w.gpkg"))  # every table of the file is a layer of the project

    def test_findings_keep_to_the_rules_of_geopackage_and_open_in_qgis(self):
        self.qitu("check", "work.gpkg", "-o", "findings.gpkg", status=(0, 1))
        self.assertEqual(gpkg_rules.faults_of(self.path("findings.gpkg")), [])

    # ------------------------------------------------------------ other formats

    def test_other_formats_hold_the_same_features_and_say_what_they_cannot_hold(self):
        count = json.loads(self.qitu("total", "work.gpkg", "supplementary_farmland", "--by", "region", "--format", "json").stdout)
        features = sum(row["features"] for row in count["rows"])
        for name, reader in (("out.fgb", "FlatGeobuf"), ("out.geojson", "GeoJSON"), ("out.gdb", "OpenFileGDB"),
                             ("out.sqlite", "SQLite")):
            told = self.qitu("export", "work.gpkg", name, "--layer", "supplementary_farmland", status=(0, 1))
            info = subprocess.run(["ogrinfo", "-so", "-al", self.path(name)], capture_output=True, text=True)
            self.assertIn(f"`{reader}'", info.stdout + info.stderr, name)
            self.assertIn(f"Feature Count: {features}", info.stdout, name)
            self.assertIn("4490", info.stdout, name)
            self.assertEqual(told.returncode, 0 if name == "out.gdb" else 1, told.stderr)
            if told.returncode:
                self.assertIn("titles and code lists", told.stderr)

    def test_a_geodatabase_has_titles_and_code_lists(self):
        self.qitu("export", "work.gpkg", "out.gdb", "--layer", "supplementary_farmland", "--layer", "reservoir", status=(0, 1))
        info = subprocess.run(["ogrinfo", "-so", self.path("out.gdb"), "supplementary_farmland"], capture_output=True, text=True)
        self.assertIn("alternative name=\"阶段\"", info.stdout)
        domain = subprocess.run(["ogrinfo", "-fielddomain", "supplementary_farmland_stage", self.path("out.gdb")],
                                capture_output=True, text=True)
        self.assertIn("验收", domain.stdout)

    def test_tiles_are_written_and_pmtiles_refused_with_what_to_do_where_gdal_cannot(self):
        self.qitu("export", "work.gpkg", "out.mbtiles", "--layer", "reservoir", status=1)
        tiles = sqlite3.connect(self.path("out.mbtiles")).execute("SELECT count(*) FROM tiles").fetchone()[0]
        self.assertGreater(tiles, 3)
        if "PMTiles" not in subprocess.run(["ogrinfo", "--formats"], capture_output=True, text=True).stdout:
            told = self.qitu("export", "work.gpkg", "out.pmtiles", "--layer", "reservoir", status=4)
            self.assertIn("pmtiles convert", told.stderr)
            self.assertFalse(os.path.exists(self.path("out.pmtiles")))

    def test_nothing_is_replaced_without_being_asked_and_no_foreign_folder_ever(self):
        os.mkdir(self.path("photos.gdb"))
        self.qitu("export", "work.gpkg", "photos.gdb", "--layer", "reservoir", status=4)
        self.qitu("export", "work.gpkg", "photos.gdb", "--layer", "reservoir", "--overwrite", status=4)
        self.assertEqual(os.listdir(self.path("photos.gdb")), [])
        for _ in range(2):
            self.qitu("export", "work.gpkg", "a.gdb", "--layer", "reservoir", "--overwrite", status=(0, 1))

    def test_one_layer_alone_and_formats_that_hold_one(self):
        self.qitu("export", "work.gpkg", "one.gpkg", "--layer", "水库")
        tables = {row[0] for row in sqlite3.connect(self.path("one.gpkg")).execute("SELECT table_name FROM gpkg_contents")}
        self.assertEqual(tables, {"league", "reservoir", "banner", "progress", "layer_styles"})
        self.qitu("export", "work.gpkg", "all.fgb", status=2)
        self.qitu("export", "work.gpkg", "x.bin", "--format", "dwg", status=2)

    def test_a_style_is_written_as_sld_for_other_programs(self):
        self.qitu("export", "work.gpkg", "hsf.sld", "--layer", "高标准农田")
        with open(self.path("hsf.sld"), encoding="utf-8") as file:
            self.assertIn("<ogc:PropertyName>stage</ogc:PropertyName>", file.read())
        told = self.qitu("export", "work.gpkg", "x.sld", "--layer", "高标准农田", "--style", "无此样式", status=4)
        self.assertIn("建设性质", told.stderr)


if __name__ == "__main__":
    unittest.main()
