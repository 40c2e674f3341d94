"""area: every feature by every way of counting, in a table, CSV and JSON, and as new fields in copies of the file."""
import csv
import io
import json
import os
import sqlite3
import struct
import unittest

from command import MAIN_JOB, SOURCE, Case, geojson, square

COLUMNS = ["meridian", "survey_m2", "td1055_m2", "td1055_ha", "td1055_mu", "geodesic_m2", "planar_m2", "length_m"]


def vectors(name):
    with open(os.path.join(SOURCE, "tests/golden", name), encoding="utf-8") as file:
        return json.load(file)["cases"]


def dbf_rows(path):
    """Rows of a dBASE table as dictionaries of stripped texts."""
    with open(path, "rb") as file:
        data = file.read()
    count, head, width = struct.unpack("<IHH", data[4:12])
    fields = []
    for at in range(32, head - 1, 32):
        name = data[at:at + 11].split(b"\0")[0].decode("utf-8")
        fields.append((name, data[at + 16]))
    rows = []
    for i in range(count):
        at = head + i * width + 1
        row = {}
        for name, size in fields:
            row[name] = data[at:at + size].decode("utf-8").strip()
            at += size
        rows.append(row)
    return rows


class Area(Case):
    def parcels(self):
        """The small vectors and a field of a bureau's, in longitude and latitude."""
        self.cases = [case for case in vectors("area_vectors.json") if len(case["rings"][0]) < 100]
        features = [("Polygon", [ring + ring[:1] for ring in case["rings"]],
                     {"地块名称": case["name"], "高标准农田建设面积": float(case["td1055_m2"]) / 10000 * 15, "n": i})
                    for i, case in enumerate(self.cases)]
        return geojson(self.path("parcels.geojson"), features)

    def test_json_has_the_vectors_figures_and_totals_that_add_up(self):
        self.parcels()
        result = self.table("area", "parcels.geojson")
        self.assertEqual(len(result["features"]), len(self.cases))
        for row, case in zip(result["features"], self.cases):
            self.assertEqual(row["survey_m2"], float(case["survey_m2"]), case["name"])
            for method in ("td1055", "geodesic"):
                expected = float(case[f"{method}_m2"])
                self.assertLess(abs(row[f"{method}_m2"] - expected), max(1e-3, 1e-9 * expected), case["name"])
            self.assertAlmostEqual(row["td1055_mu"], row["td1055_ha"] * 15)
        total = sum(row["td1055_m2"] for row in result["features"])
        self.assertLess(abs(result["totals"]["td1055_m2"] / total - 1), 1e-14)
        self.assertGreater(result["long_edges"]["longest_m"], 49_000)
        self.assertNotIn("survey_m2", result["totals"])

    def test_csv_and_table_show_the_same_rows(self):
        self.parcels()
        out = self.qitu("area", "parcels.geojson", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out.stdout)))
        self.assertEqual(list(rows[0]), ["feature", "kind", *COLUMNS])
        self.assertEqual([float(row["survey_m2"]) for row in rows], [float(case["survey_m2"]) for case in self.cases])
        self.assertIn("td1055", out.stderr)  # totals
        self.assertIn("--max-edge", out.stderr)  # long edges
        table = self.qitu("area", "parcels.geojson").stdout
        for case in self.cases:
            self.assertIn(f" {case['survey_m2']} ", table)
        self.assertIn("亩", self.qitu("area", "parcels.geojson", lang="zh").stdout)

    def test_the_number_of_threads_changes_no_byte(self):
        sample = os.path.join(MAIN_JOB, "sample", "巴彦淖尔_高标准农田_2023.shp")
        first = self.qitu("area", sample, "--format", "csv", "--threads", 1, status=1)
        second = self.qitu("area", sample, "--format", "csv", "--threads", 3, status=1)
        self.assertEqual(first.stdout, second.stdout)
        self.assertEqual(first.stderr, second.stderr)

    def test_copies_keep_the_fields_the_system_and_the_order_and_get_the_figures(self):
        self.parcels()
        wanted = self.table("area", "parcels.geojson")["features"]
        self.qitu("area", "parcels.geojson", "-o", "out.gpkg")
        with sqlite3.connect(self.path("out.gpkg")) as file:
            rows = file.execute(f'SELECT "地块名称", n, {", ".join(COLUMNS)} FROM out ORDER BY fid').fetchall()
            (srs,) = file.execute("SELECT organization_coordsys_id FROM gpkg_geometry_columns g "
                                  "JOIN gpkg_spatial_ref_sys s USING (srs_id)").fetchone()
        self.assertEqual(srs, 4490)
        self.assertEqual([row[1] for row in rows], list(range(len(self.cases))))
        for row, figures in zip(rows, wanted):
            self.assertEqual(list(row[2:]), [figures[column] for column in COLUMNS])

        self.qitu("area", "parcels.geojson", "-o", "out.geojson")
        with open(self.path("out.geojson"), encoding="utf-8") as file:
            copy = json.load(file)
        with open(self.path("parcels.geojson"), encoding="utf-8") as file:
            source = json.load(file)
        self.assertIn("4490", copy["crs"]["properties"]["name"])
        for feature, figures, original in zip(copy["features"], wanted, source["features"]):
            self.assertEqual(feature["properties"]["survey_m2"], figures["survey_m2"])
            self.assertEqual(feature["properties"]["地块名称"], original["properties"]["地块名称"])
            self.assertEqual(feature["geometry"]["coordinates"], [original["geometry"]["coordinates"]])

        told = self.qitu("area", "parcels.geojson", "-o", "out.shp").stderr
        self.assertIn("高标准农田建设面积", told)  # cut to 10 bytes, and said
        rows = dbf_rows(self.path("out.dbf"))
        self.assertEqual([float(row["SURVEY_M2"]) for row in rows], [figures["survey_m2"] for figures in wanted])
        self.assertEqual([float(row["GEODES_M2"]) for row in rows],
                         [round(figures["geodesic_m2"], 6) for figures in wanted])
        self.assertEqual([row["地块名"] for row in rows], [case["name"] for case in self.cases])
        # A copy is a file like any other: measured again it has the same figures.
        again = self.table("area", "out.shp")["features"]
        self.assertEqual([row["survey_m2"] for row in again], [row["survey_m2"] for row in wanted])

        self.qitu("area", "parcels.geojson", "-o", "out.fgb")
        self.assertEqual(self.table("area", "out.fgb")["totals"]["polygons"], len(self.cases))
        self.qitu("area", "parcels.geojson", "-o", "out.csv")
        with open(self.path("out.csv"), encoding="utf-8-sig") as file:
            self.assertEqual([float(row["survey_m2"]) for row in csv.DictReader(file)],
                             [figures["survey_m2"] for figures in wanted])
        self.assertEqual([name for name in os.listdir(self.folder) if "part" in name], [])

    def test_a_plane_file_keeps_its_plane(self):
        sample = os.path.join(MAIN_JOB, "sample", "巴彦淖尔_高标准农田_2023.shp")
        self.qitu("area", sample, "-o", "copy.gpkg", status=1)
        before = self.table("area", sample, status=1)
        after = self.table("area", "copy.gpkg", status=1)
        self.assertEqual(before["crs"], after["crs"])
        self.assertEqual([row["survey_m2"] for row in before["features"]],
                         [row["survey_m2"] for row in after["features"]])

    def test_an_existing_file_is_replaced_only_when_asked_and_the_source_never(self):
        self.parcels()
        self.qitu("area", "parcels.geojson", "-o", "out.gpkg")
        self.assertIn("--overwrite", self.qitu("area", "parcels.geojson", "-o", "out.gpkg", status=4).stderr)
        self.qitu("area", "parcels.geojson", "-o", "out.gpkg", "--overwrite")
        self.qitu("area", "parcels.geojson", "-o", "parcels.geojson", "--overwrite", status=4)
        self.assertIn(".gpkg", self.qitu("area", "parcels.geojson", "-o", "out.xyz", status=2).stderr)

    def test_declared_areas_are_compared_worst_first(self):
        features = [("Polygon", [square(111 + i / 100, 40)], {"JSGM": 56.9 * factor})
                    for i, factor in enumerate([1, 1.3, 1, 0.8, 1, 1.01])]
        geojson(self.path("declared.geojson"), features)
        out = self.qitu("area", "declared.geojson", "--declared", "JSGM", "--format", "json", status=1)
        declared = json.loads(out.stdout)["declared"]
        self.assertEqual(declared["unit"], "mu")
        self.assertEqual([round(row["deviation"], 1) for row in declared["beyond"]], [0.3, -0.2])
        self.assertLess(out.stderr.index("+30."), out.stderr.index("-19."))
        self.qitu("area", "declared.geojson", "--declared", "JSGM", "--tolerance", 50)
        self.qitu("area", "declared.geojson", "--declared", "JSGN", status=2)

    def test_lines_get_their_length_and_points_are_counted(self):
        geojson(self.path("mixed.geojson"), [("LineString", [[111, 40], [111.01, 40]], {}), ("Point", [111, 40], {})])
        result = self.table("area", "mixed.geojson")
        self.assertEqual([row["kind"] for row in result["features"]], ["line", "point"])
        self.assertAlmostEqual(result["totals"]["length_m"], 853.937, delta=0.01)
        self.assertEqual(result["totals"]["points"], 1)

    def test_parcels_are_adjusted_to_the_control_area_to_the_last_digit(self):
        geojson(self.path("parcels.geojson"), [("Polygon", [square(107.4 + i / 500, 40.8)], {"ZLDWDM": f"15080200{1 + i % 2}0000"})
                                               for i in range(7)])
        before = [row["survey_m2"] for row in self.table("area", "parcels.geojson")["features"]]
        control = round(sum(before) * 1.001, 2)
        after = self.table("area", "parcels.geojson", "--control", control)
        adjusted = [row["adjusted_m2"] for row in after["features"]]
        self.assertEqual(sum(round(m2 * 100) for m2 in adjusted), round(control * 100))
        for old, new in zip(before, adjusted):
            self.assertAlmostEqual(new, old * 1.001, delta=0.02)
        self.assertEqual([row["survey_m2"] for row in after["features"]], before)
        self.assertAlmostEqual(after["control"][0]["spread_m2"], control - sum(before), places=2)
        refused = self.qitu("area", "parcels.geojson", "--control", control * 1.01, status=4)
        self.assertIn("missing or overlapping", refused.stderr)
        self.qitu("area", "parcels.geojson", "--control", control * 1.01, "--control-limit", 2)

    def test_each_unit_of_a_table_of_control_areas_is_met(self):
        geojson(self.path("parcels.geojson"), [("Polygon", [square(107.4 + i / 500, 40.8)], {"ZLDWDM": f"15080200{1 + i % 2}0000"})
                                               for i in range(7)])
        areas = [row["survey_m2"] for row in self.table("area", "parcels.geojson")["features"]]
        wanted = {"150802001": round(sum(areas[0::2]) + 3.33, 2), "150802002": round(sum(areas[1::2]) - 2.22, 2)}
        with open(self.path("control.csv"), "w", encoding="utf-8") as table:
            table.write("代码,控制面积\n" + "".join(f"{unit},{m2}\n" for unit, m2 in wanted.items()))
        words = ["area", "parcels.geojson", "--control", "control.csv", "--control-field", "ZLDWDM"]
        self.qitu(*words, "-o", "adjusted.gpkg")
        with sqlite3.connect(self.path("adjusted.gpkg")) as base:
            table = base.execute("SELECT table_name FROM gpkg_contents").fetchone()[0]
            for unit, m2 in wanted.items():
                got = base.execute(f'SELECT adjusted_m2 FROM "{table}" WHERE ZLDWDM LIKE ?', (unit + "%",)).fetchall()
                self.assertEqual(sum(round(row[0] * 100) for row in got), round(m2 * 100))
        self.qitu("area", "parcels.geojson", "--control", "control.csv", status=2)
        with open(self.path("control.csv"), "w", encoding="utf-8") as table:
            table.write(f"代码,控制面积\n150802001,{wanted['150802001']}\n")
        self.assertIn("150802002", self.qitu(*words, status=4).stderr)


if __name__ == "__main__":
    unittest.main()
