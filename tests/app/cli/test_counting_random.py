"""The kinds of counting over five years of random features, against a naive reference: sets of cells of a grid.

Every feature is a rectangle of whole cells, so ground is a set of cells and a figure the sum of their areas. The reference follows the
wording of docs/figures.md and shares nothing with qitu. Areas by the method `straight` are additive."""
import random
import unittest

from command import Case, geojson
from test_counting import WAN_MU, area, rectangle

CELL, SIDE = 0.002, 10
BLOCKS = {"150802": (107.40, 40.75), "150821": (108.05, 41.10), "150826": (107.10, 40.90)}  # well within their banners
YEARS = range(2020, 2025)
STAGES = ["approved", "under_construction", "accepted", "maintained"]


def cell_area(cell):
    banner, column, row = cell
    x, y = BLOCKS[banner]
    return area(x + column * CELL, y + row * CELL, x + (column + 1) * CELL, y + (row + 1) * CELL)


class Feature:
    def __init__(self, rng, number, kinds):
        self.banner = rng.choice(sorted(BLOCKS))
        self.x, self.y = rng.randrange(SIDE - 2), rng.randrange(SIDE - 2)
        self.w, self.h = rng.randint(1, min(5, SIDE - self.x)), rng.randint(1, min(5, SIDE - self.y))
        self.number, self.kind = number, rng.choice(kinds)
        self.stage = rng.choice(STAGES)
        self.year = rng.choice(YEARS)
        self.accepted = rng.choice([None, None, self.year, self.year + 1]) if self.counts else None
        self.begin = rng.choice([None, self.year, self.year - 1])
        self.end = rng.choice([None, None, self.year, self.year + 2])
        self.cells = {(self.banner, self.x + i, self.y + j) for i in range(self.w) for j in range(self.h)}

    @property
    def counts(self):
        return self.stage in ("accepted", "maintained")

    @property
    def finished(self):
        return self.accepted or self.year

    @property
    def rank(self):
        return STAGES.index(self.stage)

    def geometry(self):
        x, y = BLOCKS[self.banner]
        return ("Polygon", rectangle(x + self.x * CELL, y + self.y * CELL, x + (self.x + self.w) * CELL, y + (self.y + self.h) * CELL))

    def properties(self):
        values = {"project_code": f"P{self.number}", "admin_code": self.banner, "year": self.year, "stage": self.stage}
        if self.kind in ("new", "renovation"):
            values["construction"] = self.kind
        elif self.kind:
            values["kind"] = self.kind
        for name, year in (("accepted_date", self.accepted), ("begin_date", self.begin), ("end_date", self.end)):
            if year:
                values[name] = f"{year}-07-01"
        return values


def owned(features):
    """Who has each cell: what counts before what does not, then the earlier year, then the further stage, then the smaller id."""
    owners = {}
    for feature in sorted(features, key=lambda f: (not f.counts, f.finished, -f.rank, f.number)):
        for cell in feature.cells:
            owners.setdefault(cell, feature)
    return owners


def figures(cells_of):
    """By banner and status, in 万亩, of a list of (cell, feature)."""
    sums = {}
    for cell, feature in cells_of:
        status = "done" if feature.counts else "under_construction" if feature.stage == "under_construction" else "approved"
        sums[cell[0], status] = sums.get((cell[0], status), 0) + cell_area(cell) / WAN_MU
    return sums


def built(features, year):
    new = [f for f in features if f.kind != "renovation" and f.finished <= year]
    renewals = [f for f in features if f.kind == "renovation" and f.finished == year]
    renewed = {cell for f in renewals if f.counts for cell in f.cells}
    done_new = {cell for f in new if f.counts and f.finished == year for cell in f.cells}
    result = [(cell, f) for cell, f in owned(new).items() if f.finished == year and cell not in renewed]
    for cell, f in owned(renewals).items():
        if f.counts or cell not in done_new:
            result.append((cell, f))
    return figures(result)


def stock(features, year):
    new = [f for f in features if f.kind != "renovation" and f.finished <= year]
    return figures((cell, f) for cell, f in owned(new).items())


def annual(features, year):
    return figures((cell, f) for cell, f in owned([f for f in features if f.year == year]).items())


def standing(features, year):
    stands = [f for f in features if (f.begin or f.year) <= year and (f.end is None or f.end >= year)]
    return figures((cell, f) for cell, f in owned(stands).items())


class RandomYears(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace()

    def deliver(self, layer, features, workspace="w.gpkg"):
        name = geojson(self.path("f.geojson"), [(*f.geometry(), f.properties()) for f in features])
        self.qitu("import", workspace, layer, name, "--accept", status=(0, 1))

    def progress(self, indicator, year, workspace="w.gpkg"):
        rows = self.table("progress", workspace, "--by", "banner", "--indicator", indicator, "--year", year, "--method", "straight",
                          status=(0, 1))["rows"]
        return {row["admin"]: row for row in rows if row["admin"] in BLOCKS or row["admin"] == "150000"}

    def assert_figures(self, indicator, year, expected):
        for admin, row in self.progress(indicator, year).items():
            for status in ("done", "under_construction", "approved"):
                wanted = sum(m for (banner, s), m in expected.items() if s == status and admin in (banner, "150000"))
                self.assertAlmostEqual(row[status], wanted, delta=1e-7 * max(wanted, 0.01), msg=(indicator, year, admin, status))

    def test_what_is_built_over_five_years(self):
        rng = random.Random(20230517)
        features = [Feature(rng, i, ["new", "new", "renovation"]) for i in range(70)]
        self.deliver("high_standard_farmland", features)
        flows = {}
        for year in YEARS:
            self.assert_figures("hsf.built", year, built(features, year))
            for (banner, status), m in built([f for f in features if f.kind == "new"], year).items():
                flows[banner, status] = flows.get((banner, status), 0) + m
            for banner, row in self.progress("hsf.built", year).items():
                cumulative = sum(m for (b, s), m in stock(features, year).items() if s == "done" and banner in (b, "150000"))
                self.assertAlmostEqual(row["cumulative"], cumulative, delta=1e-9)
        self.assert_figures("hsf.bayannur", 2024, stock(features, 2024))
        # The years' flows of what is new add up to the stock; what is renovated is in none of both.
        for banner in BLOCKS:
            self.assertAlmostEqual(flows[banner, "done"], stock(features, 2024)[banner, "done"], delta=1e-9)

    def test_later_years_change_no_closed_one_and_order_changes_nothing(self):
        rng = random.Random(7)
        features = [Feature(rng, i, ["new", "renovation"]) for i in range(50)]
        early = [f for f in features if f.year <= 2022 and f.finished <= 2022]
        self.deliver("high_standard_farmland", early)
        before = {year: {a: r["done"] for a, r in self.progress("hsf.built", year).items()} for year in (2020, 2021, 2022)}
        late = [f for f in features if f.finished > 2022]
        self.deliver("high_standard_farmland", late)
        for year, figures_then in before.items():
            self.assertEqual({a: r["done"] for a, r in self.progress("hsf.built", year).items()}, figures_then)
        # Ids decide only between equals: no two features here have the same year and stage and overlap.
        distinct = {}
        for f in features:
            distinct.setdefault((f.finished, f.rank, f.counts), f)
        several = list(distinct.values())
        for name, order in (("a.gpkg", several), ("b.gpkg", several[::-1])):
            self.new_workspace(name)
            self.deliver("high_standard_farmland", order, name)
        for year in YEARS:
            self.assertEqual(*({a: (r["done"], r["under_construction"], r["approved"]) for a, r in self.progress("hsf.built", year, w).items()}
                               for w in ("a.gpkg", "b.gpkg")))

    def test_what_is_grown_each_year(self):
        rng = random.Random(11)
        features = [Feature(rng, i, ["silage_maize", "grain_to_feed"]) for i in range(60)]
        self.deliver("forage_base", features)
        for year in YEARS:
            for indicator, kind in (("forage.silage", "silage_maize"), ("forage.grain_to_feed", "grain_to_feed")):
                self.assert_figures(indicator, year, annual([f for f in features if f.kind == kind], year))

    def test_what_stands_for_some_years(self):
        rng = random.Random(13)
        features = [Feature(rng, i, [""]) for i in range(60)]
        self.deliver("saline_land_project", features)
        for year in YEARS:
            banners = [b for b in BLOCKS if standing(features, year).get((b, "done"), 0) * 1e4 >= 100]
            self.assertEqual(self.progress("saline.banners", year)["150000"]["done"], len(banners))


if __name__ == "__main__":
    unittest.main()
