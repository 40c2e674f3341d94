"""The scripts of docs/scale: a run in parts by GNU parallel, Open MPI and Dask gives the bytes of one run; what was killed goes on.

Each is skipped with a sentence where its program (./setup) is missing."""
import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest

from command import QITU, SOURCE, Case, geojson
from test_parts import lattice, messy

SCRIPTS = os.path.join(SOURCE, "docs/scale")
OPTIONS = ["--group", "kind", "--sum", "money"]


def needs(program):
    return unittest.skipUnless(shutil.which(program), f"{program} is not installed")


class Engines(Case):
    def setUp(self):
        super().setUp()
        chance = random.Random(11)
        geojson(self.path("features.geojson"), messy(chance, 300))
        geojson(self.path("zones.geojson"), lattice(chance, 0))
        self.whole = self.qitu("tabulate", "features.geojson", "--zones", "zones.geojson", *OPTIONS, "--format", "json", status=1).stdout

    def script(self, *words, status=(0, 1)):
        env = dict(os.environ, QITU=QITU, LANG="C.UTF-8", OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
                   OMPI_MCA_rmaps_base_oversubscribe="1")
        done = subprocess.run(words, cwd=self.folder, env=env, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        self.assertIn(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def merged(self):
        return self.qitu("tabulate", "--merge", "parts/*.part", "--format", "json", status=1).stdout

    @needs("parallel")
    def test_parallel(self):
        words = [os.path.join(SCRIPTS, "parts.sh"), "5", "parts", "features.geojson", "zones.geojson", *OPTIONS]
        self.assertEqual(self.script(*words), self.whole)
        kept = os.stat(self.path("parts/2-of-5.part")).st_mtime_ns
        os.remove(self.path("parts/4-of-5.part"))  # as if it had been killed
        self.assertEqual(self.script(*words), self.whole)
        self.assertEqual(os.stat(self.path("parts/2-of-5.part")).st_mtime_ns, kept)

    @needs("mpirun")
    def test_mpi(self):
        self.script("mpirun", "-n", "4", os.path.join(SCRIPTS, "parts_mpi.sh"), "parts", "features.geojson", "zones.geojson", *OPTIONS)
        self.assertEqual(len(os.listdir(self.path("parts"))), 4)
        self.assertEqual(self.merged(), self.whole)

    @unittest.skipUnless(importlib.util.find_spec("distributed"), "Dask is not installed")
    def test_dask(self):
        self.assertEqual(self.script(sys.executable, os.path.join(SCRIPTS, "parts_dask.py"), "3", "parts", "features.geojson", "zones.geojson",
                                     *OPTIONS), self.whole)

    def test_killed(self):
        """A part that is killed leaves no file."""
        geojson(self.path("many.geojson"), messy(random.Random(12), 20000))
        words = [QITU, "tabulate", "many.geojson", "--zones", "zones.geojson", "--part", "1/2", "-o", "1.part"]
        running = subprocess.Popen(words, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.7)
        running.send_signal(signal.SIGKILL)
        running.wait()
        self.assertFalse(os.path.exists(self.path("1.part")))


if __name__ == "__main__":
    unittest.main()
