"""A layer handed on and taken in again loses what the format cannot hold and nothing else, and that is listed; a project that comes
once more replaces or joins what is there only when that is said."""
import sqlite3
import struct
import unittest

from command import Case, geojson, square

LAYER = "high_standard_farmland"
HOLE = [[107.4005, 40.7005], [107.4005, 40.701], [107.401, 40.701], [107.401, 40.7005], [107.4005, 40.7005]]
PARTS = [[square(107.4, 40.7), HOLE], [square(107.41, 40.7)]]
FIELDS = ["project_code", "project_name", "admin_code", "year", "stage", "declared_area"]


def properties(code, **others):
    return {"project_code": code, "project_name": "狼山镇一标段", "admin_code": "150802", "year": 2023, "stage": "accepted",
            "declared_area": 59.25, **others}


def points_of(blob):
    """The points of a GeoPackage polygon, ring by ring."""
    at = 8 + (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    rings = []

    def number(at):
        return struct.unpack_from("<I", blob, at)[0]

    def part(at):
        kind, count, at = number(at + 1), number(at + 5), at + 9
        for _ in range(count):
            if kind != 3:
                at = part(at)
                continue
            size, at = number(at), at + 4
            rings.append([struct.unpack_from("<2d", blob, at + 16 * i) for i in range(size)])
            at += 16 * size
        return at
    part(at)
    return rings


def normal(rings):
    """Rings as sets of points, whatever their direction and order."""
    def place(point):
        return [round(degrees, 6) for degrees in point]
    return sorted((sorted(set(ring), key=place) for ring in rings), key=lambda ring: [place(point) for point in ring])


class Exchange(Case):
    def workspace(self, name="new.gpkg"):
        self.new_workspace(name)
        return name

    def rows(self, workspace):
        with sqlite3.connect(self.path(workspace)) as database:
            return [(row[:-1], points_of(row[-1]))
                    for row in database.execute(f"SELECT {', '.join(FIELDS)}, geom FROM {LAYER} ORDER BY fid")]

    def bring_in(self, workspace, file, *words, status=(0, 1)):
        return self.qitu("import", workspace, LAYER, file, *words, status=status)

    def first(self):
        self.workspace()
        geojson(self.path("a.geojson"), [("MultiPolygon", PARTS, properties("P1")), ("Polygon", [square(107.42, 40.7)], properties("P2"))])
        self.bring_in("new.gpkg", "a.geojson")
        return self.rows("new.gpkg")

    def test_a_shapefile_brings_everything_back(self):
        rows = self.first()
        self.qitu("export", "new.gpkg", "handed.shp", "--layer", LAYER)
        self.workspace("back.gpkg")
        self.bring_in("back.gpkg", "handed.shp")
        back = self.rows("back.gpkg")
        self.assertEqual([row for row, _ in back], [row for row, _ in rows])
        self.assertEqual([normal(rings) for _, rings in back], [normal(rings) for _, rings in rows])

    def test_a_coordinate_txt_brings_back_figures_numbers_names_and_areas_and_lists_the_rest(self):
        rows = self.first()
        said = self.qitu("export", "new.gpkg", "handed.txt", "--layer", LAYER, status=1).stderr
        self.assertIn("The format cannot hold: project_code (2 values); admin_code (2 values); year (2 values); stage (2 values)", said)
        self.workspace("back.gpkg")
        self.bring_in("back.gpkg", "handed.txt", "--set", "project_code=P9", "--set", "admin_code=150802", "--set", "year=2023", "--set", "stage=accepted")
        back = self.rows("back.gpkg")
        self.assertEqual(len(back), 2)
        for (old, old_rings), (new, new_rings) in zip(rows, back):
            for one, other in zip(normal(old_rings), normal(new_rings)):
                for p, q in zip(one, other):
                    self.assertAlmostEqual(p[0], q[0], delta=1.1e-7)  # three decimals of a metre, and those of `normal`
                    self.assertAlmostEqual(p[1], q[1], delta=1.1e-7)
            self.assertAlmostEqual(new[5], old[5], delta=1e-3)  # four decimals of a hectare

    def test_the_written_txt_is_gbk_with_windows_line_ends_in_the_survey_s_form(self):
        self.first()
        self.qitu("export", "new.gpkg", "handed.txt", "--layer", LAYER, status=1)
        with open(self.path("handed.txt"), "rb") as file:
            lines = file.read().decode("gbk").split("\r\n")
        self.assertEqual(lines[0], "[属性描述]")
        self.assertIn("坐标系=2000国家大地坐标系", lines)
        self.assertIn("带号=36", lines)
        parcel = lines[lines.index("[地块坐标]") + 1]
        self.assertRegex(parcel, r"^15,3\.9500,.*,狼山镇一标段,面,,高标准农田.*,,@$")
        self.assertRegex(lines[lines.index("[地块坐标]") + 2], r"^J1,1,450\d{4}\.\d{3},3644\d{4}\.\d{3}$")

    def test_a_drawing_has_each_ring_in_the_plane_on_a_layer_by_stage_and_the_project_as_text(self):
        self.first()
        said = self.qitu("export", "new.gpkg", "handed.dxf", "--layer", LAYER, status=1).stderr
        self.assertIn("The format cannot hold:", said)
        self.assertNotIn("stage (", said)
        with open(self.path("handed.dxf"), encoding="utf-8") as file:
            lines = [line.strip() for line in file]
        pairs = list(zip(lines[::2], lines[1::2]))
        entities = pairs[pairs.index(("2", "ENTITIES")):]
        entities = entities[:entities.index(("0", "ENDSEC"))]
        self.assertEqual(entities.count(("0", "LWPOLYLINE")), sum(len(part) for part in PARTS) + 1)
        self.assertEqual({value for code, value in entities if code == "8"}, {LAYER + "_accepted"})
        self.assertEqual([value for code, value in entities if code == "1"], ["P1", "P2"])
        areas = lambda name: sorted(f["td1055_m2"] for f in self.table("area", name, status=(0, 1))["features"])
        self.qitu("export", "new.gpkg", "same.geojson", "--layer", LAYER, status=1)
        drawn, whole = areas("handed.dxf"), areas("same.geojson")
        self.assertAlmostEqual(sum(drawn) - 2 * drawn[0], sum(whole), delta=0.01)  # the smallest ring is a hole

    def test_what_is_handed_on_in_a_single_layer_format_needs_a_layer_and_leaves_files_alone(self):
        self.first()
        self.assertIn("Say which", self.qitu("export", "new.gpkg", "handed.txt", status=2).stderr)
        self.qitu("export", "new.gpkg", "handed.shp", "--layer", LAYER)
        self.assertIn("already exists", self.qitu("export", "new.gpkg", "handed.shp", "--layer", LAYER, status=4).stderr)
        self.assertIn("has no features", self.qitu("export", "new.gpkg", "r.shp", "--layer", "reservoir", status=4).stderr)

    def test_a_project_sent_again_with_other_content_is_a_question(self):
        self.first()
        geojson(self.path("b.geojson"), [("Polygon", [square(107.43, 40.7)], properties("P1"))])
        said = self.bring_in("new.gpkg", "b.geojson", status=4).stderr
        self.assertIn("The layer already has 1 of the projects, with 1 features: P1.", said)
        self.assertIn("--replace", said)
        self.assertEqual(len(self.rows("new.gpkg")), 2)

    def test_replace_takes_out_the_projects_that_come_and_no_others(self):
        self.first()
        geojson(self.path("b.geojson"), [("Polygon", [square(107.43, 40.7)], properties("P1"))])
        said = self.bring_in("new.gpkg", "b.geojson", "--replace").stderr
        self.assertIn("which will be replaced: P1.", said)
        rows = self.rows("new.gpkg")
        self.assertEqual([row[0] for row, _ in rows], ["P2", "P1"])
        self.assertEqual(normal(rows[1][1]), normal([[tuple(p) for p in square(107.43, 40.7)]]))

    def test_append_adds_beside_what_is_there(self):
        self.first()
        geojson(self.path("b.geojson"), [("Polygon", [square(107.43, 40.7)], properties("P1"))])
        self.bring_in("new.gpkg", "b.geojson", "--append")
        self.assertEqual([row[0] for row, _ in self.rows("new.gpkg")], ["P1", "P2", "P1"])

    def test_a_dry_run_of_a_replacement_changes_nothing(self):
        rows = self.first()
        geojson(self.path("b.geojson"), [("Polygon", [square(107.43, 40.7)], properties("P1"))])
        said = self.bring_in("new.gpkg", "b.geojson", "--replace", "--dry-run").stderr
        self.assertIn("150802 Linhe", said)
        self.assertEqual(self.rows("new.gpkg"), rows)

    def test_the_workspace_keeps_the_seven_parameters(self):
        self.workspace()
        ring = [[107.4, 40.7], [107.402, 40.7], [107.402, 40.702], [107.4, 40.702], [107.4, 40.7]]
        geojson(self.path("old.geojson"), [("Polygon", [ring], properties("P1"))], "urn:ogc:def:crs:EPSG::4610")
        self.bring_in("new.gpkg", "old.geojson", status=4)
        self.bring_in("new.gpkg", "old.geojson", "--datum-shift", "10,-20,5,0,0,0,0")
        geojson(self.path("more.geojson"), [("Polygon", [square(107.43, 40.7)], properties("P2"))], "urn:ogc:def:crs:EPSG::4610")
        self.assertIn("given seven parameters (10,-20,5,0,0,0,0; coordinate_frame)", self.bring_in("new.gpkg", "more.geojson").stderr)

    def test_the_seven_parameters_and_the_features_are_written_together_or_not_at_all(self):
        self.workspace()
        db = sqlite3.connect(self.path("new.gpkg"))
        db.execute("CREATE TRIGGER full BEFORE INSERT ON qitu_meta WHEN NEW.key GLOB 'datum_shift.*' "
                   "BEGIN SELECT RAISE(ABORT, 'no room for parameters'); END")
        db.close()
        geojson(self.path("old.geojson"), [("Polygon", [square(107.4, 40.7)], properties("P1"))], "urn:ogc:def:crs:EPSG::4610")
        said = self.qitu("import", "new.gpkg", LAYER, "old.geojson", "--datum-shift", "10,-20,5,0,0,0,0", status=(3, 4, 5)).stderr
        self.assertIn("no room for parameters", said)
        self.assertEqual(self.rows("new.gpkg"), [])


if __name__ == "__main__":
    unittest.main()
