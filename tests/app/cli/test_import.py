"""What import says of a file: what it understood and why, what it repaired, what it found."""
import unittest

from command import Case, geojson, square

HETAO = "sample/巴彦淖尔_高标准农田_2023.shp"


class Import(Case):
    def setUp(self):
        super().setUp()
        self.copy("sample")
        self.qitu("init", "new.gpkg")

    def test_a_bare_gbk_shapefile_is_understood_and_the_reasons_are_given(self):
        said = self.qitu("import", "new.gpkg", "high_standard_farmland", HETAO, "--repair", status=1).stderr
        self.assertRegex(said, "encoding +GB(K|18030)")
        self.assertRegex(said, r"CRS .*36")
        self.assertIn("project_code ← ", said)
        self.assertRegex(said, r"features added to High-standard farmland in new\.gpkg")
        self.assertIn("made valid", said)
        self.assertIn("geometry.duplicate", said)

    def test_the_same_in_chinese(self):
        said = self.qitu("import", "new.gpkg", "高标准农田", HETAO, "--repair", status=1, lang="zh").stderr
        for word in ("编码", "坐标系", "已修复", "高标准农田"):
            self.assertIn(word, said)

    def test_of_many_findings_ten_are_shown_and_the_rest_counted(self):
        square_at = square(107.4, 40.7)
        geojson(self.path("same.geojson"), [("Polygon", [square_at], {"project_code": f"P{i}", "admin_code": "150802", "year": 2023, "stage": "accepted"})
                                            for i in range(25)])
        said = self.qitu("import", "new.gpkg", "high_standard_farmland", "same.geojson", status=1).stderr
        self.assertIn("geometry.duplicate (24)", said)
        self.assertIn("… and 14 more", said)

    def test_what_the_user_says_wins_over_what_was_found(self):
        geojson(self.path("own.geojson"), [("Polygon", [square(107.4, 40.7)], {"project_code": "P1", "admin_code": "临河区", "stage": "accepted", "wann": 2022})])
        said = self.qitu("import", "new.gpkg", "high_standard_farmland", "own.geojson", "--map", "year=wann", status=(0, 1)).stderr
        self.assertIn("year ← wann", said)
        rows = self.table("total", "new.gpkg", "high_standard_farmland", "--group", "year")["rows"]
        self.assertEqual([row["group"] for row in rows], [{"year": "2022"}])


if __name__ == "__main__":
    unittest.main()
