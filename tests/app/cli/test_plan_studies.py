"""Lots, water, farmland beside canals and forecasts, on the sample."""
import sqlite3
import unittest

from command import Case, geojson, square


def pieces(boxes, gap):
    """In how many pieces boxes are that are joined where no more than so many m of a degree lie between them."""
    x, y = gap / 60000, gap / 111000
    left, count = list(boxes), 0
    while left:
        found = [left.pop()]
        for box in found:
            near = [o for o in left if o[0] - x <= box[1] and box[0] - x <= o[1] and o[2] - y <= box[3] and box[2] - y <= o[3]]
            found += near
            left = [o for o in left if o not in near]
        count += 1
    return count


class Studies(Case):
    def test_lots_are_as_many_as_asked_and_have_every_parcel_once(self):
        self.new_workspace("land.gpkg")
        kind = {"project_code": "P1", "admin_code": "150802", "year": 2023, "stage": "approved", "construction": "new"}
        geojson(self.path("land.geojson"), [("Polygon", [square(round(107.40 + 0.002 * x, 3), round(40.75 + 0.002 * y, 3))], kind)
                                            for x in range(10) for y in range(10)])
        self.qitu("import", "land.gpkg", "high_standard_farmland", "land.geojson", "--accept", status=(0, 1))
        words = ["plan", "lots", "land.gpkg", "high_standard_farmland", "--project", "P1", "--lots"]
        found = self.table(*words, 4)
        self.assertEqual([lot["id"] for lot in found["lots"]], [1, 2, 3, 4])
        self.assertEqual(sorted(f for lot in found["lots"] for f in lot["features"]), list(range(1, 101)))
        self.assertLess(found["worst_deviation"], 0.05)
        mean = sum(lot["net_m2"] for lot in found["lots"]) / 4
        self.assertAlmostEqual(found["worst_deviation"], max(abs(lot["net_m2"] / mean - 1) for lot in found["lots"]))
        self.assertEqual({lot["parcels"] for lot in found["lots"]}, {25})
        self.assertIn("Worst deviation", self.qitu(*words, 4).stdout)
        self.qitu(*words, 4, "-o", "lots.gpkg")
        with sqlite3.connect(self.path("lots.gpkg")) as base:
            self.assertEqual([(lot["id"], lot["net_m2"]) for lot in found["lots"]],
                             base.execute("SELECT lot, net_m2 FROM plan_lots ORDER BY lot").fetchall())
        self.qitu("plan", "water", "land.gpkg", "high_standard_farmland", "--zones", "irrigation_district", "--zone-field",
                  "district", "--quotas", "q.csv", "--limits", "l.csv", "-o", "water.gpkg", status=2)
        self.qitu(*words, 400, status=4)
        self.qitu(*words, 0, status=2)

    def test_the_parcels_of_the_sample_are_cut_into_eight_lots_within_five_percent(self):
        self.qitu("sample", "sample", "--parcels", "10000")
        self.new_workspace("land.gpkg")
        for file in ("巴彦淖尔_高标准农田_2023.shp", "高标准农田_东部.gpkg"):
            self.qitu("import", "land.gpkg", "high_standard_farmland", "sample/" + file, "--repair", "--accept", status=(0, 1))
        found = self.table("plan", "lots", "land.gpkg", "high_standard_farmland", "--where", "1=1", "--lots", 8, "--gap", 300000)
        self.assertGreater(sum(lot["parcels"] for lot in found["lots"]), 9500)  # those that lie below others have no land of their own
        self.assertLessEqual(found["worst_deviation"], 0.05)
        with sqlite3.connect(self.path("land.gpkg")) as base:
            boxes = {row[0]: row[1:] for row in base.execute("SELECT id, minx, maxx, miny, maxy FROM rtree_high_standard_farmland_geom")}
        for lot in found["lots"]:
            self.assertEqual(pieces([boxes[feature] for feature in lot["features"]], 300000), 1)

    def test_water_holds_land_against_what_a_zone_may_take(self):
        self.copy("work.gpkg")
        names = {row["区"] for row in self.table("sql", "work.gpkg", "SELECT project_name AS 区 FROM irrigation_district")["rows"]}
        with open(self.path("quotas.csv"), "w", encoding="utf-8") as file:
            file.write("分区,作物,定额\n*,*,300\n")
        with open(self.path("limits.csv"), "w", encoding="utf-8") as file:
            file.write("分区,可用水量\n" + "".join(f"{name},1000\n" for name in sorted(names)))
        words = ["plan", "water", "work.gpkg", "high_standard_farmland", "--zones", "irrigation_district", "--zone-field",
                 "district", "--quotas", "quotas.csv", "--limits", "limits.csv"]
        zones = self.table(*words, status=1)["zones"]
        self.assertEqual({zone["zone"] for zone in zones}, names)
        for zone in zones:
            self.assertAlmostEqual(zone["demand_m3"], zone["net_m2"] * 15 / 10000 * 300, delta=1e-6 * zone["demand_m3"])
            self.assertAlmostEqual(zone["over_m3"], max(0, zone["demand_m3"] - 1000), delta=1e-6 * zone["demand_m3"])
        self.qitu(*words[:-2], "--limits", "nowhere.csv", status=3)
        with open(self.path("quotas.csv"), "w", encoding="utf-8") as file:
            file.write("分区,作物,定额\n月亮,*,300\n")
        self.assertIn("irrigation quota", self.qitu(*words, status=4).stderr)

    def test_districts_farmland_is_divided_into_what_is_built_under_way_and_missing(self):
        self.copy("work.gpkg")
        found = self.table("plan", "joint", "work.gpkg", status=(0, 1))
        self.assertTrue(found["districts"])
        self.assertLessEqual(found["conservation"]["worst_relative"], 1e-9)
        for row in found["districts"]:
            self.assertAlmostEqual(row["base_m2"], row["built_m2"] + row["under_way_m2"] + row["missing_m2"],
                                   delta=1e-9 * row["base_m2"] + 1e-6)
            self.assertLessEqual(row["saving_missing_m2"], row["built_m2"] * (1 + 1e-9) + 1e-6)
        self.assertTrue({fault["kind"] for fault in found["order"]} <= {"farmland_first", "nothing_planned"})
        self.qitu("plan", "joint", "work.gpkg", "-o", "order.gpkg", status=(0, 1))
        with sqlite3.connect(self.path("order.gpkg")) as base:
            rows = base.execute("SELECT kind, district, m2, geom FROM plan_order ORDER BY fid").fetchall()
        self.assertEqual([(f["kind"], f["district"], f["m2"]) for f in found["order"]], [row[:3] for row in rows])
        self.assertNotIn(None, [row[3] for row in rows])

    def test_a_forecast_says_an_interval_and_is_the_same_again(self):
        self.new_workspace("land.gpkg")
        kind = {"admin_code": "150802", "year": 2023, "construction": "new", "approval_date": "2023-01-10"}
        done = [("Polygon", [square(round(107.40 + 0.002 * i, 3), 40.75)],
                 kind | {"project_code": f"D{i}", "stage": "accepted", "accepted_date": f"2023-0{3 + i % 4}-10"})
                for i in range(20)]
        under_way = [("Polygon", [square(round(107.40 + 0.002 * i, 3), 40.76)],
                      kind | {"project_code": f"U{i}", "stage": "approved"}) for i in range(10)]
        geojson(self.path("land.geojson"), done + under_way)
        self.qitu("import", "land.gpkg", "high_standard_farmland", "land.geojson", "--accept", status=(0, 1))
        self.qitu("quota", "set", "land.gpkg", "hsf.built", "临河", "0.16")
        words = ["plan", "forecast", "land.gpkg", "hsf.built", "--from", "2023-05-01", "--date", "2023-05-31"]
        found = self.table(*words)
        self.assertEqual((found["finished"], found["ongoing"]), (20, 10))
        row = next(row for row in found["rows"] if row["admin"] == "150802")
        # Of those that took longer than until 1 May half are done on 10 May.
        self.assertAlmostEqual(row["expected"], row["done"] + row["under_way"] / 2, delta=0.06 * row["under_way"])
        self.assertLess(row["low"], row["expected"])
        self.assertLess(row["expected"], row["high"])
        self.assertEqual(found, self.table(*words))
        self.assertNotEqual(found, self.table(*words, "--seed", 2))
        self.qitu(*words[:-2], "--date", "2023-04-01", status=2)
        self.qitu(*words, "--begin-field", "nothing", status=2)


if __name__ == "__main__":
    unittest.main()
