"""What import must refuse: one clear sentence, status 3 or 4, and the workspace byte for byte what it was."""
import os
import unittest

from command import Case, digest, geojson, square

PARCEL = {"project_code": "150802GB2023001", "project_name": "示例", "admin_code": "150802", "year": 2023,
          "stage": "accepted"}


class Refusals(Case):
    def setUp(self):
        super().setUp()
        self.work = self.copy("work.gpkg")
        self.before = digest(self.work)

    def refused(self, words, status, *sentences, lang="en"):
        result = self.qitu("import", "work.gpkg", *words, status=status, lang=lang)
        for sentence in sentences:
            self.assertIn(sentence, result.stderr)
        self.assertEqual(digest(self.work), self.before, "the workspace was changed")
        self.assertEqual(result.stdout, "")
        self.assertNotIn("work.gpkg-journal", os.listdir(self.folder))
        return result

    def parcel(self, ring, **properties):
        return geojson(self.path("parcels.geojson"), [("Polygon", [ring], {**PARCEL, **properties})])

    def test_coordinates_outside_the_region(self):
        self.parcel(square(2.35, 48.85))
        self.refused(["high_standard_farmland", "parcels.geojson"], (3, 4), "parcels.geojson")

    def test_swapped_axes(self):
        self.parcel([[y, x] for x, y in square(107.4, 40.7)])
        result = self.refused(["high_standard_farmland", "parcels.geojson"], (3, 4), "parcels.geojson")
        self.assertRegex(result.stderr, "swap|latitude first|the wrong way round")

    def test_an_unknown_layer_names_the_nearest(self):
        self.parcel(square(107.4, 40.7))
        self.refused(["high_standart_farmland", "parcels.geojson"], 4, "high_standard_farmland")

    def test_a_missing_required_field(self):
        # forage_base needs the kind, which decides which indicator counts it
        geojson(self.path("forage.geojson"), [("Polygon", [square(107.4, 40.7)], PARCEL)])
        self.refused(["forage_base", "forage.geojson"], (3, 4), "forage.geojson", "kind")

    def test_an_empty_required_field(self):
        geojson(self.path("forage.geojson"), [("Polygon", [square(107.4, 40.7)], {**PARCEL, "kind": None}),
                                              ("Polygon", [square(107.5, 40.7)], {**PARCEL, "kind": "alfalfa"})])
        self.refused(["forage_base", "forage.geojson"], 4, "feature", "Nothing was written")

    def test_a_file_that_is_no_file(self):
        self.refused(["reservoir", "nowhere.shp"], 3, "nowhere.shp")

    def test_a_file_that_is_no_vector_file(self):
        with open(self.path("letter.shp"), "w", encoding="utf-8") as file:
            file.write("Dear colleagues, please find the parcels attached.")
        self.refused(["reservoir", "letter.shp"], 3, "letter.shp")

    def test_a_geometry_that_the_layer_does_not_take(self):
        geojson(self.path("point.geojson"), [("Point", [107.4, 40.7], PARCEL)])
        self.refused(["high_standard_farmland", "point.geojson"], (3, 4), "point.geojson")

    def test_invalid_geometry_without_repair_is_named_with_its_place(self):
        bow_tie = [[107.4, 40.7], [107.402, 40.702], [107.402, 40.7], [107.4, 40.702], [107.4, 40.7]]
        self.parcel(bow_tie)
        self.refused(["high_standard_farmland", "parcels.geojson"], 4, "107.4010000 40.7010000", "--repair", "150802GB2023001")

    def test_one_bad_file_of_two_keeps_both_out(self):
        geojson(self.path("good.geojson"), [("Polygon", [square(107.4, 40.7)], PARCEL)])
        geojson(self.path("bad.geojson"), [("Polygon", [square(107.5, 40.7)], {**PARCEL, "stage": "finished?"})])
        self.refused(["high_standard_farmland", "good.geojson", "bad.geojson"], (3, 4), "bad.geojson")

    def test_the_same_content_twice(self):
        self.copy("sample")
        self.refused(["saline_land_project", "sample/盐碱地综合利用.geojson"], 4, "--again")

    def test_a_workspace_that_is_none(self):
        geojson(self.path("good.geojson"), [("Polygon", [square(107.4, 40.7)], PARCEL)])
        result = self.qitu("import", "good.geojson", "high_standard_farmland", "good.geojson", status=3)
        self.assertIn("good.geojson", result.stderr)

    def test_a_dry_run_writes_nothing(self):
        self.parcel(square(107.4, 40.7))
        result = self.qitu("import", "work.gpkg", "high_standard_farmland", "parcels.geojson", "--dry-run", status=(0, 1))
        self.assertIn("1 features can be added", result.stderr)
        self.assertEqual(digest(self.work), self.before)

    def test_a_refusal_speaks_chinese(self):
        result = self.refused(["reservoir", "nowhere.shp"], 3, "nowhere.shp", lang="zh")
        self.assertRegex(result.stderr, "[\u4e00-\u9fff]{3}")

    def test_quotas_with_a_fault_are_refused_with_file_and_line(self):
        with open(self.path("quotas.csv"), "w", encoding="utf-8") as file:
            file.write("指标,行政区,年度,指标值,单位\nhsf.built,150800,2023,10,万亩\nhsf.built,150899,2023,1,万亩\n")
        result = self.qitu("quota", "import", "work.gpkg", "quotas.csv", status=3)
        self.assertIn("quotas.csv, row 3", result.stderr)
        self.assertEqual(digest(self.work), self.before)

    def test_init_and_export_leave_an_existing_file_alone(self):
        self.assertIn("exists already", self.qitu("init", "work.gpkg", status=4).stderr)
        self.assertIn("--overwrite", self.qitu("export", "work.gpkg", "work.gpkg", status=4).stderr)
        self.assertEqual(digest(self.work), self.before)

    def test_export_over_its_own_workspace_is_refused_even_when_told_to_overwrite(self):
        self.qitu("export", "work.gpkg", "work.gpkg", "--overwrite", status=4)
        self.assertEqual(digest(self.work), self.before)


if __name__ == "__main__":
    unittest.main()
