"""What the suites share: running the command, and places to run it in."""
import functools
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

QITU = os.environ["QITU"]
SOURCE = os.environ["QITU_SOURCE"]
MAIN_JOB = os.environ["QITU_MAIN_JOB"]  # made by test_main_job; the other suites copy from it


def run(*words, cwd=None, lang="en", **environment):
    """Runs `qitu words…` and returns what came of it, with text outputs."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "QITU_DATA"))}
    env.update(LANG={"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[lang], **environment)
    return subprocess.run([QITU, *map(str, words)], cwd=cwd, env=env, text=True, encoding="utf-8",
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=600)


def two_at_a_time(work, items):
    """What `work` gives for each item, in their order. For commands that do not need each other."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, items))


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def geojson(path, features, crs="urn:ogc:def:crs:EPSG::4490"):
    """Writes (geometry type, coordinates, properties) as a GeoJSON file."""
    rows = [{"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
            for kind, coordinates, properties in features]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": crs}},
                   "features": rows}, file, ensure_ascii=False)
    return path


def square(x, y, size=0.002):
    """A ring near (x, y), counter-clockwise, of about 160 m by 220 m."""
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


@functools.cache
def folder_of_small_workspace(banners):
    """Made once in each suite, and copied from then on; removed when the suite ends."""
    folder = tempfile.TemporaryDirectory(prefix="qitu-")
    codes = ", ".join(f"'{code}'" for code in banners)
    borders = os.path.join(folder.name, "borders.gpkg")
    subprocess.run(["ogr2ogr", borders, os.path.join(SOURCE, "layers/boundaries.gpkg"), "banner", "-where", f"code IN ({codes})"],
                   check=True, capture_output=True)
    made = run("init", "w.gpkg", "--boundaries", "borders.gpkg", cwd=folder.name)
    assert made.returncode == 0, made.stderr
    return folder


def edited(path, *statements):
    """By another program, which writes around the command and has no functions for the index. What the last statement gives."""
    database = sqlite3.connect(path)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(name, 1, lambda _: 0)
    rows = []
    for sql in statements:
        rows = database.execute(sql).fetchall()
    database.commit()
    database.close()
    return rows


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="qitu-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def copy(self, name):
        """A copy of something that the main job made."""
        target = self.path(os.path.basename(name))
        source = os.path.join(MAIN_JOB, name)
        shutil.copytree(source, target) if os.path.isdir(source) else shutil.copy(source, target)
        return target

    def new_workspace(self, name="w.gpkg"):
        """A new workspace, as `init` makes it."""
        return shutil.copy(os.path.join(MAIN_JOB, "empty.gpkg"), self.path(name))

    def small_workspace(self, *banners, name="w.gpkg"):
        """A new workspace with the borders of a few banners only, which is quicker."""
        return shutil.copy(os.path.join(folder_of_small_workspace(banners).name, "w.gpkg"), self.path(name))

    def qitu(self, *words, status=0, **options):
        """Runs the command in this test's folder and expects a status (or one of several)."""
        result = run(*words, cwd=self.folder, **options)
        expected = status if isinstance(status, tuple) else (status,)
        self.assertIn(result.returncode, expected, f"qitu {' '.join(map(str, words))}\n{result.stdout}\n{result.stderr}")
        return result

    def table(self, *words, status=0):
        return json.loads(self.qitu(*words, "--format", "json", status=status).stdout)
