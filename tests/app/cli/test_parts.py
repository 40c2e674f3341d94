"""A run in parts: together, in any order and of any number, the very bytes of one run; parts of another run are refused.

How many seeded inputs: QITU_PARTS (8 by default, 200 in the long suite).
"""
import itertools
import json
import os
import random
import shutil
import unittest

from command import Case, geojson

INPUTS = int(os.environ.get("QITU_PARTS", "8"))


def messy(chance, count):
    """Fields that overlap, some with a loop, some many times on one spot, beside lines and points; with kinds and values."""
    features = []
    for _ in range(count):
        x, y, w, h = 110 + chance.uniform(0, 0.1), 40 + chance.uniform(0, 0.1), chance.uniform(1e-3, 0.02), chance.uniform(1e-3, 0.02)
        ring = [[x, y], [x + w, y + h * chance.uniform(-0.2, 0.2)], [x + w, y + h], [x, y + h], [x, y]]
        if chance.random() < 0.1:
            ring[1], ring[2] = ring[2], ring[1]
        values = {"kind": chance.choice(["甲", "乙", ""]), "money": chance.choice([None, round(chance.uniform(0, 1e6), 2)]),
                  "grade": chance.randint(1, 10), "note": chance.choice(["3", "many", ""])}
        features += [("Polygon", [ring], values)] * chance.choice([1, 1, 1, 2, 5])
    for _ in range(count // 4):
        x, y = 110 + chance.uniform(0, 0.1), 40 + chance.uniform(0, 0.1)
        features.append(("LineString", [[x, y], [x + 0.03, y], [x + 0.03, y + 0.02]], {"kind": "渠"}))
        features.append(("Point", [x, y], {"kind": "井", "grade": 2}))
    chance.shuffle(features)
    return features


def lattice(chance, overlap):
    return [("Polygon", [[[110 + a, 40 + b], [110 + a + 0.04 + overlap, 40 + b], [110 + a + 0.04, 40 + b + 0.04],
                          [110 + a, 40 + b + 0.04], [110 + a, 40 + b]]], {"code": f"{i:02}", "name": f"{i} 区"})
            for i, (a, b) in enumerate(itertools.product((0, 0.04, 0.08), repeat=2))]


class Parts(Case):
    OPTIONS = [["--group", "kind", "--sum", "money", "--mean", "grade"], ["--gross-only", "--group", "kind"], ["--method", "geodesic"],
               ["--method", "straight", "--max-edge", "70", "--zone-field", "name", "--max", "note"], ["--memory", "1", "--threads", "2"],
               ["--where", "kind <> '乙'"]]
    SHOWN = [["--format", "json"], ["--format", "csv"], ["--format", "table", "--unit", "亩"]]

    def make(self, number, of, options, name=None, status=0, features="features.geojson", zones="zones.geojson"):
        name = name or f"{number}.part"
        return self.qitu("tabulate", features, "--zones", zones, *options, "--part", f"{number}/{of}", "-o", name, status=status)

    def some(self, chance, count=30):
        geojson(self.path("features.geojson"), messy(chance, count))
        geojson(self.path("zones.geojson"), lattice(chance, chance.choice([0, 0, 0.01])))

    def test_same_bytes(self):
        for seed in range(INPUTS):
            chance = random.Random(seed)
            self.some(chance, chance.randint(5, 50))
            options, shown, of = chance.choice(self.OPTIONS), chance.choice(self.SHOWN), chance.randint(1, 5)
            lang = chance.choice(["en", "zh"])
            for number in range(1, of + 1):
                self.qitu("tabulate", "features.geojson", "--zones", "zones.geojson", *options, "--part", f"{number}/{of}",
                          "-o", f"{number}.part", lang=lang)
            order = [f"{number}.part" for number in range(1, of + 1)]
            chance.shuffle(order)
            whole = self.qitu("tabulate", "features.geojson", "--zones", "zones.geojson", *options, *shown, status=(0, 1), lang=lang)
            together = self.qitu("tabulate", "--merge", *order, *shown, status=(0, 1), lang=lang)
            with self.subTest(seed=seed, options=options, of=of):
                self.assertEqual(together.stdout, whole.stdout)
                self.assertEqual(together.stderr, whole.stderr)
                self.assertEqual(together.returncode, whole.returncode)
            self.assertTrue(whole.stdout)

    def test_pivot_and_pattern(self):
        self.some(random.Random(1))
        for number in (1, 2, 3):
            self.make(number, 3, ["--group", "kind"])
        whole = self.qitu("tabulate", "features.geojson", "--zones", "zones.geojson", "--group", "kind", "--pivot", status=1)
        self.assertEqual(self.qitu("tabulate", "--merge", "*.part", "--pivot", status=1).stdout, whole.stdout)

    def test_refused(self):
        """Each on its own, by a sentence that names the part."""
        self.some(random.Random(2))
        for number in (1, 2, 3):
            self.make(number, 3, ["--group", "kind"])
        merge = lambda *files, status=4: self.qitu("tabulate", "--merge", *files, status=status).stderr
        self.assertIn("1 are missing: 2", merge("3.part", "1.part"))
        self.assertIn("2.part: is part 2 of 3, which copy.part is too", (shutil.copy(self.path("2.part"), self.path("copy.part")),
                                                                        merge("1.part", "copy.part", "2.part"))[1])
        self.make(2, 4, ["--group", "kind"], "other.part")
        self.assertIn("other.part: is one of 4 parts, 1.part one of 3", merge("1.part", "other.part"))
        for options, word in ((["--group", "grade"], "group"), (["--group", "kind", "--method", "straight"], "method"),
                              (["--group", "kind", "--gross-only"], "gross-only"), (["--group", "kind", "--sum", "grade"], "sum"),
                              (["--group", "kind", "--where", "grade > 2"], "features")):
            self.make(2, 3, options, "other.part")
            message = merge("1.part", "other.part", "3.part")
            self.assertIn("other.part: is of another run than 1.part", message)
            self.assertIn(f"{word} differs", message)

    def test_refused_inputs(self):
        """Another vertex, another zone, another version, a part that was cut off or changed."""
        chance = random.Random(3)
        self.some(chance)
        for number in (1, 2):
            self.make(number, 2, [])
        moved = json.load(open(self.path("features.geojson"), encoding="utf-8"))
        first = next(f for f in moved["features"] if f["geometry"]["type"] == "Polygon")
        first["geometry"]["coordinates"][0][2][0] += 1e-9
        json.dump(moved, open(self.path("moved.geojson"), "w", encoding="utf-8"), ensure_ascii=False)
        self.make(2, 2, [], "other.part", features="moved.geojson")
        self.assertIn("features differs", self.qitu("tabulate", "--merge", "1.part", "other.part", status=4).stderr)
        geojson(self.path("others.geojson"), lattice(chance, 0.02))
        self.make(2, 2, [], "other.part", zones="others.geojson")
        self.assertIn("zones differs", self.qitu("tabulate", "--merge", "1.part", "other.part", status=4).stderr)
        text = open(self.path("2.part"), encoding="utf-8").read()
        for broken in (text[:-5], text.replace('"part":2', '"part":1'), text[:200], text + " "):
            open(self.path("broken.part"), "w", encoding="utf-8").write(broken)
            self.assertIn("broken.part: is not whole", self.qitu("tabulate", "--merge", "1.part", "broken.part", status=3).stderr)
        self.assertIn("zones.geojson: is not a part", self.qitu("tabulate", "--merge", "zones.geojson", status=3).stderr)

    def test_usage(self):
        self.some(random.Random(4), 3)
        zones = ["--zones", "zones.geojson"]
        for words in (["--part", "4/3"], ["--part", "0/3"], ["--part", "3"], ["--part", "a/b"]):
            self.assertIn("is not a part", self.qitu("tabulate", "features.geojson", *zones, *words, "-o", "x.part", status=2).stderr)
        self.assertIn("-o", self.qitu("tabulate", "features.geojson", *zones, "--part", "1/3", status=2).stderr)
        for option in (["--pieces", "x.gpkg"], ["--overlapping-zones"]):
            self.assertIn(option[0], self.qitu("tabulate", "features.geojson", *zones, "--part", "1/3", "-o", "x.part", *option, status=2).stderr)
        self.make(1, 1, [])
        self.assertIn("--group", self.qitu("tabulate", "--merge", "1.part", "--group", "kind", status=2).stderr)
        self.assertFalse(os.path.exists(self.path("x.part")))


class ManyFiles(Case):
    """Several files as one: what one file of all their features gives."""

    def test_files(self):
        chance = random.Random(5)
        features = messy(chance, 60)
        geojson(self.path("zones.geojson"), lattice(chance, 0))
        geojson(self.path("all.geojson"), features)
        os.mkdir(self.path("d"))
        cuts = [0, 17, 17, 40, len(features)]
        for i, (begin, end) in enumerate(zip(cuts, cuts[1:])):
            geojson(self.path(f"d/{i}.geojson"), features[begin:end] or features[:0])
        os.remove(self.path("d/1.geojson"))  # an empty one has no fields
        options = ["--zones", "zones.geojson", "--group", "kind", "--sum", "money", "--format", "json"]
        whole = json.loads(self.qitu("tabulate", "all.geojson", *options, status=1).stdout)
        for files in (["d/0.geojson", "d/2.geojson", "d/3.geojson"], ["d/*.geojson"], ["d/3.geojson", "d/0.geojson", "d/2.geojson"]):
            found = json.loads(self.qitu("tabulate", *files, *options, status=1).stdout)
            self.assertEqual(found["rows"], whole["rows"])
        for number in (1, 2, 3):
            self.qitu("tabulate", "d/*.geojson", *options[:-2], "--part", f"{number}/3", "-o", f"{number}.part")
        self.assertEqual(self.qitu("tabulate", "--merge", "3.part", "1.part", "2.part", "--format", "json", status=1).stdout,
                         self.qitu("tabulate", "d/*.geojson", *options, status=1).stdout)

    def test_numbers_and_crs(self):
        square = [[[110, 40], [110.01, 40], [110.01, 40.01], [110, 40.01], [110, 40]]]
        loop = [[[110, 40], [110.01, 40.01], [110.01, 40], [110, 40.01], [110, 40]]]
        geojson(self.path("a.geojson"), [("Polygon", square, {})] * 3)
        geojson(self.path("b.geojson"), [("Polygon", loop, {})])
        geojson(self.path("zones.geojson"), [("Polygon", square, {"code": "1"})])
        said = self.qitu("tabulate", "a.geojson", "b.geojson", "--zones", "zones.geojson", status=1).stderr
        added = int(said.split("b.geojson: ")[1].split()[0])
        self.assertGreaterEqual(added, 3)
        self.assertRegex(said, f"feature ({added}|{added + 1}): Self-intersection")
        geojson(self.path("plane.geojson"), [("Polygon", square, {})], crs="urn:ogc:def:crs:EPSG::4326")
        self.assertIn("plane.geojson", self.qitu("tabulate", "a.geojson", "plane.geojson", "--zones", "zones.geojson", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
