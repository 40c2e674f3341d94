"""Deliveries that do harm, tried: names, archives, contents, other people's ids, other roles, other pages."""
import io
import json
import os
import struct
import unittest
import zipfile

from command import digest
from served import PASSWORD, Sender
from test_send import LAYER, Sending as WithSenders, parcel


class Others(WithSenders):
    def everything(self, delivery):
        """(method, path, body) of all that can be done with a delivery."""
        base = f"/deliveries/{delivery}"
        return [("GET", base, None), ("GET", base + "/check", None), ("GET", base + "/findings/csv", None), ("POST", base + "/files", {"name": "x.zip", "size": 1}),
                ("PUT", base + "/files/a.geojson?offset=0", b"x"), ("POST", base + "/files/a.geojson", {"sha256": "0" * 64}), ("DELETE", base + "/files/a.geojson", None),
                ("POST", base + "/check", {"layer": LAYER}), ("POST", base + "/accept", {}), ("DELETE", base, None)]

    def tried(self, sender, delivery, **headers):
        return [sender.ask(path, method, body, **({"Content_Type": "application/octet-stream"} if isinstance(body, bytes) else {}), **headers).status
                for method, path, body in self.everything(delivery)]

    def test_a_delivery_is_its_senders_alone(self):
        delivery = self.delivery(self.wang, self.file("a.geojson", parcel(1)))
        self.wang.check(delivery, LAYER)
        before = self.wang.state(delivery)
        for name in ("李娜", "盟里"):
            self.assertEqual(set(self.tried(Sender(self.server, self.tokens[name]), delivery)), {404}, name)
        self.assertEqual(set(self.tried(self.reviewer, delivery)), {403})
        self.assertEqual(set(self.tried(Sender(self.server, None), delivery)), {401})
        self.assertEqual(self.wang.state(delivery), before)
        self.assertEqual(self.li.good("/deliveries", "GET")["deliveries"], [])

    def test_an_id_is_no_path(self):
        self.wang.new()
        for delivery in ("..", ".", "%2e%2e", "..%2f..", "%2fetc", "tasks", "x" * 43, "..\\..", "a%00b"):
            self.assertLessEqual(set(self.tried(self.wang, delivery)), {400, 404, 405}, delivery)

    def test_a_session_needs_its_token_for_each_change(self):
        delivery = self.delivery(self.wang, self.file("a.geojson", parcel(1)))
        login = self.server.ask("/session", "POST", {"name": "王芳", "password": PASSWORD})
        cookie, csrf = {"Cookie": login.headers["set-cookie"].partition(";")[0]}, login.json()["csrf"]
        nobody = Sender(self.server, None)
        for headers in ({}, {"X_CSRF_Token": "x"}, {"X_CSRF_Token": csrf, "Origin": "https://evil.example"}):
            statuses = [nobody.ask(path, method, body, **({"Content_Type": "application/octet-stream"} if isinstance(body, bytes) else {}), **cookie, **headers).status
                        for method, path, body in [("POST", "/deliveries", None), *self.everything(delivery)] if method != "GET"]
            self.assertEqual(set(statuses), {403}, headers)
        self.assertEqual(nobody.ask(f"/deliveries/{delivery}", "DELETE", X_CSRF_Token=csrf, Origin=self.server.base, **cookie).status, 200)

    def test_who_is_removed_sends_no_more(self):
        delivery = self.wang.new()
        self.qitu("user", "remove", "users.toml", "王芳")
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}", "GET").status, 401)

    def test_without_users_nothing_is_sent(self):
        from served import Server
        server = Server(self.work)
        self.addCleanup(server.close)
        self.assertEqual(server.ask("/deliveries", "POST").status, 403)
        self.assertEqual(server.ask("/seals", "POST", {}).status, 403)


class Contents(WithSenders):
    def test_names_are_plain_names_of_files_that_are_read(self):
        delivery = self.wang.new()
        for name in ("", ".", "..", "../a.zip", "/etc/a.zip", "a/b.zip", "a\\b.zip", "C:a.zip", ".zip", ".a.zip", "-a.zip", "a.exe", "a", "a.zip.sh", "a\0.zip", "a\n.zip", " a.zip",
                     "a.zip ", "x" * 300 + ".zip", "a.vrt", "a.sqlite", "\u202egpj.zip", "a|b.zip"):
            self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/files", body={"name": name, "size": 1}).status, 400, repr(name))
        for body in ({"name": "a.zip"}, {"name": 1, "size": 1}, {"name": "a.zip", "size": 1.5}, {"name": "a.zip", "size": "1"}, {"name": "a.zip", "size": 1, "more": 1}, []):
            self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/files", body=body).status, 400, body)
        self.assertEqual(self.wang.state(delivery)["files"], [])
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/check", body={"layer": LAYER}).status, 409)

    def test_options_name_no_files_and_no_commands(self):
        delivery = self.delivery(self.wang, self.file("a.geojson", parcel(1)))
        for wrong, status in (({"layer": "none"}, 404), ({}, 400), ({"layer": LAYER, "crs": "http://127.0.0.1/x"}, 400), ({"layer": LAYER, "crs": "/etc/passwd"}, 400),
                              ({"layer": LAYER, "encoding": "../x"}, 400), ({"layer": LAYER, "map": {"--where": "x"}}, 400), ({"layer": LAYER, "map": {"year": 1}}, 400),
                              ({"layer": LAYER, "map": []}, 400), ({"layer": LAYER, "value": {"stage": "x"}}, 400), ({"layer": LAYER, "repair": "yes"}, 400),
                              ({"layer": LAYER, "where": "1=1"}, 400), ({"layer": LAYER, "datum_shift": "x"}, 400)):
            self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/check", body=wrong).status, status, wrong)
        self.wang.check(delivery, LAYER, map={"year": "--accept"}, set={"project_name": "--accept; rm -rf ~ $(id)"})
        self.assertEqual(self.wang.state(delivery)["state"], "checked")
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/accept", body={"replace": True, "append": True}).status, 400)

    def broken(self):
        """Files that are none, and archives that do harm when they are unpacked."""
        yield "noise.zip", os.urandom(5000)
        yield "noise.gpkg", b"SQLite format 3\0" + os.urandom(5000)
        yield "noise.xlsx", b"PK\3\4" + os.urandom(5000)
        yield "noise.dxf", b"0\nSECTION\n" + os.urandom(2000)
        yield "noise.shp", struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 2 ** 30) + struct.pack("<2i", 1000, 5) + bytes(64) + os.urandom(500)
        yield "deep.geojson", b'{"type":"FeatureCollection","features":' + b"[" * 200_000
        yield "entities.kml", (b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaaaaaaaa">' + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 110)) +
                               b"]><kml><Document><Placemark><name>&m;</name></Placemark></Document></kml>")
        yield "outside.kml", b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><Document><Placemark><name>&a;</name></Placemark></Document></kml>'
        yield "empty.txt", b""
        traversal = io.BytesIO()
        with zipfile.ZipFile(traversal, "w") as packed:
            for name in ("../../evil.geojson", "/tmp/evil.geojson", "..\\evil.geojson"):
                packed.writestr(name, json.dumps({"type": "FeatureCollection", "features": []}))
        yield "traversal.zip", traversal.getvalue()
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("bomb.geojson", bytes(20 << 20))
        nested = io.BytesIO()
        with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as packed:
            for i in range(10):
                packed.writestr(f"{i}.zip", bomb.getvalue())
        yield "bomb.zip", nested.getvalue()

    def test_what_breaks_a_reader_breaks_nothing_else(self):
        before = digest(self.work)
        for name, content in self.broken():
            with self.subTest(name):
                delivery = self.wang.new()
                self.wang.send(delivery, name, content)
                checked = self.wang.check(delivery, LAYER)
                state = self.wang.state(delivery)
                said = json.dumps([checked, state], ensure_ascii=False)
                self.assertTrue(state["message"] or checked.get("error") or checked["refusal"], said)
                self.assertNotIn(self.folder, said)
                self.assertNotIn("root:", said)
                self.assertEqual(self.server.ask("/conformance").status, 200)
                self.assertEqual(self.wang.ask(f"/deliveries/{delivery}", "DELETE").status, 200)
        self.assertEqual(digest(self.work), before)
        self.assertEqual([name for name in os.listdir(self.folder) if "evil" in name], [])
        self.assertFalse(os.path.exists("/tmp/evil.geojson"))
        self.assertEqual(self.server.close(), 0)


if __name__ == "__main__":
    unittest.main()
