"""What a delivered file may make the machine do: nothing but read itself. And what an output may replace."""
import os
import shutil
import socket
import sqlite3
import threading
import unittest

from command import Case, digest, geojson, square

VRT = """<OGRVRTDataSource><OGRVRTLayer name="p"><SrcDataSource relativeToVRT="1">private.csv</SrcDataSource>
<SrcSQL dialect="SQLITE">{sql}</SrcSQL><GeometryType>wkbMultiPolygon</GeometryType><LayerSRS>EPSG:4490</LayerSRS>
</OGRVRTLayer></OGRVRTDataSource>"""
STEAL = ("SELECT ST_GeomFromText('MULTIPOLYGON(((111.6 40.8,111.61 40.8,111.61 40.81,111.6 40.8)))') AS geom, "
         "password AS project_code FROM private")
SECRET = "not-yours"


class Listener:
    """Counts who connects to a port of loopback."""

    def __init__(self):
        self.calls = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.wait, daemon=True).start()

    def wait(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


class Delivered(Case):
    def setUp(self):
        super().setUp()
        with open(self.path("private.csv"), "w") as file:
            file.write(f"user,password\ndb,{SECRET}\n")
        self.new_workspace()

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def commands(self, name):
        yield "area", name
        yield "check", name, "--layer", "high_standard_farmland"
        yield "tabulate", name, "--zones", "banners"
        yield "import", "w.gpkg", "high_standard_farmland", name, "--dry-run"

    def refused(self, name):
        for words in self.commands(name):
            result = self.qitu(*words, status=3)
            self.assertNotIn(SECRET, result.stdout + result.stderr)
            self.assertIn(name, result.stderr)

    def test_a_virtual_format_behind_any_ending_reads_no_other_file(self):
        for ending in ("geojson", "json", "kml", "gml", "shp", "gpkg", "txt", "vrt", "xml"):
            with self.subTest(ending):
                self.refused(self.write(f"delivery.{ending}", VRT.format(sql=STEAL)))

    def test_a_virtual_format_writes_no_file(self):
        self.refused(self.write("write.geojson", VRT.format(sql="VACUUM INTO 'written.db'")))
        self.assertFalse(os.path.exists(self.path("written.db")))

    def test_nothing_that_a_file_names_is_fetched_from_the_network(self):
        listener = Listener()
        self.addCleanup(listener.server.close)
        url = f"http://127.0.0.1:{listener.port}"
        ring = [[111.6, 40.8], [111.61, 40.8], [111.61, 40.81], [111.6, 40.8]]
        feature = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
        link = f'"crs":{{"type":"link","properties":{{"href":"{url}/crs","type":"proj4"}}}}'
        polygon = "<gml:Polygon srsName='{0}/crs.xml'><gml:exterior><gml:LinearRing><gml:posList>111.6 40.8 111.61 40.8 111.61 40.81 111.6 40.8" \
                  "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        files = [
            self.write("link.geojson", f'{{{link},"type":"FeatureCollection","features":[{feature}]}}'),
            self.write("service.geojson", f"<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>"),
            self.write("curl.geojson", "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/vsicurl/" + url +
                       "/x.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"),
            self.write("schema.gml", "<wfs:FeatureCollection xmlns:wfs='http://www.opengis.net/wfs' xmlns:gml='http://www.opengis.net/gml' "
                       f"xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='http://x {url}/wfs?SERVICE=WFS&amp;"
                       f"REQUEST=DescribeFeatureType&amp;TYPENAME=p'><gml:featureMember><p gml:id='p.1'>{polygon.format(url)}</p>"
                       "</gml:featureMember></wfs:FeatureCollection>"),
            self.write("seamless.tab", f"!table\n!version 100\nOpen Table \"/vsicurl/{url}/a.tab\"\nDefinition Table\n  File \"/vsicurl/{url}/a.map\"\n"),
            self.write("network.kml", "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><NetworkLink><Link>"
                       f"<href>{url}/a.kml</href></Link></NetworkLink></Document></kml>"),
        ]
        for name in files:
            for words in self.commands(name):
                self.qitu(*words, status=(0, 1, 3, 4))
        self.assertEqual(listener.calls, 0)

    def test_a_database_opens_no_other_file(self):
        database = sqlite3.connect(self.path("parcels.sqlite"))
        database.execute("CREATE TABLE parcels (geom BLOB, project_code TEXT)")
        database.execute("PRAGMA writable_schema = ON")
        database.execute("INSERT INTO sqlite_master VALUES ('table', 'stolen', 'stolen', 0, "
                         "'CREATE VIRTUAL TABLE stolen USING VirtualText(\"private.csv\", UTF-8, 1, POINT, DOUBLEQUOTE, \",\")')")
        database.commit()
        database.close()
        self.refused("parcels.sqlite")

    def test_a_pipe_and_a_device_are_refused_at_once(self):
        os.mkfifo(self.path("pipe.geojson"))
        os.symlink("/dev/zero", self.path("zero.csv"))
        for name in ("pipe.geojson", "zero.csv"):
            for words in self.commands(name):
                self.assertIn("pipe or a device", self.qitu(*words, status=3).stderr)


class Replaced(Case):
    FORMATS = ("gpkg", "shp", "fgb", "geojson", "gdb", "spatialite", "mbtiles", "mvt", "pmtiles", "sld", "qml")

    def setUp(self):
        super().setUp()
        self.workspace = self.copy("work.gpkg")
        self.other = self.path("other.gpkg")
        self.qitu("init", "other.gpkg")

    def test_no_export_replaces_a_workspace_in_any_format(self):
        for target in (self.workspace, self.other):
            before = digest(target)
            for name in self.FORMATS:
                with self.subTest(f"{name} over {os.path.basename(target)}"):
                    result = self.qitu("export", self.workspace, target, "--format", name, "--layer", "high_standard_farmland",
                                       "--overwrite", status=(2, 4))
                    self.assertIn(os.path.basename(target), result.stderr)
                    self.assertEqual(digest(target), before)

    def test_no_other_command_replaces_a_workspace(self):
        before = digest(self.other)
        geojson(self.path("farm.geojson"), [("Polygon", [square(107.4, 40.7)], {"project_code": "P1"})])
        for words in (["area", "farm.geojson", "-o", self.other, "--overwrite"],
                      ["tabulate", "farm.geojson", "--zones", "banners", "-o", self.other, "--format", "csv"],
                      ["sql", self.workspace, "SELECT 1 AS a", "--gpkg", self.other, "--overwrite"],
                      ["check", "farm.geojson", "--layer", "high_standard_farmland", "-o", self.other],
                      ["progress", self.workspace, "-o", self.other, "--format", "json"]):
            with self.subTest(words[0]):
                self.qitu(*words, status=(2, 4))
                self.assertEqual(digest(self.other), before)

    def test_a_command_does_not_replace_what_it_reads(self):
        farm = geojson(self.path("farm.geojson"), [("Polygon", [square(107.4, 40.7)], {"project_code": "P1"})])
        shutil.copy(farm, self.path("zones.geojson"))
        before = digest(farm)
        for words in (["tabulate", "farm.geojson", "--zones", "banners", "-o", "farm.geojson"],
                      ["tabulate", "zones.geojson", "--zones", "farm.geojson", "-o", "./farm.geojson"],
                      ["area", "farm.geojson", "-o", "farm.geojson", "--overwrite"],
                      ["check", "farm.geojson", "--layer", "high_standard_farmland", "-o", "farm.geojson"]):
            with self.subTest(" ".join(words)):
                result = self.qitu(*words, status=(2, 4))
                self.assertIn("farm.geojson", result.stderr)
                self.assertEqual(digest(farm), before)


if __name__ == "__main__":
    unittest.main()
