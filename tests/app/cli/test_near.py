"""Nearest works: distances against pyproj's geodesics where the nearest places are known."""
import sqlite3
import sys
import unittest

from command import Case, geojson, square

try:
    from pyproj import Geod
except ImportError:
    print("python3-pyproj is not installed", file=sys.stderr)
    sys.exit(77)

GEOD = Geod(a=6378137.0, rf=298.257222101)


def apart(x0, y0, x1, y1):
    return GEOD.inv(x0, y0, x1, y1)[2]


class Near(Case):
    def setUp(self):
        super().setUp()
        self.qitu("init", "work.gpkg", status=(0, 1))
        geojson(self.path("parcels.geojson"),
                [("Polygon", [square(107.40, 40.75)], {"XMBH": "P1"}), ("Polygon", [square(107.50, 40.75)], {"XMBH": "P2"}),
                 ("Polygon", [square(107.60, 40.75)], {"XMBH": "P3"})])
        geojson(self.path("works.geojson"),
                [("Point", [107.41, 40.751], {"XMMC": "east"}), ("LineString", [[107.39, 40.70], [107.39, 40.80]], {"XMMC": "canal"}),
                 ("Polygon", [square(107.5015, 40.7515)], {"XMMC": "pond"})])

    def near(self, *words, status=0):
        return self.table("near", "work.gpkg", "parcels.geojson", "--of", "works.geojson", *words, status=status)

    def test_the_nearest_is_found_with_its_distance(self):
        found = self.near()["features"]
        self.assertEqual([row["project"] for row in found], ["P1", "P2", "P3"])
        self.assertEqual([row["near"][0]["name"] for row in found], ["east", "pond", "pond"])
        self.assertAlmostEqual(found[0]["near"][0]["m"], apart(107.402, 40.751, 107.41, 40.751), delta=1e-3)
        self.assertEqual(found[1]["near"][0]["m"], 0)
        self.assertAlmostEqual(found[2]["near"][0]["m"], min(apart(107.5035, 40.7515 + i * 5e-7, 107.6, 40.7515 + k * 5e-7)
                                                             for i in range(0, 1001, 100) for k in range(0, 1001, 100)), delta=1e-2)

    def test_all_that_lie_so_near_are_listed_by_distance(self):
        found = self.near("--within", "1km", "--all")
        self.assertEqual([[one["name"] for one in row["near"]] for row in found["features"]], [["east", "canal"], ["pond"], []])
        self.assertAlmostEqual(found["features"][0]["near"][1]["m"], apart(107.39, 40.75, 107.40, 40.75), delta=1)
        self.assertEqual(found["layers"][0]["without"], 1)
        self.assertEqual(self.near("--within", "1公里", "--all"), found)
        self.assertIn("Nothing of works lies within 1000 m of 1 features.",
                      self.qitu("near", "work.gpkg", "parcels.geojson", "--of", "works.geojson", "--within", "1000").stderr)

    def test_distances_go_into_a_layer(self):
        self.qitu("near", "work.gpkg", "parcels.geojson", "--of", "works.geojson", "--within", "1km", "-o", "near.gpkg")
        found = self.near("--within", "1km")["features"]
        with sqlite3.connect(self.path("near.gpkg")) as base:
            rows = base.execute("SELECT project_code, works_name, works_m FROM near_features").fetchall()
        self.assertEqual(rows, [("P1", "east", found[0]["near"][0]["m"]), ("P2", "pond", 0), ("P3", None, None)])

    def test_what_cannot_be_is_refused(self):
        for words, status, said in ((("--within", "far"), 2, "is not a distance"), (("--within", "0m"), 2, "is not a distance"),
                                    (("--of", "nowhere"), 4, "nowhere")):
            self.assertIn(said, self.qitu("near", "work.gpkg", "parcels.geojson", "--of", "works.geojson", *words, status=status).stderr)


if __name__ == "__main__":
    unittest.main()
