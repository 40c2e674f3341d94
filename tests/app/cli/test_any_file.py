"""Files of any hand: what is not a place stops at its feature, what is no land is left out, what a file says of itself is read.

Areas are those of boxes along parallels and meridians, in closed form on the ellipsoid: a parcel's td1055 figure is the same to 1e-8.
"""
import io
import json
import math
import os
import struct
import subprocess
import sys
import unittest
import zipfile

from command import Case

sys.path.insert(0, os.path.join(os.environ["QITU_SOURCE"], "tests/corpus"))
import bytes_of  # noqa: E402
import corpus  # noqa: E402

A, F = 6378137.0, 1 / 298.257222101


def below(latitude, a=A, f=F):
    """Area between the equator and a parallel for one radian of longitude."""
    e2 = f * (2 - f)
    e, s = math.sqrt(e2), math.sin(math.radians(latitude))
    return a * a * (1 - e2) / 2 * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)


def box_area(west, south, east, north, **ellipsoid):
    return math.radians(east - west) * (below(north, **ellipsoid) - below(south, **ellipsoid))


FIRST, SECOND = (107.4, 40.8, 107.4012, 40.8009), (107.43, 40.82, 107.4313, 40.821)


def ring(box):
    west, south, east, north = box
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def coordinates(points):
    return " ".join(f"{x!r},{y!r}" for x, y in points)


def polygon(box):
    return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{coordinates(ring(box))}</coordinates></LinearRing></outerBoundaryIs></Polygon>"


def placemark(inner, name="地块"):
    return f"<Placemark><name>{name}</name>{inner}</Placemark>"


def kml(*inner):
    return ('<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>图</name>'
            + "".join(inner) + "</Document></kml>")


class AnyFile(Case):
    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return name

    def write_geojson(self, name, *rings, crs="urn:ogc:def:crs:EPSG::4490"):
        features = [{"type": "Feature", "properties": {"n": i, "XMBH": f"P{i}", "XZQDM": "150802", "ND": "2023", "JD": "验收"}, "geometry": {"type": "Polygon", "coordinates": [r]}}
                    for i, r in enumerate(rings)]
        return self.write(name, json.dumps({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": crs}},
                                            "features": features}))

    def area(self, *words, status=0):
        result = self.qitu("area", *words, "--format", "json", status=status)
        return json.loads(result.stdout), result.stderr

    def assert_area(self, name, *boxes, status=(0, 1), words=()):
        """The file holds just these boxes, by area and by tabulate, and what is left out is said."""
        expected = sum(box_area(*box) for box in boxes)
        found, said = self.area(name, *words, status=status)
        self.assertEqual(found["totals"]["polygons"], len(boxes))
        self.assertLess(abs(found["totals"]["td1055_m2"] / expected - 1), 1e-7)
        table = json.loads(self.qitu("tabulate", name, "--zones", "banners", "--format", "json", *words, status=status).stdout)
        net = sum(row["net_m2"] for row in table["rows"]) + table["outside"]["net_m2"]
        self.assertLess(abs(net / expected - 1), 1e-7)
        return said


class Vertices(AnyFile):
    """What is not a place on Earth, in every format that can hold it and by every command."""

    BAD = [[float("nan"), 40.8], [107.45, 400.8], [107.45, -90.001], [1e300, 40.8], [-181, 40.8], [187.45, 40.8], [540.1, 40.8]]

    def test_a_vertex_off_the_earth_is_named_with_its_feature_and_spoils_no_other(self):
        for bad in self.BAD[1:]:
            with self.subTest(bad):
                name = self.write_geojson("a.geojson", ring(FIRST), ring(SECOND)[:2] + [bad] + ring(SECOND)[2:], ring(SECOND))
                said = self.assert_area(name, FIRST, SECOND, status=1)
                self.assertRegex(said, r"feature 2: the (latitude|longitude|edge)")
                found = self.qitu("check", name, "--layer", "high_standard_farmland", "--format", "json", status=1).stdout
                self.assertEqual([row["rule"] for row in json.loads(found)["rows"] if row["rule"] == "geometry.invalid"], ["geometry.invalid"])

    def test_an_easting_that_no_plane_has_is_named(self):
        near = [[500000 + x, 4500000 + y] for x, y in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))]
        for bad in ([1e30, 4500000], [500000, 1e300], [9500000, 4500000], [500000, -2e7]):
            with self.subTest(bad):
                name = self.write_geojson("a.geojson", near, near[:2] + [bad] + near[2:], near, crs="urn:ogc:def:crs:EPSG::4545")
                found, said = self.area(name, status=1)
                self.assertEqual((found["totals"]["polygons"], found["totals"]["rejected"]), (2, 1))
                self.assertRegex(said, r"feature 2: vertex 3 .*beyond the domain of the projection")

    def test_web_mercator_beyond_its_edge_is_named(self):
        near = [[11900000 + x, 4980000 + y] for x, y in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))]
        name = self.write_geojson("a.geojson", near, near[:2] + [[5.1e7, 4980000]] + near[2:], crs="urn:ogc:def:crs:EPSG::3857")
        found, said = self.area(name, status=1)
        self.assertEqual((found["totals"]["polygons"], found["totals"]["rejected"]), (1, 1))
        self.assertIn("beyond the domain of the projection", said)

    def test_an_edge_across_the_180_degree_meridian_is_refused_and_longitudes_to_360_are_read(self):
        name = self.write_geojson("a.geojson", ring((179.9, 40, -179.9, 41)), ring(FIRST))
        self.assertIn("wider than 180°", self.assert_area(name, FIRST, status=1))
        east = (183.1, -44, 183.101, -43.999)
        self.assert_area(self.write_geojson("b.geojson", ring(east)), east, status=(0, 1))

    def test_zones_off_the_earth_are_refused_and_never_indexed(self):
        self.write_geojson("zones.geojson", ring(FIRST), [[107, 40], [1e300, 40], [107, 1e300], [107, 40]])
        self.write_geojson("a.geojson", ring(FIRST))
        said = self.qitu("tabulate", "a.geojson", "--zones", "zones.geojson", "--zone-id", "n", status=4).stderr
        self.assertIn("Zone 1 is not a place on Earth", said)

    def test_half_the_world_is_measured_by_geodesics_in_a_moment(self):
        wide = [[-85, 0], [85, 0], [85, 2], [-85, 2], [-85, 0]]
        found, said = self.area(self.write_geojson("a.geojson", wide, ring(FIRST)), status=1)
        self.assertIsNone(found["features"][0]["td1055_m2"])
        self.assertGreater(found["features"][0]["geodesic_m2"], 0)
        self.assertIn("too far from the central meridian", said)
        self.assertLess(abs(found["totals"]["td1055_m2"] / box_area(*FIRST) - 1), 1e-7)
        table = self.qitu("tabulate", "a.geojson", "--zones", "banners", "--format", "json", status=1)
        self.assertEqual(json.loads(table.stdout)["input"]["rejected"], 1)

    def test_parts_of_long_edges_are_limited(self):
        self.write_geojson("a.geojson", [[-80, 0], [80, 0], [80, 2], [-80, 2], [-80, 0]])
        self.assertIn("Choose longer parts", self.qitu("area", "a.geojson", "--max-edge", "1", status=4).stderr)


class Numbers(AnyFile):
    """A number is taken whole or not at all."""

    def test_a_coordinate_of_kml_and_gpx_that_is_no_number_stops_the_file_and_names_the_place(self):
        for bad in ("107..4012", "107.4O12", "107.4012E", "1O7.4012", "107,4012,40.8", "0x6B"):
            with self.subTest(bad):
                text = kml(placemark(polygon(FIRST).replace("107.4012,40.8009", f"{bad},40.8009"), "东头"))
                said = self.qitu("area", self.write("a.kml", text), status=3).stderr
                self.assertIn("feature 1 (东头)", said)
                self.assertIn(bad.split(",")[0], said)
        gpx = corpus.gpx(corpus.SQUARE).decode().replace('lon="107.4012"', 'lon="107..4012"', 1)
        self.assertIn("107..4012", self.qitu("area", self.write("a.gpx", gpx), status=3).stderr)

    def test_blanks_around_commas_signs_and_heights_are_no_fault(self):
        text = kml(placemark(polygon(FIRST).replace("107.4012,40.8009", "+107.4012 , 40.8009 ,1040.5")))
        self.assert_area(self.write("a.kml", text), FIRST)

    def dbase(self, kind, width, decimals, values):
        column = b"AREA".ljust(11, b"\0") + kind + bytes(4) + bytes([width, decimals]) + bytes(14)
        rows = b"".join(b" " + value.encode().rjust(width) for value in values)
        return struct.pack("<4BIHH20x", 3, 123, 5, 1, len(values), 65, 1 + width) + column + b"\r" + rows + b"\x1a"

    def test_decimals_in_a_field_declared_without_them_are_read(self):
        for kind, width, values, expected in ((b"N", 10, ["15.18", "7"], [15.18, 7]), (b"F", 20, ["7", "1.518E+01"], [7, 15.18]),
                                              (b"N", 18, ["-0.5", "123456789012"], [-0.5, 123456789012]),
                                              (b"N", 5, ["12", "13"], [12, 13])):
            with self.subTest(kind=kind, values=values):
                parts = corpus.shapefile(rows=[(corpus.CLOCKWISE, corpus.ROW)] * 2)
                for name, content in parts.items():
                    self.write(name, self.dbase(kind, width, 0, values) if name.endswith("dbf") else content)
                rows = json.loads(self.qitu("tabulate", "a.shp", "--zones", "banners", "--group", "AREA", "--format", "json", status=(0, 1)).stdout)["rows"]
                self.assertEqual(sorted(float(row["group"]["AREA"]) for row in rows), sorted(expected))


class Land(AnyFile):
    """What a driver hands over is asked what it is."""

    OVERLAY = ("<GroundOverlay><name>底图</name><Icon><href>a.jpg</href></Icon><LatLonBox><north>41</north><south>40</south>"
               "<east>108</east><west>107</west></LatLonBox></GroundOverlay>")

    def test_overlays_links_and_models_are_no_land(self):
        for left_out, word in ((self.OVERLAY, "底图"), (self.OVERLAY.replace("Ground", "Screen"), "image overlays"),
                               ("<NetworkLink><name>更多</name></NetworkLink>", "更多"), (f"<Folder><name>夹</name>{self.OVERLAY}</Folder>", "底图")):
            with self.subTest(word):
                said = self.assert_area(self.write("a.kml", kml(placemark(polygon(FIRST)), left_out)), FIRST)
                self.assertIn(word, said)
        said = self.qitu("area", self.write("b.kml", kml(self.OVERLAY)), status=3).stderr
        self.assertIn("it contains no placemark, only 1 ground overlays (底图)", said)

    def test_a_label_in_one_geometry_with_its_polygon_is_left_out(self):
        for beside in ("<Point><coordinates>107.4006,40.80045</coordinates></Point>", f"<LineString><coordinates>{coordinates(ring(FIRST)[:3])}</coordinates></LineString>",
                       "<MultiGeometry><Point><coordinates>107.4,40.8</coordinates></Point></MultiGeometry>"):
            text = kml(placemark(f"<MultiGeometry>{beside}{polygon(FIRST)}</MultiGeometry>"))
            self.assertIn("were left out", self.assert_area(self.write("a.kml", text), FIRST))
        west, south, east, north = FIRST
        collection = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [west, south]},
                                                                   {"type": "Polygon", "coordinates": [ring(FIRST)]}]}
        self.write("a.geojson", json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": collection}]}))
        self.assertIn("were left out", self.assert_area("a.geojson", FIRST))

    def test_a_bare_ring_is_a_border_wherever_it_stands(self):
        bare = f"<LinearRing><coordinates>{coordinates(ring(FIRST))}</coordinates></LinearRing>"
        for inner in (bare, f"<MultiGeometry>{bare}</MultiGeometry>", bare.replace("LinearRing", "k:LinearRing").replace("coordinates>", "k:coordinates>")):
            text = kml(placemark(inner)).replace("<kml ", '<kml xmlns:k="http://www.opengis.net/kml/2.2" ')
            self.assert_area(self.write("a.kml", text), FIRST)

    def test_an_open_ring_is_closed_and_holes_are_holes(self):
        inner = (107.4004, 40.8003, 107.4008, 40.8006)
        text = polygon(FIRST).replace("</Polygon>", f"<innerBoundaryIs><LinearRing><coordinates>{coordinates(ring(inner)[:-1])}</coordinates>"
                                                    "</LinearRing></innerBoundaryIs></Polygon>")
        found, _ = self.area(self.write("a.kml", kml(placemark(text))))
        self.assertLess(abs(found["totals"]["td1055_m2"] / (box_area(*FIRST) - box_area(*inner)) - 1), 1e-7)


class Said(AnyFile):
    """What the file says of itself."""

    @staticmethod
    def moved(lon, lat):
        """GCJ-02 by the public formula, written down once more."""
        def waves(t):
            return (20 * math.sin(6 * t * math.pi) + 20 * math.sin(2 * t * math.pi)) * 2 / 3
        x, y = lon - 105, lat - 35
        north = (-100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves(x)
                 + (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
                 + (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3)
        east = (300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves(x)
                + (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
                + (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3)
        a, e2, phi = 6378245.0, 0.00669342162296594323, math.radians(lat)
        w = math.sqrt(1 - e2 * math.sin(phi) ** 2)
        return [lon + math.degrees(east / (a / w * math.cos(phi))), lat + math.degrees(north * w ** 3 / (a * (1 - e2)))]

    def test_coordinates_of_a_web_map_stop_and_are_shifted_back_when_asked(self):
        there = [self.moved(*p) for p in ring(FIRST)]
        for words in ("GCJ-02", "GCJ02", "gcj-02 经纬度", "火星坐标"):
            inner = polygon(FIRST).replace(coordinates(ring(FIRST)), coordinates(there))
            self.write("a.kml", kml(placemark(f"<OvCoordType>{words}</OvCoordType>{inner}")))
            said = self.qitu("area", "a.kml", status=3).stderr
            self.assertIn("GCJ-02", said)
            self.assertIn("--crs", said)
        self.assert_area("a.kml", FIRST, words=("--crs", "GCJ02"))
        self.write_geojson("here.geojson", ring(FIRST))
        table = json.loads(self.qitu("tabulate", "a.kml", "--crs", "GCJ02", "--zones", "here.geojson", "--zone-id", "n", "--format", "json").stdout)
        self.assertLess(abs(table["rows"][0]["net_m2"] / box_area(*FIRST) - 1), 1e-6)

    def test_bd09_is_shifted_back_when_asked(self):
        def on_baidu(lon, lat):
            lon, lat = self.moved(lon, lat)
            turn = math.pi * 3000 / 180
            z = math.hypot(lon, lat) + 0.00002 * math.sin(lat * turn)
            theta = math.atan2(lat, lon) + 0.000003 * math.cos(lon * turn)
            return [z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006]
        self.write_geojson("a.geojson", [on_baidu(*p) for p in ring(FIRST)], crs="urn:ogc:def:crs:OGC:1.3:CRS84")
        self.write_geojson("here.geojson", ring(FIRST))
        table = json.loads(self.qitu("tabulate", "a.geojson", "--crs", "BD09", "--zones", "here.geojson", "--zone-id", "n", "--format", "json").stdout)
        self.assertLess(abs(table["rows"][0]["net_m2"] / box_area(*FIRST) - 1), 1e-6)

    def test_systems_that_differ_within_a_layer_stop(self):
        text = kml(placemark(f"<OvCoordType>WGS84</OvCoordType>{polygon(FIRST)}"), placemark(f"<OvCoordType>CGCS2000</OvCoordType>{polygon(SECOND)}"))
        self.assertIn("several coordinate systems: CGCS2000, WGS84", self.qitu("area", self.write("a.kml", text), status=3).stderr)
        text = kml(placemark(f"<OvCoordType>独立坐标系</OvCoordType>{polygon(FIRST)}"))
        self.assertIn("独立坐标系, which is not known", self.qitu("area", self.write("b.kml", text), status=3).stderr)

    def test_a_prj_is_read_whatever_its_encoding(self):
        text = corpus.WKT["EPSG:4545"]
        shape = corpus.shapefile(ring=corpus.plane(corpus.CLOCKWISE, 108, 500000))
        for prj in (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), b"\xfe\xff" + text.encode("utf-16-be"), text.encode() + b"\0\0", b"\n  " + text.encode()):
            for name, content in shape.items():
                self.write(name, prj if name.endswith("prj") else content)
            found, _ = self.area("a.shp")
            self.assertEqual(found["crs"], "EPSG:4545")

    def test_records_marked_as_deleted_are_left_out_and_said(self):
        shape = corpus.shapefile(rows=[(corpus.CLOCKWISE, corpus.ROW)] * 4)
        table = bytearray(shape["a.dbf"])
        head, width = struct.unpack("<HH", table[8:12])
        for record in (0, 2):
            table[head + record * width:head + record * width + 1] = b"*"
        for name, content in {**shape, "a.dbf": bytes(table)}.items():
            self.write(name, content)
        found, said = self.area("a.shp")
        self.assertEqual(found["totals"]["features"], 2)
        self.assertIn("2 records are marked as deleted", said)


class Zones(AnyFile):
    """The zone in front of eastings, what the file declares, and what lies where."""

    def shape(self, lon, lat, meridian, false_easting, prj):
        box = [(lon, lat), (lon, lat + 0.001), (lon + 0.001, lat + 0.001), (lon + 0.001, lat), (lon, lat)]
        for name, content in corpus.shapefile(ring=corpus.plane(box, meridian, false_easting), prj=prj).items():
            self.write(name, content)
        return (lon, lat, lon + 0.001, lat + 0.001)

    def prj(self, meridian, false_easting):
        return corpus.DOMESTIC.replace("36500000.0", f"{false_easting}.0").replace("108.0", f"{meridian}.0")

    def test_a_region_wide_file_of_one_zone_reaches_into_eastings_that_begin_with_the_next(self):
        for zone, meridian, lon, lat in ((37, 111, 118.4, 44.4), (37, 111, 120.3, 44.5), (38, 114, 105.6, 40.9), (40, 120, 111.9, 49.0)):
            with self.subTest(zone=zone, lon=lon):
                box = self.shape(lon, lat, meridian, zone * 1000000 + 500000, self.prj(meridian, zone * 1000000 + 500000))
                found, _ = self.area("a.shp")
                self.assertLess(abs(found["totals"]["geodesic_m2"] / box_area(*box) - 1), 1e-6)
                self.assertEqual(found["features"][0]["meridian"], meridian)

    def test_eastings_that_look_like_another_zone_contradict_the_prj_and_the_caller_decides(self):
        box = self.shape(107.4, 40.8, 108, 36500000, self.prj(111, 37500000))
        said = self.qitu("area", "a.shp", status=3).stderr
        self.assertIn("zone prefix 36", said)
        found, _ = self.area("a.shp", "--crs", "EPSG:4524")
        self.assertLess(abs(found["totals"]["td1055_m2"] / box_area(*box) - 1), 1e-6)
        found, _ = self.area("a.shp", "--crs", "EPSG:4525")
        self.assertEqual(found["features"][0]["meridian"], 111)

    def test_the_zone_of_a_txt_header_holds_wherever_the_parcel_lies(self):
        for zone, width, lon, lat in ((37, 3, 111.2, 21.3), (37, 3, 118.2, 43.3), (20, 6, 117.5, 24.5), (25, 3, 75.6, 39.5), (14, 6, 82.1, 43.9)):
            with self.subTest(zone=zone, lat=lat):
                box = (lon, lat, lon + 0.001, lat + 0.001)
                meridian = 3 * zone if width == 3 else 6 * zone - 3
                head = {**corpus.HEAD, "几度分带": str(width), "带号": str(zone)}
                points = corpus.plane([tuple(p) for p in ring(box)], meridian, zone * 1000000 + 500000)
                lines = ["[属性描述]"] + [f"{k}={v}" for k, v in head.items()] + ["[地块坐标]", "5,,D1,一号地,面,,,,@"]
                lines += [f"J{i},1,{y:.4f},{x:.4f}" for i, (x, y) in enumerate(points, 1)]
                found, _ = self.area(self.write("a.txt", "\r\n".join(lines).encode("gbk")))
                self.assertLess(abs(found["totals"]["geodesic_m2"] / box_area(*box) - 1), 1e-5)
                self.assertEqual(found["features"][0]["meridian"], meridian)


class Archives(AnyFile):
    """Deliveries packed in every way."""

    def packed(self, **files):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return out.getvalue()

    def test_archives_in_archives_are_read(self):
        parcel = kml(placemark(polygon(FIRST)))
        inner = self.packed(**{"交付/一号地.kml": parcel})
        self.assert_area(self.write("a.zip", self.packed(**{"里/一.zip": inner})), FIRST)
        self.assert_area(self.write("b.zip", self.packed(**{"c.zip": self.packed(**{"d.zip": inner})})), FIRST)
        self.assert_area(self.write("c.zip", self.packed(**{"一号地.kmz": self.packed(**{"doc.kml": parcel})})), FIRST)
        deep = inner
        for _ in range(6):
            deep = self.packed(**{"a.zip": deep})
        self.assertIn("nested more than", self.qitu("area", self.write("d.zip", deep), status=3).stderr)

    def test_a_tar_is_read(self):
        self.write("a.kml", kml(placemark(polygon(FIRST))))
        subprocess.run(["tar", "czf", "a.tgz", "a.kml"], cwd=self.folder, check=True)
        self.assert_area("a.tgz", FIRST)

    def test_several_data_sets_ask_for_one_whatever_packs_them(self):
        both = {"doc.kml": kml(placemark(polygon(FIRST))), "files/second.kml": kml(placemark(polygon(SECOND)))}
        for name in ("a.kmz", "a.ovkmz", "a.zip"):
            said = self.qitu("area", self.write(name, self.packed(**both)), status=3).stderr
            self.assertIn("doc.kml, second.kml. Choose one by name", said)
            self.assert_area(name, SECOND, words=("--layer-in", "second"))

    def test_what_ovital_keeps_for_itself_names_the_way_out(self):
        for name in ("a.ovobj", "a.ovjsn", "a.OVJSN"):
            said = self.qitu("area", self.write(name, '{"ObjItems":[]}'), status=3).stderr
            self.assertIn("奥维 (Ovital)", said)
            self.assertIn("as KML", said)
        self.assert_area(self.write("a.ovkml", kml(placemark(polygon(FIRST)))), FIRST)

    def test_a_trap_and_a_damaged_archive_are_refused(self):
        whole = self.packed(**{"a.kml": kml(placemark(polygon(FIRST)))})
        for name, content in (("a.zip", whole[:len(whole) // 2]), ("a.rar", b"Rar!\x1a\x07\x00" + bytes(50)), ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(60)), ("b.zip", b"")):
            self.assertIn("the archive cannot be unpacked", self.qitu("area", self.write(name, content), status=3).stderr)


class Walks(AnyFile):
    """Borders that come in pieces."""

    def gpx(self, *segments):
        points = "".join("<trkseg>" + "".join(f'<trkpt lat="{y!r}" lon="{x!r}"/>' for x, y in segment) + "</trkseg>" for segment in segments)
        return f'<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>轨迹</name>{points}</trk></gpx>'

    def closed(self, *segments):
        self.write("a.gpx", self.gpx(*segments))
        return self.qitu("import", "w.gpkg", "high_standard_farmland", "a.gpx", *corpus.SET, "--close-lines", "5", "--dry-run", status=(0, 1, 4))

    def setUp(self):
        super().setUp()
        self.new_workspace()

    def test_segments_that_meet_are_joined_in_whatever_order_and_direction_they_were_walked(self):
        a, b, c, d = ring(FIRST)[:-1]
        for segments in (([a, b, c], [c, d, a]), ([a, b, c], [a, d, c]), ([a, b], [c, d], [b, c], [d, a]), ([d, c], [a, d], [b, a], [c, b])):
            said = self.closed(*segments)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertIn("1.0121 ha", said.stderr)

    def test_segments_that_do_not_meet_are_refused(self):
        a, b, c, d = ring(FIRST)[:-1]
        self.assertEqual(self.closed([a, b], [c, d]).returncode, 4)

    def test_a_pin_and_a_track_beside_parcels_are_left_out_of_an_import(self):
        pin = placemark("<Point><coordinates>107.4302,40.8203</coordinates></Point>", "泵房")
        track = placemark(f"<LineString><coordinates>{coordinates(ring(SECOND)[:3])}</coordinates></LineString>", "踏勘")
        for beside, count in ((pin, 1), (track, 1), (pin + track, 2)):
            self.write("a.kml", kml(placemark(polygon(FIRST)), beside))
            said = self.qitu("import", "w.gpkg", "high_standard_farmland", "a.kml", *corpus.SET, "--dry-run", status=0).stderr
            self.assertIn(f"{count} features that are not polygons (points, tracks) were left out: feature 2", said)
            self.assertIn("1 features can be added", said)
        self.write("b.kml", kml(pin))
        self.assertIn("takes polygons", self.qitu("import", "w.gpkg", "high_standard_farmland", "b.kml", *corpus.SET, "--dry-run", status=4).stderr)


if __name__ == "__main__":
    unittest.main()
