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
    ("total work.gpkg --fromat=json", "qitu total has no option --fromat. Did you mean --format?"),
    ("total work.gpkg ——fromat json", "qitu total has no option --fromat. Did you mean --format?"),
    ("total work.gpkg --lang fr", '--lang must be zh or en, not "fr".'),
    ("import work.gpkg reservoir a.shp --map year", "--map year: expected FIELD=SOURCE"),
    ("tabulate a.shp", "qitu tabulate: --zones is missing."),
]

MISSPELT = [
    ("quota set work.gpkg hsf.built 临和 60", 'Unknown banner or league "临和". Did you mean 150802 Linhe District (Bayannur)'),
    ("quota set work.gpkg hsf.bulit 临河 60", 'Unknown indicator "hsf.bulit". Did you mean "hsf.built"?'),
    ("total work.gpkg 高标准农天", 'Unknown layer "高标准农天". Did you mean "高标准农田"?'),
    ("export work.gpkg o.gpkg --banner 临河曲", "Did you mean 150802 Linhe District (Bayannur)"),
    ("explain work.gpkg hsf.built lihne", "150802 Linhe District (Bayannur)"),
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

    def test_a_misspelt_layer_indicator_or_banner_is_status_4_and_says_the_nearest(self):
        self.copy("work.gpkg")
        for line, sentence in MISSPELT:
            with self.subTest(line):
                result = self.qitu(*line.split(), status=4)
                self.assertEqual(result.stdout, "")
                self.assertIn(sentence, result.stderr)

    def test_a_banner_is_known_by_code_full_name_and_short_name(self):
        self.copy("work.gpkg")
        said = [self.table("explain", "work.gpkg", "hsf.built", name, status=(0, 1)) for name in
                ("150802", "临河区", "临河", "Linhe District", "linhe")]
        self.assertEqual(said[1:], said[:1] * 4)

    def test_the_long_dash_of_a_chinese_keyboard_begins_an_option(self):
        self.copy("work.gpkg")
        plain = self.qitu("quota", "show", "work.gpkg", "--format", "csv").stdout
        self.assertEqual(self.qitu("quota", "show", "work.gpkg", "——format", "csv").stdout, plain)

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
