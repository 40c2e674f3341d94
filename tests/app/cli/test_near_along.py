"""near --along: distances along lines where they join, against Dijkstra over a graph that is known by construction, with lengths by PROJ."""
import heapq
import random
import unittest

from pyproj import Geod

from command import Case, geojson

GEOD = Geod(a=6378137, rf=298.257222101)


def between(a, b):
    return GEOD.inv(*a, *b)[2]


class Canals:
    """Lines on a lattice: whole rows, and columns in pieces, some of which are missing; branches that end within a segment."""

    def __init__(self, rand, side=5):
        self.lines, self.graph, self.vertices, self.taken = [], {}, [], set()
        knots = {(i, j): (108 + 0.01 * i + rand.uniform(-0.002, 0.002), 41 + 0.01 * j + rand.uniform(-0.002, 0.002))
                 for i in range(side) for j in range(side)}
        for j in range(side):
            self.draw([knots[i, j] for i in range(side)], rand)
        for i in range(side):
            for j in range(side - 1):
                if rand.random() < 0.5:
                    self.draw([knots[i, j], knots[i, j + 1]], rand)
        for _ in range(6):
            self.branch(rand)
        self.draw([(109, 42), (109.01, 42)], rand)  # far from all others

    def draw(self, knots, rand):
        line = [knots[0]]
        for a, b in zip(knots, knots[1:]):
            for t in sorted(rand.random() for _ in range(rand.randint(0, 2))):
                line.append((a[0] + (b[0] - a[0]) * t + rand.uniform(-3e-4, 3e-4), a[1] + (b[1] - a[1]) * t + rand.uniform(-3e-4, 3e-4)))
            line.append(b)
        if rand.random() < 0.5:
            line.reverse()
        self.lines.append(line)
        for a, b in zip(line, line[1:]):
            self.link(a, b)
        self.vertices += line

    def link(self, a, b):
        for p, q in ((a, b), (b, a)):
            self.graph.setdefault(p, []).append((q, between(a, b)))

    def branch(self, rand):
        """Its end lies within a segment, as well as numbers can say it."""
        line, at = rand.choice([(line, at) for line in self.lines[:5] for at in range(len(line) - 1) if (line[at], line[at + 1]) not in self.taken])
        self.taken.add((line[at], line[at + 1]))
        t = rand.uniform(0.1, 0.9)
        a, b = line[at], line[at + 1]
        end = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
        self.link(a, end)
        self.link(end, b)
        self.draw([end, (end[0] + rand.uniform(0.001, 0.003), end[1] + rand.uniform(0.001, 0.003))], rand)

    def distances(self, start):
        found, next_ = {}, [(0.0, start)]
        while next_:
            m, at = heapq.heappop(next_)
            if at not in found:
                found[at] = m
                for to, length in self.graph[at]:
                    if to not in found:
                        heapq.heappush(next_, (m + length, to))
        return found


def points(path, places):
    return geojson(path, [("Point", list(place), {"项目名称": f"W{i}"}) for i, place in enumerate(places)])


class Along(Case):
    def setUp(self):
        super().setUp()
        self.new_workspace()

    def near(self, *words, status=(0, 1)):
        return self.table("near", "w.gpkg", "features.geojson", "--of", "works.geojson", "--along", "canals.geojson", *words, status=status)

    def test_random_lattices(self):
        for seed in range(6, 12):
            rand = random.Random(seed)
            canals = Canals(rand)
            geojson(self.path("canals.geojson"), [("LineString", [list(p) for p in line], {}) for line in canals.lines])
            works = rand.sample(canals.vertices, 5)
            starts = rand.sample(canals.vertices, 20)
            points(self.path("works.geojson"), works)
            points(self.path("features.geojson"), starts)
            found = self.near("--within", "200km")
            for start, row in zip(starts, found["features"]):
                reached = canals.distances(start)
                expected = [(reached[work], i) for i, work in enumerate(works) if work in reached]
                with self.subTest(seed=seed, start=start):
                    if not expected:
                        self.assertEqual(row["near"], [])
                        continue
                    self.assertAlmostEqual(row["near"][0]["m"], min(expected)[0], delta=0.03)
                    self.assertAlmostEqual(row["near"][0]["along_m"], min(expected)[0], delta=0.03)

    def test_off_the_lines_within_and_loose_ends(self):
        """A canal along a meridian; a field 300 m east of it, a gate 100 m west; a second canal that begins 5 m from the first."""
        def east(metres, y):
            return GEOD.fwd(108, y, 90, metres)[0]
        canals = [("LineString", [[108, 41], [108, 41.05]], {}),
                  ("LineString", [[east(5, 41.02), 41.02], [east(2000, 41.02), 41.02]], {}),
                  ("LineString", [[107.99, 41.03], [108.01, 41.03]], {})]  # crosses, and does not join
        geojson(self.path("canals.geojson"), canals)
        points(self.path("features.geojson"), [(east(300, 41.01), 41.01), (east(1000, 41.02), 41.02), (108.3, 41.01)])
        points(self.path("works.geojson"), [(east(-100, 41.04), 41.04)])
        found = self.near()
        near = found["features"][0]["near"][0]
        self.assertAlmostEqual(near["off_from_m"], 300, delta=0.01)
        self.assertAlmostEqual(near["off_to_m"], 100, delta=0.01)
        self.assertAlmostEqual(near["along_m"], between((108, 41.01), (108, 41.04)), delta=0.02)
        self.assertAlmostEqual(near["m"], near["off_from_m"] + near["along_m"] + near["off_to_m"], delta=1e-6)
        self.assertEqual([row["near"] for row in found["features"][1:]], [[], []])
        self.assertEqual(found["along"]["networks"], 3)
        self.assertEqual(found["along"]["off"], 1)
        self.assertEqual(len(found["along"]["loose_ends"]), 1)
        self.assertAlmostEqual(found["along"]["loose_ends"][0]["m"], 5, delta=0.001)
        self.assertEqual(self.near("--within", "3km")["features"][0]["near"], [])
        self.assertEqual(self.near("--off", "200m")["features"][0]["near"], [])
        said = self.qitu("near", "w.gpkg", "features.geojson", "--of", "works.geojson", "--along", "canals.geojson", status=1).stderr
        self.assertIn("ends 5.00 m from line", said)
        self.qitu("near", "w.gpkg", "features.geojson", "--of", "works.geojson", "--along", "canals.geojson", "--all", status=2)

    def test_one_edge(self):
        geojson(self.path("canals.geojson"), [("LineString", [[108, 41], [108, 41.1]], {})])
        points(self.path("features.geojson"), [(108, 41.02)])
        points(self.path("works.geojson"), [(108, 41.09), (108, 41.05), (108, 41.005)])
        near = self.near()["features"][0]["near"][0]
        self.assertEqual(near["name"], "W2")
        self.assertAlmostEqual(near["m"], between((108, 41.02), (108, 41.005)), delta=0.01)


if __name__ == "__main__":
    unittest.main()
