"""A clerk's day: a unit's own report, units that fit, every listing as a file, templates, deliveries, undo."""
import csv
import glob
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import unittest
import zipfile
from xml.etree import ElementTree

from command import Case, geojson, run, square, two_at_a_time
from test_display import number, printed_tables
from test_listings import LISTINGS

LAYER = "high_standard_farmland"
LINHE, WUYUAN = (107.4, 40.78), (108.2, 41.05)
MU = 10000 / 15
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parcel(x, y, banner, size=0.002, **values):
    return ("Polygon", [square(x, y, size)], {"project_code": f"{banner}GB001", "project_name": f"示例{banner}", "admin_code": banner,
                                             "year": 2023, "stage": "accepted", **values})


def book(path):
    """Sheet name → rows of texts and numbers."""
    with zipfile.ZipFile(path) as archive:
        texts = []
        if "xl/sharedStrings.xml" in archive.namelist():
            texts = ["".join(t.itertext()) for t in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))]
        names = [sheet.get("name") for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).find(SHEET + "sheets")]
        result = {}
        for i, name in enumerate(names, 1):
            root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{i}.xml"))
            result[name] = root, [[texts[int(c.find(SHEET + "v").text)] if c.get("t") == "s" else
                                   float(c.find(SHEET + "v").text) if c.find(SHEET + "v") is not None else ""
                                   for c in row] for row in root.iter(SHEET + "row")]
        return result


class TwoBanners(Case):
    """A parcel of some 37 mu in 临河区, and one of 0.4 mu in 五原县, with quotas of their own."""

    def setUp(self):
        super().setUp()
        self.new_workspace()
        geojson(self.path("parcels.geojson"), [parcel(*LINHE, "150802", declared_area=60, accepted_date="2023-05-01"),
                                              parcel(*WUYUAN, "150821", 0.0002, stage="under_construction")])
        self.qitu("import", "w.gpkg", LAYER, "parcels.geojson", status=(0, 1))
        self.qitu("quota", "set", "w.gpkg", "hsf.built", "150802", "100", "--unit", "亩", "--year", "2023")

    def report(self, *words, folder="r"):
        self.qitu("report", "w.gpkg", "-o", folder, *words, "--format", "json", status=(0, 1))
        with open(self.path(f"{folder}/report.json"), encoding="utf-8") as file:
            made = json.load(file)
        return made, {table["id"]: table for table in made["tables"]}

    def row(self, table, admin):
        rows = [row for row in table["rows"] if row["admin"] == admin]
        self.assertEqual(len(rows), 1, (table["id"], admin))
        return rows[0]


class OwnReport(TwoBanners):
    def test_a_banners_report_has_its_figures_and_nobody_elses(self):
        whole = self.report("--no-check", folder="whole")[1]
        made, tables = self.report("--admin", "临河")
        self.assertIn("临河区", made["title"])
        text = json.dumps(made, ensure_ascii=False)
        self.assertNotIn("五原县", text)
        self.assertNotIn("150821", text)
        own = self.row(tables["indicator.hsf.built"], "150802")
        self.assertEqual(own["level"], "total")
        self.assertEqual(own["printed"], self.row(whole["indicator.hsf.built"], "150802")["printed"])
        self.assertEqual(own["printed"]["target"], 100)  # its own quota, in 亩
        self.assertAlmostEqual(own["values"]["target"], 0.01)  # programs keep the indicator's unit
        summary = [row for row in tables["summary"]["rows"] if row["values"].get("indicator") == own["values"].get("indicator")]
        self.assertNotEqual(summary, None)
        self.assertEqual({row["admin"] for row in tables["layer." + LAYER]["rows"]} - {"150802"}, set())

    def test_a_leagues_report_adds_up_to_the_league(self):
        tables = self.report("--admin", "巴彦淖尔市", "--no-check")[1]
        rows = tables["indicator.hsf.built"]["rows"]
        self.assertEqual(rows[0]["admin"], "150800")
        parts = [row for row in rows if row["level"] == "part"]
        self.assertIn("150821", {row["admin"] for row in parts})
        self.assertEqual(len(parts), 7)
        self.assertAlmostEqual(sum(row["printed"]["done"] for row in parts), rows[0]["printed"]["done"], places=6)
        self.assertIn("league.150800", tables)

    def test_the_ledger_holds_what_was_approved_against_what_was_drawn(self):
        tables = self.report("--admin", "150802", "--no-check")[1]
        line, = tables["ledger"]["rows"]
        values = line["values"]
        self.assertEqual((values["project"], values["declared_mu"], values["accepted_date"]), ("150802GB001", 60, "2023-05-01"))
        area = self.table("area", "parcels.geojson")
        first = [feature for feature in area["features"]][0] if "features" in area else None
        mapped = values["mapped_mu"]
        if first is not None:
            self.assertAlmostEqual(mapped, first["td1055_m2"] / MU, places=6)
        self.assertAlmostEqual(values["difference_mu"], mapped - 60, places=9)
        self.assertAlmostEqual(line["printed"]["difference_mu"], line["printed"]["mapped_mu"] - line["printed"]["declared_mu"], places=9)
        self.assertEqual(len(tables["parcels"]["rows"]), 1)

    def test_each_banner_has_a_folder_with_what_its_own_report_says(self):
        self.qitu("report", "w.gpkg", "-o", "all", "--each", "banner", "--format", "json", "--no-check", status=(0, 1))
        folders = os.listdir(self.path("all"))
        self.assertEqual(len(folders), 103)
        own = self.report("--admin", "150802", "--no-check")[0]
        with open(self.path("all/150802临河区/report.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), own)

    def test_workbook_page_and_markdown_of_a_banner_name_nobody_else_and_bear_signatures(self):
        self.qitu("report", "w.gpkg", "-o", "r", "--admin", "150802", "--signatures", "--format", "xlsx,html,md", "--lang", "zh",
                  "--no-check", status=(0, 1))
        for name in ("report.html", "report.md"):
            with open(self.path("r/" + name), encoding="utf-8") as file:
                text = file.read()
            self.assertIn("临河区", text)
            self.assertNotIn("五原县", re.sub("<svg.*?</svg>", "", text, flags=re.S))  # its map names the neighbours
            for word in ("填报单位", "制表人", "审核人", "日期"):
                self.assertIn(word, text)
        sheets = book(self.path("r/progress.xlsx"))
        self.assertIn("项目台账", sheets)
        cells = {cell for _, rows in sheets.values() for row in rows for cell in row}
        self.assertIn("制表人：", cells)
        self.assertNotIn("五原县", cells)

    def test_an_unknown_unit_is_refused_with_the_nearest_names_by_every_command(self):
        for line in ("report w.gpkg -o r --admin 临河县", "progress w.gpkg --admin 临河县", "total w.gpkg --admin 临河县",
                     "check w.gpkg --admin 临河县", "export w.gpkg x.geojson --layer 高标准农田 --admin 临河县"):
            with self.subTest(line):
                self.assertIn("临河区", self.qitu(*shlex.split(line), "--lang", "zh", status=4).stderr)

    def test_total_check_progress_and_export_give_one_unit(self):
        whole = {row["admin"]: row for row in self.table("total", "w.gpkg", LAYER)["rows"]}
        self.assertEqual(self.table("total", "w.gpkg", LAYER, "--admin", "五原县")["rows"], [whole["150821"]])
        rows = self.table("progress", "w.gpkg", "--admin", "五原县", "--indicator", "hsf.built")["rows"]
        self.assertEqual([row["admin"] for row in rows], ["150000", "150821"])
        rows = self.table("progress", "w.gpkg", "--admin", "巴彦淖尔市", "--indicator", "hsf.built")["rows"]
        self.assertEqual([row["admin"] for row in rows][:2], ["150000", "150800"])
        every = self.table("check", "w.gpkg", status=(0, 1))["rows"]
        some = self.table("check", "w.gpkg", "--admin", "五原县", status=(0, 1))["rows"]
        self.assertEqual(some, [row for row in every if row["project_code"] == "150821GB001"])
        self.qitu("export", "w.gpkg", "own.geojson", "--layer", LAYER, "--admin", "五原县", status=(0, 1))
        with open(self.path("own.geojson"), encoding="utf-8") as file:
            self.assertEqual([feature["properties"]["admin_code"] for feature in json.load(file)["features"]], ["150821"])


class Units(TwoBanners):
    def line(self, name, *words):
        (_, heads, lines), = printed_tables(re.sub(" +$", "", self.qitu("progress", "w.gpkg", "--indicator", "hsf.built", *words).stdout, flags=re.M))
        line, = [line for line in lines if line[heads.index("unit of administration")].strip() == name]
        return dict(zip(heads, line))

    def test_banners_are_in_mu_and_leagues_in_wan_mu_with_digits_enough(self):
        exact = {row["admin"]: row["done"] for by in ("banner", "league")
                 for row in self.table("progress", "w.gpkg", "--by", by, "--indicator", "hsf.built")["rows"]}
        banner = self.line("临河区", "--by", "banner")
        self.assertAlmostEqual(number(banner["done"]), exact["150802"] * 1e4, delta=0.005)
        self.assertEqual(number(banner["target"]), 100)
        league = self.line("巴彦淖尔市", "--by", "league")
        self.assertGreater(number(league["done"]), 0)
        self.assertAlmostEqual(number(league["done"]), exact["150800"], delta=0.0005)

    def test_the_unit_can_be_asked_for(self):
        exact = {row["admin"]: row["done"] for row in self.table("progress", "w.gpkg", "--by", "banner", "--indicator", "hsf.built")["rows"]}
        for unit, size in (("公顷", 10000 / 15 / 10000 * 1e4), ("km2", 10000 / 15 / 1e6 * 1e4), ("万亩", 1.0), ("亩", 1e4)):
            shown = number(self.line("临河区", "--by", "banner", "--unit", unit)["done"])
            self.assertGreater(shown, 0, unit)
            self.assertAlmostEqual(shown, exact["150802"] * size, delta=0.0051, msg=unit)
        self.assertIn("not a unit of area", self.qitu("progress", "w.gpkg", "--unit", "公里", status=2).stderr)
        json_as_ever = self.table("progress", "w.gpkg", "--by", "banner", "--indicator", "hsf.built")["rows"]
        self.assertEqual(self.table("progress", "w.gpkg", "--by", "banner", "--indicator", "hsf.built", "--unit", "亩")["rows"], json_as_ever)

    def test_more_than_nothing_is_not_printed_as_nothing(self):
        geojson(self.path("speck.geojson"), [parcel(107.5, 40.9, "150802", 0.00001, project_code="speck")])  # some 0.0014 mu
        self.new_workspace("v.gpkg")
        self.qitu("import", "v.gpkg", LAYER, "speck.geojson", "--accept", status=(0, 1))
        printed = self.qitu("progress", "v.gpkg", "--by", "banner", "--indicator", "hsf.built").stdout
        self.assertRegex(printed, r"临河区.*<0\.01")


class Files(Case):
    ENDINGS = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{", "html": b"<!DOCTYPE html>", "md": b"# ", "txt": b""}

    def test_every_listing_is_written_by_the_ending_of_its_file(self):
        self.copy("work.gpkg")
        self.copy("sample")
        # area prints as it reads; seal and sample do something each time
        lines = [line for line in LISTINGS if shlex.split(line)[0] not in ("area", "seal", "sample")]
        asked = [(line, ending) for line in lines for ending in [*self.ENDINGS, "docx", "pdf", "xls"]]

        def written(number):
            line, ending = asked[number]
            file = self.path(f"out{number}.{ending}")
            result = run(*shlex.split(line), "-o", file, cwd=self.folder)
            if not os.path.exists(file):
                return result, None
            with open(file, "rb") as made:
                text = made.read()
            os.remove(file)
            return result, text

        for (line, ending), (result, text) in zip(asked, two_at_a_time(written, range(len(asked)))):
            with self.subTest(line=line, ending=ending):
                if ending in self.ENDINGS:
                    self.assertIn(result.returncode, (0, 1), result.stderr)
                    self.assertTrue(text.startswith(self.ENDINGS[ending]), text[:40])
                    self.assertGreater(len(text), 10)
                else:
                    self.assertEqual(result.returncode, 2)
                    self.assertIsNone(text)
                    for known in ("xlsx", "csv", "json", "html", "md"):
                        self.assertIn(known, result.stderr)
        self.assertGreater(len(lines) * len(self.ENDINGS), 80)

    def test_the_workbook_of_a_listing_is_typed_filtered_and_frozen(self):
        self.copy("work.gpkg")
        self.qitu("progress", "work.gpkg", "-o", "p.xlsx", status=(0, 1))
        root, rows = list(book(self.path("p.xlsx")).values())[0]
        (_, heads, lines), = printed_tables(self.qitu("progress", "work.gpkg", status=(0, 1)).stdout)
        self.assertEqual(rows[0], heads)
        self.assertEqual(len(rows), len(lines) + 1)
        done = heads.index("done")
        figures = [row[done] for row in rows[1:] if number(str(row[done])) is not None and not str(row[done]).startswith("<")]
        self.assertGreater(len(figures), 100)
        self.assertTrue(all(isinstance(figure, float) for figure in figures))
        self.assertEqual([row[done] for row in rows[1:5]], [number(line[done]) for line in lines[:4]])
        self.assertIsNotNone(root.find(SHEET + "autoFilter"))
        self.assertIsNotNone(root.find(f"{SHEET}sheetViews/{SHEET}sheetView/{SHEET}pane"))

    def test_features_go_into_a_table_and_a_packed_kml(self):
        self.copy("work.gpkg")
        self.qitu("export", "work.gpkg", "x.xlsx", "--layer", "reservoir", "--lang", "zh", status=(0, 1))
        rows = list(book(self.path("x.xlsx")).values())[0][1]
        self.assertIn("项目名称", rows[0])
        count = self.table("sql", "work.gpkg", "SELECT count(*) AS n FROM reservoir")["rows"][0]["n"]
        self.assertEqual(len(rows), count + 1)
        self.qitu("export", "work.gpkg", "x.kmz", "--layer", "reservoir", status=(0, 1))
        with zipfile.ZipFile(self.path("x.kmz")) as packed:
            self.assertTrue(any(name.endswith(".kml") for name in packed.namelist()))


class Templates(Case):
    def test_a_table_that_was_filled_in_is_imported_without_a_question(self):
        self.new_workspace()
        self.qitu("template", LAYER, "-o", "t.xlsx")
        root, rows = list(book(self.path("t.xlsx")).values())[0]
        self.assertIsNotNone(root.find(SHEET + "dataValidations"))
        filled = dict(zip(("项目编号", "项目名称", "旗县代码", "年度", "建设阶段", "阶段"),
                          ("150802GB001", "示例", "临河区", "2023", "验收", "验收")))
        with open(self.path("filled.csv"), "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(rows[0])
            for x, y in square(*LINHE)[:4]:
                out.writerow([{**filled, "经度": f"{x:.6f}", "纬度": f"{y:.6f}"}.get(head, "") for head in rows[0]])
        if shutil.which("soffice"):
            subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to", "xlsx",
                            "--infilter=CSV:44,34,76,1", self.path("filled.csv"), "--outdir", self.path("back")], check=True,
                           capture_output=True, timeout=300)
            name = "back/filled.xlsx"
        else:
            name = "filled.csv"
        self.qitu("import", "w.gpkg", LAYER, name, status=(0, 1))
        rows = self.table("sql", "w.gpkg", f"SELECT project_code, admin_code, stage FROM {LAYER}")["rows"]
        self.assertEqual(rows, [{"project_code": "150802GB001", "admin_code": "150802", "stage": "accepted"}])

    def test_empty_layers_have_the_fields_that_import_knows(self):
        for name in ("t.shp", "t.gpkg"):
            self.qitu("template", LAYER, "-o", name)
            self.assertTrue(os.path.exists(self.path(name)))
            self.assertIn("already exists", self.qitu("template", LAYER, "-o", name, status=4).stderr)
        tables = sqlite3.connect(self.path("t.gpkg")).execute(f"SELECT name FROM pragma_table_info('{LAYER}')").fetchall()
        self.assertIn(("project_code",), tables)
        self.assertIn(".xlsx, .shp", self.qitu("template", LAYER, "-o", "t.docx", status=2).stderr)


class Received(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace()
        os.makedirs(self.path("sent/五原县"))
        geojson(self.path("sent/高标准农田_临河.geojson"), [parcel(*LINHE, "150802")])
        geojson(self.path("sent/五原县/高标准农田.geojson"), [parcel(*WUYUAN, "150821", stage="不知道")])
        with open(self.path("sent/读我.txt"), "w", encoding="utf-8") as file:
            file.write("说明\n")

    def test_a_folder_is_imported_file_by_file_and_the_ledger_says_who_sent_what(self):
        said = self.qitu("import", "w.gpkg", "--all", "sent", status=1)
        self.assertIn("1 of 3 files", said.stderr)
        ledger = self.table("deliveries", "w.gpkg")
        by_file = {os.path.basename(row["file"]): row for row in ledger["rows"]}
        self.assertEqual(len(ledger["rows"]), 3)
        good = by_file["高标准农田_临河.geojson"]
        self.assertTrue(good["imported"])
        self.assertEqual((good["layer"], good["senders"], good["features"]), (LAYER, {"150802": 1}, 1))
        bad = by_file["高标准农田.geojson"]
        self.assertEqual((bad["imported"], list(bad["senders"])), (False, ["150821"]))
        self.assertNotEqual(bad["message"], "")
        self.assertEqual(len(ledger["missing"]), 102)
        self.assertNotIn("150802", ledger["missing"])
        self.assertIn("临河区", self.qitu("deliveries", "w.gpkg", "--lang", "zh").stdout)

    def test_of_many_who_sent_a_file_those_with_most_are_named(self):
        plots = [("150802", 107.30), ("150802", 107.31), ("150821", 108.26), ("150825", 107.02), ("150826", 106.99), ("150826", 107.00), ("150102", 111.70)]
        geojson(self.path("all.geojson"), [("Polygon", [square(x, 40.8)], {"project_code": f"A{i}", "admin_code": code, "year": 2023, "stage": "accepted"})
                                           for i, (code, x) in enumerate(plots)])
        self.qitu("import", "w.gpkg", LAYER, "all.geojson", status=(0, 1))
        self.assertEqual(len(self.table("deliveries", "w.gpkg")["rows"][0]["senders"]), 5)
        listed = self.qitu("deliveries", "w.gpkg", "--lang", "zh").stdout
        self.assertIn("临河区、杭锦后旗、新城区等（另有 2 个）", listed)

    def test_a_profile_is_given_once(self):
        geojson(self.path("a.geojson"), [("Polygon", [square(*LINHE)], {"BH": "A1", "XZ": "临河区", "JD": "已竣工验收"})])
        geojson(self.path("b.geojson"), [("Polygon", [square(107.5, 40.8)], {"BH": "A2", "XZ": "临河区", "JD": "已竣工验收"})])
        self.assertIn("profile", self.qitu("import", "w.gpkg", LAYER, "b.geojson", "--profile", "临河", status=4).stderr.lower())
        self.qitu("import", "w.gpkg", LAYER, "a.geojson", "--profile", "临河", "--map", "project_code=BH", "--map", "admin_code=XZ",
                  "--map", "stage=JD", "--value", "stage:已竣工验收=验收", "--set", "year=2023", status=(0, 1))
        said = self.qitu("import", "w.gpkg", LAYER, "b.geojson", "--profile", "临河", status=(0, 1)).stderr
        self.assertIn("project_code ← BH", said)
        rows = self.table("sql", "w.gpkg", f"SELECT project_code, stage, year FROM {LAYER} ORDER BY 1")["rows"]
        self.assertEqual(rows, [{"project_code": f"A{i}", "stage": "accepted", "year": 2023} for i in (1, 2)])

    def test_undo_of_an_import_takes_all_that_came_with_it(self):
        geojson(self.path("first.geojson"), [parcel(*LINHE, "150802"), parcel(107.5, 40.8, "150802", project_code="other")])
        geojson(self.path("second.geojson"), [parcel(107.6, 40.8, "150802")])
        self.qitu("import", "w.gpkg", LAYER, "first.geojson", status=(0, 1))
        state = self.table("sql", "w.gpkg", f"SELECT fid, project_code FROM {LAYER} ORDER BY fid")["rows"]
        self.qitu("import", "w.gpkg", LAYER, "second.geojson", "--replace", status=(0, 1))
        records = [row for row in self.table("history", "w.gpkg", "qitu_import")["records"] if row["table"] == "qitu_import"]
        self.assertIn("changed since", self.qitu("history", "w.gpkg", "--undo", records[0]["record"], status=4).stderr)
        self.qitu("history", "w.gpkg", "--undo", records[1]["record"])
        self.assertEqual(self.table("sql", "w.gpkg", f"SELECT fid, project_code FROM {LAYER} ORDER BY fid")["rows"], state)
        self.qitu("import", "w.gpkg", LAYER, "second.geojson", "--replace", status=(0, 1))

    def test_undo_of_a_quota_table_takes_back_all_that_it_brought(self):
        self.qitu("quota", "set", "w.gpkg", "hsf.built", "150802", "0.02", "--year", "2023")
        before = self.table("quota", "show", "w.gpkg")["rows"]
        with open(self.path("quota.csv"), "w", encoding="utf-8") as file:
            file.write("指标,行政区,年度,指标值,单位\nhsf.built,150802,2023,0.03,万亩\nhsf.built,150821,2023,0.05,万亩\n")
        self.qitu("quota", "import", "w.gpkg", "quota.csv")
        after = {row["admin"]: row["value"] for row in self.table("quota", "show", "w.gpkg", "--indicator", "hsf.built")["rows"]}
        self.assertEqual((after["150802"], after["150821"]), (0.03, 0.05))
        records = [row for row in self.table("history", "w.gpkg", "qitu_quota")["records"] if row["program"] == "qitu quota import"]
        self.qitu("history", "w.gpkg", "--undo", records[0]["record"])
        values = lambda rows: [(row["indicator"], row["admin"], row["year"], row["value"], row["unit"]) for row in rows]
        self.assertEqual(values(self.table("quota", "show", "w.gpkg")["rows"]), values(before))


if __name__ == "__main__":
    unittest.main()
