"""Sums of progress that are kept: the same bits as counted anew, for one state of one file only, and never believed over the data."""
import glob
import hashlib
import json
import os
import random
import shutil
import unittest

from command import Case, edited, geojson, square

LAYER = "high_standard_farmland"
PARCELS = 2000  # with long names: a workspace that is large enough to be kept
KEPT = "Nothing was written since"


class KeptSums(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = None

    def setUp(self):
        super().setUp()
        self.cache = self.path("cache")
        if KeptSums.made is None:
            KeptSums.made = self.large_workspace()
        else:
            with open(self.path("w.gpkg"), "wb") as file:
                file.write(KeptSums.made)

    def large_workspace(self):
        chance = random.Random(1)
        stages = ["approved", "under_construction", "accepted", "maintained"]
        rows = []
        for number in range(PARCELS):
            x, y = 107.2 + 0.0021 * (number % 50), 40.6 + 0.0021 * (number // 50)
            rows.append(("Polygon", [square(x, y)],
                         {"project_code": f"P{number % 400:03}", "project_name": "项目" * 2000, "year": 2023 + number % 3, "stage": chance.choice(stages)}))
        self.small_workspace("150802", "150821")
        geojson(self.path("parcels.geojson"), rows)
        self.qitu("import", "w.gpkg", LAYER, "parcels.geojson", "--set", "admin_code=150802", "--accept", status=(0, 1))
        with open(self.path("w.gpkg"), "rb") as file:
            return file.read()

    def asked(self, *words, status=(0, 1)):
        """The table, and whether it was made of sums that were kept."""
        result = self.qitu("progress", "w.gpkg", *words, "--format", "json", status=status, XDG_CACHE_HOME=self.cache)
        return json.loads(result.stdout), KEPT in result.stderr

    def held(self, *words):
        """Asked twice and counted anew, all is the same. Whether the first was made of what was kept before."""
        first, before = self.asked(*words)
        again, kept = self.asked(*words)
        anew, told = self.asked(*words, "--recompute")
        self.assertTrue(kept)
        self.assertFalse(told)
        self.assertEqual(first, anew)
        self.assertEqual(again, anew)
        return before

    def sums(self):
        return glob.glob(os.path.join(self.cache, "qitu", "sums", "*"))

    def test_is_kept_for_one_state_and_one_question(self):
        self.assertFalse(self.held())
        self.assertTrue(self.held())
        self.assertFalse(self.held("--by", "banner"))
        self.assertFalse(self.held("--year", "2024"))
        self.assertFalse(self.held("--assume", "approved"))
        self.assertFalse(self.held("--method", "geodesic"))
        self.assertTrue(self.held("--by", "banner"))

    def test_targets_and_dates_are_those_of_now(self):
        self.asked("--by", "banner")
        _, kept = self.asked("--by", "banner", "--date", "2025-06-30")
        self.assertTrue(kept)
        self.qitu("quota", "set", "w.gpkg", "high_standard_farmland_new", "150802", "3", "--year", "2025", status=(0, 1, 2, 4))
        self.held("--by", "banner")

    def test_any_change_is_seen(self):
        """By qitu, by QGIS's way, around the record, of one byte's worth, with the file's time set back."""
        chance = random.Random(7)
        self.held()
        for number in range(4):
            fid = chance.randrange(1, PARCELS)
            edited(self.path("w.gpkg"), f"UPDATE {LAYER} SET stage = 'approved', year = {2020 + number} WHERE fid = {fid}")
            self.assertFalse(self.held(), "an edit was not seen")
        before = os.stat(self.path("w.gpkg"))
        edited(self.path("w.gpkg"), f"UPDATE {LAYER} SET stage = 'accepted' WHERE fid = 5")
        os.utime(self.path("w.gpkg"), ns=(before.st_atime_ns, before.st_mtime_ns))
        self.assertFalse(self.held(), "an edit with the time set back was not seen")

    def test_a_copy_is_counted_anew(self):
        self.held()
        shutil.copy2(self.path("w.gpkg"), self.path("copy.gpkg"))
        os.replace(self.path("copy.gpkg"), self.path("w.gpkg"))
        self.assertFalse(self.held())

    def test_a_file_with_a_log_is_not_kept(self):
        edited(self.path("w.gpkg"), "PRAGMA journal_mode = WAL")
        for _ in range(2):
            _, kept = self.asked()
            self.assertFalse(kept)
        self.assertEqual(self.sums(), [])

    def test_what_is_broken_is_not_believed_and_what_is_forged_is_found(self):
        right, _ = self.asked()
        [file] = self.sums()
        with open(file, "rb") as kept:
            whole = kept.read()
        for broken in (b"", whole[:-1], whole[:len(whole) // 2], whole.replace(b"state=", b"State=", 1)):
            with open(file, "wb") as kept:
                kept.write(broken)
            table, kept = self.asked()
            self.assertFalse(kept)
            self.assertEqual(table, right)
        self.qitu("doctor", "w.gpkg", status=(0, 1), XDG_CACHE_HOME=self.cache)
        self.forge(file)
        table, kept = self.asked()
        self.assertTrue(kept)
        self.assertNotEqual(table, right)
        told = self.qitu("doctor", "w.gpkg", status=1, XDG_CACHE_HOME=self.cache)
        self.assertIn("1 of 1 kept sums", told.stdout)
        self.assertEqual(self.sums(), [])
        table, _ = self.asked()
        self.assertEqual(table, right)

    def forge(self, file):
        """With one sum changed, and a digest that fits."""
        with open(file, encoding="utf-8") as kept:
            text = kept.read()
        head, _, rest = text.partition("\n\n")
        sums = json.loads(rest[:rest.rindex("\n", 0, -1)])
        for leaves in sums["indicators"].values():
            for leaf in leaves.values():
                leaf["now"][3] = [0, 1 << 50]
        forged = head + "\n\n" + json.dumps(sums, ensure_ascii=False) + "\n"
        with open(file, "w", encoding="utf-8") as kept:
            kept.write(forged + hashlib.sha256(forged.encode()).hexdigest() + "\n")

    def test_who_has_no_cache_counts_all_the_same(self):
        right, _ = self.asked()
        self.cache = self.path("w.gpkg")  # no folder
        table, kept = self.asked()
        self.assertFalse(kept)
        self.assertEqual(table, right)

    def test_small_workspaces_leave_no_file(self):
        self.small_workspace("150802", name="w.gpkg")
        self.asked()
        self.assertEqual(self.sums(), [])


if __name__ == "__main__":
    unittest.main()
