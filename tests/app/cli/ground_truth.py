"""Areas and shapes of their own, for suites that hold figures against GEOS (through OGR) and a formula.

Needs python3-gdal; without it a suite that imports this is skipped.
"""
import json
import math
import sys

try:
    from osgeo import ogr
except ImportError:
    print("python3-gdal is not installed", file=sys.stderr)
    sys.exit(77)

ogr.UseExceptions()

A, F = 6378137.0, 1 / 298.257222101
E = math.sqrt(F * (2 - F))
B = A * (1 - F)
NODES = [(-0.9061798459386640, 0.2369268850561891), (-0.5384693101056831, 0.4786286704993665), (0.0, 0.5688888888888889),
         (0.5384693101056831, 0.4786286704993665), (0.9061798459386640, 0.2369268850561891)]


def below(latitude):
    """Area between the equator and a latitude for one radian of longitude (Snyder, Map Projections, 3-12)."""
    s = math.sin(math.radians(latitude))
    return B * B / 2 * (s / (1 - E * E * s * s) + math.log((1 + E * s) / (1 - E * s)) / (2 * E))


def ring_area(ring):
    """m² within edges that are straight in longitude and latitude, by Gauss's five points for each edge."""
    middle = below(ring[0][1])
    area = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        mean = sum(w * (below((y0 + y1) / 2 + t * (y1 - y0) / 2) - middle) for t, w in NODES) / 2
        area += math.radians(x1 - x0) * mean
    return abs(area)


def area(geometry):
    if geometry.GetGeometryType() == ogr.wkbPolygon:
        rings = [geometry.GetGeometryRef(i).GetPoints() for i in range(geometry.GetGeometryCount())]
        rings = [[p[:2] for p in ring] for ring in rings if ring]
        return sum((1 if i == 0 else -1) * ring_area(ring) for i, ring in enumerate(rings))
    return sum(area(geometry.GetGeometryRef(i)) for i in range(geometry.GetGeometryCount()))


def polygon(ring):
    return ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": [ring]}))


def star(rand, x, y, size):
    corners = rand.randint(3, 12)
    ring = []
    for i in range(corners):
        radius = size * rand.uniform(0.3, 1)
        ring.append([x + radius * math.cos(2 * math.pi * i / corners), y + radius * math.sin(2 * math.pi * i / corners)])
    return ring + ring[:1]


def mess(rand, count, size):
    return [star(rand, rand.uniform(107.40, 107.46), rand.uniform(40.75, 40.79), size * rand.uniform(0.5, 1.5)) for _ in range(count)]
