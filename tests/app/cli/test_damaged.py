"""Damaged, cut and swollen files: all of a file or a refusal, and no more of the machine than the limits allow."""
import json
import os
import random
import re
import shutil
import sqlite3
import struct
import time
import unittest
import zipfile

import damage
from command import Case, digest, geojson, run, square, two_at_a_time

PLACES = [(111.70 + 0.01 * (i % 8), 40.80 + 0.01 * (i // 8)) for i in range(40)]
VALUES = dict(project_name="n", admin_code="150102", year=2023, stage="accepted")


def wkt(x, y):
    return "POLYGON((" + ",".join(f"{a:.6f} {b:.6f}" for a, b in square(x, y)) + "))"


class Files(Case):
    """Forty parcels in any format, and the four commands that read files."""

    BANNERS = ("150102", "150103", "150104", "150105", "150121")  # around the parcels; none: all

    def setUp(self):
        super().setUp()
        self.small_workspace(*self.BANNERS) if self.BANNERS else self.new_workspace()
        geojson(self.path("farm.geojson"),
                [("Polygon", [square(x, y)], dict(VALUES, project_code=f"P{i}")) for i, (x, y) in enumerate(PLACES)])

    def made(self, name):
        self.qitu("area", "farm.geojson", "-o", name)
        return self.path(name)

    def write(self, name, text):
        with open(self.path(name), "w" if isinstance(text, str) else "wb", **({"encoding": "utf-8"} if isinstance(text, str) else {})) as file:
            file.write(text)
        return name

    def changed(self, name, change):
        with open(self.path(name), "rb") as file:
            data = bytearray(file.read())
        self.write(name, bytes(change(data) or data))

    @staticmethod
    def commands(name):
        yield "area", name
        yield "check", name, "--layer", "high_standard_farmland"
        yield "tabulate", name, "--zones", "banners"
        yield "import", "w.gpkg", "high_standard_farmland", name, "--dry-run"

    def refused(self, name, *parts, **environment):
        commands = list(self.commands(name))
        results = two_at_a_time(lambda words: run(*words, cwd=self.folder, **environment), commands)
        for words, result in zip(commands, results):
            with self.subTest(f"{words[0]} {name}"):
                self.assertEqual(result.returncode, 3, f"{result.stdout}\n{result.stderr}")
                self.assertIn(os.path.basename(name), result.stderr)
                for part in parts:
                    self.assertIn(part, result.stderr)

    def count(self, name, **environment):
        result = self.qitu("area", name, "--format", "json", status=(0, 1), **environment)
        return len(json.loads(result.stdout)["features"])

    def csv(self, remarks, name="farm.csv"):
        rows = ["project_code,project_name,admin_code,year,stage,remark,WKT"]
        rows += [f'P{i},n,150102,2023,accepted,{remarks.get(i, "")},"{wkt(x, y)}"' for i, (x, y) in enumerate(PLACES)]
        return self.write(name, "\n".join(rows) + "\n")


class Whole(Files):
    def test_flatgeobuf_cut_in_half(self):
        self.made("farm.fgb")
        self.assertEqual(self.count("farm.fgb"), 40)
        self.changed("farm.fgb", lambda data: data[:len(data) * 2 // 3])
        self.refused("farm.fgb")
        self.qitu("tabulate", "farm.fgb", "--zones", "banners", "--where", "year = 2023", status=3)

    def test_parts_of_a_shapefile_that_were_cut_or_do_not_agree(self):
        self.made("farm.shp")
        self.assertEqual(self.count("farm.shp"), 40)
        whole = {}
        for end in (".shp", ".shx", ".dbf"):
            with open(self.path(f"farm{end}"), "rb") as file:
                whole[end] = file.read()

        def shifted(data):  # the entry of the fifth shape
            struct.pack_into(">I", data, 100 + 8 * 4, struct.unpack_from(">I", data, 100 + 8 * 4)[0] + 6)

        for end, change in ((".dbf", lambda data: data[:len(data) // 2]), (".shp", lambda data: data[:len(data) // 2]),
                            (".shx", shifted), (".shx", lambda data: data[:len(data) // 2])):
            for other, data in whole.items():
                self.write(f"farm{other}", data)
            self.changed(f"farm{end}", change)
            self.refused("farm.shp", "send")

    def test_shapes_that_are_not_as_long_as_their_points_and_fields_that_are_not_as_wide_as_their_records(self):
        self.made("farm.shp")
        whole = {}
        for end in (".shp", ".shx", ".dbf"):
            with open(self.path(f"farm{end}"), "rb") as file:
                whole[end] = file.read()
        fifth = 100 + 4 * (8 + 44 + 4 + 16 * 5)  # squares: where the fifth shape begins

        def with_number(at, number):
            return lambda data: data[:at] + struct.pack("<i", number) + data[at + 4:]

        def one_entry_less(data):
            return data[:24] + struct.pack(">i", (len(data) - 8) // 2) + data[28:-8]

        for end, change, said in ((".shp", with_number(fifth + 8 + 40, 4), "shape 5 says that it has 4 points"),
                                  (".shp", with_number(fifth + 8, 0), "shape 5 is of type 0"), (".shp", with_number(fifth + 8, 3), "shape 5 is of type 3"),
                                  (".shx", one_entry_less, "39 shapes, and its .shp more"),
                                  (".dbf", lambda data: data[:32 + 16] + b"\x07" + data[32 + 17:], "bytes wide together")):
            for other, data in whole.items():
                self.write(f"farm{other}", data)
            self.changed(f"farm{end}", change)
            with self.subTest(said):
                self.assertIn(said, self.qitu("area", "farm.shp", status=3).stderr)

    def test_objects_of_a_drawing_that_were_changed(self):
        whole = "\n".join(["0", "SECTION", "2", "ENTITIES"] + [
            line for x, y in PLACES for line in ["0", "LWPOLYLINE", "8", "land", "90", "4", "70", "1"] + [
                word for a, b in square(x, y)[:4] for word in ("10", f"{a:.6f}", "20", f"{b:.6f}")]] + ["0", "ENDSEC", "0", "EOF", ""])
        self.assertEqual(self.count(self.write("farm.dxf", whole)), 40)
        for before, after, said in (("\n10\n", "\n60\n", "a polyline of 4 corners has 3 and 4 coordinates"),
                                    ("LWPOLYLINE", "LWPOLYLIOE", "LWPOLYLINE is meant"),
                                    ("\n70\n", "\n78\n", "does not say whether it is closed, and the 39 others do"),
                                    ("LWPOLYLINE", "LWPOL\x7f#e", "is not the name of an object"), ("\n20\n", "\n2p\n", "the code of a group")):
            with self.subTest(said):
                self.assertIn(said, self.qitu("area", self.write("farm.dxf", whole.replace(before, after, 1)), status=3).stderr)

    def test_points_of_a_coordinate_text_that_were_lost(self):
        head = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=37\n[地块坐标]\n"
        corners = ((0, 0), (0, 100), (100, 100), (100, 0), (0, 0))
        parcels = [f"5,,P{i},n,面,,,,@\n" + "".join(f"J{n},1,{4518000 + 500 * i + north},{37560000 + east}\n" for n, (north, east) in enumerate(corners, 1))
                   for i in range(8)]
        self.assertEqual(self.count(self.write("farm.txt", head + "".join(parcels))), 8)
        self.assertEqual(self.count(self.write("farm.txt", head + "".join(parcels)[:-1])), 8)
        lost = parcels[:4] + [parcels[4].replace("J2,1,4520000,37560100\n", "")] + parcels[5:]
        self.assertIn("the 7 other counts are right", self.qitu("area", self.write("farm.txt", head + "".join(lost)), status=3).stderr)
        self.assertIn("truncated", self.qitu("area", self.write("farm.txt", head + "".join(parcels)[:-3]), status=3).stderr)

    def test_lines_of_a_coordinate_text_that_have_run_together(self):
        head = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=37\n[地块坐标]\n"
        corners = ((0, 0), (0, 100), (100, 100), (100, 0), (0, 0))
        whole = head + "".join(f"5,,P{i},n,面,,,,@\n" + "".join(f"J{n},1,{4518000 + 500 * i + north}.0,{37560000 + east}.0\n"
                                                             for n, (north, east) in enumerate(corners, 1)) for i in range(8))
        self.assertEqual(self.count(self.write("farm.txt", whole)), 8)
        begin = whole.index("J4,1,4519600") + 23  # within the fourth corner of a parcel, and of the next one
        end = whole.index("J4,1,4520100") + 2
        joined = whole[:begin] + " " * (end - begin) + whole[end:]
        self.assertIn("lines have run together", self.qitu("area", self.write("farm.txt", joined), status=3).stderr)

    def test_attributes_of_two_objects_that_have_run_together(self):
        whole = damage.vct()
        self.write("farm.vct", whole)
        self.assertEqual(self.count("farm.vct"), 40)
        self.write("farm.vct", whole.replace(b"\n18,P17", b"*18,P17"))
        self.refused("farm.vct", "the attributes of object 17 have 10 values")

    def test_places_of_two_placemarks_that_have_run_together(self):
        marks = "".join("<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>" + " ".join(f"{a:.6f},{b:.6f},0" for a, b in square(x, y))
                        + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>" for x, y in PLACES)
        kml = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
        self.assertEqual(self.count(self.write("farm.kml", kml)), 40)
        self.assertIn("is not a longitude and a latitude", self.qitu("area", self.write("farm.kml", kml.replace("111.7", "   .7", 1)), status=3).stderr)

    def test_texts_of_a_sequence_that_gdal_passes_over(self):
        damage.ogr(self.folder, "farm.geojsonl", "-f", "GeoJSONSeq")
        self.assertEqual(self.count("farm.geojsonl"), 40)
        with open(self.path("farm.geojsonl"), "rb") as file:
            whole = file.read()
        self.write("farm.geojsons", b"".join(b"\x1e" + line + b"\n" for line in whole.splitlines()))
        self.assertEqual(self.count("farm.geojsons"), 40)
        lines = whole.splitlines(keepends=True)
        for number in (0, 20):
            for before, after in ((b'"Feature"', b'"Featurf"'), (b"{ ", b"[ "), (b'"coordinates":', b'"coordinates" ')):
                damaged = [line.replace(before, after, 1) if i == number else line for i, line in enumerate(lines)]
                self.write("farm.geojsonl", b"".join(damaged))
                self.qitu("area", "farm.geojsonl", status=3)
        self.write("farm.geojsonl", whole.replace(b"\n", b" ", 1))
        self.refused("farm.geojsonl")
        self.assertEqual(self.count(self.write("other.geojson", whole)), 40)

    def test_a_position_that_has_lost_a_bracket(self):
        shutil.copy(self.path("farm.geojson"), self.path("whole.geojson"))
        for name in ("farm.geojson", "farm.geojsonl"):
            if name.endswith("l"):
                damage.ogr(self.folder, name, "-f", "GeoJSONSeq", source="whole.geojson")
            with open(self.path(name), encoding="utf-8") as file:
                text = file.read()
            broken = re.sub(r"(?<=\d)\s*\]\s*,\s*\[(?=\s*\d+\.\d+\s*,)", lambda found: "," + " " * (len(found[0]) - 1), text, count=1)
            self.assertNotEqual(broken, text)
            self.write(name, broken)
            self.refused(name, "a position of")

    def test_gml_that_only_gdal_finds_malformed(self):
        self.made("farm.gml")
        self.assertEqual(self.count("farm.gml"), 40)
        with open(self.path("farm.gml"), "rb") as file:
            whole = file.read()
        for after in (b"urn&ogc", b"urn\x0bogc"):
            self.write("farm.gml", whole.replace(b"urn:ogc", after, 4).replace(after, b"urn:ogc", 3))
            self.refused("farm.gml", "not well-formed XML at byte")

    def test_a_table_whose_map_has_lost_objects(self):
        geojson(self.path("parcels.geojson"), damage.features())
        damage.ogr(self.folder, "farm.tab", "-f", "MapInfo File", source="parcels.geojson")
        self.assertEqual(self.count("farm.tab"), 40)
        self.changed("farm.map", lambda data: data[:1345] + bytes(64) + data[1409:])
        self.refused("farm.tab", "40 features, and 8 can be read")

    def test_an_interchange_file_with_more_rows_than_objects(self):
        objects = "".join("Region 1\n  5\n" + "".join(f"{a:.6f} {b:.6f}\n" for a, b in square(x, y)) for x, y in PLACES)
        head = 'Version 300\nCharset "Neutral"\nDelimiter ","\nCoordSys Earth Projection 1, 0\nColumns 2\n  project_code Char(20)\n' \
               "  remark Char(40)\nData\n\n"
        self.write("farm.mif", head + objects)
        self.write("farm.mid", "".join(f'"P{i}","two\nlines"\n' for i in range(40)))
        self.assertEqual(self.count("farm.mif"), 40)
        self.write("farm.mif", head + objects[:len(objects) // 2].rpartition("Region")[0])
        self.refused("farm.mif", "its .mid has 40 rows")

    def test_entries_of_workbooks_have_their_checksums(self):
        rows = "".join(f'<row r="{i + 2}"><c r="A{i + 2}" t="inlineStr"><is><t>P{i}</t></is></c><c r="B{i + 2}" t="inlineStr"><is><t>{wkt(x, y)}'
                       "</t></is></c></row>" for i, (x, y) in enumerate(PLACES))
        head = '<row r="1"><c r="A1" t="inlineStr"><is><t>project_code</t></is></c><c r="B1" t="inlineStr"><is><t>WKT</t></is></c></row>'
        write_xlsx(self.path("farm.xlsx"), head + rows)
        self.assertEqual(self.count("farm.xlsx"), 40)
        with zipfile.ZipFile(self.path("farm.xlsx")) as file:
            at = file.getinfo("xl/worksheets/sheet1.xml").header_offset

        def flipped(data):
            data[at + 300] ^= 4

        self.changed("farm.xlsx", flipped)
        self.qitu("area", "farm.xlsx", status=3)

    def test_a_control_character_in_xml(self):
        points = "".join(f'<trkpt lat="{y:.6f}" lon="{x:.6f}"></trkpt>' for x, y in PLACES)
        gpx = f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{points}</trkseg></trk></gpx>'
        self.assertEqual(self.count(self.write("farm.gpx", gpx)), 1)
        self.qitu("area", self.write("farm.gpx", gpx.replace("></trkpt>", ">\x08</trkpt>", 1)), status=3)

    def test_what_was_overwritten_in_xml_is_seen_by_the_text_that_is_left(self):
        points = "".join(f'<trkpt lat="{y:.6f}" lon="{x:.6f}"></trkpt>' for x, y in PLACES)
        gpx = f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{points}</trkseg></trk></gpx>'
        at = gpx.index("></trkpt>") + 1  # from within one point into another
        broken = gpx[:at] + " " * 400 + gpx[at + 400:]
        self.assertIn("where only elements may be", self.qitu("area", self.write("farm.gpx", broken), status=3).stderr)

    def test_gml_that_is_no_longer_xml(self):
        self.made("farm.gml")
        self.assertEqual(self.count("farm.gml"), 40)
        self.changed("farm.gml", lambda data: data[:len(data) // 2])
        self.refused("farm.gml", "not well-formed XML at byte")

    def test_gml_that_is_not_in_the_encoding_that_it_declares(self):
        self.made("farm.gml")
        self.changed("farm.gml", lambda data: data.replace(b"urn:ogc", b"u\xf2n:ogc", 4).replace(b"u\xf2n:ogc", b"urn:ogc", 3))
        self.refused("farm.gml", "not UTF-8")

    def test_nuls_in_geojson(self):
        self.changed("farm.geojson", lambda data: data[:6500] + bytes(40) + data[6540:])
        self.assertIn("NUL at byte 6500", self.qitu("area", "farm.geojson", status=3).stderr)


class Tables(Files):
    def test_wkt_of_two_rows_run_together(self):
        self.csv({})
        with open(self.path("farm.csv"), encoding="utf-8") as file:
            text = file.read()
        lines = text.split("\n")
        at = len("\n".join(lines[:5])) + len(lines[5]) - 40  # from the last corners of a row into those of another
        upto = len("\n".join(lines[:9])) + len(lines[9]) - 36
        self.write("farm.csv", text[:at] + " " * (upto - at) + text[upto:])
        self.assertIn("as many numbers each", self.qitu("area", "farm.csv", status=3).stderr)

    def test_a_table_of_points_cut_within_its_last_row(self):
        points = ["project_code,parcel,x,y"]
        for i, (x, y) in enumerate(PLACES):
            points += [f"P,{i},{a:.6f},{b:.6f}" for a, b in square(x, y)]
        whole = "\n".join(points) + "\n"
        self.assertEqual(self.count(self.write("points.csv", whole)), 40)
        self.assertEqual(self.count(self.write("points.csv", whole[:-1])), 40)
        for cut in (3, 14, 26):  # within the last number, the one before; within a ring
            rows = "\n".join(points[:-2])
            self.refused(self.write("points.csv", rows[:-cut] if cut < 20 else rows), "truncated")

    def test_two_rows_that_have_run_together(self):
        self.csv({})
        with open(self.path("farm.csv"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn("two rows have run together", self.qitu("area", self.write("farm.csv", text.replace("\nP9,", ",P9,")), status=3).stderr)

    def test_inches_in_a_remark_lose_no_parcel(self):
        self.assertEqual(self.count(self.csv({9: '24" pipe', 20: 'a "b" c'})), 40)

    def test_a_quotation_mark_that_takes_in_rows_is_refused(self):
        points = ["project_code,parcel,x,y,remark"]
        for i, (x, y) in enumerate(PLACES):
            points += [f"P,{i},{a:.6f},{b:.6f},n" for a, b in square(x, y)[:4]]
        self.assertEqual(self.count(self.write("points.csv", "\n".join(points) + "\n")), 40)
        points[20] = points[20][:-1] + '"open'
        points[40] = points[40][:-1] + 'shut"'
        self.write("points.csv", "\n".join(points) + "\n")
        result = self.qitu("area", "points.csv", status=3)
        self.assertIn("line 21", result.stderr)

    def test_a_cell_of_two_lines_is_read(self):
        self.assertEqual(self.count(self.csv({3: '"first\nsecond, third"'})), 40)

    def test_a_nul_is_refused_with_its_line(self):
        self.csv({})
        for before, after in ((b"\nP9,", b"\0P9,"), (b"\nP9,", b"\n\0P9,"), (b"P9,n", b"P9,\0n")):
            shutil.copy(self.path("farm.csv"), self.path("nul.csv"))
            self.changed("nul.csv", lambda data, b=before, a=after: data.replace(b, a))
            self.refused("nul.csv", "NUL", "line 1")

    def test_a_row_over_ten_megabytes_is_read_whole(self):
        self.assertEqual(self.count(self.csv({5: "x" * 11_000_000})), 40)


class Limits(Files):
    def test_an_archive_is_unpacked_up_to_the_limit_only(self):
        with zipfile.ZipFile(self.path("farm.zip"), "w", zipfile.ZIP_DEFLATED) as file:
            file.write(self.path("farm.geojson"), "farm.geojson")
            file.writestr("readme.bin", random.Random(1).randbytes(3 << 20))
        self.assertEqual(self.count("farm.zip"), 40)
        self.refused("farm.zip", "QITU_LIMIT_UNPACKED_MB", QITU_LIMIT_UNPACKED_MB="2")
        self.assertEqual(self.count("farm.zip", QITU_LIMIT_UNPACKED_MB="4"), 40)
        self.qitu("area", "farm.zip", status=2, QITU_LIMIT_UNPACKED_MB="many")

    def test_what_swells_far_more_than_packers_save_is_refused_without_filling_the_disk(self):
        with zipfile.ZipFile(self.path("bomb.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            with file.open("farm.geojson", "w", force_zip64=True) as entry:
                for _ in range(400):
                    entry.write(b"\0" * (1 << 20))
        os.mkdir(self.path("tmp"))
        result = self.qitu("area", "bomb.zip", status=3, TMPDIR=self.path("tmp"))
        self.assertIn("60 times its size", result.stderr)
        self.assertEqual(os.listdir(self.path("tmp")), [])

    def test_a_workbook_is_read_up_to_the_limit_only(self):
        write_xlsx(self.path("big.xlsx"), "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 60000)))
        result = self.qitu("area", "big.xlsx", status=3, QITU_LIMIT_WORKBOOK_MB="2")
        self.assertIn("QITU_LIMIT_WORKBOOK_MB", result.stderr)
        self.assertNotIn("QITU_LIMIT", self.qitu("area", "big.xlsx", status=3).stderr)  # it has no shapes

    def drawing(self, columns, rows):
        return self.write("minsert.dxf", "\n".join(map(str, [
            0, "SECTION", 2, "HEADER", 9, "$ACADVER", 1, "AC1015", 0, "ENDSEC", 0, "SECTION", 2, "BLOCKS", 0, "BLOCK", 2, "B", 10, 0, 20, 0,
            0, "POINT", 10, 1, 20, 1, 0, "ENDBLK", 0, "ENDSEC", 0, "SECTION", 2, "ENTITIES", 0, "INSERT", 2, "B", 10, 37500000, 20, 4500000,
            70, columns, 71, rows, 44, 1, 45, 1, 0, "ENDSEC", 0, "EOF", ""])))

    def test_a_drawing_of_a_few_lines_does_not_draw_without_end(self):
        begun = time.monotonic()
        self.refused(self.drawing(30000, 30000), "objects", "QITU_LIMIT_DRAWN")
        self.assertLess(time.monotonic() - begun, 60)
        self.drawing(10, 11)
        self.qitu("area", "minsert.dxf", status=3, QITU_LIMIT_DRAWN="100")
        self.assertNotIn("QITU_LIMIT", self.qitu("area", "minsert.dxf", status=(0, 1, 3)).stderr)

    def test_a_query_without_end_is_given_up(self):
        begun = time.monotonic()
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n"
        result = self.qitu("sql", "w.gpkg", endless, "--seconds", "1", status=4)
        self.assertIn("took longer than 1 s", result.stderr)
        self.assertIn("--seconds", result.stderr)
        self.assertLess(time.monotonic() - begun, 60)
        self.qitu("sql", "w.gpkg", "SELECT 1 AS one", "--seconds", "0")


class Places(Files):
    BANNERS = ()

    def test_what_is_no_place_on_earth_never_reaches_a_sum(self):
        feature = [("Polygon", [square(*PLACES[0])], dict(VALUES, project_code="P0"))]
        self.qitu("import", "w.gpkg", "high_standard_farmland", geojson(self.path("one.geojson"), feature), status=(0, 1))
        checks = lambda name, status: {check["name"]: check for check in json.loads(
            self.qitu("doctor", name, "--format", "json", status=status).stdout)["checks"]}
        self.assertEqual(checks("w.gpkg", (0, 1))["geometries"]["state"], "good")
        total = self.table("total", "w.gpkg", status=(0, 1))
        for bad in (float("nan"), float("inf"), 1e300, 1e19, 200.0):
            with self.subTest(str(bad)):
                shutil.copy(self.path("w.gpkg"), self.path("bad.gpkg"))
                add_feature(self.path("bad.gpkg"), ring_wkb([(111.7, 40.85), (bad, 40.85), (bad, 40.86), (111.7, 40.86), (111.7, 40.85)]))
                result = self.qitu("total", "bad.gpkg", "--format", "json", status=1)
                self.assertEqual(json.loads(result.stdout)["rows"], total["rows"])
                self.assertIn("feature 2", result.stderr)
                for words in (["check", "bad.gpkg"], ["progress", "bad.gpkg"], ["overlaps", "bad.gpkg"]):
                    found = self.qitu(*words, status=1)
                    self.assertIn("feature 2", found.stdout + found.stderr)
                self.assertIn("high_standard_farmland feature 2", checks("bad.gpkg", 1)["geometries"]["value"])
                for target in ("x.gpkg", "x.shp", "x.geojson", "x.fgb", "x.txt"):
                    result = self.qitu("export", "bad.gpkg", target, "--layer", "high_standard_farmland", status=4)
                    self.assertIn("feature 2", result.stderr)
                    self.assertFalse(os.path.exists(self.path(target)))
                self.assertIn("feature 2", self.qitu("report", "bad.gpkg", "-o", "report", status=1).stderr)
                self.assertIn("feature 2", self.qitu("seal", "bad.gpkg", status=1).stderr)

    def test_what_is_no_place_on_earth_is_not_merged(self):
        features = [("Polygon", [square(*place)], dict(VALUES, project_code=f"P{i}")) for i, place in enumerate(PLACES[:3])]
        self.qitu("import", "w.gpkg", "high_standard_farmland", geojson(self.path("some.geojson"), features), status=(0, 1))
        self.qitu("export", "w.gpkg", "fork.gpkg", "--banner", "150102")
        before = digest(self.path("w.gpkg"))
        for bad in (float("nan"), 1e300, 200.0):
            shutil.copy(self.path("fork.gpkg"), self.path("bad.gpkg"))
            add_feature(self.path("bad.gpkg"), ring_wkb([(111.7, 40.85), (bad, 40.85), (bad, 40.86), (111.7, 40.86), (111.7, 40.85)]))
            result = self.qitu("merge", "w.gpkg", "bad.gpkg", status=4)
            self.assertIn("feature 4", result.stderr)
            self.assertEqual(digest(self.path("w.gpkg")), before)

    def test_borders_that_are_no_place_on_earth_are_named(self):
        database = sqlite3.connect(self.path("w.gpkg"))
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: 0)
        blob = b"GP\0\1" + struct.pack("<i", 4490) + ring_wkb([(111.7, 40.85), (1e300, 40.85), (1e300, 40.86), (111.7, 40.86), (111.7, 40.85)])
        database.execute("UPDATE banner SET geom = ? WHERE fid = 7", (blob,))
        database.commit()
        database.close()
        for words in (["progress", "w.gpkg"], ["total", "w.gpkg"], ["tabulate", "farm.geojson", "--zones", "w.gpkg"], ["report", "w.gpkg", "-o", "r"]):
            result = self.qitu(*words, status=(3, 4))
            self.assertNotIn("unexpectedly", result.stderr)
        self.assertIn("layer banner, feature 7", self.qitu("progress", "w.gpkg", status=4).stderr)
        self.assertIn("banner feature 7", self.qitu("doctor", "w.gpkg", status=1).stdout)

    def test_zones_that_lie_nowhere_are_named(self):
        for bad in ("NaN", "1e300", "1e999"):
            with self.subTest(bad):
                ring = f"[[{bad},40],[112,40],[112,41],[{bad},41],[{bad},40]]"
                self.write("zones.geojson", '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},'
                           '"features":[{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[' + ring + "]}}]}")
                result = self.qitu("tabulate", "farm.geojson", "--zones", "zones.geojson", "--zone-id", "id", status=(1, 3, 4))
                self.assertNotIn("unexpectedly", result.stderr)

    def test_wkb_nested_without_end(self):
        deep = struct.pack("<BII", 1, 7, 1) * 200_000 + struct.pack("<BIdd", 1, 1, 111.7, 40.8)
        self.qitu("import", "w.gpkg", "high_standard_farmland", "farm.geojson", status=(0, 1))
        add_feature(self.path("w.gpkg"), deep)
        for words in (["total", "w.gpkg"], ["check", "w.gpkg"], ["doctor", "w.gpkg"]):
            result = self.qitu(*words, status=1)
            self.assertIn("41", result.stdout + result.stderr)


class Caged(Files):
    def test_each_format_is_read_in_a_process_of_its_own(self):
        for name in ("farm.shp", "farm.fgb", "farm.gpkg"):
            self.made(name)
        self.csv({})
        for name in ("farm.geojson", "farm.shp", "farm.fgb", "farm.gpkg", "farm.csv"):
            with self.subTest(name):
                caged = self.qitu("area", name, "--format", "json", status=(0, 1), QITU_CAGE="required")
                here = self.qitu("area", name, "--format", "json", status=(0, 1), QITU_CAGE="off")
                self.assertEqual(caged.stdout, here.stdout)
                for words in list(self.commands(name))[1:]:
                    self.qitu(*words, status=(0, 1), QITU_CAGE="required")

    def test_a_file_that_needs_too_much_memory_is_refused(self):
        self.csv({5: "x" * 200_000_000})
        result = self.qitu("area", "farm.csv", status=3, QITU_LIMIT_MEMORY_MB="600")
        self.assertIn("QITU_LIMIT_MEMORY_MB", result.stderr)


class Shown(Files):
    def test_control_characters_are_shown_as_escapes(self):
        nasty = "\x1b[2J\x1b]0;owned\x07\u202egpj"
        geojson(self.path("nasty.geojson"), [("Polygon", [square(*PLACES[0])], dict(VALUES, project_code=nasty, admin_code=nasty))])
        for words in list(self.commands("nasty.geojson")) + [("area", nasty + ".geojson")]:
            result = self.qitu(*words, status=(0, 1, 3, 4))
            for text in (result.stdout, result.stderr):
                self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f\u202e]")

    def test_a_cell_that_a_spreadsheet_would_calculate_is_a_text(self):
        formula = "=HYPERLINK(\"http://x\")"
        geojson(self.path("f.geojson"), [("Polygon", [square(*PLACES[0])], dict(VALUES, project_code=formula))])
        result = self.qitu("tabulate", "f.geojson", "--zones", "banners", "--group", "project_code", "--format", "csv")
        self.assertIn("\"'=HYPERLINK", result.stdout)
        self.qitu("area", "f.geojson", "-o", "f.csv")
        with open(self.path("f.csv"), encoding="utf-8") as file:
            self.assertIn("'=HYPERLINK", file.read())

    def test_names_that_are_not_utf8_do_not_break_json(self):
        name = os.fsencode(self.folder) + "/临河.geojson".encode("gbk")
        with open(self.path("farm.geojson"), "rb") as source, open(name, "wb") as target:
            target.write(source.read())
        for words in (["area"], ["check", "--layer", "high_standard_farmland"], ["tabulate", "--zones", "banners"]):
            result = self.qitu(*words, os.fsdecode(name), "--format", "json", status=(0, 1))
            json.loads(result.stdout)


class Growth(Files):
    def test_one_feature_costs_no_minute(self):
        from math import cos, pi, sin
        chance = random.Random(400)
        tangle = [[111.65 + chance.random() * .02, 40.83 + chance.random() * .02] for _ in range(400)]
        star = [[111.7 + r * cos(2 * pi * i / 100_000), 40.85 + r * sin(2 * pi * i / 100_000)]
                for i, r in enumerate([.01, .05] * 50_000)]
        for name, kind, coordinates in (
                ("tangle", "Polygon", [tangle + tangle[:1]]), ("star", "Polygon", [star + star[:1]]),
                ("equal", "MultiPolygon", [[square(111.7, 40.85)]] * 2000),
                ("nested", "MultiPolygon", [[square(111.7 - i * 1e-6, 40.85 - i * 1e-6, .002 + 2e-6 * i)] for i in range(1000)])):
            geojson(self.path(f"{name}.geojson"), [(kind, coordinates, dict(VALUES, project_code=name))])
            for words in list(self.commands(f"{name}.geojson"))[::2]:
                with self.subTest(f"{words[0]} {name}"):
                    begun = time.monotonic()
                    self.qitu(*words, status=(0, 1))
                    self.assertLess(time.monotonic() - begun, 60)


def write_xlsx(path, rows):
    """The least that is a workbook of one sheet."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/'
                      f'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                      f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>')
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="s" sheetId="1" r:id="r1"/>'
                      "</sheets></workbook>")
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                      f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        file.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')


def ring_wkb(points):
    return struct.pack("<BIIBIII", 1, 6, 1, 1, 3, 1, len(points)) + b"".join(struct.pack("<dd", *p) for p in points)


def add_feature(path, wkb):
    """One more feature by another program, which knows nothing of places; its index functions say nothing."""
    database = sqlite3.connect(path)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(name, 1, lambda _: 0)
    blob = b"GP\0\1" + struct.pack("<i", 4490) + wkb
    database.execute("INSERT INTO high_standard_farmland (geom, project_code, project_name, admin_code, year, stage) "
                     "VALUES (?, 'PX', 'n', '150102', 2023, 'accepted')", (blob,))
    database.commit()
    database.close()


if __name__ == "__main__":
    unittest.main()
