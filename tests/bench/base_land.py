#!/usr/bin/env python3
"""base_land: basic farmland on the plain of Bayannur, as GeoJSON features one a line: for the timings of a plan.

    tests/bench/base_land.py FILE [PARCELS]     1,000,000 by default

Fields of 20 × 25 parcels that share their edges, each some 10 mu with eleven points, with a road around each field.
"""
import math
import random
import sys

WEST, SOUTH, EAST = 106.45, 40.35, 109.45  # rows of fields from the south, each from west to east
COLUMNS, ROWS = 20, 25
WIDTH, HEIGHT = 0.00098, 0.00074  # degrees: some 82 m each way
ROAD = 0.00015


def corner(chance, x, y):
    return x + chance.uniform(-0.08, 0.08) * WIDTH, y + chance.uniform(-0.08, 0.08) * HEIGHT


def between(a, b, points):
    """Points on the way from a to b, b left out; slightly off the line, the same from both sides."""
    (x0, y0), (x1, y1) = min(a, b), max(a, b)
    chance = random.Random(hash((round(x0 * 1e9), round(y0 * 1e9), round(x1 * 1e9))))
    line = [(x0, y0)]
    for i in range(1, points):
        t = i / points
        line.append((x0 + (x1 - x0) * t + chance.uniform(-1, 1) * 2e-5, y0 + (y1 - y0) * t + chance.uniform(-1, 1) * 2e-5))
    line.append((x1, y1))
    return (line if a < b else line[::-1])[:-1]


def field(chance, west, south):
    corners = [[corner(chance, west + c * WIDTH, south + r * HEIGHT) for c in range(COLUMNS + 1)] for r in range(ROWS + 1)]
    for r in range(ROWS):
        for c in range(COLUMNS):
            a, b, d, e = corners[r][c], corners[r][c + 1], corners[r + 1][c + 1], corners[r + 1][c]
            ring = between(a, b, 3) + between(b, d, 2) + between(d, e, 3) + between(e, a, 2)
            yield ring + ring[:1]


def main():
    path, wanted = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    chance = random.Random(1)
    across = COLUMNS * WIDTH + ROAD
    per_row = math.floor((EAST - WEST) / across)
    written = 0
    with open(path, "w", encoding="utf-8") as file:
        for i in range(math.ceil(wanted / (COLUMNS * ROWS))):
            west, south = WEST + i % per_row * across, SOUTH + i // per_row * (ROWS * HEIGHT + ROAD)
            for ring in field(chance, west, south):
                written += 1
                points = ",".join(f"[{x:.8f},{y:.8f}]" for x, y in ring)
                file.write(f'{{"type":"Feature","properties":{{"admin_code":"150802"}},"geometry":{{"type":"Polygon","coordinates":[[{points}]]}}}}\n')
                if written == wanted:
                    return


main()
