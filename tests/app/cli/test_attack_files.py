"""A seeded attacker: files of every format with a bit, a byte or a piece changed or an end cut off are read whole or refused.

QITU_ATTACK files of each format (10; docs/reliability.md says with how many its record was made), QITU_ATTACK_SEED (1), QITU_ATTACK_ONLY=kml,gpx
some formats only, QITU_ATTACK_KEEP=DIR keeps what fails.
"""
import os
import re
import resource
import shutil
import time
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import damage
from command import Case, run

RUNS = int(os.environ.get("QITU_ATTACK", "10"))
SEED = os.environ.get("QITU_ATTACK_SEED", "1")
ONLY = [name for name in os.environ.get("QITU_ATTACK_ONLY", "").split(",") if name]
ALLOWED = ("same", "changed", "named", "refused")
SECONDS = 60
MEMORY = 1 << 20  # KB, of any process that ran


def lost(whole, found):
    """How many features have not the values that they had: what is small changes one of them at most."""
    return sum(1 for (_, before), (_, after) in zip(whole, found) if sum((Counter(before) - Counter(after)).values()) > 0)


def judged(whole, result, out, seconds, small):
    """One word for what came of a damaged file; only those of ALLOWED may come. A feature that cannot be used is named, with status 1."""
    if result.returncode < 0 or "unexpectedly" in result.stderr:
        return "crash"
    if seconds > SECONDS:
        return "slow"
    if result.returncode not in (0, 1):
        return "refused" if result.stderr.strip() and not os.path.exists(out) else "silent"
    found = damage.seen(out)
    if found == whole:
        return "same"
    if len(found) != len(whole):
        return "part"
    named = {int(number) - 1 for number in re.findall(r"^    feature (\d+): ", result.stderr, re.MULTILINE)} if result.returncode == 1 else set()
    if any(after < before for number, ((before, _), (after, _)) in enumerate(zip(whole, found)) if number not in named):
        return "part of the corners"
    if named:
        return "named"
    return "garbled" if small and lost(whole, found) > 1 else "changed"


class Attack(Case):
    def setUp(self):
        super().setUp()
        self.made = damage.make_all(self.folder)

    def measured(self, file, out):
        return run("area", os.path.basename(file), "-o", out, cwd=os.path.dirname(file))

    def attacked(self, form, number, whole):
        folder = self.path(f"{form}-{number}")
        file, what = damage.damage(folder, form, number, SEED, self.made)
        out = self.path(f"{form}-{number}.geojson")
        begun = time.monotonic()
        result = self.measured(file, out)
        verdict = judged(whole, result, out, time.monotonic() - begun, ": bit" in what or ": byte" in what)
        if verdict not in ALLOWED and os.environ.get("QITU_ATTACK_KEEP"):
            shutil.copytree(folder, os.path.join(os.environ["QITU_ATTACK_KEEP"], f"{form}-{number}"), dirs_exist_ok=True)
        shutil.rmtree(folder)
        return verdict, f"{form} {number}, {what}: {verdict}, status {result.returncode}\n{result.stderr}"

    def undamaged(self, form):
        file, _ = self.made[form]
        out = self.path(f"{form}.geojson")
        result = self.measured(file, out)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        whole = damage.seen(out)
        self.assertEqual(len(whole), damage.COUNT, form)
        return whole

    def test_damaged_files_are_read_whole_or_refused(self):
        table = {}
        for form in ONLY or self.made:
            whole = self.undamaged(form)
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                results = list(pool.map(lambda number: self.attacked(form, number, whole), range(RUNS)))
            table[form] = Counter(verdict for verdict, _ in results)
            for verdict, told in results:
                with self.subTest(told.split(":")[0]):
                    self.assertIn(verdict, ALLOWED, told)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        for form, verdicts in table.items():
            print(f"{form:9}{RUNS:5} runs: {dict(sorted(verdicts.items()))}")
        print(f"together {dict(sum(table.values(), Counter()))}, the largest process {largest // 1024} MB")
        self.assertLess(largest, MEMORY)


if __name__ == "__main__":
    unittest.main()
