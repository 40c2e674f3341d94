"""What proves that a workspace is what it was: seals, recording without a break, forks."""
import base64
import json
import sqlite3
import subprocess
import shutil
import unittest

from command import Case, edited


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


class Signed(Case):
    # RFC 8032, 7.1, TEST 1 and TEST 2, as RFC 8410 writes keys.
    KEY = "302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    PUBLIC = "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    OTHER = "302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"

    def setUp(self):
        super().setUp()
        self.workspace = self.path("work.gpkg")
        self.new_workspace("work.gpkg")
        for name, kind, digits in (("seal.key", "PRIVATE", self.KEY), ("seal.pub", "PUBLIC", self.PUBLIC), ("other.pub", "PUBLIC", self.OTHER)):
            with open(self.path(name), "w", encoding="ascii") as file:
                file.write(f"-----BEGIN {kind} KEY-----\n{base64.b64encode(bytes.fromhex(digits)).decode()}\n-----END {kind} KEY-----\n")

    def sealed(self, *words):
        return json.loads(self.qitu("seal", self.workspace, *words, "--format", "json").stdout)["rows"][0]

    def refused(self, *words, says, status=4):
        self.assertIn(says, self.qitu("verify", self.workspace, *words, status=status).stderr)

    def test_a_signed_seal_is_known_by_the_public_key(self):
        seal = self.sealed("--key", "seal.key")
        self.assertIn("is signed", self.qitu("verify", self.workspace, "--pubkey", "seal.pub").stderr)
        self.refused("--pubkey", "other.pub", says="not made with the private key")
        self.refused("--pubkey", "seal.key", says="not a public", status=3)
        if shutil.which("openssl"):
            with open(self.path("text"), "w", encoding="ascii") as file:
                file.write(f"qitu seal {seal['hash']}")
            with open(self.path("signature"), "wb") as file:
                file.write(bytes.fromhex(seal["signature"]))
            subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", self.path("seal.pub"), "-rawin", "-in", self.path("text"),
                            "-sigfile", self.path("signature")], check=True, capture_output=True)

    def test_a_seal_without_signature_or_with_that_of_another_seal_is_refused(self):
        first = self.sealed("--key", "seal.key")
        second = self.sealed()
        self.refused("--pubkey", "seal.pub", says="is not signed")
        self.qitu("verify", self.workspace, first["hash"], "--pubkey", "seal.pub")
        edited(self.workspace, f"INSERT INTO qitu_meta VALUES ('seal_signature_2', '{first['signature']}')")
        self.refused("--pubkey", "seal.pub", says="not made with the private key")
        self.refused(second["hash"], "--pubkey", "seal.pub", says="not made with the private key")
        self.qitu("seal", self.workspace, "--key", "seal.pub", status=3)
        self.assertEqual(len(self.table("seal", self.workspace, "--list")["rows"]), 2)

    def test_a_public_list_shows_seals_that_were_made_anew_or_are_missing(self):
        self.sealed("--key", "seal.key", "--log", "seals.log")
        shutil.copy(self.workspace, self.path("older.gpkg"))
        shutil.copy(self.path("seals.log"), self.path("older.log"))
        self.sealed("--log", "seals.log")
        self.sealed("--log", "seals.log")
        self.assertIn("those of the list", self.qitu("verify", self.workspace, "--log", "seals.log", "--pubkey", "seal.pub", status=4).stderr)
        self.qitu("verify", self.workspace, "--log", "seals.log")
        self.refused("--log", "older.log", says="is not in the list")  # its end was cut
        with open(self.path("seals.log"), encoding="utf-8") as file:
            lines = file.readlines()
        self.assertEqual(len(lines), 4)
        for name, left in (("half.log", lines[:3] + [lines[3][:40]]), ("middle.log", lines[:2] + lines[3:]), ("head.log", lines[1:]),
                           ("swapped.log", [lines[0], lines[2], lines[1], lines[3]]), ("hash.log", lines[:1] + [lines[1].replace("\t1\t", "\t2\t")] + lines[2:])):
            with self.subTest(name), open(self.path(name), "w", encoding="utf-8") as file:
                file.writelines(left)
                file.flush()
                self.refused("--log", name, says="the list of seals is not as it was written", status=3)
                self.qitu("seal", self.workspace, "--log", name, status=3)
        shutil.copy(self.path("older.gpkg"), self.workspace)
        self.refused("--log", "seals.log", says="is in the list and not in the workspace")
        self.sealed()  # made anew, with other content
        self.sealed()
        self.refused("--log", "seals.log", says="has another hash in the list")
        self.qitu("seal", self.workspace, "--log", "seals.log", status=4)

    def test_where_the_list_cannot_be_written_no_seal_is_made(self):
        self.qitu("seal", self.workspace, "--log", self.folder, status=4)
        self.qitu("seal", self.workspace, "--log", self.workspace, status=4)
        self.assertEqual(self.table("seal", self.workspace, "--list")["rows"], [])
        with open(self.path("seals.log"), "w", encoding="ascii") as file:
            file.write("something else\n")
        self.qitu("seal", self.workspace, "--log", "seals.log", status=3)
        with open(self.path("seals.log"), encoding="ascii") as file:
            self.assertEqual(file.read(), "something else\n")


class Recorded(Case):
    def setUp(self):
        super().setUp()
        self.workspace = self.copy("work.gpkg")

    def test_a_workspace_that_records_everything_says_nothing_of_it(self):
        self.assertNotIn("not recorded", self.qitu("total", self.workspace, status=(0, 1)).stderr)
        checks = {check["name"]: check for check in json.loads(self.qitu("doctor", self.workspace, "--format", "json", status=(0, 1)).stdout)["checks"]}
        self.assertEqual(checks["recording"]["state"], "good")

    def test_recording_that_is_missing_is_said_and_kept(self):
        edited(self.workspace, "DROP TRIGGER qitu_record_update_high_standard_farmland",
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
        edited(self.workspace, "DELETE FROM qitu_history")
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
