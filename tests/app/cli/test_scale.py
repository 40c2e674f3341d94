"""The scripts of docs/scale: a run in parts by GNU parallel, Open MPI, Dask and Slurm gives the bytes of one run; what was killed goes on.

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

import slurm
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


# Dies on its way to the second part of three, once.
DYING = '''#!/usr/bin/env bash
if [[ " $* " == *" 2/3 "* ]] && mkdir "$DIED" 2>/dev/null; then kill -9 $$; fi
exec "$REAL" "$@"
'''


@unittest.skipIf(slurm.missing(), f"not installed: {', '.join(slurm.missing())}")
class BySlurm(Case):
    @classmethod
    def setUpClass(cls):
        cls.cluster = slurm.Cluster()
        cls.addClassCleanup(cls.cluster.close)

    def submit(self, parts, *words, **environment):
        env = {**self.cluster.environment, "QITU": QITU, "LANG": "C.UTF-8", **environment}
        done = subprocess.run([os.path.join(SCRIPTS, "parts_slurm.sh"), str(parts), "parts", *words], cwd=self.folder, env=env, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^\d+$")
        self.cluster.wait_for_jobs()
        return done.stdout.strip()

    def given(self):
        try:
            with open(self.path("parts/whole.json"), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def told(self):
        texts = []
        for name in sorted(os.listdir(self.path("parts"))):
            if name.endswith(".log"):
                with open(self.path(f"parts/{name}"), encoding="utf-8") as file:
                    texts.append(f"{name}: {file.read()}")
        return "\n".join(texts) + self.cluster.logs()

    def some(self):
        geojson(self.path("features.geojson"), messy(random.Random(13), 300))
        geojson(self.path("zones of mine.geojson"), lattice(random.Random(13), 0))
        words = ["tabulate", "features.geojson", "--zones", "zones of mine.geojson", *OPTIONS]
        return words, self.qitu(*words, "--format", "json", status=1).stdout

    def test_tabulate(self):
        words, whole = self.some()
        self.submit(5, *words)
        self.assertEqual(self.given(), whole, self.told())
        jobs = self.cluster.told("scontrol", "show", "job", "-o")
        self.assertEqual({node for node in slurm.NODES if f" NodeList={node} " in jobs}, set(slurm.NODES), jobs)

    def test_progress(self):
        self.copy("work.gpkg")
        words = ["progress", "work.gpkg", "--by", "banner", "--indicator", "hsf.built"]
        self.submit(3, *words)
        self.assertEqual(self.given(), self.qitu(*words, "--format", "json", status=(0, 1)).stdout, self.told())

    def test_killed(self):
        """The others have made their parts, nothing is put together; submitted again, only the missing part is made."""
        words, whole = self.some()
        dying = self.path("dying")
        with open(dying, "w", encoding="utf-8") as file:
            file.write(DYING)
        os.chmod(dying, 0o755)
        self.submit(3, *words, QITU=dying, REAL=QITU, DIED=self.path("died"))
        made = sorted(name for name in os.listdir(self.path("parts")) if name.endswith(".part"))
        self.assertEqual(made, ["1-of-3.part", "3-of-3.part"], self.told())
        self.assertIsNone(self.given())
        kept = os.stat(self.path("parts/1-of-3.part")).st_mtime_ns
        self.submit(3, *words, QITU=dying, REAL=QITU, DIED=self.path("died"))
        self.assertEqual(self.given(), whole, self.told())
        self.assertEqual(os.stat(self.path("parts/1-of-3.part")).st_mtime_ns, kept)


if __name__ == "__main__":
    unittest.main()
