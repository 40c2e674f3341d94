"""Deliveries sent to `qitu serve`: in pieces, checked, explained, and into the workspace as `qitu import` would have brought them."""
import csv
import io
import json
import os
import shutil
import sqlite3
import tempfile
import time
import unittest
import zipfile

from command import MAIN_JOB, Case, digest, geojson, square
from served import Sender, Server, add_user

LAYER = "high_standard_farmland"
BANNER, OTHER, LEAGUE = "150802", "150821", "150800"
HETAO = "巴彦淖尔_高标准农田_2023"


def parcel(number, admin=BANNER, project="P1", **more):
    return ("Polygon", [square(107.4 + number * 0.01, 40.76)],
            {"project_code": project, "admin_code": admin, "year": 2023, "stage": "accepted", **more})


def content_of(workspace, layer=LAYER):
    """Rows without ids and times."""
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as database:
        rows = database.execute(f"SELECT * FROM {layer}")
        names = [column[0] for column in rows.description]
        return sorted(tuple(str(value) for name, value in zip(names, row) if name != "fid") for row in rows)


class Sending(Case):
    USERS = (("王芳", "banner", BANNER), ("李娜", "banner", OTHER), ("盟里", "league", LEAGUE), ("审核", "reviewer", LEAGUE), ("区里", "region", "150000"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="qitu-")
        cls.addClassCleanup(folder.cleanup)
        cls.users = os.path.join(folder.name, "users.toml")
        cls.tokens = {name: add_user(folder.name, name, role, admin) for name, role, admin in cls.USERS}

    def setUp(self):
        super().setUp()
        self.work = self.new_workspace("work.gpkg")
        shutil.copy(self.users, self.path("users.toml"))
        self.start()

    def start(self, *more):
        self.server = Server(self.work, "--users", self.path("users.toml"), *more)
        self.addCleanup(self.server.close)
        self.wang, self.li, self.league, self.reviewer, self.region = (Sender(self.server, self.tokens[name]) for name in self.tokens)

    def file(self, name, *parcels):
        return geojson(self.path(name), parcels)

    def content(self, *parcels):
        with open(self.file("a.geojson", *parcels), "rb") as file:
            return file.read()

    def delivery(self, sender, *files):
        delivery = sender.new()
        sender.upload(delivery, *files)
        return delivery


class Way(Sending):
    def test_what_comes_in_pieces_is_what_import_brings_in(self):
        parts = [os.path.join(MAIN_JOB, "sample", HETAO + ending) for ending in (".shp", ".dbf", ".shx")]
        delivery = self.region.new()
        self.region.upload(delivery, *parts, piece=20_000)
        checked = self.region.check(delivery, LAYER, repair=True)
        self.assertEqual([one["file"] for one in checked["files"]], [HETAO + ".shp"])
        self.assertRegex(checked["files"][0]["understood"]["encoding"], "GB(K|18030)")
        self.assertIn("EPSG:4524", checked["files"][0]["understood"]["crs"])  # CGCS2000, 3 degrees, zone 36
        self.assertNotIn(self.folder, json.dumps(checked, ensure_ascii=False))
        state = self.region.accept(delivery, in_spite=True)
        self.assertEqual((state["state"], state["message"]), ("imported", ""))
        other = self.new_workspace("other.gpkg")
        self.qitu("import", other, LAYER, parts[0], "--repair", "--accept", status=(0, 1))
        self.assertEqual(content_of(self.work), content_of(other))

    def test_the_history_names_the_account_and_the_ledger_who_has_sent(self):
        delivery = self.delivery(self.wang, self.file("春.geojson", parcel(1), parcel(2)))
        self.wang.check(delivery, LAYER)
        self.assertEqual(self.wang.accept(delivery)["state"], "imported")
        with sqlite3.connect(self.work) as database:
            who, note = database.execute("SELECT who, note FROM qitu_change ORDER BY id DESC").fetchone()
        self.assertRegex(who, r"^王芳 \(.+\)$")
        for sender, sees in ((self.wang, True), (self.league, True), (self.reviewer, True), (self.li, False)):
            ledger = sender.good("/ledger", "GET")
            self.assertEqual([(row["file"], row["senders"], row["features"]) for row in ledger["rows"]], [("春.geojson", {BANNER: 2}, 2)] if sees else [])
        self.assertNotIn(BANNER, self.league.good("/ledger", "GET")["missing"])
        self.assertEqual(self.li.good("/ledger", "GET")["missing"], [OTHER])
        printed = self.table("deliveries", self.work)
        self.assertEqual([row["who"] for row in printed["rows"]], [who])
        self.server.close()
        self.assertEqual([(line["user"], line["action"], line["state"]) for line in self.server.log() if "action" in line],
                         [("王芳", "check", "checked"), ("王芳", "import", "imported")])

    def test_findings_have_places_and_go_back_as_files(self):
        files = [self.file("a.geojson", parcel(1), parcel(1, project="P2"), parcel(3, declared_area=1))]
        delivery = self.delivery(self.wang, *files)
        checked = self.wang.check(delivery, LAYER)
        self.qitu("import", self.work, LAYER, files[0], "--dry-run", "-o", "cli.json", "-o", "cli.csv", status=(0, 1, 4))
        with open(self.path("cli.json"), encoding="utf-8") as file:
            self.assertEqual(checked["rows"], json.load(file)["rows"])
        self.assertGreater(len(checked["rows"]), 1)
        places = [row["place"] for row in checked["rows"] if row["rule"] == "geometry.duplicate"]
        self.assertTrue(places and all(107 < x < 108 and 40 < y < 41 for x, y in places))
        found = {kind: self.wang.ask(f"/deliveries/{delivery}/findings/{kind}", "GET") for kind in ("xlsx", "html", "gpkg", "csv")}
        for kind, answer in found.items():
            self.assertEqual(answer.status, 200, kind)
            self.assertIn("attachment", answer.headers["content-disposition"])
            self.assertNotIn(self.folder.encode(), answer.body, kind)
        self.assertIn("xl/workbook.xml", zipfile.ZipFile(io.BytesIO(found["xlsx"].body)).namelist())
        self.assertIn("geometry.duplicate", found["html"].body.decode())
        self.assertEqual(len(list(csv.reader(io.StringIO(found["csv"].body.decode("utf-8-sig"))))) - 1, checked["findings"])
        with open(self.path("f.gpkg"), "wb") as file:
            file.write(found["gpkg"].body)
        with sqlite3.connect(self.path("f.gpkg")) as database:
            self.assertEqual(database.execute("SELECT count(*) FROM findings").fetchone()[0], len([row for row in checked["rows"] if row["place"]]))
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/findings/exe", "GET").status, 404)

    def test_fields_and_words_are_explained_once_and_kept_for_the_sender(self):
        def odd(number, name):
            kind, rings, values = parcel(number)
            values = {"wann": values["year"], "stage": "全弄好了", **{k: v for k, v in values.items() if k not in ("year", "stage", "project_code")}, "nr": f"P{number}"}
            return self.file(name, (kind, rings, values))
        delivery = self.delivery(self.wang, odd(1, "eins.geojson"))
        checked = self.wang.check(delivery, LAYER)
        self.assertIn("wann", checked.get("columns") or checked["files"][0]["understood"]["unmapped"])
        said = {"map": {"year": "wann", "project_code": "nr"}}
        checked = self.wang.check(delivery, LAYER, **said)
        fault = next(one for one in checked["files"][0]["faults"] if one["field"] == "stage")
        self.assertEqual((fault["found"], fault["coded"], fault["features"]), ("全弄好了", True, 1))
        self.assertEqual(self.wang.accept(delivery)["state"], "checked")  # it has an error
        self.assertEqual(content_of(self.work), [])
        checked = self.wang.check(delivery, LAYER, **said, value={"stage": {"全弄好了": "accepted"}})
        self.assertEqual(checked["errors"], 0)
        self.assertEqual(self.wang.accept(delivery)["state"], "imported")
        again = self.delivery(self.wang, odd(2, "zwei.geojson"))
        self.assertEqual(self.wang.check(again, LAYER)["errors"], 0)
        self.assertEqual(self.wang.accept(again)["state"], "imported")
        self.assertEqual(self.wang.good("/deliveries", "GET")["profile"]["map"], said["map"])
        self.assertEqual(len(content_of(self.work)), 2)

    def test_zip_text_and_workbook_are_taken_too(self):
        inner = self.file("inner.geojson", parcel(1), parcel(2))
        with zipfile.ZipFile(self.path("送.zip"), "w") as packed:
            packed.write(inner, "内/inner.geojson")
        delivery = self.delivery(self.wang, self.path("送.zip"))
        self.assertEqual(self.wang.check(delivery, LAYER)["files"][0]["features"], 2)
        self.assertEqual(self.wang.accept(delivery)["state"], "imported")

    def test_a_project_that_is_there_already_is_a_question(self):
        first = self.delivery(self.wang, self.file("a.geojson", parcel(1)))
        self.wang.check(first, LAYER)
        self.wang.accept(first)
        second = self.delivery(self.wang, self.file("b.geojson", parcel(2)))
        self.assertTrue(self.wang.check(second, LAYER)["files"][0]["projects_refused"])
        refused = self.wang.accept(second)
        self.assertEqual(refused["state"], "checked")
        self.assertEqual(self.wang.accept(second, append=True)["state"], "imported")
        self.assertEqual(len(content_of(self.work)), 2)
        third = self.delivery(self.wang, self.file("c.geojson", parcel(3)))
        self.wang.check(third, LAYER)
        self.assertEqual(self.wang.accept(third, replace=True)["state"], "imported")
        self.assertEqual(len(content_of(self.work)), 1)


class OwnRows(Sending):
    def test_a_banner_sends_its_own_rows_only(self):
        before = digest(self.work)
        for name, rows in (("mixed", [parcel(1), parcel(2, OTHER)]), ("other", [parcel(1, OTHER)]), ("league", [parcel(1, LEAGUE)])):
            delivery = self.delivery(self.wang, self.file(name + ".geojson", *rows))
            checked = self.wang.check(delivery, LAYER)
            self.assertEqual(sum(checked["files"][0]["of_others"].values()), sum(row[2]["admin_code"] != BANNER for row in rows), name)
            for choice in ({}, {"again": True}, {"append": True}):
                state = self.wang.accept(delivery, **choice)
                self.assertEqual(state["state"], "checked")
                self.assertTrue(state["message"])
        self.assertEqual(digest(self.work), before)
        delivery = self.delivery(self.league, self.file("both.geojson", parcel(1), parcel(2, OTHER)))
        self.league.check(delivery, LAYER)
        self.assertEqual(self.league.accept(delivery)["state"], "imported")

    def test_a_project_in_which_others_have_features_is_not_replaced(self):
        delivery = self.delivery(self.league, self.file("both.geojson", parcel(1), parcel(2, OTHER)))
        self.league.check(delivery, LAYER)
        self.league.accept(delivery)
        mine = self.delivery(self.wang, self.file("mine.geojson", parcel(5)))
        self.wang.check(mine, LAYER)
        state = self.wang.accept(mine, replace=True)
        self.assertEqual(state["state"], "checked")
        self.assertEqual(len(content_of(self.work)), 2)
        self.assertEqual(self.wang.accept(mine, append=True)["state"], "imported")

    def test_only_a_league_imports_in_spite_of_errors(self):
        rows = [parcel(1, stage="finished")]
        delivery = self.delivery(self.wang, self.file("a.geojson", *rows))
        self.assertGreater(self.wang.check(delivery, LAYER)["errors"], 0)
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/accept", body={"in_spite": True}).status, 403)
        self.assertEqual(self.wang.accept(delivery)["state"], "checked")
        delivery = self.delivery(self.league, self.file("b.geojson", *rows))
        self.league.check(delivery, LAYER)
        self.assertEqual(self.league.accept(delivery, in_spite=True)["state"], "imported")

    def test_the_command_refuses_rows_of_others_too(self):
        file = self.file("mixed.geojson", parcel(1), parcel(2, OTHER))
        self.assertIn(OTHER, self.qitu("import", self.work, LAYER, file, "--admin", "临河区", status=4).stderr)
        self.qitu("import", self.work, LAYER, file, "--admin", "临河区", "--accept", status=4)
        self.qitu("import", self.work, LAYER, file, "--admin", "巴彦淖尔", status=(0, 1))


class Keeping(Sending):
    def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged(self):
        content = self.content(*[parcel(i) for i in range(40)])
        delivery = self.wang.new()
        self.wang.good(f"/deliveries/{delivery}/files", body={"name": "a.geojson", "size": len(content)})
        self.assertEqual(self.wang.put(delivery, "a.geojson", 0, content[:3000]).json()["received"], 3000)
        self.server.kill()
        self.start()
        file, = self.wang.state(delivery)["files"]
        self.assertEqual((file["received"], file["whole"]), (3000, False))
        self.assertEqual(self.wang.put(delivery, "a.geojson", 2000, content[2000:]).status, 409)
        self.assertEqual(self.wang.put(delivery, "a.geojson", 4000, content[4000:]).status, 409)
        self.assertEqual(self.wang.finish(delivery, "a.geojson", content).status, 409)
        self.assertEqual(self.wang.put(delivery, "a.geojson", 3000, content[3000:] + b"x").status, 413)
        self.assertEqual(self.wang.put(delivery, "a.geojson", 3000, content[3000:]).status, 200)
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/check", body={"layer": LAYER}).status, 409)  # not finished
        self.assertEqual(self.wang.finish(delivery, "a.geojson", content).status, 200)
        self.server.kill()
        self.start()
        self.assertEqual(self.wang.check(delivery, LAYER)["files"][0]["features"], 40)

    def test_what_was_damaged_on_its_way_is_sent_again(self):
        content = self.content(parcel(1))
        delivery = self.wang.new()
        self.wang.good(f"/deliveries/{delivery}/files", body={"name": "a.geojson", "size": len(content)})
        self.wang.put(delivery, "a.geojson", 0, bytes(len(content)))
        self.assertEqual(self.wang.finish(delivery, "a.geojson", content).status, 409)
        self.assertEqual(self.wang.state(delivery)["files"][0]["received"], 0)
        self.wang.put(delivery, "a.geojson", 0, content)
        self.assertEqual(self.wang.finish(delivery, "a.geojson", content).status, 200)

    def test_limits_of_size_number_and_age(self):
        self.server.close()
        self.start("--delivery-mb", "1", "--delivery-days", "3", "--deliveries", self.path("kept"))
        delivery = self.wang.new()
        add = lambda name, size: self.wang.ask(f"/deliveries/{delivery}/files", body={"name": name, "size": size}).status
        self.assertEqual(add("large.zip", 1 << 20 | 1), 413)
        self.assertEqual(add("half.zip", 1 << 19), 200)
        self.assertEqual(add("HALF.zip", 1), 409)
        self.assertEqual(add("more.zip", (1 << 19) + 1), 413)
        self.assertEqual(add("negative.zip", -1), 400)
        try:
            self.assertEqual(self.wang.put(delivery, "half.zip", 0, bytes((4 << 20) + 1)).status, 413)
        except OSError:  # it was answered and closed before all of it was sent
            self.assertEqual(self.wang.state(delivery)["files"][0]["received"], 0)
        others = [self.wang.new() for _ in range(19)]
        self.assertEqual(self.wang.ask("/deliveries").status, 409)
        for other in others[:4]:
            self.assertEqual(self.wang.ask(f"/deliveries/{other}", "DELETE").status, 200)
        whole = self.wang.new()  # four times as much in all
        self.assertEqual(self.wang.ask(f"/deliveries/{whole}/files", body={"name": "a.zip", "size": 1 << 20}).status, 200)
        for other in others[4:6]:
            self.assertEqual(self.wang.ask(f"/deliveries/{other}/files", body={"name": "a.zip", "size": 1 << 20}).status, 200)
        self.assertEqual(self.wang.ask(f"/deliveries/{others[6]}/files", body={"name": "a.zip", "size": 1 << 20}).status, 413)
        old = time.time() - 4 * 86400
        os.utime(os.path.join(self.path("kept"), delivery, "delivery.json"), (old, old))
        self.wang.new()
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}", "GET").status, 404)

    def test_what_was_given_up_is_gone_from_the_disk(self):
        delivery = self.delivery(self.wang, self.file("a.geojson", parcel(1)))
        folder = os.path.join(self.work + ".deliveries", delivery)
        self.assertEqual(os.stat(folder).st_mode & 0o077, 0)
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}/files/a.geojson", "DELETE").status, 200)
        self.assertEqual(self.wang.state(delivery)["files"], [])
        self.assertEqual(self.wang.ask(f"/deliveries/{delivery}", "DELETE").status, 200)
        self.assertFalse(os.path.exists(folder))


if __name__ == "__main__":
    unittest.main()
