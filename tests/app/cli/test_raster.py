"""tabulate --raster: classes, statistics and slopes by zones, against closed forms; what adds up, and what is refused.

Rasters are ASCII grids, which need no library to be written."""
import json
import math
import os
import unittest

from command import Case, geojson

WKT = ('GEOGCS["CGCS2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],'
       'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4490"]]')
WEST, NORTH, CELL, COLUMNS, ROWS = 107.0, 41.0, 0.01, 20, 12
A, F = 6378137.0, 1 / 298.257222101


def below(latitude):
    """m² between the equator and a parallel for each radian of longitude: the closed form."""
    e = math.sqrt(F * (2 - F))
    s = math.sin(math.radians(latitude))
    return A * A * (1 - e * e) / 2 * (s / (1 - (e * s) ** 2) + math.log((1 + e * s) / (1 - e * s)) / (2 * e))


def rectangle(west, south, east, north):
    return math.radians(east - west) * (below(north) - below(south)) if west < east and south < north else 0.0


def grid(path, value, columns=COLUMNS, rows=ROWS, prj=WKT, none=-9999):
    with open(path, "w", encoding="ascii") as file:
        file.write(f"ncols {columns}\nnrows {rows}\nxllcorner {WEST}\nyllcorner {NORTH - rows * CELL}\ncellsize {CELL}\nNODATA_value {none}\n")
        for row in range(rows):
            file.write(" ".join(str(value(column, row)) for column in range(columns)) + "\n")
    if prj:
        with open(os.path.splitext(path)[0] + ".prj", "w", encoding="ascii") as file:
            file.write(prj)


def cover(column, row):
    return -9999 if (column + row) % 7 == 0 else 10 * (1 + (column * 3 + row) % 4)


# west, south, east, north; the last one reaches beyond the raster
ZONES = {"a": (107.013, 40.921, 107.0871, 40.983), "b": (107.0871, 40.91, 107.132, 40.977), "c": (107.16, 40.95, 107.25, 41.05)}


def ring(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def expected(zone):
    """m² of each value, and what of the zone lies in the raster: rectangles in rectangles."""
    west, south, east, north = ZONES[zone]
    m2 = {}
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = WEST + column * CELL, NORTH - row * CELL
            common = rectangle(max(west, x), max(south, y - CELL), min(east, x + CELL), min(north, y))
            if common > 0:
                m2[cover(column, row)] = m2.get(cover(column, row), 0) + common
    return m2


class Raster(Case):
    def setUp(self):
        super().setUp()
        grid(self.path("cover.asc"), cover)
        geojson(self.path("zones.geojson"), [("Polygon", [ring(*box)], {"code": code}) for code, box in ZONES.items()])

    def tabulate(self, *words, zones="zones.geojson", raster="cover.asc", status=0, **environment):
        return self.qitu("tabulate", zones, "--raster", raster, *words, status=status, **environment)

    def told(self, *words, **more):
        return json.loads(self.tabulate(*words, "--format", "json", **more).stdout)

    def test_classes_are_those_of_rectangles_in_closed_form(self):
        told = self.told("--method", "straight")
        for zone in ZONES:
            m2 = expected(zone)
            whole = rectangle(*ZONES[zone])
            found = {row["class"]: row["m2"] for row in told["rows"] if row["zone"] == zone}
            self.assertEqual(set(found), set(m2) - {-9999})
            for value, area in found.items():
                self.assertAlmostEqual(area / m2[value], 1, delta=1e-9)
            self.assertAlmostEqual(told["nodata_m2"][zone] / m2[-9999], 1, delta=1e-9)
            self.assertAlmostEqual(told["outside_m2"][zone], whole - sum(m2.values()), delta=1e-9 * whole)
        self.assertEqual(told["outside_m2"]["a"], 0)
        self.assertLess(told["closing"]["worst_relative"], 1e-11)

    def test_a_zone_has_the_area_that_tabulate_gives_it_as_a_feature_and_percents_add_up(self):
        for method in ("td1055", "geodesic", "straight"):
            told = self.told("--method", method)
            features = self.table("tabulate", "zones.geojson", "--zones", "zones.geojson", "--zone-id", "code", "--method", method)
            whole = {row["zone"]: row["gross_m2"] for row in features["rows"]}
            for total in told["totals"]:
                zone = total["zone"]
                rows = [row for row in told["rows"] if row["zone"] == zone]
                m2 = sum(row["m2"] for row in rows) + told["nodata_m2"][zone] + told["outside_m2"][zone]
                self.assertAlmostEqual(m2 / whole[zone], 1, delta=1e-9)
                percent = sum(row["percent_of_zone"] for row in rows) + total["nodata_percent"] + total["outside_percent"]
                self.assertAlmostEqual(percent, 100, delta=1e-9)

    def test_statistics_and_quantiles_are_weighted_by_area(self):
        told = self.told("--stats", "--quantile", "0.5", "--quantile", "1", "--method", "straight")
        for row in told["stats"]:
            m2 = expected(row["zone"])
            del m2[-9999]
            self.assertAlmostEqual(row["mean"], sum(v * a for v, a in m2.items()) / sum(m2.values()), delta=1e-7)
            self.assertEqual((row["min"], row["max"]), (min(m2), max(m2)))
            self.assertAlmostEqual(row["m2"] / sum(m2.values()), 1, delta=1e-9)
            below_it = 0
            for value in sorted(m2):
                below_it += m2[value]
                if below_it >= sum(m2.values()) / 2:
                    break
            self.assertEqual([q["value"] for q in row["quantiles"]], [value, max(m2)])
        one = rectangle(*ZONES["a"])  # the sum takes cells by their shares
        grid(self.path("ones.asc"), lambda column, row: 1)
        sums = {row["zone"]: row["sum"] for row in self.told("--stats", raster="ones.asc")["stats"]}
        self.assertAlmostEqual(sums["a"] / (one / rectangle(107.05, 40.95, 107.06, 40.96)), 1, delta=1e-3)

    def test_slopes_have_the_five_classes_and_degrees(self):
        metres = A * math.radians(CELL)  # a cell to the east at the equator; here times the cosine, nearly
        rise = 0.3 * metres * math.cos(math.radians(40.95)) * (1 + F * math.sin(math.radians(40.95)) ** 2)
        grid(self.path("heights.asc"), lambda column, row: round(1000 + column * rise, 3))
        told = self.told("--slope", zones="zones.geojson", raster="heights.asc")
        self.assertEqual({row["class"] for row in told["rows"]}, {4})  # atan 0.3 = 16.7°
        self.assertEqual(told["slope"], "Horn")
        self.assertEqual(told["rows"][0]["name"], "15°–25°")
        stats = self.told("--slope", "--stats", raster="heights.asc")["stats"]
        self.assertAlmostEqual(stats[0]["mean"], math.degrees(math.atan(0.3)), delta=0.02)

    def test_csv_and_table(self):
        lines = self.tabulate("--format", "csv").stdout.splitlines()
        self.assertEqual(lines[0], "zone,class,name,m2,percent_of_zone")
        self.assertTrue(any(line.startswith("c,outside,,") for line in lines))
        self.assertTrue(any(line.startswith("a,nodata,,") for line in lines))
        self.assertIn("outside the raster", self.tabulate().stdout)
        self.assertIn("栅格之外", self.tabulate(lang="zh").stdout)
        self.assertEqual(self.tabulate("--stats", "--quantile", "0.5", "--format", "csv").stdout.splitlines()[0],
                         "zone,mean,min,max,sum,q0.5,m2,nodata_m2,outside_m2")

    def test_threads_and_the_process_that_reads_change_no_byte(self):
        first = self.tabulate("--format", "json").stdout
        self.assertEqual(self.tabulate("--format", "json", "--threads", "1").stdout, first)
        self.assertEqual(self.tabulate("--format", "json", QITU_CAGE="off").stdout, first)
        self.assertEqual(self.tabulate("--format", "json", QITU_CAGE="required").stdout, first)

    def test_banners_are_zones_and_none_inside_is_said(self):
        result = self.tabulate("--format", "json", zones="banners")
        zones = {row["zone"] for row in json.loads(result.stdout)["rows"]}
        self.assertTrue(zones and all(zone.startswith("15") for zone in zones))
        geojson(self.path("far.geojson"), [("Polygon", [ring(100, 30, 101, 31)], {"code": "far"})])
        self.assertIn("No zone lies in the raster", self.tabulate(zones="far.geojson", status=1).stderr)

    def test_what_cannot_be_is_refused(self):
        grid(self.path("bare.asc"), cover, prj=None)
        grid(self.path("real.asc"), lambda column, row: column + 0.5)
        with open(self.path("virtual.tif"), "w", encoding="ascii") as file:
            file.write('<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1">'
                       '<SimpleSource><SourceFilename>cover.asc</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>')
        for words, status, said in (
                (("zones.geojson", "--raster", "none.tif"), 3, "there is no such file"),
                (("zones.geojson", "--raster", "virtual.tif"), 3, "is no raster that can be read"),
                (("zones.geojson", "--raster", "bare.asc"), 3, "declares no coordinate reference system"),
                (("zones.geojson", "--raster", "real.asc"), 2, "Use --stats."),
                (("zones.geojson", "--raster", "cover.asc", "--band", "2"), 2, "there is no band 2"),
                (("zones.geojson", "--raster", "cover.asc", "--quantile", "50"), 2, "between 0 and 1"),
                (("zones.geojson", "--raster", "cover.asc", "--zones", "banners"), 2, "--zones does not go with --raster"),
                (("zones.geojson", "--zones", "banners", "--slope"), 2, "--slope needs --raster"),
                (("zones.geojson",), 2, "--zones is missing")):
            with self.subTest(words=words):
                self.assertIn(said, self.qitu("tabulate", *words, status=status).stderr)


if __name__ == "__main__":
    unittest.main()
