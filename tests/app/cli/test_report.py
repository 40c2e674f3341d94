"""Every format of a report prints the same document, and what it says is what the other commands say."""
import csv
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from command import MAIN_JOB, Case, geojson, run, square
from workbook import Workbook

WORK = os.path.join(MAIN_JOB, "work.gpkg")
EPSILON = 1e-6


class Report(Case):
    """One report of the main job's workspace in every format."""

    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="qitu-report-")
        cls.addClassCleanup(cls.place.cleanup)
        cls.out = os.path.join(cls.place.name, "out")
        result = run("report", WORK, "-o", cls.out, "--format", "xlsx,html,csv,json,md")
        assert result.returncode in (0, 1), result.stderr
        with open(os.path.join(cls.out, "report.json"), encoding="utf-8") as file:
            cls.json = json.load(file)
        cls.tables = {table["id"]: table for table in cls.json["tables"]}
        cls.book = Workbook(os.path.join(cls.out, "progress.xlsx"))

    def sheet_of(self, table):
        """Name of the sheet: the first 31 characters that a sheet may have, with a number where two are alike."""
        title = table["title"]
        found = [name for name in self.book.sheets if self.book.values[name].get((0, 0)) == title]
        self.assertEqual(len(found), 1, title)
        return found[0]

    @staticmethod
    def first_row(table):
        banded = table["id"] == "differences"
        return 2 + (1 if table["note"] else 0) + (2 if banded else 1)

    def test_the_workbook_holds_the_document_cell_by_cell(self):
        cells = 0
        for table in self.tables.values():
            sheet = self.sheet_of(table)
            values, first = self.book.values[sheet], self.first_row(table)
            for i, row in enumerate(table["rows"]):
                if row["level"] == "heading":
                    self.assertEqual(values[(first + i, 0)], next(iter(row["values"].values())))
                    continue
                for k, column in enumerate(table["columns"]):
                    if column["id"] not in row["values"]:
                        continue
                    cell, value = values.get((first + i, k), ""), row["values"][column["id"]]
                    where = f"{sheet} {(first + i, k)} {column['id']}"
                    if column["kind"] == "percent" and value is not None:
                        self.assertLessEqual(abs(100 * cell - row["printed"][column["id"]]), 0.0501, where)
                    elif value is None:
                        self.assertIsInstance(cell, str, where)
                    elif isinstance(value, str):
                        self.assertEqual(cell, row["printed"].get(column["id"], value), where)
                    else:
                        self.assertAlmostEqual(cell, row["printed"][column["id"]], delta=EPSILON, msg=where)
                    cells += 1
        self.assertGreater(cells, 5000)

    def test_printed_numbers_are_the_exact_ones_within_a_few_units_of_the_last_place(self):
        size = {"亩": 1, "mu": 1, "万亩": 1e4, "10,000 mu": 1e4}
        for table in self.tables.values():
            above = None, None
            for row in table["rows"]:
                # Of progress the exact value is in the indicator's unit, the printed one in the unit that people read.
                units = row["printed"].get("unit"), row["values"].get("unit")
                units = above = above if units[1] == "" else units  # parts stand below the row that names the unit
                if table["id"].startswith("indicator."):
                    units = table["printed_unit"], table["unit"]
                for column, printed in row["printed"].items():
                    if column == "unit":
                        continue
                    exact = row["values"][column]
                    if units[0] in size and column not in ("percent", "rank"):
                        exact *= size[units[1]] / size[units[0]]
                    self.assertLessEqual(abs(exact - printed), 1 if column in ("features", "rank") else 0.06,
                                         (table["id"], column, row))

    def test_columns_that_sum_add_up_to_the_last_printed_digit(self):
        checked = 0
        for table in self.tables.values():
            if not table["id"].startswith(("indicator.", "layer.", "overlaps", "differences.banners")):
                continue
            columns = [column["id"] for column in table["columns"] if column["sums"] and column["id"] != "target"]
            for i, row in enumerate(table["rows"]):
                if row["level"] not in ("total", "group"):
                    continue
                parts = []
                for below in table["rows"][i + 1:]:
                    if below["level"] == "total" or (row["level"] == "group" and below["level"] in ("group", "apart")):
                        break
                    parts += [below] if below["level"] in ("part", "apart") else []
                for column in columns:
                    if parts and column in row["printed"]:
                        total = sum(part["printed"].get(column, 0) for part in parts)
                        self.assertAlmostEqual(total, row["printed"][column], delta=EPSILON,
                                               msg=f"{table['id']} {column} {row['admin']}")
                        checked += 1
        self.assertGreater(checked, 300)

    def test_sums_and_what_follows_from_cells_are_formulas(self):
        table = self.tables["indicator.hsf.built"]
        sheet = self.sheet_of(table)
        formulas, first = self.book.formulas[sheet], self.first_row(table)
        place = {column["id"]: k for k, column in enumerate(table["columns"])}
        self.assertIn("SUBTOTAL(9,", formulas[(first, place["done"])])
        for i, row in enumerate(table["rows"]):
            if row["level"] == "group":
                self.assertIn("SUBTOTAL(9,", formulas[(first + i, place["done"])])
            if row["values"]["target"] is not None:
                self.assertIn((first + i, place["remaining"]), formulas)
        self.assertGreater(sum(len(of) for of in self.book.formulas.values()), 1000)

    def test_every_sheet_is_set_up_for_print(self):
        self.assertIn("_xlnm.Print_Titles", self.book.names)
        self.assertIn("_xlnm.Print_Area", self.book.names)
        namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        papers = set()
        for name, root in self.book.xml.items():
            setup = root.find(namespace + "pageSetup")
            self.assertIsNotNone(setup, name)
            papers.add(setup.get("paperSize"))
            self.assertIn("&P", root.find(namespace + "headerFooter")[0].text, name)
            if name != "Legend":
                self.assertIsNotNone(root.find(f"{namespace}sheetViews/{namespace}sheetView/{namespace}pane"), name)
        self.assertEqual(papers, {"8", "9"})  # A3 and A4

    def test_the_legend_defines_every_column(self):
        legend = {value for (_, column), value in self.book.values["Legend"].items() if column == 1}
        for table in self.tables.values():
            for column in table["columns"]:
                self.assertTrue(column["meaning"], column)
                self.assertIn(column["meaning"], legend)
        for term in ("Area", "Coordinates", "Units", "Overlaps", "Boundaries"):
            self.assertIn(term, {value for (_, column), value in self.book.values["Legend"].items() if column == 0})

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed: apt install libreoffice-calc")
    def test_libreoffice_calculates_the_same_numbers(self):
        target = os.path.join(self.folder, "again")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to",
                        "xlsx:Calc MS Excel 2007 XML", "--outdir", target, os.path.join(self.out, "progress.xlsx")],
                       check=True, capture_output=True, timeout=300)
        again = Workbook(os.path.join(target, "progress.xlsx"))
        self.assertEqual(again.sheets, self.book.sheets)
        checked = 0
        for sheet in self.book.sheets:
            for place, formula in self.book.formulas[sheet].items():
                self.assertIn(place, again.formulas[sheet], (sheet, place))
                self.assertAlmostEqual(again.values[sheet][place], self.book.values[sheet][place], delta=1e-5,
                                       msg=f"{sheet} {place} {formula}")
                checked += 1
        self.assertGreater(checked, 1000)

    def test_csv_holds_the_exact_values(self):
        files = {os.path.basename(file)[:-4] for file in glob.glob(os.path.join(self.out, "csv", "*.csv"))}
        self.assertEqual(files, set(self.tables))
        for name, table in self.tables.items():
            with open(os.path.join(self.out, "csv", name + ".csv"), encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(len(rows), len(table["rows"]), name)
            for written, row in zip(rows, table["rows"]):
                self.assertEqual(written["level"], row["level"])
                for column, value in row["values"].items():
                    if isinstance(value, (int, float)):
                        self.assertEqual(float(written[column]), value, (name, column))
                    else:
                        self.assertEqual(written[column], value or "", (name, column))

    def test_markdown_and_page_show_every_table(self):
        with open(os.path.join(self.out, "report.md"), encoding="utf-8") as file:
            markdown = file.read()
        with open(os.path.join(self.out, "report.html"), encoding="utf-8") as file:
            page = file.read()
        for table in self.tables.values():
            self.assertIn("\n## " + table["title"].replace("_", "\\_").replace("*", "\\*"), markdown)
        rows = [row for row in self.tables["layer.irrigation_district"]["rows"] if row["level"] == "total"]
        self.assertIn(f"{rows[0]['printed']['net_mu']:,.2f}", markdown)
        for row in self.tables["differences"]["rows"]:
            if row["level"] == "row":
                for text in (markdown, page):
                    self.assertIn(f"{row['printed']['area_mu']:,.2f}", text)
        for other in ("http://", "https://", "src=\""):
            self.assertNotIn(other, page)

    def test_progress_total_overlaps_and_check_say_the_same(self):
        rows = {}
        for level in ("league", "banner"):
            for row in self.table("progress", WORK, "--by", level, status=(0, 1))["rows"]:
                rows[(row["indicator"], row["admin"])] = row
        compared = 0
        for name, table in self.tables.items():
            if name.startswith("indicator."):
                for row in table["rows"]:
                    other = rows[(table["of"], row["admin"])]
                    for column in ("target", "percent", "remaining"):
                        self.assertEqual(row["values"][column], other[column], (name, row["admin"], column))
                    if row["values"]["done"] is not None:
                        self.assertEqual(row["values"]["done"], other["done"])
                    compared += 1
        self.assertGreater(compared, 500)
        overlaps = self.table("overlaps", WORK, "--by", "banner", status=(0, 1))["rows"]
        parts = [row for row in self.tables["overlaps"]["rows"] if row["level"] == "part"]
        self.assertEqual(len(parts), len(overlaps))
        self.assertGreater(len(parts), 0)
        for mine, other in zip(parts, overlaps):
            self.assertAlmostEqual(mine["values"]["common_mu"], other["m2"] * 15 / 10000, places=6)
        findings = self.table("check", WORK, status=(0, 1))["rows"]
        counts = [row for row in self.tables["findings"]["rows"] if row["level"] == "part"]
        self.assertEqual(sum(row["values"]["findings"] for row in counts), len(findings))
        self.assertEqual(len(counts), len({(finding["layer"], finding["rule"], finding["severity"]) for finding in findings}))

    def test_differences_add_up_to_the_other_ways_figures(self):
        rows = [row for row in self.tables["differences"]["rows"] if row["level"] == "row"]
        self.assertGreater(len(rows), 10)
        for row in rows:
            for kind in ("values", "printed"):
                parts = sum(row[kind][part] for part in ("overlap_mu", "outside_mu", "undeclared_mu", "way_mu"))
                self.assertAlmostEqual(parts, row[kind]["difference_mu"], delta=1e-5)
            self.assertTrue(row["values"]["cause"])
        totals = {}
        for row in self.table("total", WORK, "--by", "banner", status=(0, 1))["rows"]:
            if row["admin"]:
                totals[row["layer"]] = totals.get(row["layer"], 0) + row["net_m2"] * 15 / 10000
        first = [rows[i] for i in range(len(rows)) if "net area" in rows[i]["values"]["way"]]
        for row, (layer, total) in zip(first, ((name, totals[name]) for name in totals if self.is_polygon(name))):
            self.assertAlmostEqual(row["values"]["area_mu"], total, delta=1e-6 * total, msg=layer)

    def is_polygon(self, layer):
        return any(column["id"] == "net_mu" for column in self.tables["layer." + layer]["columns"])


class OverTime(Case):
    """A workspace that was filled on two days and sealed in between."""

    DAYS = {"2036-03-01": 2087985600, "2036-06-01": 2095934400}  # noon, after the workspace was made

    def setUp(self):
        super().setUp()
        self.new_workspace()
        days = iter(self.DAYS.values())
        day = next(days)
        self.add("a.geojson", [(107.30, "A1"), (107.31, "A2")], day)
        self.qitu("seal", "w.gpkg", "--note", "first quarter", SOURCE_DATE_EPOCH=str(day + 60))
        day = next(days)
        self.add("b.geojson", [(107.32, "B1"), (107.33, "B2"), (107.34, "B3")], day)
        self.qitu("report", "w.gpkg", "-o", "r", "--format", "json,html,xlsx", "--no-check", status=(0, 1), SOURCE_DATE_EPOCH=str(day + 60))
        with open(self.path("r/report.json"), encoding="utf-8") as file:
            self.tables = {table["id"]: table for table in json.load(file)["tables"]}

    def add(self, file, parcels, day):
        geojson(self.path(file), [("Polygon", [square(x, 40.8)], {"project_code": code}) for x, code in parcels])
        self.qitu("import", "w.gpkg", "high_standard_farmland", file, "--accept", "--set", "admin_code=150802", "--set", "year=2023",
                  "--set", "stage=accepted", "--set", f"project_name={file}", status=(0, 1), SOURCE_DATE_EPOCH=str(day))

    def total(self, *words):
        rows = self.table("total", "w.gpkg", "high_standard_farmland", "--by", "region", *words, status=(0, 1))["rows"]
        return next(row for row in rows if row["admin"])

    def test_each_seal_and_the_report_say_what_total_says_of_those_times(self):
        rows = self.tables["seals"]["rows"]
        self.assertEqual([row["values"]["note"] for row in rows], ["first quarter", "this report"])
        for row, when in zip(rows, (["--as-of", "2036-03-01"], [])):
            self.assertAlmostEqual(row["values"]["net_mu"], self.total(*when)["net_m2"] * 15 / 10000, places=6)

    def test_the_record_counts_features_as_total_does_of_those_days(self):
        rows = self.tables["growth"]["rows"]
        self.assertEqual([row["values"]["when"] for row in rows], list(self.DAYS))
        self.assertEqual([row["values"]["added"] for row in rows], [2, 3])
        for row in rows:
            self.assertEqual(row["values"]["features"], self.total("--as-of", row["values"]["when"])["features"])

    def test_the_page_draws_a_column_for_each_time_as_high_as_its_figure(self):
        with open(self.path("r/report.html"), encoding="utf-8") as file:
            page = file.read()
        charts = re.findall(r'<figure><figcaption>.*?</figure>', page, re.DOTALL)
        self.assertEqual(len(charts), 2)
        for chart, column in zip(charts, ("net_mu", "features")):
            rows = self.tables["seals" if column == "net_mu" else "growth"]["rows"]
            heights = [float(height) for height in re.findall(r'<rect class="done"[^>]* height="([\d.]+)"', chart)]
            self.assertAlmostEqual(heights[0] / heights[1], rows[0]["values"][column] / rows[1]["values"][column], delta=0.01)
            title = re.search(r"<title>(.*?)</title>", chart)[1]  # for those who do not see it
            for row in rows:
                self.assertIn(f'{row["printed"][column]:,.{2 if column == "net_mu" else 0}f}', title)

    def test_the_workbooks_charts_are_of_the_cells_that_hold_those_figures(self):
        book = Workbook(self.path("r/progress.xlsx"))
        self.assertIn("Charts", book.sheets)
        found = [series_values(book, series) for series in book.chart_series]
        for id, column in (("seals", "net_mu"), ("growth", "features")):
            printed = [row["printed"][column] for row in self.tables[id]["rows"]]
            names = [row["values"]["when"] for row in self.tables[id]["rows"]]
            self.assertIn((names, printed), found)

    def test_nothing_is_drawn_where_there_is_one_time_only(self):
        self.new_workspace("empty.gpkg")
        self.qitu("report", "empty.gpkg", "-o", "e", "--format", "json,html,xlsx", "--no-check")
        with open(self.path("e/report.json"), encoding="utf-8") as file:
            self.assertEqual({table["id"] for table in json.load(file)["tables"]} & {"seals", "growth"}, set())
        with open(self.path("e/report.html"), encoding="utf-8") as file:
            self.assertNotIn('class="charts"', file.read())
        self.assertNotIn("Charts", Workbook(self.path("e/progress.xlsx")).sheets)


class Months(Case):
    """A year's work of two banners, some of it with a day of acceptance."""

    DAYS = {"A": "2023-03-05", "B": "2023-03-20", "C": "2023-07-01", "D": None, "E": "2023-05-09"} # E lies in 五原县

    def setUp(self):
        super().setUp()
        self.new_workspace()
        geojson(self.path("a.geojson"), [
            ("Polygon", [square(108.2 if code == "E" else 107.3 + i / 100, 41.05 if code == "E" else 40.8)],
             {"project_code": code, "project_name": code, "admin_code": "150821" if code == "E" else "150802", "year": 2023,
              "stage": "accepted", "accepted_date": day}) for i, (code, day) in enumerate(self.DAYS.items())])
        self.qitu("import", "w.gpkg", "high_standard_farmland", "a.geojson", "--accept", status=(0, 1))
        self.qitu("quota", "set", "w.gpkg", "hsf.built", "150802", "200", "--unit", "亩", "--year", "2023")
        self.areas = {row["project"]: row["share"] / 1e4 * 15 / 1e4 # 万亩
                      for row in self.table("explain", "w.gpkg", "hsf.built", "150000")["rows"]}

    def months(self, *words):
        self.qitu("report", "w.gpkg", "-o", "r", *words, "--format", "json,html,xlsx", "--no-check", status=(0, 1),
                  SOURCE_DATE_EPOCH="1694779200") # 15 September 2023
        with open(self.path("r/report.json"), encoding="utf-8") as file:
            tables = {table["id"]: table for table in json.load(file)["tables"]}
        return [row for row in tables["months"]["rows"] if row["values"]["indicator"] == tables["indicator.hsf.built"]["title"]]

    def test_what_was_done_by_each_month_is_what_was_accepted_by_then(self):
        rows = self.months("--admin", "150802")
        self.assertEqual([row["values"]["when"] for row in rows], ["undated"] + [f"2023-{month:02}" for month in range(1, 10)])
        for row in rows:
            done = sum(self.areas[code] for code, day in self.DAYS.items()
                       if code != "E" and (day is None or (row["values"]["when"] != "undated" and day[:7] <= row["values"]["when"])))
            self.assertAlmostEqual(row["values"]["done"], done, places=9)
            self.assertAlmostEqual(row["values"]["percent"], 100 * done / 0.02, places=5)
            self.assertAlmostEqual(row["printed"]["done"], sum(r["printed"]["added"] for r in rows[:rows.index(row) + 1]), places=6)
        own = next(row for row in self.table("progress", "w.gpkg", "--by", "banner", "--indicator", "hsf.built")["rows"]
                   if row["admin"] == "150802")
        self.assertAlmostEqual(rows[-1]["values"]["done"], own["done"], places=9)

    def test_the_region_adds_up_its_banners(self):
        rows = {row["values"]["when"]: row["values"]["added"] for row in self.months()}
        self.assertAlmostEqual(rows["2023-05"], self.areas["E"], places=9)
        self.assertAlmostEqual(sum(rows.values()), sum(self.areas.values()), places=9)

    def test_page_and_workbook_draw_it_with_the_target(self):
        rows = self.months("--admin", "150802")
        with open(self.path("r/report.html"), encoding="utf-8") as file:
            charts = re.findall(r"<figure><figcaption>.*?</figure>", file.read(), re.DOTALL)
        chart = next(chart for chart in charts if "target 200" in chart)
        heights = [float(height) for height in re.findall(r'<rect class="done"[^>]* height="([\d.]+)"', chart)]
        goal = float(re.search(r'<line class="goal"[^>]* y1="([\d.]+)"', chart)[1])
        self.assertEqual(len(heights), len(rows))
        floor = float(re.search(r'<line class="axis"[^>]* y1="([\d.]+)"', chart)[1])
        self.assertAlmostEqual(heights[-1] / (floor - goal), rows[-1]["values"]["percent"] / 100, delta=0.01)
        book = Workbook(self.path("r/progress.xlsx"))
        found = [series_values(book, series) for series in book.chart_series]
        self.assertIn(([row["values"]["when"] for row in rows], [row["printed"]["done"] for row in rows]), found)


class Targets(Case):
    """A banner's chart of its indicators."""

    def test_bars_are_as_long_as_what_is_done_of_the_target(self):
        self.qitu("report", WORK, "-o", "r", "--admin", "150823", "--format", "json,html,xlsx", "--no-check", status=(0, 1))
        with open(self.path("r/report.json"), encoding="utf-8") as file:
            summary = next(table for table in json.load(file)["tables"] if table["id"] == "summary")
        expected = [row["values"] for row in summary["rows"] if row["level"] != "heading" and row["values"].get("target")
                    and abs(100 * row["values"]["done"] / row["values"]["target"] - row["values"]["percent"]) < 0.1]
        self.assertGreater(len(expected), 0)
        with open(self.path("r/report.html"), encoding="utf-8") as file:
            chart = re.search(r'<figure class="targets">.*?</figure>', file.read(), re.DOTALL)[0]
        bars = re.findall(r"<li><span>(.*?)</span><svg.*?</svg>", chart, re.DOTALL)
        self.assertEqual(len(bars), len(expected))
        for svg, values in zip(re.findall(r"<svg.*?</svg>", chart, re.DOTALL), expected):
            target = float(re.search(r'class="ground"[^>]* width="([\d.]+)%"', svg)[1])
            done = re.search(r'class="done"[^>]* width="([\d.]+)%"', svg)
            self.assertAlmostEqual(float(done[1]) / target if done else 0, min(1.5, values["done"] / values["target"]), delta=0.001)
        book = Workbook(self.path("r/progress.xlsx"))
        done = [values for names, values in (series_values(book, series) for series in book.chart_series) if len(values) == len(expected)]
        self.assertIn([round(100 * values["done"] / values["target"], 1) for values in expected], done)


def series_values(book, series):
    """Names and figures of the cells that a series of a chart is made of."""
    return tuple([book.values[sheet].get((row, column)) for row in range(first, last + 1)]
                 for sheet, first, last, column in series)


class Options(Case):
    def test_levels_leave_out_what_lies_below(self):
        self.qitu("report", WORK, "-o", "r", "--by", "league", "--format", "json", "--no-check", status=(0, 1))
        with open(self.path("r/report.json"), encoding="utf-8") as file:
            tables = {table["id"]: table for table in json.load(file)["tables"]}
        built = tables["indicator.hsf.built"]
        self.assertTrue(all(row["admin"].endswith("00") for row in built["rows"]))
        self.assertNotIn("league.150800", tables)
        self.assertNotIn("findings", tables)
        self.qitu("report", WORK, "-o", "r", "--by", "region", "--format", "html,md", "--no-check", status=(0, 1))
        self.assertTrue(os.path.exists(self.path("r/report.html")))

    def test_the_page_of_leagues_has_no_banner(self):
        self.qitu("report", WORK, "-o", "r", "--by", "league", "--format", "html", "--no-check", status=(0, 1))
        with open(self.path("r/report.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertIn('id="b150800"', page)
        self.assertNotIn('id="b150802"', page)

    def test_all_of_it_is_chinese_when_asked(self):
        self.qitu("report", WORK, "-o", "r", "--format", "json,md", lang="zh", status=(0, 1))
        with open(self.path("r/report.json"), encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(document["language"], "zh")
        for table in document["tables"]:
            self.assertRegex(table["title"], "[\u4e00-\u9fff]", table["id"])
            for column in table["columns"]:
                self.assertRegex(column["head"], "[\u4e00-\u9fff%]")
                self.assertRegex(column["meaning"], "[\u4e00-\u9fff]", column)

    def test_the_state_of_an_earlier_time_is_reported_as_it_was(self):
        self.new_workspace()
        self.qitu("report", "w.gpkg", "-o", "r", "--as-of", "start", "--format", "json")
        with open(self.path("r/report.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["as_of"], "start")

    def test_an_empty_workspace_gives_a_report_too(self):
        self.new_workspace()
        self.qitu("report", "w.gpkg", "-o", "r", "--format", "xlsx,html,csv,json,md")
        self.assertTrue(os.path.getsize(self.path("r/report.html")) > 10000)

    def test_a_banner_with_nothing_at_all_gives_a_report_too(self):
        self.new_workspace()
        self.qitu("report", "w.gpkg", "-o", "r", "--admin", "150103", "--no-check", "--format", "xlsx,html,csv,json,md,docx")
        self.assertEqual(Workbook(self.path("r/progress.xlsx")).sheets, ["Contents", "Legend"])

    def test_a_large_area_without_a_vertex_in_the_banner_is_on_its_map(self):
        self.new_workspace()
        # All around 临河区: every vertex lies far outside it.
        ring = [[104, 38], [110, 38], [110, 43], [104, 43], [104, 38]]
        geojson(self.path("a.geojson"), [("Polygon", [ring], {"name": "a"})])
        self.qitu("import", "w.gpkg", "irrigation_district", "a.geojson", "--accept", "--set", "project_code=A", "--set",
                  "admin_code=150802", "--set", "year=2023", "--set", "stage=accepted", status=(0, 1))
        self.qitu("report", "w.gpkg", "-o", "r", "--format", "html", "--no-check", status=(0, 1))
        with open(self.path("r/report.html"), encoding="utf-8") as file:
            page = file.read()
        section = page[page.index('id="u150802"'):]
        section = section[:section.index("</section>")]
        self.assertIn('class="polygon', section)

    def test_what_cannot_be_is_refused(self):
        self.assertIn("odt", self.qitu("report", WORK, "-o", "r", "--format", "odt", status=2).stderr)
        self.assertIn("--by", self.qitu("report", WORK, "-o", "r", "--by", "village", status=2).stderr + "--by")
        with open(self.path("file"), "w", encoding="utf-8") as file:
            file.write("x")
        self.qitu("report", WORK, "-o", "file", "--no-check", status=4)


if __name__ == "__main__":
    unittest.main()
