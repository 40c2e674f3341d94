"""`qitu` alone: how things stand in this folder and what comes next."""
import os
import shutil
import sqlite3
import unittest

from command import MAIN_JOB, Case, geojson, square

PARCEL = {"project_code": "150802GB2023001", "project_name": "示例", "admin_code": "150802", "year": 2023,
          "stage": "accepted", "kind": "new"}


class Suggestions(Case):
    def alone(self, **options):
        return self.qitu(**options).stdout

    def test_in_an_empty_folder_it_offers_the_sample_and_a_workspace(self):
        said = self.alone()
        self.assertIn("qitu sample sample", said)
        self.assertIn("qitu init work.gpkg", said)

    def test_files_that_could_go_in_are_offered_with_the_layer_that_their_names_tell(self):
        for name in ("巴彦淖尔_高标准农田_2023.shp", "reservoir 2023.geojson", "地块.kml", "年报.xlsx", "notes.txt", "照片.zip"):
            open(self.path(name), "w").close()
        os.mkdir(self.path("来文"))
        for name in ("水库.gpkg", "任务分解_2024.xlsx"):
            open(os.path.join(self.folder, "来文", name), "w").close()
        said = self.alone()
        self.assertNotIn("qitu sample", said)
        self.assertIn("qitu init work.gpkg", said)
        self.assertIn("qitu import work.gpkg high_standard_farmland 巴彦淖尔_高标准农田_2023.shp", said)
        self.assertIn("qitu import work.gpkg reservoir 'reservoir 2023.geojson'", said)
        self.assertIn("qitu import work.gpkg LAYER 地块.kml", said)
        self.assertIn("qitu import work.gpkg reservoir 来文/水库.gpkg", said)
        self.assertIn("qitu quota import work.gpkg 来文/任务分解_2024.xlsx", said)
        for name in ("年报", "notes", "照片"):
            self.assertNotIn(name, said)

    def test_an_empty_workspace_wants_features_and_quotas(self):
        self.new_workspace("work.gpkg")
        said = self.alone()
        self.assertIn("No layer has features yet.", said)
        self.assertIn("No quotas of leagues and banners yet", said)
        self.assertIn("qitu import work.gpkg …", said)
        self.assertNotIn("qitu report", said)

    def test_of_the_main_jobs_workspace_it_says_what_is_in_it_and_what_is_not(self):
        for name in ("work.gpkg", "sample"):
            self.copy(name)
        with open(os.path.join(self.folder, "sample", "雪窖.geojson"), "w"):
            pass
        shutil.copy(os.path.join(MAIN_JOB, "sample", "水库.geojson"), self.path("水库_补报.geojson"))
        said = self.alone()
        database = sqlite3.connect(self.path("work.gpkg"))
        tables = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
        counts = [database.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables
                  if t not in ("banner", "league") and not t.startswith("qitu_")]
        features = sum(counts)
        quotas = database.execute("SELECT count(*) FROM qitu_quota WHERE admin <> '150000'").fetchone()[0]
        database.close()
        self.assertIn(f"{features} features in {sum(c > 0 for c in counts)} of {len(counts)} layers", said)
        self.assertIn(f"{quotas} quotas of leagues and banners", said)
        self.assertIn("qitu import work.gpkg reservoir 水库_补报.geojson", said)
        self.assertIn("qitu import work.gpkg LAYER sample/雪窖.geojson", said)
        self.assertNotIn("sample/水库.geojson", said)  # is in
        self.assertNotIn("qitu quota import", said)    # has quotas
        for command in ("check", "progress", "report", "seal"):
            self.assertIn(f"qitu {command} work.gpkg", said)
        chinese = self.alone(lang="zh")
        self.assertIn(f"{features} 个要素", chinese)
        self.assertIn("下一步：", chinese)

    def test_what_was_accepted_against_findings_is_remembered(self):
        self.new_workspace("work.gpkg")
        geojson(self.path("高标准农田.geojson"), [("Polygon", [square(107.4, 40.7)], {**PARCEL, "stage": "finished"})])
        self.qitu("import", "work.gpkg", "high_standard_farmland", "高标准农田.geojson", "--accept", status=(0, 1))
        self.assertRegex(self.alone(), r"[1-9]\d* errors were accepted on import")

    def test_a_damaged_geopackage_beside_it_is_no_workspace(self):
        with open(self.path("broken.gpkg"), "w") as file:
            file.write("no database")
        self.assertIn("qitu init work.gpkg", self.alone())


if __name__ == "__main__":
    unittest.main()
