#!/usr/bin/env python3
"""irregular: fields of 6 to 60 points and of very different size, 8 % of their ground claimed twice, as GeoJSON features one a line.

    tests/bench/irregular.py FILE [FIELDS]     1,000,000 by default

The second sample of the benchmarks, so that nothing is tuned to the parcels of `qitu sample`: no field shares an edge with another,
most edges are short, and what overlaps does so by a shore, not by a shifted rectangle.
"""
import math
import random
import sys

WEST, SOUTH, ACROSS = 109.0, 40.4, 1000  # rows from the south, inside the region
CELL_X, CELL_Y = 0.0028, 0.0018  # degrees
WIDE = 0.17  # the part of the fields that reach into their neighbours' cells
STAGES = ["计划", "立项", "在建", "完工", "验收", "管护"]


def ring(chance, x, y):
    size = min(max(chance.lognormvariate(-0.25, 0.35), 0.15), 0.98) * (1.75 if chance.random() < WIDE else 1)
    points = chance.randint(6, 60)
    turns = sorted(chance.random() for _ in range(points))
    corners = []
    for turn in turns:
        reach = 0.5 * size * chance.uniform(0.82, 1)
        corners.append((x + reach * CELL_X * math.cos(2 * math.pi * turn), y + reach * CELL_Y * math.sin(2 * math.pi * turn)))
    return corners + corners[:1]


def main():
    path, wanted = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    chance = random.Random(1)
    across = min(ACROSS, math.ceil(math.sqrt(wanted)))
    with open(path, "w", encoding="utf-8") as file:
        for i in range(wanted):
            corners = ring(chance, WEST + i % across * CELL_X, SOUTH + i // across * CELL_Y)
            points = ",".join(f"[{x:.8f},{y:.8f}]" for x, y in corners)
            file.write(f'{{"type":"Feature","properties":{{"JD":"{chance.choice(STAGES)}"}},'
                       f'"geometry":{{"type":"Polygon","coordinates":[[{points}]]}}}}\n')


main()
