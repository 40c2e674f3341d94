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


class HandIn(Case):
    def setUp(self):
        super().setUp()
        self.work = self.copy("work.gpkg")
        self.tokens = {name: add_user(self.folder, name, role, admin) for name, role, admin in
                       (("自治区", "region", "150000"), ("盟市", "league", LEAGUE), ("旗县", "banner", BANNER), ("审核", "reviewer", LEAGUE))}
        self.server = Server(self.work, "--users", self.path("users.toml"))
        self.addCleanup(self.server.close)
        self.region, self.league, self.banner, self.reviewer = (Sender(self.server, token) for token in self.tokens.values())

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

    def last(self, events, list_):
        """How each of the list stood last."""
        return {entry["id"]: entry for event in events for entry in event.get(list_, [])}

    def test_what_takes_long_is_told_as_it_goes_on_and_again_to_who_comes_back(self):
        tasks = [self.league.good("/exports", body={"format": "gpkg"})["id"] for _ in range(2)]
        stream = self.server.events(self.league.token)
        first = next(stream)
        self.assertLessEqual(set(tasks), {task["id"] for task in first["tasks"]})
        self.assertIn("waiting", {task["state"] for task in first["tasks"]})  # one at a time is made
        stream.close()  # as a browser that is closed
        events = list(self.server.events(self.league.token))  # until all is done
        self.assertEqual({id_: self.last(events, "tasks")[id_]["state"] for id_ in tasks}, dict.fromkeys(tasks, "done"))
        states = [entry["state"] for event in events for entry in event.get("tasks", []) if entry["id"] == tasks[1]]
        seen = list(dict.fromkeys(states))
        self.assertEqual(seen, ["waiting", "running", "done"][-len(seen):])
        self.assertEqual(len(list(self.server.events(self.league.token))), 1)  # nothing goes on

    def test_a_delivery_is_told_too_and_nothing_of_others(self):
        delivery = self.banner.new()
        self.banner.send(delivery, "a.geojson", b'{"type": "FeatureCollection", "features": []}')
        task = self.league.good("/exports", body={"format": "gpkg"})["id"]
        self.banner.good(f"/deliveries/{delivery}/check", body={"layer": "high_standard_farmland"})
        events = list(self.server.events(self.banner.token))
        self.assertEqual(events[0]["deliveries"][0]["state"], "checking")
        self.assertNotEqual(self.last(events, "deliveries")[delivery]["state"], "checking")
        self.assertNotIn(task, json.dumps(events))
        self.assertNotIn(delivery, json.dumps(list(self.server.events(self.league.token))))
        self.assertEqual(self.server.ask("/events").status, 401)
        self.assertEqual(self.server.ask("/events?x=1", token=self.banner.token).status, 400)

    def test_many_who_listen_keep_nobody_from_an_answer_and_a_server_stops_all_the_same(self):
        for _ in range(3):
            self.region.good("/exports", body={"format": "gpkg"})
        streams = [self.server.events(self.region.token) for _ in range(40)]
        first = [next(stream) for stream in streams]  # also to those who are told once only
        self.assertEqual({len(event["tasks"]) for event in first}, {3})
        begun = time.monotonic()
        self.assertEqual(self.server.ask("/conformance").status, 200)
        self.assertLess(time.monotonic() - begun, 5)
        begun = time.monotonic()
        self.assertEqual(self.server.close(), 0)
        self.assertLess(time.monotonic() - begun, 20)
        for stream in streams:
            stream.close()

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
