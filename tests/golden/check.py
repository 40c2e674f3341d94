#!/usr/bin/env python3
"""Computes golden figures again with forty digits, from their definitions and not from qitu's series. Needs mpmath.

    check.py        prints the largest difference of each column

- gauss_krueger_vectors.json: the transverse Mercator mapping is the meridian arc continued to complex latitude. φ is solved from
  ψ + iλ = artanh(sin φ) − e·artanh(e·sin φ); then northing + i·easting = a(1 − e²)∫(1 − e² sin² φ)^(−3/2) dφ.
- area_vectors.json, straight_m2: ∮ q(φ) dλ along edges straight in longitude and latitude, where q(φ) is the area between the
  equator and φ for each radian of longitude, b²/2·[sin φ/(1 − e² sin² φ) + artanh(e·sin φ)/e].
"""
import json
from pathlib import Path

from mpmath import asin, atanh, findroot, mp, mpc, mpf, quad, radians, sin, sqrt, tanh

mp.dps = 40
HERE = Path(__file__).parent
ELLIPSOIDS = {"CGCS2000": (mpf(6378137), 1 / mpf("298.257222101")), "Krassowsky": (mpf(6378245), 1 / mpf("298.3"))}


def plane(ellipsoid, longitude, latitude):
    a, f = ELLIPSOIDS[ellipsoid]
    e = sqrt(f * (2 - f))

    def isometric(phi):
        return atanh(sin(phi)) - e * atanh(e * sin(phi))

    target = mpc(isometric(radians(mpf(latitude))), radians(mpf(longitude)))
    phi = findroot(lambda x: isometric(x) - target, asin(tanh(target)))
    arc = a * (1 - e * e) * quad(lambda x: (1 - (e * sin(x)) ** 2) ** mpf(-1.5), [0, phi])
    return arc.imag, arc.real


def straight_area(rings):
    a, f = ELLIPSOIDS["CGCS2000"]
    e, b = sqrt(f * (2 - f)), a * (1 - f)

    def q(phi):
        s = sin(phi)
        return b * b / 2 * (s / (1 - (e * s) ** 2) + atanh(e * s) / e)

    def ring_area(ring):
        points = [(radians(mpf(x)), radians(mpf(y))) for x, y in ring]
        total = mpf(0)
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
            if x1 != x2:
                total += (x2 - x1) * quad(lambda t: q(y1 + t * (y2 - y1)), [0, 1])
        return abs(total)

    shell, *holes = map(ring_area, rings)
    return shell - sum(holes)


def main():
    worst = 0
    for case in json.loads((HERE / "gauss_krueger_vectors.json").read_text("utf-8"), parse_float=str)["cases"]:
        easting, northing = plane(case["ellipsoid"], case["longitude"], case["latitude"])
        worst = max(worst, abs(easting - mpf(case["easting_m"])), abs(northing - mpf(case["northing_m"])))
    print("easting and northing:", mp.nstr(worst, 3), "m")
    worst = 0
    for case in json.loads((HERE / "area_vectors.json").read_text("utf-8"), parse_float=str)["cases"]:
        expected = mpf(case["straight_m2"])
        worst = max(worst, abs(straight_area(case["rings"]) / expected - 1))
    print("straight_m2:", mp.nstr(worst, 3), "relative")


if __name__ == "__main__":
    main()
