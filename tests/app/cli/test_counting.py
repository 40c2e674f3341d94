"""What counts in a year: the four kinds of counting, renovation, named works and places, declared parts and net length.

Areas are those of rectangles in longitude and latitude by the method `straight`, computed here by the closed formula of the zone of an
ellipsoid (Snyder, Map Projections, USGS PP 1395, eq. 3-12); lengths by that of the meridian's arc, integrated here by Simpson's rule."""
import math
import os
import shutil
import unittest

from command import Case, geojson

A, F = 6378137.0, 1 / 298.257222101
E2 = F * (2 - F)
WAN_MU = 1e4 * 10000 / 15


def zone(latitude):
    e, s = math.sqrt(E2), math.sin(math.radians(latitude))
    return s / (1 - E2 * s * s) + math.log((1 + e * s) / (1 - e * s)) / (2 * e)


def area(x0, y0, x1, y1):
    """m² of a rectangle."""
    return math.radians(x1 - x0) * A * A * (1 - E2) / 2 * (zone(y1) - zone(y0))


def meridian(y0, y1, steps=2000):
    """m along a meridian."""
    h = math.radians(y1 - y0) / steps
    curve = [(1 - E2 * math.sin(math.radians(y0) + i * h) ** 2) ** -1.5 for i in range(steps + 1)]
    return A * (1 - E2) * h / 3 * (curve[0] + curve[-1] + 4 * sum(curve[1:-1:2]) + 2 * sum(curve[2:-1:2]))


def rectangle(x0, y0, x1, y1):
    return [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]


LINHE = (107.40, 40.70)
FIELD = (107.40, 40.70, 107.42, 40.72)  # within Linhe
PLACES = {  # a point well within each unit
    "临河区": (107.40, 40.75), "阿尔山市": (119.95, 47.2), "乌拉特中旗": (108.2, 41.9), "玉泉区": (111.65, 40.72), "赛罕区": (111.85, 40.75),
    "科尔沁区": (122.2, 43.6), "乌拉特前旗": (108.9, 40.8), "额济纳旗": (101.0, 41.9), "根河市": (121.6, 50.9), "额尔古纳市": (120.3, 50.5),
    "达尔罕茂明安联合旗": (110.4, 41.8), "昆都仑区": (109.8, 40.7), "乌审旗": (108.85, 38.6), "科尔沁右翼中旗": (121.3, 45.2), "凉城县": (112.5, 40.5),
}


class Counting(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace()

    def put(self, layer, *rows, status=(0, 1)):
        """Imports (geometry, year, stage, further fields)."""
        self.files = getattr(self, "files", 0) + 1
        features = []
        for i, (geometry, year, stage, more) in enumerate(rows):
            kind, coordinates = geometry
            features.append((kind, coordinates, {"project_code": f"P{self.files}{i}", "admin_code": "150802", "year": year, "stage": stage,
                                                 **more}))
        name = geojson(self.path(f"f{self.files}.geojson"), features)
        return self.qitu("import", "w.gpkg", layer, name, "--accept", status=status)

    def row(self, indicator, year, admin="150000", **words):
        by = {"0000": "region"}.get(admin[2:], "league" if admin.endswith("00") else "banner")
        rows = self.table("progress", "w.gpkg", "--by", by, "--indicator", indicator, "--year", year, "--method", "straight",
                          *words.get("more", ()), status=(0, 1))["rows"]
        return next(row for row in rows if row["admin"] == admin)

    def assert_area(self, indicator, year, *rectangles, figure="done", less=()):
        expected = (sum(area(*r) for r in rectangles) - sum(area(*r) for r in less)) / WAN_MU
        self.assertAlmostEqual(self.row(indicator, year)[figure], expected, delta=1e-6 * max(expected, 1e-3), msg=f"{indicator} {year}")

    @staticmethod
    def field(*corners):
        return ("Polygon", rectangle(*corners))

    @staticmethod
    def near(place, size=0.02, shift=0.0):
        x, y = PLACES[place]
        return ("Polygon", rectangle(x + shift, y, x + shift + size, y + size))

    @staticmethod
    def point(place, shift=0.0):
        x, y = PLACES[place]
        return ("Point", [x + shift, y])

    # ---------------------------------------------------------------- annual

    def test_what_grows_on_the_same_ground_in_two_years_counts_in_each(self):
        for layer, indicator, more in (("forage_base", "forage.silage", {"kind": "silage_maize"}), ("forage_base", "forage.oat", {"kind": "oat"}),
                                       ("high_yield_demo", "grain.high_yield", {}), ("conservation_tillage", "black_soil.tillage", {})):
            for year in (2022, 2023):
                self.put(layer, (self.field(*FIELD), year, "accepted", more))
            for year in (2022, 2023):
                self.assert_area(indicator, year, FIELD)
            self.assertEqual(self.row(indicator, 2024)["done"], 0)

    def test_silage_and_grain_to_feed_on_one_field_both_count(self):
        self.put("forage_base", (self.field(*FIELD), 2023, "accepted", {"kind": "silage_maize"}),
                 (self.field(*FIELD), 2023, "accepted", {"kind": "grain_to_feed"}))
        self.assert_area("forage.silage", 2023, FIELD)
        self.assert_area("forage.grain_to_feed", 2023, FIELD)

    # ---------------------------------------------------------------- standing

    def test_a_pilot_that_lasts_counts_in_each_of_its_years(self):
        self.put("black_soil_pilot", (self.near("科尔沁区"), 2021, "accepted", {"end_date": "2023-12-31"}))
        self.put("black_soil_pilot", (self.near("科尔沁区"), 2023, "accepted", {}))
        for year, banners in ((2020, 0), (2021, 1), (2022, 1), (2023, 1), (2024, 1)):
            self.assertEqual(self.row("black_soil.pilots", year)["done"], banners, year)

    def test_a_pilot_that_has_ended_does_not_stand(self):
        self.put("black_soil_pilot", (self.near("科尔沁区"), 2021, "accepted", {"begin_date": "2022-03-01", "end_date": "2023-06-30"}))
        for year, banners in ((2021, 0), (2022, 1), (2023, 1), (2024, 0)):
            self.assertEqual(self.row("black_soil.pilots", year)["done"], banners, year)

    def test_a_zone_treated_since_2021_stands_in_2023(self):
        self.put("groundwater_overdraft_zone", (self.near("科尔沁区"), 2021, "under_construction", {}))
        row = self.row("water.overdraft", 2023)
        self.assertEqual(row["done"], 1)
        self.assertEqual(row["named"]["counted"], ["科尔沁区"])
        self.assertEqual(sorted(row["named"]["missing"]), ["乌拉特前旗", "呼和浩特市"])

    # ---------------------------------------------------------------- built

    def test_a_renovation_counts_in_its_years_task_and_once_in_the_stock(self):
        self.put("permanent_basic_farmland", (self.field(*FIELD), 2020, "", {}))
        self.put("high_standard_farmland", (self.field(*FIELD), 2014, "accepted", {"construction": "new"}),
                 (self.field(*FIELD), 2023, "accepted", {"construction": "renovation"}))
        self.assert_area("hsf.built", 2014, FIELD)
        self.assert_area("hsf.built", 2023, FIELD)
        self.assert_area("hsf.built", 2023, FIELD, figure="cumulative")
        self.assertAlmostEqual(self.row("hsf.pbf_coverage", 2023)["done"], 100, delta=1e-6)
        self.assert_area("hsf.bayannur", 2023, FIELD)

    def test_a_renovation_that_is_under_way_is_shown_whole_and_takes_nothing(self):
        part = (FIELD[0], FIELD[1], FIELD[0] + 0.01, FIELD[3])
        self.put("high_standard_farmland", (self.field(*FIELD), 2014, "accepted", {"construction": "new"}),
                 (self.field(*FIELD), 2023, "under_construction", {"construction": "renovation"}),
                 (self.field(*part), 2023, "accepted", {"construction": "renovation"}))
        self.assert_area("hsf.built", 2023, part)
        self.assert_area("hsf.built", 2023, FIELD, less=[part], figure="under_construction")

    def test_a_later_year_never_changes_a_closed_one(self):
        half = (FIELD[0] + 0.01, FIELD[1], FIELD[2] + 0.01, FIELD[3])
        self.put("high_standard_farmland", (self.field(*FIELD), 2022, "accepted", {"construction": "new"}))
        self.assert_area("hsf.built", 2022, FIELD)
        self.put("high_standard_farmland", (self.field(*half), 2023, "maintained", {"construction": "new"}))
        self.assert_area("hsf.built", 2022, FIELD)
        overlap = (half[0], FIELD[1], FIELD[2], FIELD[3])
        self.assert_area("hsf.built", 2023, half, less=[overlap])
        self.assert_area("hsf.built", 2023, FIELD, half, less=[overlap], figure="cumulative")

    def test_what_is_accepted_late_counts_in_the_year_of_its_acceptance(self):
        self.put("high_standard_farmland", (self.field(*FIELD), 2022, "accepted", {"accepted_date": "2023-04-11"}))
        self.assertEqual(self.row("hsf.built", 2022)["done"], 0)
        self.assert_area("hsf.built", 2023, FIELD)

    # ---------------------------------------------------------------- dated

    def test_a_reservoir_counts_in_the_year_in_which_it_impounds(self):
        self.put("reservoir", (self.point("凉城县"), 2019, "under_construction",
                               {"kind": "impoundment", "project_name": "东台子水库工程", "impounded_date": "2023-09-28"}))
        for year, done, ever in ((2022, 0, 0), (2023, 1, 1), (2024, 0, 1)):
            row = self.row("water.impound", year)
            self.assertEqual((row["done"], row["cumulative"]), (done, ever), year)

    def test_a_transfer_begun_in_2018_is_under_construction_until_it_is_accepted(self):
        line = ("LineString", [[121.9, 46.9], [121.9, 46.8]])
        fields = {"project_name": "引绰济辽工程", "phase": "works"}
        self.put("water_transfer", (line, 2018, "under_construction", fields))
        row = self.row("water.transfer", 2023)
        self.assertEqual((row["done"], row["under_construction"]), (0, 1))
        self.qitu("advance", "w.gpkg", "water_transfer", "--to", "accepted", "--project", "P10", status=(0, 1))
        self.assertEqual(self.row("water.transfer", 2018)["done"], 1)  # no date of acceptance: its programme year

    # ---------------------------------------------------------------- named works and places

    def test_towns_count_once_each_and_the_missing_one_is_named(self):
        self.put("border_town_pilot", (self.near("阿尔山市"), 2023, "accepted", {}), (self.near("阿尔山市", shift=0.05), 2023, "accepted", {}))
        row = self.row("town.border", 2023)
        self.assertEqual(row["done"], 1)
        self.assertEqual(row["named"], {"counted": ["阿尔山市"], "missing": ["乌拉特中旗"], "others": []})
        self.assertIn("1 of 2: ", self.qitu("progress", "w.gpkg", "--indicator", "town.border", status=(0, 1)).stdout)

    def test_three_codes_in_hohhot_are_one_zone(self):
        self.put("groundwater_overdraft_zone", *[(self.near("玉泉区", 0.01, 0.02 * i), 2023, "under_construction", {}) for i in range(3)])
        self.assertEqual(self.row("water.overdraft", 2023)["done"], 1)

    def test_small_reservoirs_elsewhere_are_listed_and_not_counted(self):
        self.put("reservoir", *[(self.point("额济纳旗", 0.1 * i), 2023, "accepted", {"kind": "reinforcement", "project_name": f"小水库{i}号"})
                                for i in range(3)],
                 (self.point("乌审旗"), 2023, "accepted", {"kind": "reinforcement", "project_name": "巴图湾水库除险加固工程"}))
        row = self.row("water.reinforce", 2023)
        self.assertEqual(row["done"], 1)
        self.assertEqual(row["named"]["counted"], ["巴图湾水库"])
        self.assertEqual(row["named"]["missing"], ["昆都仑水库", "翰嘎利水库"])
        self.assertEqual(len(row["named"]["others"]), 3)

    def test_canals_count_by_name_and_the_longer_name_wins(self):
        def canal(i):
            return ("LineString", [[121.9 + i, 46.9], [121.9 + i, 46.8]])
        names = ["引绰济辽二期工程", "某某灌渠", "引水渠"]
        self.put("water_transfer", *[(canal(0.1 * i), 2023, "accepted", {"project_name": name, "phase": "works"}) for i, name in enumerate(names)])
        row = self.row("water.transfer", 2023)
        self.assertEqual((row["done"], row["named"]["counted"], row["named"]["missing"]), (1, ["引绰济辽二期"], ["引绰济辽", "内蒙古支线"]))

    def test_what_lies_outside_its_region_does_not_count_and_explain_says_why(self):
        for layer, indicator, geometry, more in (
                ("saline_land_project", "saline.area", self.near("额尔古纳市"), {}), ("black_soil_pilot", "black_soil.area", self.near("临河区"), {}),
                ("check_dam", "water.check_dams", self.point("根河市"), {}),
                ("rural_water_supply", "supply.border", self.point("科尔沁区"), {"kind": "border_source"})):
            self.put(layer, (geometry, 2023, "accepted", more))
            self.assertEqual(self.row(indicator, 2023)["done"], 0, indicator)
            behind = self.table("explain", "w.gpkg", indicator, "150000", "--year", 2023, status=(0, 1))
            self.assertEqual([(row["counts"], row["why"]) for row in behind["rows"]], [("none", "outside_places")], indicator)

    # ---------------------------------------------------------------- parts and lengths

    def test_the_declared_water_saving_area_counts_but_never_more_than_the_parcel(self):
        mu = 10000 / 15
        other = (107.43, 40.70, 107.45, 40.72)
        third = (107.46, 40.70, 107.48, 40.72)
        self.put("high_standard_farmland", (self.field(*FIELD), 2023, "accepted", {"water_saving_area": 60}),
                 (self.field(*other), 2023, "accepted", {"water_saving": "drip", "water_saving_area": 1e6}),
                 (self.field(*third), 2023, "accepted", {"water_saving": "drip"}))
        expected = (60 * mu + area(*other) + area(*third)) / WAN_MU
        self.assertAlmostEqual(self.row("hsf.water_saving", 2023)["done"], expected, delta=1e-6)
        behind = self.table("explain", "w.gpkg", "hsf.water_saving", "150802", "--year", 2023, "--method", "straight", status=(0, 1))["rows"]
        self.assertAlmostEqual(behind[0]["share"], 60 * mu, delta=1e-6)
        self.assertEqual([row["declared_m2"] is None for row in behind], [False, False, True])

    def test_a_stretch_that_two_roads_share_counts_once(self):
        x, y = LINHE
        self.put("rural_road", (("LineString", [[x, y], [x, y + 0.03]]), 2023, "accepted", {}),
                 (("LineString", [[x, y + 0.02], [x, y + 0.025], [x, y + 0.05]]), 2023, "accepted", {}))
        expected = meridian(y, y + 0.05) / 1000
        self.assertAlmostEqual(self.row("road.rural", 2023)["done"], expected, delta=1e-6 * expected)

    def test_a_share_has_no_figure_under_construction_and_no_rank_without_a_quota(self):
        self.put("high_standard_farmland", (self.field(*FIELD), 2023, "accepted", {"water_saving": "drip"}),
                 (self.field(107.5, 40.7, 107.6, 40.8), 2023, "under_construction", {"water_saving": "drip"}))
        row = self.row("hsf.water_saving_share", 2023, "150802")
        self.assertAlmostEqual(row["done"], 100, delta=1e-9)
        self.assertEqual([row[key] for key in ("under_construction", "approved", "percent", "rank")], [None] * 4)

    # ---------------------------------------------------------------- the words of a target

    def test_targets_keep_their_words_and_units_theirs(self):
        self.assertEqual(self.row("grain.high_yield", 2023)["target_kind"], "at_least")
        self.assertIn("≥ 300", self.qitu("progress", "w.gpkg", "--indicator", "grain.high_yield").stdout)
        for indicator, unit in (("water.impound", "座"), ("water.transfer", "项"), ("black_soil.pilots", "个旗县"), ("supply.works", "处")):
            self.assertEqual(self.row(indicator, 2023)["unit"], unit)
            self.assertIn(unit, self.qitu("progress", "w.gpkg", "--indicator", indicator, lang="zh").stdout)

    def test_a_quota_that_takes_the_place_of_the_documents_target_shows_both(self):
        self.qitu("quota", "set", "w.gpkg", "hsf.built", "内蒙古自治区", 400)
        row = self.row("hsf.built", 2023)
        self.assertEqual((row["target"], row["document_target"]), (400, 395))

    # ---------------------------------------------------------------- findings

    def found(self, layer):
        return [each for each in self.table("check", "w.gpkg", status=(0, 1))["rows"] if each["layer"] == layer]

    def rules_found(self, layer):
        return [finding["rule"] for finding in self.found(layer)]

    def test_what_does_not_count_is_a_finding_at_import_and_in_check(self):
        for layer, geometry, more, rule in (
                ("saline_land_project", self.near("额尔古纳市"), {}, "outside_places"),
                ("check_dam", self.point("根河市"), {}, "outside_places"),
                ("rural_water_supply", self.point("科尔沁区"), {"kind": "border_source"}, "outside_places"),
                ("black_soil_pilot", self.near("临河区"), {}, "outside_places"),
                ("reservoir", self.point("额济纳旗"), {"kind": "reinforcement", "project_name": "小水库"}, "not_named")):
            said = self.put(layer, (geometry, 2023, "accepted", more))
            self.assertIn(rule, said.stdout + said.stderr, layer)
            self.assertIn(rule, self.rules_found(layer), layer)

    def test_a_stretch_that_two_roads_share_is_a_finding(self):
        x, y = LINHE
        self.put("rural_road", (("LineString", [[x, y], [x, y + 0.03]]), 2023, "accepted", {}),
                 (("LineString", [[x, y + 0.02], [x, y + 0.05]]), 2023, "accepted", {}))
        self.assertIn("overlap.stretch", self.rules_found("rural_road"))

    def test_a_rule_may_be_about_some_features_only(self):
        self.put("permanent_basic_farmland", (self.field(107.3, 40.6, 107.6, 40.8), 2023, "accepted", {}))
        self.put("forage_base", (self.field(*FIELD), 2023, "accepted", {"kind": "oat", "project_code": "oat"}),
                 (self.field(107.43, 40.70, 107.45, 40.72), 2023, "accepted", {"kind": "silage_maize", "project_code": "maize"}))
        found = [each["project_code"] for each in self.found("forage_base") if each["rule"] == "exclusive.permanent_basic_farmland"]
        self.assertEqual(found, ["oat"])

    def test_an_area_declared_alike_by_all_parcels_of_a_project_is_compared_once_with_their_sum(self):
        parts = [(107.40 + 0.02 * i, 40.70, 107.42 + 0.02 * i, 40.72) for i in range(3)]
        whole = sum(area(*part) for part in parts) * 15 / 10000
        for project, scale, wanted in (("A", whole, 0), ("B", 2 * whole, 1)):
            self.put("high_standard_farmland", *[(self.field(*part), 2023, "accepted", {"project_code": project, "declared_area": round(scale, 2)})
                                                 for part in parts])
            found = [each for each in self.found("high_standard_farmland") if each["rule"] == "declared_area" and each["project_code"] == project]
            self.assertEqual(len(found), wanted, found)

    # ---------------------------------------------------------------- a workspace of earlier rules

    def test_a_workspace_that_was_written_by_other_rules_says_so(self):
        shutil.copytree(os.path.join(os.environ["QITU_SOURCE"], "layers"), self.path("layers"))
        toml = self.path("layers/black_soil_pilot.toml")
        with open(toml, encoding="utf-8") as file:
            text = file.read()
        with open(toml, "w", encoding="utf-8") as file:
            file.write(text.replace('counting = "standing"', 'counting = "annual"'))
        self.put("black_soil_pilot", (self.near("科尔沁区"), 2023, "accepted", {}))
        words = ("progress", "w.gpkg", "--indicator", "black_soil.pilots")
        for more, said in (((), False), (("--layers", self.path("layers")), True)):
            result = self.qitu(*words, *more, status=(0, 1))
            self.assertEqual("other rules" in result.stdout + result.stderr, said)
