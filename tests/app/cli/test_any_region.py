"""Another region from data alone: a made-up province at 21°N, its levels and codes in admin.toml, its borders in boundaries.gpkg.

Areas are those of boxes along parallels and meridians, in closed form on the ellipsoid.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest

from command import SOURCE, Case, geojson
from test_any_file import box_area, ring

sys.path.insert(0, os.path.join(SOURCE, "tests/corpus"))
import corpus  # noqa: E402

ADMIN = """
[region]
code = "990000"
zh = "南海省"
en = "Nanhai Province"

[words]
"自治区" = "省"
"全区" = "全省"
"盟市" = "地市"
"旗县市区" = "县市区"
"旗县" = "县区"
"苏木乡镇" = "乡镇"

[[league]]
code = "990100"
zh = "东市"
en = "East City"
banners = [
  { code = "990102", zh = "甲县", en = "Jia County" },
  { code = "990103", zh = "乙县", en = "Yi County" },
]

[[league]]
code = "990200"
zh = "西市"
en = "West City"
banners = [{ code = "990202", zh = "丙县", en = "Bing County" }]
"""

LAYER = """
id = "field_block"
zh = "田块"
en = "Field blocks"
group = "farmland"
geometry = "polygon"

[[indicator]]
id = "field.built"
zh = "田块面积"
en = "Field blocks built"
measure = "area"
unit = "亩"
target = 300
target_year = 2023
"""

# 0.4° by 0.4° each, side by side
COUNTIES = {"990102": (110.2, 21.0, 110.6, 21.4), "990103": (110.6, 21.0, 111.0, 21.4), "990202": (109.8, 21.0, 110.2, 21.4)}
CITIES = {"990100": (110.2, 21.0, 111.0, 21.4), "990200": (109.8, 21.0, 110.2, 21.4)}
IN_JIA, IN_BING = (110.4, 21.2, 110.401, 21.201), (109.9, 21.1, 109.902, 21.101)


class AnyRegion(Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(SOURCE, "styles"), self.path("data/styles"))
        os.makedirs(self.path("data/layers"))
        with open(os.path.join(SOURCE, "layers/programme.toml"), encoding="utf-8") as file:
            programme = file.read().split("[[account]]")[0].replace('mapped_indicator = "hsf.built"', 'mapped_indicator = "field.built"')
        for name, text in (("programme", programme), ("admin", ADMIN), ("field_block", LAYER)):
            with open(self.path(f"data/layers/{name}.toml"), "w", encoding="utf-8") as file:
                file.write(text)
        shutil.copy(self.path("data/styles/_polygon.qml"), self.path("data/styles/field_block.qml"))
        self.environment = {"QITU_DATA": self.path("data")}
        self.borders()

    def borders(self):
        target = self.path("data/layers/boundaries.gpkg")
        units = (("banner", [("MultiPolygon", [[ring(box)]], {"code": code, "name": code, "league_code": code[:4] + "00", "league": ""})
                             for code, box in COUNTIES.items()]),
                 ("league", [("MultiPolygon", [[ring(box)]], {"code": code, "name": code}) for code, box in CITIES.items()]))
        for layer, rows in units:
            geojson(self.path(f"{layer}.geojson"), rows)
            update = ["-update"] if os.path.exists(target) else []
            subprocess.run(["ogr2ogr", *update, "-nln", layer, "-f", "GPKG", target, self.path(f"{layer}.geojson")], check=True)

    def use(self, *words, status=0):
        return self.qitu(*words, status=status, **self.environment)

    def text(self, name, box, zone=37, false_easting=37500000):
        points = corpus.plane([tuple(p) for p in ring(box)], 3 * zone, false_easting)
        lines = ["[属性描述]"] + [f"{k}={v}" for k, v in {**corpus.HEAD, "带号": str(zone)}.items()] + ["[地块坐标]", f"5,,{name},一号地,面,,,,@"]
        lines += [f"J{i},1,{y:.4f},{x:.4f}" for i, (x, y) in enumerate(points, 1)]
        with open(self.path(f"{name}.txt"), "wb") as file:
            file.write("\r\n".join(lines).encode("gbk"))
        return f"{name}.txt"

    def test_the_main_job_runs_for_a_province_that_no_line_of_code_knows(self):
        self.use("init", "work.gpkg")
        given = ["--set", "year=2023", "--set", "stage=验收"]
        self.use("import", "work.gpkg", "field_block", self.text("D1", IN_JIA), "--set", "project_code=P1", "--set", "admin_code=甲县", *given)
        parts = corpus.shapefile(ring=corpus.plane([tuple(p) for p in ring(IN_BING)][::-1], 111, 37500000), names=["XMBH", "XZQDM", "ND", "JD"],
                                 row=["P2", "990202", "2023", "验收"], prj=corpus.DOMESTIC.replace("36500000.0", "37500000.0").replace("108.0", "111.0"))
        for name, content in parts.items():
            with open(self.path(name), "wb") as file:
                file.write(content)
        self.use("import", "work.gpkg", "field_block", "a.shp")
        for by, expected in (("banner", {"990102": box_area(*IN_JIA), "990202": box_area(*IN_BING)}),
                             ("league", {"990100": box_area(*IN_JIA), "990200": box_area(*IN_BING)}),
                             ("region", {"990000": box_area(*IN_JIA) + box_area(*IN_BING)})):
            rows = json.loads(self.use("total", "work.gpkg", "field_block", "--by", by, "--format", "json").stdout)["rows"]
            found = {row["admin"]: row["net_m2"] for row in rows if row["net_m2"] > 0}
            self.assertEqual(found.keys(), expected.keys())
            for code, m2 in expected.items():
                self.assertLess(abs(found[code] / m2 - 1), 1e-5)  # millimetres in the files
        rows = json.loads(self.use("progress", "work.gpkg", "--by", "region", "--format", "json").stdout)["rows"]
        region = [row for row in rows if row["admin"] == "990000"][0]
        self.assertEqual((region["target"], region["name"]), (300, "南海省"))
        self.assertLess(abs(region["done"] * 10000 / 15 / (box_area(*IN_JIA) + box_area(*IN_BING)) - 1), 1e-5)
        self.use("check", "work.gpkg", "field_block")
        self.use("report", "work.gpkg", "-o", "report")
        self.use("quota", "set", "work.gpkg", "field.built", "甲县", "2023", "100", status=(0, 2))

    def test_its_levels_have_their_own_names_in_all_that_is_printed(self):
        self.use("init", "work.gpkg")
        self.use("import", "work.gpkg", "field_block", self.text("D1", IN_JIA), "--set", "project_code=P1", "--set", "admin_code=甲县",
                 "--set", "year=2023", "--set", "stage=验收")
        said = [self.use(*words, "--lang", "zh", status=(0, 1, 2)) for words in (
            ("progress", "work.gpkg", "--by", "banner"), ("check", "work.gpkg"),
            ("report", "work.gpkg", "-o", "report"), ("export", "work.gpkg", "map.gpkg"), ("doctor", "work.gpkg"))]
        printed = "".join(each.stdout + each.stderr for each in said)
        for name in ("report.html", "report.md", "report.json", "progress.csv"):
            if os.path.exists(self.path(f"report/{name}")):
                with open(self.path(f"report/{name}"), encoding="utf-8-sig") as file:
                    printed += file.read()
        database = sqlite3.connect(self.path("map.gpkg"))
        printed += "".join(str(row) for row in database.execute("SELECT identifier FROM gpkg_contents"))
        for word, instead in (("盟市", "地市"), ("旗县", "县区")):
            self.assertFalse(word in printed, printed[max(printed.find(word) - 60, 0):][:120])
            self.assertTrue(instead in printed)

    def test_eastings_without_a_zone_are_placed_by_its_own_meridians_and_banners(self):
        self.use("init", "work.gpkg")
        name = self.text("D2", IN_JIA, false_easting=500000)
        with open(self.path(name), "rb") as file:
            text = file.read().replace("带号=37".encode("gbk"), "带号=".encode("gbk"))
        with open(self.path(name), "wb") as file:
            file.write(text)
        said = self.use("import", "work.gpkg", "field_block", name, "--set", "project_code=P1", "--set", "admin_code=甲县", "--set", "year=2023",
                        "--set", "stage=验收").stderr
        self.assertIn("central meridian 111°E", said)

    def test_what_lies_in_inner_mongolia_lies_outside_of_it(self):
        self.use("init", "work.gpkg")
        geojson(self.path("a.geojson"), [("Polygon", [ring((107.4, 40.8, 107.401, 40.801))], {"XMBH": "P1", "XZQDM": "990102", "ND": "2023", "JD": "验收"})])
        said = self.use("import", "work.gpkg", "field_block", "a.geojson", status=4).stderr
        self.assertIn("lies outside the region (109–112°E, 20–22°N)", said)


if __name__ == "__main__":
    unittest.main()
