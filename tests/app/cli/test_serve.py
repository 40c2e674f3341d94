"""The API of `qitu serve`, held against GDAL and against what the commands print."""
import json
import os
import random
import re
import signal
import socket
import subprocess
import tempfile
import unittest

from osgeo import gdal, ogr, osr

from command import MAIN_JOB, Case, run
from served import Server

gdal.UseExceptions()
LAYER = "high_standard_farmland"
WORK = os.path.join(MAIN_JOB, "work.gpkg")


def by_gdal(layer, box=None, where=None):
    """Ids of the features that meet a box, each asked by GEOS, and fulfil a condition."""
    found = set()
    corners = ogr.CreateGeometryFromWkt("POLYGON (({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))".format(*box)) if box else None
    file = ogr.Open(WORK)
    rows = file.GetLayerByName(layer)
    rows.SetAttributeFilter(where)
    for feature in rows:
        geometry = feature.GetGeometryRef()
        if corners is None or (geometry is not None and geometry.Intersects(corners)):
            found.add(feature.GetFID())
    return found


def points_of(geometry):
    if geometry.GetGeometryCount() == 0:
        return sorted(geometry.GetPoints())
    return sorted(point for part in geometry for point in points_of(part))


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(WORK)
        cls.addClassCleanup(cls.server.close)
        cls.get = staticmethod(cls.server.get)
        cls.ask = staticmethod(cls.server.ask)

    def test_the_landing_page_leads_to_everything(self):
        links = {link["rel"]: link for link in self.get("/")["links"]}
        for rel in ("self", "service-desc", "conformance", "data"):
            answer = self.ask(links[rel]["href"].removeprefix(self.server.base))
            self.assertEqual(answer.status, 200, rel)
            self.assertEqual(answer.headers["content-type"], links[rel]["type"])
        self.assertIn("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", self.get("/conformance")["conformsTo"])

    def test_collections_are_the_layers_with_their_extents(self):
        collections = {one["id"]: one for one in self.get("/collections")["collections"]}
        listed = run("layers", "--format", "json").stdout
        for layer in collections:
            self.assertIn(f'"{layer}"', listed)
        self.assertGreater(len(collections), 30)
        west, south, east, north = collections[LAYER]["extent"]["spatial"]["bbox"][0]
        file = ogr.Open(WORK)
        x0, x1, y0, y1 = file.GetLayerByName(LAYER).GetExtent(force=True)
        for is_, should in ((west, x0), (south, y0), (east, x1), (north, y1)):
            self.assertAlmostEqual(is_, should, 5)
        self.assertEqual(self.get(f"/collections/{LAYER}"), collections[LAYER])

    def test_pages_are_disjoint_and_complete(self):
        for limit in (7, 1000):
            ids = [feature["id"] for feature in self.server.pages(f"/collections/{LAYER}/items", limit=limit)]
            self.assertEqual(len(ids), len(set(ids)))
            self.assertEqual(set(ids), by_gdal(LAYER))
        self.assertEqual(self.get(f"/collections/{LAYER}/items")["numberReturned"], 10)

    def test_bbox_is_exact(self):
        file = ogr.Open(WORK)
        x0, x1, y0, y1 = file.GetLayerByName(LAYER).GetExtent()
        draw = random.Random(5)
        for _ in range(12):
            x, y = draw.uniform(x0, x1), draw.uniform(y0, y1)
            size = 10 ** draw.uniform(-3, 0.5)
            box = (x, y, x + size, y + size)
            found = self.server.pages(f"/collections/{LAYER}/items", limit=500, bbox=",".join(map(str, box)))
            self.assertEqual({feature["id"] for feature in found}, by_gdal(LAYER, box), box)
        within = self.get(f"/collections/{LAYER}/items", limit=1)["features"][0]  # a box within a parcel
        inner = ogr.CreateGeometryFromJson(json.dumps(within["geometry"])).PointOnSurface()
        box = (inner.GetX(), inner.GetY(), inner.GetX() + 1e-7, inner.GetY() + 1e-7)
        self.assertIn(within["id"], {feature["id"] for feature in self.server.pages(f"/collections/{LAYER}/items", bbox=",".join(map(str, box)))})

    def test_bbox_across_the_date_line_is_the_two_parts(self):
        self.assertEqual(self.get(f"/collections/{LAYER}/items", bbox="170,0,120,60")["numberMatched"],
                         len(by_gdal(LAYER, (-180, 0, 120, 60))))

    def test_fields_narrow(self):
        for query, where in (({"stage": "accepted"}, "stage = 'accepted'"), ({"stage": "验收"}, "stage = 'accepted'"), ({"year": "2023"}, "year = 2023"),
                             ({"year": "2023", "admin_code": "150802"}, "year = 2023 AND admin_code = '150802'")):
            self.assertEqual({f["id"] for f in self.server.pages(f"/collections/{LAYER}/items", limit=900, **query)}, by_gdal(LAYER, where=where))
        self.assertEqual(self.get(f"/collections/{LAYER}/items", datetime="2023-01-01/..")["numberMatched"], len(by_gdal(LAYER, where="year >= 2023 OR year IS NULL")))
        self.assertEqual(self.get(f"/collections/{LAYER}/items", stage="x' OR '1'='1")["numberMatched"], 0)

    def test_a_feature_is_what_lies_in_the_file(self):
        file = ogr.Open(WORK)
        for layer in (LAYER, "reservoir", "water_transfer"):
            for feature in self.get(f"/collections/{layer}/items", limit=20)["features"]:
                row = file.GetLayerByName(layer).GetFeature(feature["id"])
                ours = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
                self.assertEqual(points_of(ours), points_of(row.GetGeometryRef()))
                if ours.GetGeometryName() == "POLYGON":
                    ring = feature["geometry"]["coordinates"][0]
                    self.assertGreater(sum((a[0] - ring[0][0]) * (b[1] - ring[0][1]) - (b[0] - ring[0][0]) * (a[1] - ring[0][1]) for a, b in zip(ring, ring[1:])), 0)
                for field, value in feature["properties"].items():
                    self.assertEqual(value, row.GetField(field), field)
                alone = self.get(f"/collections/{layer}/items/{feature['id']}")
                self.assertEqual({k: alone[k] for k in feature}, feature)

    def test_what_is_wrong_is_said_with_a_code(self):
        for path, status in (("/nothing", 404), ("/collections/none", 404), ("/collections/none/items", 404), (f"/collections/{LAYER}/items/99999999", 404),
                             (f"/collections/{LAYER}/items/one", 404), (f"/collections/{LAYER}/items?limit=0", 400), (f"/collections/{LAYER}/items?limit=x", 400),
                             (f"/collections/{LAYER}/items?bbox=1,2,3", 400), (f"/collections/{LAYER}/items?bbox=1,2,3,x", 400),
                             (f"/collections/{LAYER}/items?bbox=nan,2,3,4", 400), (f"/collections/{LAYER}/items?nonsense=1", 400), (f"/collections/{LAYER}/items?year=x", 400),
                             (f"/collections/{LAYER}/items?limit=1&limit=2", 400), (f"/collections/{LAYER}/items?datetime=soon", 400), ("/collections?x=1", 400),
                             ("/progress?indicator=none", 404), ("/progress?by=moon", 400), ("/explain", 400), ("/explain?indicator=hsf.built&admin=nowhere", 404),
                             (f"/tiles/{LAYER}/1/2/0.mvt", 404), (f"/tiles/{LAYER}/99/0/0.mvt", 404), (f"/tiles/{LAYER}/0/0/0.png", 404)):
            answer = self.ask(path)
            with self.subTest(path):
                self.assertEqual(answer.status, status, answer.body)
                self.assertEqual(set(answer.json()), {"code", "description"})
        self.assertEqual(self.ask("/collections", "POST", {}).status, 405)

    def test_figures_are_those_of_the_commands(self):
        for path, words in (("/progress", ["progress"]), ("/progress?by=banner", ["progress", "--by", "banner"]),
                            ("/progress?admin=150800&indicator=hsf.built", ["progress", "--admin", "150800", "--indicator", "hsf.built"]),
                            ("/explain?indicator=hsf.built&admin=150802", ["explain", "hsf.built", "150802"])):
            printed = run(words[0], WORK, *words[1:], "--format", "json")
            with self.subTest(path):
                self.assertEqual(self.ask(path).json(), json.loads(printed.stdout))
        feature = self.get(f"/collections/{LAYER}/items", limit=1)["features"][0]["id"]
        printed = run("history", WORK, LAYER, "--feature", feature, "--format", "json")
        self.assertEqual(self.get(f"/features/{LAYER}/{feature}/history"), json.loads(printed.stdout))

    def test_the_description_has_every_path_that_is_answered(self):
        api = self.get("/api")
        self.assertEqual(api["openapi"][:3], "3.0")
        operations = [method["operationId"] for path in api["paths"].values() for method in path.values()]
        self.assertEqual(len(operations), len(set(operations)))
        for path, methods in api["paths"].items():
            for method in methods.values():
                named = {parameter["name"] for parameter in method["parameters"] if parameter["in"] == "path"}
                self.assertEqual(named, set(re.findall(r"\{(\w+)\}", path)))
                self.assertIn("200", method["responses"])

    def tile_of(self, z, x, y):
        answer = self.ask(f"/tiles/{LAYER}/{z}/{x}/{y}.mvt")
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/vnd.mapbox-vector-tile"))
        name = f"/vsimem/{z}-{x}-{y}.mvt"
        gdal.FileFromMemBuffer(name, answer.body)
        return gdal.OpenEx(name, gdal.OF_VECTOR, open_options=[f"X={x}", f"Y={y}", f"Z={z}", "CLIP=NO"])

    def test_gdal_reads_tiles_and_finds_the_same_ground(self):
        degrees, metres = osr.SpatialReference(), osr.SpatialReference()
        degrees.ImportFromEPSG(4326)
        metres.ImportFromEPSG(3857)
        degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        to_metres = osr.CoordinateTransformation(degrees, metres)
        z, size = 14, 2 * 20037508.342789244 / 2 ** 14
        middle = ogr.CreateGeometryFromJson(json.dumps(self.get(f"/collections/{LAYER}/items", limit=1)["features"][0]["geometry"])).Centroid()
        middle.Transform(to_metres)
        x, y = int((middle.GetX() + 20037508.342789244) / size), int((20037508.342789244 - middle.GetY()) / size)
        tile = self.tile_of(z, x, y)
        self.assertEqual(tile.GetLayer(0).GetName(), LAYER)
        west, north = x * size - 20037508.342789244, 20037508.342789244 - y * size
        square = ogr.CreateGeometryFromWkt(f"POLYGON (({west} {north}, {west + size} {north}, {west + size} {north - size}, {west} {north - size}, {west} {north}))")
        file = ogr.Open(WORK)
        seen = 0
        for feature in tile.GetLayer(0):
            row = file.GetLayerByName(LAYER).GetFeature(feature["fid"])
            if feature.IsFieldSet("project_code"):
                self.assertEqual((feature["project_code"], feature["year"], feature["stage"]), (row["project_code"], row["year"], row["stage"]))
            ground = row.GetGeometryRef().Clone()
            ground.Transform(to_metres)
            if not ground.IsValid():
                continue
            ground = ground.Intersection(square)
            drawn = feature.GetGeometryRef().MakeValid().Intersection(square)
            unit = size / 4096
            self.assertLess(drawn.SymmetricDifference(ground).Area(), 2 * unit * max(ground.Boundary().Length(), 8 * unit))
            seen += 1
        self.assertGreater(seen, 0)

    def test_from_afar_nothing_vanishes(self):
        tile = self.tile_of(4, 13, 5)
        drawn = {feature["fid"] for feature in tile.GetLayer(0)}
        self.assertGreater(len(drawn), 10)
        self.assertLessEqual(drawn, by_gdal(LAYER))

    def test_what_has_not_changed_is_not_sent_again(self):
        first = self.ask("/progress")
        self.assertEqual(self.ask("/progress", If_None_Match=first.headers["etag"]).status, 304)
        self.assertEqual(self.ask("/progress?by=banner", If_None_Match=first.headers["etag"]).status, 200)


    def test_qgis_opens_a_layer_and_filters_it(self):
        with tempfile.TemporaryDirectory(prefix="qitu-") as home:
            seen = subprocess.run(["/usr/bin/python3", "-B", os.path.join(os.path.dirname(__file__), "qgis_served.py"), self.server.base + "/", LAYER,
                                   "stage = 'accepted'"], env={**os.environ, "HOME": home}, capture_output=True, text=True, timeout=300)
        self.assertEqual(seen.returncode, 0, seen.stderr)
        saw = json.loads(seen.stdout.splitlines()[-1])
        features = len(by_gdal(LAYER))
        self.assertEqual((saw["features"], saw["geometries"], saw["filtered"]), (features, features, len(by_gdal(LAYER, where="stage = 'accepted'"))))
        self.assertEqual(saw["fields"], list(self.get(f"/collections/{LAYER}/items", limit=1)["features"][0]["properties"]))


class Life(Case):
    def test_a_change_is_seen_at_once(self):
        work = self.copy("work.gpkg")
        server = Server(work)
        self.addCleanup(server.close)
        tag = server.ask("/progress").headers["etag"]
        fid = server.get(f"/collections/{LAYER}/items", limit=1)["features"][0]["id"]
        file = ogr.Open(work, 1)
        file.GetLayerByName(LAYER).DeleteFeature(fid)
        del file
        after = server.ask("/progress", If_None_Match=tag)
        self.assertEqual(after.status, 200)
        self.assertEqual(after.json(), json.loads(run("progress", work, "--format", "json").stdout))
        self.assertEqual(server.ask(f"/collections/{LAYER}/items/{fid}").status, 404)
        self.assertEqual(server.get(f"/features/{LAYER}/{fid}/history")["records"][-1]["operation"], "delete")

    def test_it_stops_cleanly_and_leaves_the_workspace_as_it_was(self):
        work = self.copy("work.gpkg")
        with open(work, "rb") as file:
            before = file.read()
        for how in (signal.SIGTERM, signal.SIGINT):
            server = Server(work)
            server.get("/progress")
            self.assertEqual(server.close(how), 0)
            self.assertIn("nothing can be changed", server.said)
        with open(work, "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(os.listdir(self.folder), ["work.gpkg"])

    def test_what_cannot_be_served_is_refused(self):
        work = self.copy("work.gpkg")
        for host in ("0.0.0.0", "192.168.1.5", "::"):
            self.assertIn("users", self.qitu("serve", work, "--host", host, status=2).stderr)
        self.qitu("serve", "none.gpkg", status=3)
        self.qitu("serve", work, "--users", "none.toml", status=3)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.assertIn("in use", self.qitu("serve", work, "--port", taken.getsockname()[1], status=4).stderr)


if __name__ == "__main__":
    unittest.main()
