"""Reports, exports and seals through `qitu serve`, by role: what the commands write."""
import io
import json
import re
import time
import unittest
import zipfile

from command import Case
from served import Sender, Server, add_user

BANNER, LEAGUE, ELSEWHERE = "150802", "150800", "152201"


class WithUsers(Case):
    def setUp(self):
        super().setUp()
        self.work = self.copy("work.gpkg")
        self.tokens = {name: add_user(self.folder, name, role, admin) for name, role, admin in
                       (("自治区", "region", "150000"), ("盟市", "league", LEAGUE), ("旗县", "banner", BANNER), ("审核", "reviewer", LEAGUE))}
        self.server = Server(self.work, "--users", self.path("users.toml"))
        self.addCleanup(self.server.close)
        self.region, self.league, self.banner, self.reviewer = (Sender(self.server, token) for token in self.tokens.values())


class HandIn(WithUsers):
    def made(self, sender, path, **body):
        """The file that a task gives."""
        task = sender.good(path, body=body)
        for _ in range(2400):
            state = sender.good(f"/tasks/{task['id']}", "GET")
            if state["state"] in ("done", "failed"):
                break
            time.sleep(0.05)
        self.assertEqual((state["state"], state["message"]), ("done", ""))
        answer = sender.ask(f"/tasks/{task['id']}/result", "GET")
        self.assertEqual(answer.status, 200)
        self.assertIn("attachment", answer.headers["content-disposition"])
        return task["id"], answer.body

    def test_the_report_of_a_unit_is_that_of_the_command(self):
        _, page = self.made(self.banner, "/reports", format="html")
        self.qitu("report", self.work, "-o", "own.html", "--admin", BANNER)
        with open(self.path("own.html"), encoding="utf-8") as file:
            numbers = lambda text: re.findall(r">([\d,.]+)<", text)
            self.assertEqual(numbers(page.decode()), numbers(file.read()))
        self.assertNotIn(self.folder.encode(), page)
        for kind, part in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
            _, content = self.made(self.league, "/reports", format=kind, admin=BANNER)
            self.assertIn(part, zipfile.ZipFile(io.BytesIO(content)).namelist())

    def test_what_lies_in_a_unit_is_exported(self):
        _, content = self.made(self.banner, "/exports", format="geojson", layer="high_standard_farmland")
        with open(self.path("own.geojson"), "wb") as file:
            file.write(content)
        self.qitu("export", self.work, "cli.geojson", "--layer", "high_standard_farmland", "--admin", BANNER, status=(0, 1))
        seen = []
        for name in ("own.geojson", "cli.geojson"):
            with open(self.path(name), encoding="utf-8") as file:
                seen.append([(one["properties"], one["geometry"]) for one in json.load(file)["features"]])
        self.assertEqual(*seen)
        self.assertGreater(len(seen[0]), 0)
        self.made(self.reviewer, "/exports", format="gpkg")

    def test_only_the_region_seals_and_everybody_sees_the_seals(self):
        for sender in (self.league, self.banner, self.reviewer):
            self.assertEqual(sender.ask("/seals", body={}).status, 403)
        self.made(self.region, "/seals", note="年底 2026")
        row, = self.banner.good("/seals", "GET")["rows"]
        self.assertEqual(row["note"], "年底 2026")
        self.assertIn("自治区", row["who"])
        listed = self.table("seal", self.work, "--list")["rows"]
        self.assertEqual([one["hash"] for one in listed], [row["hash"]])
        self.qitu("verify", self.work, row["hash"], status=0)

    def test_others_units_and_others_tasks_are_not_to_be_had(self):
        for path in ("/reports", "/exports"):
            for sender, admin, status in ((self.banner, LEAGUE, 403), (self.banner, ELSEWHERE, 403), (self.league, ELSEWHERE, 403), (self.league, "150000", 403),
                                          (self.region, "999999", 404), (self.region, "--help", 404)):
                self.assertEqual(sender.ask(path, body={"format": "xlsx", "admin": admin}).status, status, (path, admin))
            for body in ({}, {"format": "exe"}, {"format": "xlsx", "more": 1}, {"format": "../xlsx"}):
                self.assertEqual(self.banner.ask(path, body=body).status, 400, body)
        task, _ = self.made(self.league, "/exports", format="kmz", layer="high_standard_farmland")
        for sender in (self.banner, self.region, self.reviewer):
            self.assertEqual(sender.ask(f"/tasks/{task}", "GET").status, 404)
            self.assertEqual(sender.ask(f"/tasks/{task}/result", "GET").status, 404)
            self.assertNotIn(task, [one["id"] for one in sender.good("/tasks", "GET")["tasks"]])
        self.assertIn(task, [one["id"] for one in self.league.good("/tasks", "GET")["tasks"]])


if __name__ == "__main__":
    unittest.main()
