"""The report in Word and as PDF, from qitu's own template and from one that a bureau has changed."""
import os
import re
import shutil
import struct
import subprocess
import unittest
import zipfile
from xml.etree import ElementTree

from command import Case, geojson, square

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LAYER = "high_standard_farmland"


def parts(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(xml):
    return ["".join(t.text or "" for t in p.iter(W + "t")) for p in ElementTree.fromstring(xml).iter(W + "p")]


def tables(xml):
    return [[["".join(t.text or "" for t in cell.iter(W + "t")) for cell in row.findall(W + "tc")] for row in table.findall(W + "tr")]
            for table in ElementTree.fromstring(xml).iter(W + "tbl")]


class Word(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace()
        geojson(self.path("parcels.geojson"), [
            ("Polygon", [square(107.4, 40.78)], {"project_code": "150802GB001", "project_name": "临河示例", "admin_code": "150802",
                                                 "year": 2023, "stage": "accepted", "declared_area": 60})])
        self.qitu("import", "w.gpkg", LAYER, "parcels.geojson", status=(0, 1))
        self.qitu("quota", "set", "w.gpkg", "hsf.built", "150802", "100", "--unit", "亩", "--year", "2023")

    def report(self, *words, file="r.docx", status=(0, 1), lang="zh"):
        said = self.qitu("report", "w.gpkg", "-o", file, "--no-check", *words, status=status, lang=lang)
        return said if status not in ((0, 1),) else parts(self.path(file))

    def test_a_banners_report_has_title_sentence_tables_map_and_signatures(self):
        made = self.report("--admin", "临河区", "--signatures")
        text = paragraphs(made["word/document.xml"])
        self.assertEqual(text[0], "临河区 2023 年土地项目任务进展报告")
        self.assertTrue(any("任务 100.00 亩" in line for line in text))
        self.assertFalse(any("{{" in line for line in text))
        signatures = [line for line in text if "制表人" in line]
        self.assertEqual(len(signatures), 1)
        self.assertRegex(signatures[0], "填报单位.*审核人.*日期")
        summary, = [table for table in tables(made["word/document.xml"]) if table[0][0] == "指标"]
        built, = [row for row in summary if row[0] == "高标准农田建成面积"]
        self.assertEqual(built[summary[0].index("任务")], "100.00")
        ledger, = [table for table in tables(made["word/document.xml"]) if table[0][0] == "项目编号"]
        self.assertEqual(ledger[1][0], "150802GB001")
        self.assertIn("w:tblHeader", made["word/document.xml"].decode())
        picture = made["word/media/qitu-map.emf"]
        kind, size = struct.unpack("<II", picture[:8])
        self.assertEqual((kind, size, picture[40:44]), (1, 88, b" EMF"))
        self.assertEqual(struct.unpack("<I", picture[48:52])[0], len(picture))
        self.assertIn("五原县".encode("utf-16-le"), picture)  # a neighbour's name

    def test_figures_are_those_of_the_other_formats(self):
        made = self.report("--admin", "临河区")
        self.qitu("report", "w.gpkg", "-o", "csv", "--admin", "临河区", "--format", "md", "--no-check", status=(0, 1), lang="zh")
        with open(self.path("csv/report.md"), encoding="utf-8") as file:
            marked = [[cell.strip().replace("\\", "") for cell in line.strip().strip("|").split("|")] for line in file if line.startswith("|")]
        line, = [row for row in marked if row[0] == "高标准农田建成面积" and len(row) > 5][:1]
        summary = [table for table in tables(made["word/document.xml"]) if table[0][0] == "指标"][0]
        built, = [row for row in summary if row[0] == "高标准农田建成面积"]
        self.assertEqual(built, line)

    def test_the_same_figures_give_the_same_bytes(self):
        first = self.report()
        self.assertEqual(first, self.report(file="again.docx"))
        with open(self.path("r.docx"), "rb") as one, open(self.path("again.docx"), "rb") as other:
            self.assertEqual(one.read(), other.read())

    def test_a_template_is_changed_and_filled_by_name(self):
        self.qitu("template", "report", "-o", "t.docx", lang="zh")
        self.assertIn("{{标题}}", paragraphs(parts(self.path("t.docx"))["word/document.xml"])[0])
        self.assertIn("already exists", self.qitu("template", "report", "-o", "t.docx", status=4).stderr)
        own = parts(self.path("t.docx"))
        body = own["word/document.xml"].decode()
        body = body.replace("{{副标题}}", "内部资料　{{单位}}，{{ year }}年").replace("{{表 下级单位}}", "{{表 永久基本农田}}")
        # a name that Word has cut into runs
        body = body.replace("<w:t>{{概述}}</w:t></w:r>", "<w:t>{{概</w:t></w:r><w:r><w:t>述}}</w:t></w:r>")
        self.write("changed.docx", {**own, "word/document.xml": body.encode()})
        made = self.report("--admin", "临河区", "--template", "changed.docx")
        text = paragraphs(made["word/document.xml"])
        self.assertIn("内部资料　临河区，2023年", text)
        self.assertTrue(any("任务 100.00 亩" in line for line in text))
        self.assertEqual([line for line in text if "{{" in line], [])

    def test_an_unknown_name_and_what_is_no_document_are_refused_and_nothing_is_written(self):
        self.qitu("template", "report", "-o", "t.docx")
        own = parts(self.path("t.docx"))
        self.write("wrong.docx", {**own, "word/document.xml": own["word/document.xml"].replace(b"{{title}}", b"{{titel}}")})
        said = self.report("--template", "wrong.docx", status=4, lang="en").stderr
        for word in ("wrong.docx", "{{titel}}", "{{title}}", "{{signatures}}"):
            self.assertIn(word, said)
        with open(self.path("text.docx"), "w", encoding="utf-8") as file:
            file.write("not a document\n")
        self.assertIn("is not a Word document", self.report("--template", "text.docx", status=3, lang="en").stderr)
        self.assertFalse(os.path.exists(self.path("r.docx")))

    def test_the_ending_of_the_file_is_the_format_and_others_are_refused(self):
        for ending, begins in (("xlsx", b"PK"), ("html", b"<!DOCTYPE html>"), ("json", b"{"), ("md", b"# "), ("docx", b"PK")):
            self.qitu("report", "w.gpkg", "-o", "one." + ending, "--no-check", status=(0, 1))
            with open(self.path("one." + ending), "rb") as file:
                self.assertTrue(file.read().startswith(begins), ending)
        for ending in ("doc", "xls", "odt", "wps"):
            said = self.qitu("report", "w.gpkg", "-o", "one." + ending, status=2).stderr
            self.assertIn(".docx", said)
            self.assertFalse(os.path.exists(self.path("one." + ending)))

    def test_pdf_needs_libreoffice_and_says_how_to_get_it(self):
        os.makedirs(self.path("nothing"))
        said = self.qitu("report", "w.gpkg", "-o", "r.pdf", "--no-check", status=4, PATH=self.path("nothing")).stderr
        self.assertIn("apt install libreoffice-writer", said)
        self.assertFalse(os.path.exists(self.path("r.pdf")))

    def test_libreoffice_opens_it_and_prints_it(self):
        if not shutil.which("soffice") or not os.path.exists("/usr/lib/libreoffice/program/libswlo.so"):
            self.skipTest("LibreOffice Writer is missing: apt install libreoffice-writer")
        self.report("--admin", "临河区", "--signatures", file="r.docx")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
                        self.path("r.docx"), "--outdir", self.path("text")], check=True, capture_output=True, timeout=300)
        with open(self.path("text/r.txt"), encoding="utf-8-sig") as file:
            text = file.read()
        for word in ("临河区 2023 年土地项目任务进展报告", "150802GB001", "制表人", "一、"):
            self.assertIn(word, text)
        self.qitu("report", "w.gpkg", "-o", "r.pdf", "--admin", "临河区", "--no-check", status=(0, 1), lang="zh")
        with open(self.path("r.pdf"), "rb") as file:
            printed = file.read()
        self.assertTrue(printed.startswith(b"%PDF"))
        self.assertGreater(len(re.findall(rb"/Type\s*/Page\b", printed)), 1)

    def write(self, name, package):
        with zipfile.ZipFile(self.path(name), "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in package.items():
                archive.writestr(part, content)


if __name__ == "__main__":
    unittest.main()
