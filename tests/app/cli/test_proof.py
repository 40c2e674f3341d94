"""What proves that a workspace is what it was: seals, recording without a break, forks."""
import json
import sqlite3
import subprocess
import shutil
import unittest

from command import Case


def changed(path, *statements):
    """By another program, which has no functions for the index."""
    database = sqlite3.connect(path)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(name, 1, lambda _: 0)
    for sql in statements:
        database.execute(sql)
    database.commit()
    database.close()


class Sealed(Case):
    def setUp(self):
        super().setUp()
        self.workspace = self.copy("work.gpkg")

    def test_a_seal_says_what_it_covers_and_is_known_by_twelve_digits_in_either_case(self):
        sealed = self.qitu("seal", self.workspace, "--format", "json")
        covered = json.loads(sealed.stdout)["rows"][0]
        self.assertIn(f"{covered['rows']} rows in {covered['tables']} tables", sealed.stderr)
        database = sqlite3.connect(self.workspace)
        layers = [row[0] for row in database.execute("SELECT layer FROM qitu_catalogue")]
        features = sum(database.execute(f'SELECT count(*) FROM "{layer}"').fetchone()[0] for layer in layers if database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = ?", (layer,)).fetchone())
        database.close()
        self.assertGreater(int(covered["rows"]), features)
        digits = covered["hash"]
        self.qitu("verify", self.workspace, digits[:12].upper())
        self.qitu("verify", self.workspace, digits)
        for wrong in (digits[:11], "zzzzzzzzzzzz"):
            self.qitu("verify", self.workspace, wrong, status=2)
        self.qitu("verify", self.workspace, "0" * 12, status=4)


class Recorded(Case):
    def setUp(self):
        super().setUp()
        self.workspace = self.copy("work.gpkg")

    def test_a_workspace_that_records_everything_says_nothing_of_it(self):
        self.assertNotIn("not recorded", self.qitu("total", self.workspace, status=(0, 1)).stderr)
        checks = {check["name"]: check for check in json.loads(self.qitu("doctor", self.workspace, "--format", "json", status=(0, 1)).stdout)["checks"]}
        self.assertEqual(checks["recording"]["state"], "good")

    def test_recording_that_is_missing_is_said_and_kept(self):
        changed(self.workspace, "DROP TRIGGER qitu_record_update_high_standard_farmland",
                "UPDATE high_standard_farmland SET year = 1999 WHERE fid = 1")
        for words in (["total"], ["history"], ["doctor"], ["progress"]):
            result = self.qitu(*words, self.workspace, status=1)
            self.assertIn("Changes of high_standard_farmland are not recorded", result.stdout + result.stderr)
        written = self.qitu("quota", "set", self.workspace, "hsf.built", "150802", "5", "--letter", "L1", status=(0, 1))
        self.assertIn("Changes of high_standard_farmland are not recorded", written.stderr)
        self.assertNotIn("are not recorded", self.qitu("total", self.workspace, status=(0, 1)).stderr)
        for words in (["history"], ["doctor"], ["verify"]):
            result = self.qitu(*words, self.workspace, status=(0, 1))
            self.assertIn("were not recorded", result.stdout + result.stderr)

    def test_a_history_that_was_emptied_is_said(self):
        changed(self.workspace, "DELETE FROM qitu_history")
        self.assertIn("removed from the history", self.qitu("total", self.workspace, status=1).stderr)

    def test_a_layer_that_another_program_has_replaced_is_refused(self):
        if shutil.which("ogr2ogr") is None:
            self.skipTest("gdal-bin is not installed")
        shutil.copy(self.workspace, self.path("before.gpkg"))
        subprocess.run(["ogr2ogr", "-overwrite", "-t_srs", "EPSG:4527", self.workspace, self.path("before.gpkg"), "high_standard_farmland"],
                       check=True, capture_output=True)
        result = self.qitu("progress", self.workspace, status=4)
        self.assertIn("reference system", result.stderr)
        self.assertIn("reference system", self.qitu("doctor", self.workspace, status=1).stdout)
        shutil.copy(self.path("before.gpkg"), self.workspace)
        subprocess.run(["ogr2ogr", "-overwrite", self.workspace, self.path("before.gpkg"), "high_standard_farmland"],
                       check=True, capture_output=True)
        self.assertIn("are not recorded", self.qitu("total", self.workspace, status=1).stderr)


if __name__ == "__main__":
    unittest.main()
