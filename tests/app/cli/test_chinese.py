"""What people read with --lang zh is Chinese: no English words but names of options, files, formats and systems."""
import re
import shlex
import unittest

from command import Case, geojson, square

# What stays: words of the command line itself, formats, systems, and ids that are to be typed.
ALLOWED = re.compile(
    r"--?[a-z][a-z-]*|\b[A-Z][A-Z_]+\b|\bqitu( [a-z]+)?\b|[\w/.]*\.(gpkg|xlsx|geojson|csv|shp|html|json|md|docx|txt|xml)\b|\.?\b(xlsx|csv|json|html|md|gpkg|txt|docx|pdf|odt|shp|"
    r"table|region|league|banner|township)\b|td1055|TD/T|CGCS2000|GeoPackage|SQLite|JSON|Web|https://\S+|EPSG|\bm2\b|\bha\b|\bkm2?\b|\be[-+]\d+|\broot\b|[a-z]+(_[a-z]+)+|[a-z_]+\.[a-z_]+")

# Listings and refusals of a day, with ids where one has typed them.
OUTPUTS = {
    "progress work.gpkg --indicator hsf.built": (0, 1),
    "explain work.gpkg hsf.built 临河区": (0, 1),
    "quota show work.gpkg --indicator black_soil.pilots": (0, 1),
    "quota check work.gpkg": (0, 1),
    "total work.gpkg 水库": (0, 1),
    "balance work.gpkg": (0, 1),
    "overlaps work.gpkg 高标准农田 盐碱地综合利用": (0, 1),
    "deliveries work.gpkg": (0, 1),
    "progress work.gpkg --format": (2,),
    "progress work.gpkg --year 今年": (2,),
    "progress": (2,),
    "不认识": (2,),
    "progress work.gpkg --admin 临河县": (4,),
    "progress work.gpkg --indicator 高标准农田建成": (2, 4),
    "report work.gpkg -o r.odt": (2,),
    "template 水库 -o t.pdf": (2,),
    "area a.geojson": (0, 1),
    "area a.geojson -o copy.gpkg": (0, 1),
    "tabulate a.geojson --zones z.geojson": (0, 1),
    "history work.gpkg --from 2000-01-01 --project 无": (0, 1, 2, 4),
    "verify work.gpkg": (0, 1, 4),
    "diff work.gpkg --from start --to start": (0, 1, 2),
    "check work.gpkg --rule overlap.earlier_year": (0, 1),
    "coverage a.geojson": (0, 1),
    "near work.gpkg 水库": (2,),
    "quota show work.gpkg": (0, 1),
    "report work.gpkg -o r --tiles 底图": (2,),
    "sql work.gpkg 'SELECT 面积 FROM reservoir'": (2,),
    "sql work.gpkg 'SELECT * FROM 水库表'": (2,),
    "sql work.gpkg 'SELECT count( FROM reservoir'": (2,),
    "sql work.gpkg 'SELEC 1'": (2,),
    "sql work.gpkg 'SELECT 面(1)'": (2,),
    "total broken.gpkg 水库": (3,),
}


class Chinese(Case):
    def test_no_english_words_stand_in_it(self):
        self.copy("work.gpkg")
        geojson(self.path("a.geojson"), [("Polygon", [square(107.3, 40.8)], {}), ("LineString", [[107.3, 40.8], [107.31, 40.8]], {}),
                                         ("Point", [107.3, 40.8], {})])
        geojson(self.path("z.geojson"), [("Polygon", [square(107, 40, 1)], {"行政区代码": "1", "名称": "一区"})])
        with open(self.path("broken.gpkg"), "wb") as file:
            file.write(b"SQLite format 3\0" + b"\xff" * 4000)
        for line, status in OUTPUTS.items():
            with self.subTest(line):
                made = self.qitu(*shlex.split(line), status=status, lang="zh")
                rest = ALLOWED.sub(" ", made.stdout + made.stderr)
                rest = rest.replace("(illustrative)", " ")  # of the sample's own letters
                self.assertEqual(sorted(set(re.findall(r"[A-Za-z]{3,}", rest))), [])

    def test_a_layer_tells_its_indicators_in_chinese(self):
        for layer in ("高标准农田", "水库", "农村牧区卫生户厕", "耕地进出平衡"):
            with self.subTest(layer):
                told = self.qitu("layers", layer, lang="zh").stdout
                indicators = told[told.index("\n指标 "):]
                self.assertIn("提示：", indicators)
                rest = re.sub(r"KCXS|\bimpounded\b", " ", ALLOWED.sub(" ", indicators))
                self.assertEqual(re.findall(r"[A-Za-z]{3,}", rest), [])

    def test_help_is_a_command_too(self):
        for words in (["help"], ["--lang", "zh", "help"], ["help", "progress"], ["--lang", "zh", "help", "quota", "set"]):
            said = self.qitu(*words, lang="zh").stdout
            self.assertIn("用法", said)


if __name__ == "__main__":
    unittest.main()
