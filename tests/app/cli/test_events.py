"""What `qitu serve` tells of what takes long, as it goes on."""
import json
import time
import unittest

from test_hand_in import WithUsers

TASK = {"format": "geojson", "layer": "high_standard_farmland"}


class Events(WithUsers):
    def last(self, events, list_):
        """How each of the list stood last."""
        return {entry["id"]: entry for event in events for entry in event.get(list_, [])}

    def test_what_takes_long_is_told_as_it_goes_on_and_again_to_who_comes_back(self):
        tasks = [self.league.good("/exports", body=TASK)["id"] for _ in range(2)]
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
        task = self.league.good("/exports", body=TASK)["id"]
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
            self.region.good("/exports", body=TASK)
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


if __name__ == "__main__":
    unittest.main()
