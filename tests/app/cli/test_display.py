"""One figure has the same digits wherever it is displayed: progress, total, overlaps, workbook, page and Markdown, cell by cell."""
import json
import os
import re
import subprocess
import tempfile
import unicodedata
import unittest
from html import unescape

from command import MAIN_JOB, SOURCE, Case, run
from workbook import Workbook

WORK = os.path.join(MAIN_JOB, "work.gpkg")
QGIS_PYTHON = "/usr/bin/python3"  # where Debian puts python3-qgis
ATLAS = os.path.join(SOURCE, "tests", "app", "cli", "qgis_atlas.py")
FIGURES = ("target", "done", "remaining", "under_construction", "approved")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def slices(line, widths):
    """Cells of a line of a table for terminals, by the columns that its characters take."""
    cells, at, cell = [], 0, ""
    ends = [sum(widths[:i + 1]) + 2 * i for i in range(len(widths))]
    for c in line:
        if cells and len(cells) >= len(widths):
            break
        if at >= ends[len(cells)]:
            cells.append(cell)
            cell = ""
            if len(cells) == len(widths):
                break
        if at >= ends[len(cells) - 1] + 2 if cells else True:
            cell += c
        at += width(c)
    cells.append(cell)
    return [cell.strip() for cell in (cells + [""] * len(widths))[:len(widths)]]


def printed_tables(text):
    """(line above, heads, rows) of every table that a command printed."""
    lines = text.splitlines()
    tables = []
    for i, line in enumerate(lines):
        if i and re.fullmatch(r"-+(  -+)*", line):
            widths = [len(dashes) for dashes in line.split("  ")]
            rows = []
            for row in lines[i + 1:]:
                if not row:
                    break
                rows.append(slices(row, widths))
            tables.append((lines[i - 2] if i > 1 else "", slices(lines[i - 1], widths), rows))
    return tables


def number(text):
    """What a displayed number says, rounded: <0.01 is 0; None where there is none."""
    if re.fullmatch(r"\**\\?<[\d.]+\**", text.strip()):
        return 0.0
    match = re.match(r"(?:≥|约|about)? ?(-?[\d,]+(?:\.\d+)?)", text.replace("*", "").strip())
    return float(match[1].replace(",", "")) if match else None


def page_tables(page):
    """Rows of every table of the page by its caption: lists of cells without marks."""
    tables = {}
    for table in re.findall(r'<table class="sortable"><caption>(.*?)</caption>.*?<tbody>\n(.*?)</tbody>', page, re.DOTALL):
        rows = []
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table[1], re.DOTALL):
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            rows.append([unescape(re.sub(r"<[^>]*>", "", re.sub(r'<span class="mark">.*?</span>', "", cell))) for cell in cells])
        tables.setdefault(unescape(table[0]), rows)
    return tables


def markdown_tables(text):
    """Rows of every table of the Markdown by its title."""
    tables = {}
    for part in text.split("\n## ")[1:]:
        title, _, rest = part.partition("\n")
        lines = [line for line in rest.splitlines() if line.startswith("|")]
        tables[re.sub(r"\\(.)", r"\1", title)] = [
            [re.sub(r"\\(.)", r"\1", cell).strip("* ") for cell in line[1:-1].split(" | ")] for line in lines[2:]]
    return tables


class Display(Case):
    """A report of the main job's workspace; its JSON has what is displayed beside the exact values."""

    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory(prefix="qitu-display-")
        cls.addClassCleanup(place.cleanup)
        cls.out = place.name
        result = run("report", WORK, "-o", cls.out, "--format", "xlsx,html,json,md", "--no-check")
        assert result.returncode in (0, 1), result.stderr
        with open(os.path.join(cls.out, "report.json"), encoding="utf-8") as file:
            cls.tables = {table["id"]: table for table in json.load(file)["tables"]}
        by_league = os.path.join(cls.out, "by_league")  # leagues are read in 万亩 beside each other, in 亩 beside their banners
        result = run("report", WORK, "-o", by_league, "--format", "json", "--no-check", "--by", "league")
        assert result.returncode in (0, 1), result.stderr
        with open(os.path.join(by_league, "report.json"), encoding="utf-8") as file:
            cls.leagues = {(table["of"], row["admin"]): row["printed"] for table in json.load(file)["tables"]
                           if table["id"].startswith("indicator.") for row in table["rows"]}
        cls.figures, cls.names = {}, {}
        for table in cls.tables.values():
            if table["id"].startswith("indicator."):
                for row in table["rows"]:
                    cls.figures[table["of"], row["admin"]] = row["printed"]
                    cls.names[row["values"]["name"]] = row["admin"]

    def same(self, text, printed, where):
        if printed is None:
            self.assertIsNone(number(text), where)
        else:
            self.assertEqual(number(text), printed, where)

    def text_of(self, name):
        with open(os.path.join(self.out, name), encoding="utf-8") as file:
            return file.read()

    def test_progress_prints_what_the_report_displays(self):
        compared = 0
        for level, figures in (("league", self.leagues), ("banner", self.figures)):
            rows = self.table("progress", WORK, "--by", level, status=(0, 1))["rows"]
            shown, last = [], None
            for row in rows:
                if row["indicator"] != last or row["target"] is not None or any(
                        (row[figure] or 0) > 0 for figure in ("done", "under_construction", "approved")):
                    shown.append(row)
                last = row["indicator"]
            (_, heads, lines), = printed_tables(self.qitu("progress", WORK, "--by", level, status=(0, 1)).stdout)
            self.assertEqual(len(lines), len(shown))
            at = {name: heads.index(name.replace("_", " ")) for name in FIGURES}
            for line, row in zip(lines, shown):
                printed = figures.get((row["indicator"], row["admin"]))
                if printed is None:
                    continue
                for figure in FIGURES:
                    self.same(line[at[figure]], printed.get(figure), (level, row["indicator"], row["admin"], figure))
                    compared += 1
                self.same(line[heads.index("%")], printed.get("percent"), (level, row["indicator"], row["admin"], "%"))
        self.assertGreater(compared, 1500)

    def test_total_and_overlaps_print_what_the_report_displays(self):
        totals = printed_tables(self.qitu("total", WORK, "--by", "banner", "--group", "stage", status=(0, 1)).stdout)
        titles = {table["title"].split(":")[0]: table for table in self.tables.values() if table["id"].startswith("layer.")}
        columns = {"net (mu)": "net_mu", "net (m²)": "net_m2", "gross (m²)": "gross_m2", "length (km)": "length_km"}
        compared = 0
        for title, heads, lines in totals:
            rows = [row for row in titles[title]["rows"] if row["level"] in ("part", "apart")]
            rows.append(titles[title]["rows"][0])
            self.assertEqual(len(rows), len(lines), title)
            for line, row in zip(lines, rows):
                for head, column in columns.items():
                    if head in heads and column in row["printed"]:
                        self.same(line[heads.index(head)], row["printed"][column], (title, line[0], column))
                        compared += 1
        self.assertGreater(compared, 600)
        (_, heads, lines), = printed_tables(self.qitu("overlaps", WORK, "--by", "banner", status=(0, 1)).stdout)
        rows = [row for row in self.tables["overlaps"]["rows"] if row["level"] == "part"]
        self.assertEqual(len(rows), len(lines))
        for line, row in zip(lines, rows):
            for head, column in (("both (mu)", "common_mu"), ("A (mu)", "a_mu"), ("B (mu)", "b_mu")):
                self.same(line[heads.index(head)], row["printed"][column], (line[:3], column))

    def test_a_banner_has_the_same_digits_with_and_without_its_stages(self):
        with_stages = printed_tables(self.qitu("total", WORK, "--by", "banner", "--group", "stage", status=(0, 1)).stdout)
        without = printed_tables(self.qitu("total", WORK, "--by", "banner", status=(0, 1)).stdout)
        leagues = printed_tables(self.qitu("total", WORK, "--by", "league", status=(0, 1)).stdout)
        self.assertGreater(len(without), 5)
        for (title, heads, lines), (_, other_heads, others), (_, _, above) in zip(with_stages, without, leagues):
            for head in other_heads:
                if head not in ("net (mu)", "net (m²)", "gross (m²)", "length (km)"):
                    continue
                at, other_at = heads.index(head), other_heads.index(head)
                banners = {line[0]: number(line[other_at]) for line in others}
                for sums, parts in ((banners, lines), ({line[0]: number(line[other_at]) for line in above}, others)):
                    for code, value in sums.items():
                        of = [line for line in parts if line[0] == code or (code.endswith("00") and line[0][:4] == code[:4])]
                        if code and code != "Total" and of:
                            where = at if parts is lines else other_at
                            self.assertAlmostEqual(sum(number(line[where]) for line in of), value, places=6, msg=(title, code, head))

    def test_page_and_markdown_show_every_displayed_number(self):
        page, markdown = page_tables(self.text_of("report.html")), markdown_tables(self.text_of("report.md"))
        compared = 0
        for table in self.tables.values():
            columns = [column["id"] for column in table["columns"]]
            kinds = {column["id"]: column["kind"] for column in table["columns"]}
            forms = [(markdown[table["title"]], columns)]
            of_page = page.get(f"{table['title']} ({table['printed_unit']})")
            if of_page is not None:
                forms.append((of_page, [column for column in columns if column != "code"]))
            for lines, shown in forms:
                self.assertEqual(len(lines), len(table["rows"]), table["id"])
                for line, row in zip(lines, table["rows"]):
                    if row["level"] == "heading":
                        continue
                    for column, cell in zip(shown, line):
                        if kinds[column] in ("number", "percent"):
                            self.same(cell, row["printed"].get(column), (table["id"], row["admin"], column))
                            compared += 1
        self.assertGreater(compared, 10000)

    def test_the_sheets_of_leagues_and_banners_show_what_the_other_forms_do(self):
        book = Workbook(os.path.join(self.out, "progress.xlsx"))
        indicators = {table["title"]: table["of"] for table in self.tables.values() if table["id"].startswith("indicator.")}
        compared = 0
        for sheet in ("Leagues", "Banners"):
            values = book.values[sheet]
            last = max(row for row, _ in values)
            for (row, column), head in sorted(values.items()):
                if row != 2 or column == 0:
                    continue
                for line in range(4, last + 1):
                    figures = self.leagues if sheet == "Leagues" else self.figures
                    printed = figures.get((indicators.get(head.rpartition(" (")[0]), self.names.get(values.get((line, 0)))))
                    if printed is None:
                        continue
                    for offset, figure in ((0, "target"), (1, "done"), (3, "remaining")):
                        if figure == "remaining" and sheet == "Leagues":
                            continue
                        cell = values.get((line, column + offset), "")
                        if figure in printed:
                            self.assertAlmostEqual(cell, printed[figure], places=9, msg=(sheet, head, values[line, 0], figure))
                            compared += 1
                        else:
                            self.assertIsInstance(cell, str, (sheet, head, values[line, 0], figure))
        self.assertGreater(compared, 500)

    def test_the_atlas_prints_what_progress_prints(self):
        if subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True).returncode != 0:
            self.skipTest("python3-qgis is not installed")
        self.qitu("export", WORK, "delivery.gpkg", status=(0, 1))
        done = subprocess.run([QGIS_PYTHON, ATLAS, self.path("delivery.gpkg")], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        atlas = {(row["indicator"], row["admin"]): row["cells"] for row in json.loads(done.stdout)}
        rows = self.table("progress", WORK, "--by", "banner", status=(0, 1))["rows"]
        (_, heads, lines), = printed_tables(self.qitu("progress", WORK, "--by", "banner", status=(0, 1)).stdout)
        ids = {}
        for row in rows:
            ids.setdefault(row["name"], row["admin"])
        compared, indicator = 0, -1
        order = list(dict.fromkeys(row["indicator"] for row in rows))
        for line in lines:
            indicator += bool(line[0])
            cells = atlas.get((order[indicator], ids[line[heads.index("unit of administration")]]))
            if cells is None:  # the page lists what has a target or something done
                continue
            printed = [line[heads.index(name)] for name in ("target", "done", "%")]
            self.assertEqual([number(cell) for cell in cells], [number(cell) for cell in printed], line)
            self.assertEqual([cell.rstrip("%").replace("—", "–") for cell in cells[1:]], printed[1:], line)
            compared += 1
        self.assertGreater(compared, 60)


if __name__ == "__main__":
    unittest.main()
