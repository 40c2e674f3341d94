"""Progress in parts: together, in any order and of any number, the very bytes of one run; parts of another run are refused.

How many seeded workspaces: QITU_PARTS (1 by default, 40 in the long suite).
"""
import os
import random
import shutil
import unittest

from command import Case, edited, geojson, two_at_a_time

INPUTS = int(os.environ.get("QITU_PARTS", "1"))
BLOCKS = {"150802": (107.40, 40.75), "150821": (108.05, 41.10), "150826": (107.10, 40.90)}  # well within their banners
STAGES = ["approved", "under_construction", "accepted", "maintained"]
YEARS = range(2021, 2025)


def ground(chance, number, scattered):
    """A field in one of the blocks, upon others or, where they are not scattered, in a cell of its own; some cross to the next banner."""
    banner = chance.choice(sorted(BLOCKS))
    x, y = BLOCKS[banner]
    if scattered:
        x, y = x + chance.uniform(0, 0.03), y + chance.uniform(0, 0.03)
    else:
        x, y = x + 0.004 * (number % 12), y + 0.004 * (number // 12)
    w, h = (chance.uniform(1e-3, 0.01) if scattered else 0.003 for _ in "wh")
    if scattered and chance.random() < 0.05:
        w = 0.5
    ring = [[x, y], [x + w, y + (h * chance.uniform(-0.2, 0.2) if scattered else 0)], [x + w, y + h], [x, y + h], [x, y]]
    return banner, ("Polygon", [ring])


def values(chance, number, banner):
    year = chance.choice(YEARS)
    stage = chance.choice(STAGES)
    found = {"project_code": f"P{number // 2}", "admin_code": banner, "year": year, "stage": stage}
    if stage in ("accepted", "maintained") and chance.random() < 0.6:
        found["accepted_date"] = f"{chance.choice([year, year + 1])}-07-01"
    return found


def farmland(chance, number, banner):
    more = {"construction": chance.choice(["new", "new", "renovation"])}
    if chance.random() < 0.4:
        more["water_saving"] = "drip"
    if chance.random() < 0.3:
        more["water_saving_area"] = chance.choice([60, 1e6])
    return {**values(chance, number, banner), **more}


class ProgressParts(Case):
    ASKED = [["--by", "banner"], ["--by", "region", "--year", "2023"], ["--admin", "巴彦淖尔", "--method", "straight"], ["--admin", "临河"],
             ["--indicator", "hsf.water_saving", "--indicator", "hsf.bayannur_share", "--by", "banner"], ["--assume", "under_construction"],
             ["--years", "2022-2024"], ["--date", "2023-06-30", "--method", "geodesic", "--year", "2023"], ["--until", "2030", "--year", "2022"],
             ["--memory", "1", "--threads", "2", "--by", "banner"]]
    SHOWN = [["--format", "json"], ["--format", "csv"], ["--format", "table", "--unit", "公顷"], []]

    def deliver(self, layer, rows):
        name = geojson(self.path(f"{layer}.geojson"), [(*place, fields) for place, fields in rows])
        self.qitu("import", "w.gpkg", layer, name, "--accept", status=(0, 1))

    def some(self, chance, count):
        """A workspace with what indicators rest on: flows, renewals, declared parts, shares, excluded layers, works, lines, banners."""
        self.small_workspace(*BLOCKS)
        scattered = chance.random() < 0.7
        of_farmland = [(place, farmland(chance, i, banner)) for i in range(count)
                       for banner, place in [ground(chance, i, scattered)]]
        chance.shuffle(of_farmland)
        self.deliver("high_standard_farmland", of_farmland)
        for layer in ("permanent_basic_farmland", "irrigation_district", "saline_land_project"):
            self.deliver(layer, [(place, values(chance, i, banner)) for i in range(count // 3)
                                 for banner, place in [ground(chance, i, chance.random() < 0.5)]])
        self.deliver("water_transfer", [(("LineString", [[107.4, 40.7 + 0.01 * i], [107.6, 40.7 + 0.01 * (i % 2)]]),
                                         {**values(chance, i, "150802"), "project_name": f"W{i}", "phase": "works"}) for i in range(4)])
        if chance.random() < 0.5:  # beside the command, as QGIS could: a field with a loop
            edited(self.path("w.gpkg"), "UPDATE high_standard_farmland SET stage = 'maintained' WHERE fid % 7 = 0")

    def few(self, count=6):
        """A workspace with one layer, for what is refused whatever there is."""
        self.small_workspace(*BLOCKS)
        chance = random.Random(count)
        self.deliver("high_standard_farmland", [(place, farmland(chance, i, banner)) for i in range(count)
                                                for banner, place in [ground(chance, i, True)]])

    def make(self, number, of, *asked, name=None, status=0, **options):
        return self.qitu("progress", "w.gpkg", *asked, "--part", f"{number}/{of}", "-o", name or f"{number}.part", status=status, **options)

    def merge(self, *files, status=4, shown=(), **options):
        return self.qitu("progress", "w.gpkg", "--merge", *files, *shown, status=status, **options)

    def check_same(self, asked, shown, of, order, lang="en"):
        two_at_a_time(lambda number: self.make(number, of, *asked, lang=lang), range(1, of + 1))
        whole = self.qitu("progress", "w.gpkg", *asked, *shown, status=(0, 1), lang=lang)
        together = self.merge(*order, shown=shown, status=(0, 1), lang=lang)
        with self.subTest(asked=asked, shown=shown, of=of):
            self.assertEqual(together.stdout, whole.stdout)
            self.assertEqual(together.stderr, whole.stderr)
            self.assertEqual(together.returncode, whole.returncode)
        self.assertTrue(whole.stdout)

    def test_same_bytes(self):
        for seed in range(INPUTS):
            chance = random.Random(seed)
            self.some(chance, chance.randint(10, 60))
            for asked in chance.sample(self.ASKED, 2):
                of = chance.randint(1, 4)
                order = [f"{number}.part" for number in range(1, of + 1)]
                chance.shuffle(order)
                self.check_same(asked, chance.choice(self.SHOWN), of, order, chance.choice(["en", "zh"]))

    def test_main_job(self):
        """All layers of the sample, over all banners."""
        shutil.copy(self.copy("work.gpkg"), self.path("w.gpkg"))
        self.check_same(["--by", "banner"], ["--format", "json"], 2, ["*.part"])

    def test_parts_that_see_no_overlap(self):
        """Only two features overlap, far from most others."""
        self.small_workspace(*BLOCKS)
        chance = random.Random(5)
        rows = [(place, farmland(chance, i, banner)) for i in range(30) for banner, place in [ground(chance, i, False)]]
        self.deliver("high_standard_farmland", [*rows, rows[0]])
        self.deliver("permanent_basic_farmland", [(place, values(chance, i, banner)) for i in range(10)
                                                  for banner, place in [ground(chance, i, False)]])
        self.check_same(["--by", "banner"], ["--format", "json"], 4, ["4.part", "2.part", "3.part", "1.part"])

    def test_nothing(self):
        self.small_workspace(*BLOCKS)
        self.check_same([], ["--format", "json"], 2, ["2.part", "1.part"])

    def test_refused(self):
        """Each by a sentence that names the part and what differs."""
        self.few()
        two_at_a_time(lambda number: self.make(number, 3), (1, 2, 3))
        self.assertIn("1 are missing: 2", self.merge("3.part", "1.part").stderr)
        shutil.copy(self.path("2.part"), self.path("copy.part"))
        self.assertIn("2.part: is part 2 of 3, which copy.part is too", self.merge("1.part", "copy.part", "2.part").stderr)
        self.make(2, 4, name="other.part")
        self.assertIn("other.part: is one of 4 parts, 1.part one of 3", self.merge("1.part", "other.part").stderr)
        for asked, word in ((["--by", "banner", "--date", "2023-06-30"], "by"), (["--indicator", "hsf.built"], "indicator"),
                            (["--method", "straight"], "method"), (["--years", "2022-2023"], "years")):
            self.make(2, 3, *asked, name="other.part")
            message = self.merge("1.part", "other.part", "3.part").stderr
            self.assertIn("other.part: is of another run than 1.part", message)
            self.assertIn(f"{word} differs", message)
        self.make(2, 3, name="other.part", lang="zh")
        self.assertIn("language differs", self.merge("1.part", "other.part", "3.part").stderr)
        with open(self.path("2.part"), encoding="utf-8") as file:
            text = file.read()
        for broken in (text[:-5], text.replace('"part":2', '"part":1')):
            with open(self.path("broken.part"), "w", encoding="utf-8") as file:
                file.write(broken)
            self.assertIn("broken.part: is not whole", self.merge("1.part", "broken.part", status=3).stderr)

    def test_other_states(self):
        """A record more, whatever made it, is another state: of a part, and of the workspace that parts are put together over."""
        self.few(12)
        self.make(1, 2)
        os.mkdir(self.path("elsewhere"))
        shutil.copy(self.path("w.gpkg"), self.path("elsewhere/copy.gpkg"))  # as on another machine
        self.qitu("progress", "elsewhere/copy.gpkg", "--part", "2/2", "-o", "2.part")
        before = self.merge("1.part", "2.part", status=(0, 1)).stdout
        edited(self.path("w.gpkg"), "DELETE FROM high_standard_farmland WHERE stage = 'accepted'")
        self.assertRegex(self.merge("1.part", "2.part").stderr, r"w\.gpkg: the parts were not made from it as it is now; workspace differs: \d+ \(")
        self.make(2, 2, name="other.part")
        self.assertIn("other.part: is of another run than 1.part; workspace differs", self.merge("1.part", "other.part").stderr)
        self.make(1, 2)
        self.assertNotEqual(self.merge("1.part", "other.part", status=(0, 1)).stdout, before)
        self.check_same(["--as-of", "start"], [], 1, ["1.part"])

    def test_another_catalogue(self):
        self.few()
        shutil.copytree(os.path.join(os.environ["QITU_SOURCE"], "layers"), self.path("layers"))
        self.make(1, 1)
        merge = ["--layers", "layers", "progress", "w.gpkg", "--merge", "1.part"]
        self.assertEqual(self.qitu(*merge, status=(0, 1)).stdout, self.merge("1.part", status=(0, 1)).stdout)
        with open(self.path("layers/high_standard_farmland.toml"), "a", encoding="utf-8") as file:
            file.write("\n# another one\n")
        self.assertIn("catalogue differs", self.qitu(*merge, status=4).stderr)

    def test_of_another_command(self):
        self.few()
        self.make(1, 1)
        self.qitu("tabulate", "high_standard_farmland.geojson", "--zones", "banners", "--part", "1/1", "-o", "t.part", status=(0, 1))
        self.assertIn('t.part: is a part of "qitu tabulate", not of "qitu progress"', self.merge("t.part").stderr)
        self.assertIn('1.part: is a part of "qitu progress"', self.qitu("tabulate", "--merge", "1.part", status=4).stderr)

    def test_usage(self):
        self.small_workspace(*BLOCKS)
        for words in (["--part", "4/3"], ["--part", "a/b"]):
            self.assertIn("is not a part", self.qitu("progress", "w.gpkg", *words, "-o", "x.part", status=2).stderr)
        self.assertIn("-o", self.qitu("progress", "w.gpkg", "--part", "1/3", status=2).stderr)
        for words in (["--money"], ["--unit", "亩"], ["--format", "json"]):
            self.assertIn(words[0], self.qitu("progress", "w.gpkg", "--part", "1/3", "-o", "x.part", *words, status=2).stderr)
        self.assertFalse(os.path.exists(self.path("x.part")))
        self.make(1, 1)
        for words in (["--by", "banner"], ["--year", "2023"], ["--money"], ["--part", "1/2"]):
            self.assertIn(f"{words[0]} does not go with --merge", self.qitu("progress", "w.gpkg", *words, "--merge", "1.part", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
