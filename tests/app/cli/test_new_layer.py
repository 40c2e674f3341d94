"""A new programme layer is one TOML file and one style: every command knows it, with no rebuild."""
import csv
import io
import os
import shutil
import sqlite3
import unittest

from command import SOURCE, Case, geojson, square

LAYER = """
id = "windbreak"
zh = "农田防护林"
en = "Windbreaks"
group = "farmland"
geometry = "polygon"

[[field]]
id = "species"
zh = "树种"
en = "Species"
type = "text"
aliases = ["SZ"]
codes = [
  { code = "poplar", zh = "杨树", en = "Poplar" },
  { code = "elm", zh = "榆树", en = "Elm" },
]

[[indicator]]
id = "windbreak.planted"
zh = "农田防护林面积"
en = "Windbreaks planted"
measure = "area"
unit = "万亩"
target = 2.5
clause = "九"
"""

ROWS = [("Polygon", [square(107.40, 40.70)], {"项目编号": "A1", "旗县": "临河区", "阶段": "验收", "年度": 2023, "SZ": "杨树"}),
        ("Polygon", [square(107.41, 40.70)], {"项目编号": "A2", "旗县": "150802", "阶段": "实施", "年度": 2023, "SZ": "elm"})]


class NewLayer(Case):
    def setUp(self):
        super().setUp()
        for name in ("layers", "styles"):
            shutil.copytree(os.path.join(SOURCE, name), self.path(f"data/{name}"))
        with open(self.path("data/layers/windbreak.toml"), "w", encoding="utf-8") as file:
            file.write(LAYER)
        shutil.copy(self.path("data/styles/_polygon.qml"), self.path("data/styles/windbreak.qml"))
        geojson(self.path("windbreaks.geojson"), ROWS)
        self.environment = {"QITU_DATA": self.path("data")}

    def use(self, *words, status=0):
        return self.qitu(*words, status=status, **self.environment)

    def test_every_command_knows_a_layer_that_was_added_as_data(self):
        self.assertIn("windbreak.planted", self.use("layers").stdout)
        self.assertIn("榆树", self.use("layers", "农田防护林", "--lang", "zh").stdout)
        self.use("init", "new.gpkg")
        self.use("import", "new.gpkg", "windbreak", "windbreaks.geojson")
        self.look_at("new.gpkg")

    def test_a_workspace_made_before_takes_the_layer_too(self):
        self.copy("work.gpkg")
        self.use("import", "work.gpkg", "windbreak", "windbreaks.geojson")
        self.look_at("work.gpkg")

    def test_the_options_name_the_data_as_the_environment_does(self):
        words = ["--layers", self.path("data/layers"), "--styles", self.path("data/styles")]
        self.assertIn("windbreak", self.qitu("layers", *words).stdout)

    def look_at(self, work):
        totals = csv.DictReader(io.StringIO(self.use("total", work, "windbreak", "--group", "species", "--format", "csv").stdout))
        self.assertEqual([(row["admin"], row["species"]) for row in totals], [("150802", "elm"), ("150802", "poplar")])
        rows = csv.DictReader(io.StringIO(self.use("progress", work, "--indicator", "windbreak.planted", "--by", "region",
                                                   "--format", "csv").stdout))
        region = next(rows)
        # 0.002 by 0.002 degrees at 40.7: about 169 m by 222 m, 37500 m² or 0.0056 万亩; one of the two is accepted
        self.assertEqual(float(region["target"]), 2.5)
        self.assertAlmostEqual(float(region["done"]), 0.0056, places=4)
        self.use("report", work, "-o", "report")
        with open(self.path("report/report.html"), encoding="utf-8") as file:
            self.assertIn("Windbreaks planted", file.read())
        self.use("export", work, "delivery.gpkg", "--overwrite")
        with sqlite3.connect(self.path("delivery.gpkg")) as delivery:
            self.assertEqual(delivery.execute("SELECT count(*) FROM windbreak").fetchone(), (2,))
            styles = delivery.execute("SELECT useAsDefault FROM layer_styles WHERE f_table_name = 'windbreak'").fetchall()
            self.assertEqual(styles, [(1,), (0,)])  # by stage, and by the layer's own list of codes

    def test_a_spelling_error_is_reported_with_file_and_line(self):
        with open(self.path("data/layers/windbreak.toml"), "a", encoding="utf-8") as file:
            file.write('claus = "九"\n')
        result = self.use("layers", status=4)
        self.assertRegex(result.stderr, r"windbreak\.toml:\d+:")
        self.assertIn("claus", result.stderr)


if __name__ == "__main__":
    unittest.main()
