"""The figures of the main job against a computation that shares no line with qitu (independent/totals.cpp says how)."""
import csv
import io
import os
import subprocess
import unittest

from command import MAIN_JOB, Case

# The library's promise: 1e-6 of the figure, or 0.01 m² (or m) where that is more.
RELATIVE, ABSOLUTE = 1e-6, 0.01


class Figures(Case):
    def setUp(self):
        super().setUp()
        self.work = os.path.join(MAIN_JOB, "work.gpkg")

    def totals(self, method):
        rows = []
        for words in (["--group", "stage"], []):  # layers without stages are left out of the first
            table = self.table("total", self.work, "--by", "banner", *words, "--method", method, status=(0, 1))
            rows += [row for row in table["rows"] if row["admin"] and (words or row["layer"] not in self.staged(rows))]
        return {(row["layer"], row["admin"], row.get("group", {}).get("stage", "")): row for row in rows}

    @staticmethod
    def staged(rows):
        return {row["layer"] for row in rows if row.get("group")}

    def assert_near(self, mine, other, what):
        self.assertLessEqual(abs(mine - other), max(ABSOLUTE, RELATIVE * abs(other)), what)

    def test_every_banner_and_stage_agrees_with_geos_and_geographiclib(self):
        output = subprocess.run([os.environ["QITU_INDEPENDENT"], self.work], check=True, capture_output=True, text=True).stdout
        expected = {(row["layer"], row["admin"], row["stage"]): row for row in csv.DictReader(io.StringIO(output))}
        figures = self.totals("geodesic")
        self.assertEqual(sorted(figures), sorted(expected))
        self.assertGreater(len(expected), 200)
        for key, row in expected.items():
            for figure in ("gross_m2", "net_m2", "length_m"):
                self.assert_near(figures[key][figure], float(row[figure]), (key, figure))

    def test_the_survey_method_and_the_geodesic_agree_to_a_millionth(self):
        geodesic = self.totals("geodesic")
        for key, row in self.totals("td1055").items():
            if key[0] == "irrigation_district":  # edges of up to 46 km: there the two definitions lie 1e-5 apart
                self.assertAlmostEqual(row["net_m2"], geodesic[key]["net_m2"], delta=1e-5 * row["net_m2"])
            else:
                self.assert_near(row["net_m2"], geodesic[key]["net_m2"], key)

    def test_leagues_and_region_are_the_sums_of_their_banners(self):
        banners = self.table("total", self.work, "high_standard_farmland", "--by", "banner")["rows"]
        for level, digits in (("league", 4), ("region", 2)):
            for row in self.table("total", self.work, "high_standard_farmland", "--by", level)["rows"]:
                if not row["admin"]:
                    continue
                parts = [b for b in banners if b["admin"][:digits] == row["admin"][:digits]]
                for figure in ("gross_m2", "net_m2"):
                    self.assertAlmostEqual(row[figure], sum(part[figure] for part in parts), delta=1e-9 * row[figure])

    def test_the_groups_net_areas_add_up_to_the_layers(self):
        whole = self.table("total", self.work, "high_standard_farmland", "--by", "region")["rows"]
        parts = self.table("total", self.work, "high_standard_farmland", "--by", "region", "--group", "stage")["rows"]
        for admin in {row["admin"] for row in whole}:
            total = next(row["net_m2"] for row in whole if row["admin"] == admin)
            self.assertAlmostEqual(sum(row["net_m2"] for row in parts if row["admin"] == admin), total, delta=1e-9 * total)


if __name__ == "__main__":
    unittest.main()
