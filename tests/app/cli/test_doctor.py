"""What qitu runs with, and whether a workspace is sound."""
import json
import os
import sqlite3
import unittest
import zipfile

from command import Case, digest, run


class Doctor(Case):
    def checks(self, *words, status=(0, 1), **environment):
        result = self.qitu("doctor", *words, "--format", "json", status=status, **environment)
        return {check["name"]: check for check in json.loads(result.stdout)["checks"]}, result

    def test_versions_drivers_and_data_are_said(self):
        checks, _ = self.checks()
        self.assertEqual(checks["sqlite"]["value"], sqlite3.sqlite_version)
        for name in ("qitu", "gdal", "proj", "geos"):
            self.assertRegex(checks[name]["value"], r"^\d+\.\d+")
        for driver in ("GPKG", "ESRI Shapefile", "GeoJSON", "OpenFileGDB", "DXF", "XLSX"):
            self.assertEqual(checks[f"driver.{driver}"]["state"], "good", driver)
        for name in ("layers", "boundaries", "styles", "proj.db", "chinese"):
            self.assertEqual(checks[name]["state"], "good", name)

    def test_what_is_missing_needs_attention_and_says_what_to_do(self):
        os.mkdir(self.path("empty"))
        checks, result = self.checks(status=1, QITU_DATA=self.path("empty"))
        self.assertEqual(checks["layers"]["state"], "attention")
        self.assertIn("QITU_DATA", checks["layers"]["advice"])
        self.assertIn(checks["layers"]["advice"], result.stderr)

    def test_a_locale_that_is_not_utf8_needs_attention(self):
        checks, _ = self.checks(status=1, LC_ALL="zh_CN.GBK")
        self.assertEqual(checks["locale"]["state"], "attention")

    def test_missing_projection_data_need_attention(self):
        os.mkdir(self.path("empty"))
        checks, _ = self.checks(status=1, PROJ_DATA=self.path("empty"), PROJ_LIB=self.path("empty"))
        self.assertEqual(checks["proj.db"]["state"], "attention")

    def test_a_sound_workspace_is_found_sound_and_not_touched(self):
        work = self.copy("work.gpkg")
        before = digest(work)
        checks, _ = self.checks("work.gpkg")
        for name in ("schema", "integrity", "references", "geometries", "indexes", "journal", "project", "rights"):
            self.assertEqual(checks[name]["state"], "good", checks[name])
        self.assertEqual(digest(work), before)

    def test_an_index_that_misses_a_feature_is_found(self):
        database = sqlite3.connect(self.copy("work.gpkg"))
        one = database.execute("SELECT fid FROM high_standard_farmland").fetchone()[0]
        database.execute("DELETE FROM rtree_high_standard_farmland_geom WHERE id = ?", (one,))
        database.commit()
        database.close()
        checks, _ = self.checks("work.gpkg", status=1)
        self.assertEqual(checks["indexes"]["state"], "attention")
        self.assertIn("high_standard_farmland", checks["indexes"]["value"])
        self.assertEqual(checks["integrity"]["state"], "good")

    def test_a_geometry_that_cannot_be_decoded_is_named(self):
        database = sqlite3.connect(self.copy("work.gpkg"))
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        one = database.execute("SELECT fid FROM high_standard_farmland").fetchone()[0]
        database.execute("UPDATE high_standard_farmland SET geom = substr(geom, 1, length(geom) - 3) WHERE fid = ?", (one,))
        database.commit()
        database.close()
        checks, _ = self.checks("work.gpkg", status=1)
        self.assertEqual(checks["geometries"]["state"], "attention")
        self.assertIn(f"high_standard_farmland feature {one} (", checks["geometries"]["value"])

    def test_a_damaged_page_is_found(self):
        work = self.copy("work.gpkg")
        size = os.path.getsize(work)
        with open(work, "r+b") as file:
            for page in range(40, size // 4096, 7):
                file.seek(page * 4096 + 8)
                file.write(b"\xff" * 64)
        checks, _ = self.checks("work.gpkg", status=1)
        self.assertEqual(checks["integrity"]["state"], "attention")

    def test_changes_that_wait_in_a_wal_file_need_attention(self):
        database = sqlite3.connect(self.copy("work.gpkg"))
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("INSERT INTO qitu_meta VALUES ('a', 'b')")
        database.commit()
        checks, _ = self.checks("work.gpkg", status=1)
        database.close()
        self.assertEqual(checks["journal"]["state"], "attention")

    def test_a_file_renamed_away_from_its_project_is_found(self):
        work = self.copy("work.gpkg")
        with zipfile.ZipFile(self.path("p.qgz"), "w") as project:
            project.writestr("work.qgs", "<qgis><datasource>./delivery.gpkg|layername=reservoir</datasource></qgis>")
        with open(self.path("p.qgz"), "rb") as file:
            content = file.read().hex()
        database = sqlite3.connect(work)
        database.execute("CREATE TABLE IF NOT EXISTS qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)")
        database.execute("DELETE FROM qgis_projects")
        database.execute("INSERT INTO qgis_projects VALUES ('p', '{}', ?)", (content.encode(),))
        database.commit()
        database.close()
        checks, _ = self.checks("work.gpkg", status=1)
        self.assertIn("delivery.gpkg", checks["project"]["value"])
        os.rename(work, self.path("delivery.gpkg"))
        self.assertEqual(self.checks("delivery.gpkg")[0]["project"]["state"], "good")

    def test_a_file_that_is_not_there_and_one_that_is_no_workspace(self):
        self.assertIn("nowhere.gpkg", self.qitu("doctor", "nowhere.gpkg", status=3).stderr)
        with open(self.path("letter.gpkg"), "w") as file:
            file.write("no database at all")
        checks, _ = self.checks("letter.gpkg", status=1)
        self.assertEqual(checks["schema"]["state"], "attention")

    def test_it_speaks_chinese(self):
        self.assertIn("检查项", run("doctor", lang="zh").stdout)


if __name__ == "__main__":
    unittest.main()
