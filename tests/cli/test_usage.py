"""Wrong use: status 2, one sentence with the right word, nothing on standard output."""
import unittest

from command import Case

WRONG = [
    ("improt work.gpkg", 'qitu has no command "improt". Did you mean import?'),
    ("total", "qitu total: WORKSPACE is missing."),
    ("import work.gpkg reservoir", "qitu import: FILE is missing."),
    ("import work.gpkg reservoir a.shp --repiar", "qitu import has no option --repiar. Did you mean --repair?"),
    ("export a.gpkg b.gpkg c.gpkg", 'qitu export does not expect "c.gpkg" here.'),
    ("quota", "qitu quota: a command is missing: import, set, show, check, allocate."),
    ("quota shwo work.gpkg", 'qitu quota has no command "shwo". Did you mean show?'),
    ("progress work.gpkg --by county", "county"),
    ("total work.gpkg --format xml", "xml"),
    ("total work.gpkg --method planar", "planar"),
    ("sample s --parcels many", "--parcels"),
    ("total work.gpkg --lang fr", '--lang is zh or en, not "fr".'),
    ("import work.gpkg reservoir a.shp --map year", "--map year: write FIELD=SOURCE"),
    ("tabulate a.shp", "qitu tabulate: --zones is missing."),
]


class Usage(Case):
    def test_wrong_use_is_status_2_and_says_the_right_word(self):
        self.copy("work.gpkg")
        for line, sentence in WRONG:
            with self.subTest(line):
                result = self.qitu(*line.split(), status=2)
                self.assertEqual(result.stdout, "")
                self.assertIn(sentence, result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1, "one line")

    def test_wrong_use_speaks_chinese_too(self):
        result = self.qitu("improt", status=2, lang="zh")
        self.assertIn("qitu 没有命令“improt”。是否要写 import？", result.stderr)

    def test_an_unknown_group_or_zone_field_lists_the_fields_that_there_are(self):
        sample = self.copy("sample")
        result = self.qitu("tabulate", f"{sample}/盐碱地综合利用.geojson", "--zones", "banners", "--group", "nothing", status=2)
        self.assertIn('has no field "nothing". Its fields: ', result.stderr)
        self.assertIn("project_code", result.stderr)


if __name__ == "__main__":
    unittest.main()
