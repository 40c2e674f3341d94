"""Cells of a workbook, by the standard library: text, numbers and formulas with their kept values."""
import re
import zipfile
from xml.etree import ElementTree

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
      "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def column_of(reference):
    column = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def range_of(formula):
    """(sheet, first row, last row, column) of a range down a column."""
    sheet, cells = formula.rsplit("!", 1)
    first, last = (re.fullmatch(r"\$([A-Z]+)\$(\d+)", cell) for cell in (cells + ":" + cells).split(":")[:2])
    return sheet.strip("'").replace("''", "'"), int(first[2]) - 1, int(last[2]) - 1, column_of(first[1])


def series_of(chart):
    """The ranges of names and of figures of each series of a chart."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    return [tuple(range_of(next(series.find(space + part).iter(space + "f")).text) for part in ("cat", "val"))
            for series in ElementTree.fromstring(chart).iter(space + "ser")]


class Workbook:
    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.strings = []
            if "xl/sharedStrings.xml" in file.namelist():
                for item in ElementTree.fromstring(file.read("xl/sharedStrings.xml")).findall("m:si", NS):
                    self.strings.append("".join(text.text or "" for text in item.iter("{%s}t" % NS["m"])))
            targets = {rel.get("Id"): rel.get("Target")
                       for rel in ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels")).iter(REL)}
            book = ElementTree.fromstring(file.read("xl/workbook.xml"))
            self.names = {name.get("name") for name in book.iter("{%s}definedName" % NS["m"])}
            self.chart_series = [pair for name in sorted(file.namelist()) if re.match(r"xl/charts/chart\d+\.xml$", name)
                                 for pair in series_of(file.read(name))]
            self.xml, self.values, self.formulas = {}, {}, {}
            for sheet in book.iter("{%s}sheet" % NS["m"]):
                target = targets[sheet.get("{%s}id" % NS["r"])].lstrip("/")
                xml = file.read(target if target.startswith("xl/") else "xl/" + target)
                self.read(sheet.get("name"), xml)

    def read(self, name, xml):
        root = ElementTree.fromstring(xml)
        values, formulas = {}, {}
        for cell in root.iter("{%s}c" % NS["m"]):
            reference = cell.get("r")
            place = (int(re.search(r"\d+", reference)[0]) - 1, column_of(reference))
            value, formula = cell.find("m:v", NS), cell.find("m:f", NS)
            if formula is not None:
                formulas[place] = formula.text
            if cell.get("t") == "inlineStr":
                values[place] = "".join(text.text or "" for text in cell.iter("{%s}t" % NS["m"]))
            elif value is None:
                continue
            elif cell.get("t") == "s":
                values[place] = self.strings[int(value.text)]
            elif cell.get("t") in ("str", "e"):
                values[place] = value.text
            else:
                values[place] = float(value.text)
        self.xml[name], self.values[name], self.formulas[name] = root, values, formulas

    @property
    def sheets(self):
        return list(self.values)
