"""A seeded attacker on the workspace: killed writers, full disks, damaged pages, forged seals and forks, hostile archives.

QITU_ATTACK moments, limits and damages of each kind (10; docs/reliability.md says with how many its record was made), QITU_ATTACK_SEED (1).
"""
import io
import json
import os
import random
import resource
import shutil
import sqlite3
import struct
import subprocess
import tarfile
import time
import unittest
import zipfile
from collections import Counter

from command import QITU, Case, digest, edited, geojson, run, square

RUNS = int(os.environ.get("QITU_ATTACK", "10"))
SEED = os.environ.get("QITU_ATTACK_SEED", "1")
LAYER = "high_standard_farmland"
BANNER = "150802"


def parcels(first, count):
    return [("Polygon", [square(107.30 + 0.003 * (i % 60), 40.70 + 0.003 * (i // 60))],
             {"project_code": f"P{i // 20}", "project_name": f"示例{i}", "admin_code": BANNER, "year": 2023, "stage": "under_construction"})
            for i in range(first, first + count)]


def rows_of(path, columns=None):
    """Every row of every table that a bureau fills, by scanning the tables, of some these columns only or none; None where SQLite cannot read them."""
    columns = columns or {}
    database = sqlite3.connect(path)
    database.text_factory = bytes  # of what is damaged not all is UTF-8
    try:
        tables = [name.decode() for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name "
                                                     "NOT LIKE 'rtree%' AND name NOT LIKE 'gpkg%' AND name <> 'layer_styles' ORDER BY name")]
        return {table: database.execute(f'SELECT {columns.get(table, "*")} FROM "{table}" NOT INDEXED ORDER BY rowid').fetchall()
                for table in tables if columns.get(table, "*")}
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return None
    finally:
        database.close()


class Worked(Case):
    """A sealed workspace with parcels, a quota and reviews, and a fork of it with changes."""

    COUNT = 40

    def setUp(self):
        super().setUp()
        self.small_workspace(BANNER, "150821")
        geojson(self.path("first.geojson"), parcels(0, self.COUNT))
        geojson(self.path("more.geojson"), parcels(self.COUNT, self.COUNT))
        self.qitu("import", "w.gpkg", LAYER, "first.geojson", status=(0, 1))
        self.qitu("quota", "set", "w.gpkg", "hsf.built", BANNER, "3", "--letter", "L1", status=(0, 1))
        self.qitu("advance", "w.gpkg", LAYER, "--to", "accepted", "--project", "P0")
        self.qitu("review", "w.gpkg", LAYER, "--project", "P0", "--level", "banner", "--by", "李明")
        self.seal = self.qitu("seal", "w.gpkg", "--note", "年末").stdout.strip()

    def fork(self, name="fork.gpkg"):
        self.qitu("export", "w.gpkg", name, "--banner", BANNER)
        return self.path(name)

    def checked(self, name):
        """What the command itself says of a workspace: verify and doctor."""
        self.qitu("verify", name, self.seal)
        checks = json.loads(self.qitu("doctor", name, "--format", "json", status=(0, 1)).stdout)["checks"]
        return {check["name"]: check["state"] for check in checks if check["name"] in ("integrity", "geometries", "indexes", "recording")}


class Interrupted(Worked):
    COUNT = 1500

    def setUp(self):
        super().setUp()
        edited(self.fork(), f"UPDATE {LAYER} SET project_name = 'theirs' WHERE fid % 3 = 0")
        shutil.copy(self.path("w.gpkg"), self.path("imported.gpkg"))
        self.qitu("import", "imported.gpkg", LAYER, "more.geojson", status=(0, 1))
        record = json.loads(self.qitu("history", "imported.gpkg", "--format", "json").stdout)["records"][-1]["record"]
        self.commands = {"import": ("w.gpkg", ["import", "{}", LAYER, "more.geojson"]), "merge": ("w.gpkg", ["merge", "{}", "fork.gpkg"]),
                         "undo": ("imported.gpkg", ["history", "{}", "--undo", str(record)]),
                         "advance": ("w.gpkg", ["advance", "{}", LAYER, "--to", "accepted", "--where", "stage = 'under_construction'"]),
                         "seal": ("w.gpkg", ["seal", "{}"])}

    def words(self, command, name):
        start, words = self.commands[command]
        shutil.copy(self.path(start), self.path(name))
        return [name if word == "{}" else word for word in words]

    @staticmethod
    def state(path):
        """Features as they are, and how many rows stand in each of the other tables: those bear times."""
        rows = rows_of(path)
        return rows and (hash(tuple(rows[LAYER])), tuple((table, len(held)) for table, held in rows.items()))

    def both(self, command):
        """The states before and after a command that nobody disturbs, and its seconds."""
        words = self.words(command, "whole.gpkg")
        old = self.state(self.path("whole.gpkg"))
        begun = time.monotonic()
        self.qitu(*words, status=(0, 1))
        seconds = time.monotonic() - begun
        new = self.state(self.path("whole.gpkg"))
        self.assertNotEqual(old, new)
        return old, new, seconds

    def test_a_writer_killed_at_any_moment_has_happened_or_has_not(self):
        chance = random.Random(f"{SEED} kills")
        for command in self.commands:
            old, new, seconds = self.both(command)
            seen = Counter()
            for kill in range(RUNS):
                words = self.words(command, "killed.gpkg")
                process = subprocess.Popen([QITU, *words], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL)
                time.sleep(seconds * chance.triangular(0, 1.1, 0.8))
                process.kill()
                process.wait()
                in_the_middle = os.path.exists(self.path("killed.gpkg-journal"))
                with self.subTest(f"{command} {kill}"):
                    checks = self.checked("killed.gpkg")  # opens what is left, before SQLite's own tool tidies it
                    self.assertEqual(set(checks.values()), {"good"}, checks)
                    state = self.state(self.path("killed.gpkg"))
                    self.assertIn(state, (old, new))
                    seen["old" if state == old else "new"] += 1
                    seen["while it wrote"] += in_the_middle
                    if state == old:
                        self.qitu(*words, status=(0, 1))  # the same goes through afterwards
                        self.assertEqual(self.state(self.path("killed.gpkg")), new)
            print(f"kills during {command:8}{RUNS:5} runs: {dict(sorted(seen.items()))}")

    def test_where_no_more_can_be_written_nothing_is_changed(self):
        chance = random.Random(f"{SEED} full disk")
        for command in self.commands:
            old, new, _ = self.both(command)
            seen = Counter()
            for number in range(RUNS):
                words = self.words(command, "full.gpkg")
                size = os.path.getsize(self.path("full.gpkg"))
                most = int(size * chance.uniform(0, 1)) if number % 3 == 0 else size + 4096 * chance.randrange(40)
                result = subprocess.run([QITU, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                        env={**os.environ, "LANG": "C.UTF-8"}, restore_signals=False, timeout=300,
                                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
                with self.subTest(f"{command}, no file beyond {most} of {size} bytes"):
                    self.assertIn(result.returncode, (0, 1, 3, 4), result.stderr)
                    self.assertNotIn("unexpectedly", result.stderr)
                    done = result.returncode in (0, 1)
                    self.assertTrue(done or result.stderr.strip())
                    self.assertEqual(set(self.checked("full.gpkg").values()), {"good"})
                    self.assertEqual(self.state(self.path("full.gpkg")), new if done else old)
                    seen["done" if done else "refused"] += 1
            print(f"full disk during {command:8}{RUNS:5} runs: {dict(sorted(seen.items()))}")


class Damaged(Worked):
    @staticmethod
    def damaged(data, chance):
        at = chance.randrange(len(data))
        if chance.random() < 0.6:
            return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1:]
        if chance.random() < 0.2:
            return data[:at]
        length = chance.choice([8, 64, 512, 4096])
        at = at // length * length
        return (data[:at] + chance.choice([bytes(length), chance.randbytes(length), data[:length]]) + data[at + length:])[:len(data)]

    @staticmethod
    def sealed(path):
        """All rows, of the copy of the catalogue the list of layers only, and without the project of QGIS."""
        return rows_of(path, {"qitu_catalogue": "layer", "qgis_projects": "", "qitu_project": ""})

    def test_a_damaged_page_is_never_taken_for_what_was_sealed(self):
        chance = random.Random(f"{SEED} pages")
        with open(self.path("w.gpkg"), "rb") as file:
            data = file.read()
        whole = self.sealed(self.path("w.gpkg"))
        total = self.qitu("total", "w.gpkg", "--format", "json", status=(0, 1)).stdout
        seen = Counter()
        for number in range(10 * RUNS):
            with open(self.path("bad.gpkg"), "wb") as file:
                file.write(self.damaged(data, chance))
            before = digest(self.path("bad.gpkg"))
            verified = run("verify", "bad.gpkg", self.seal, cwd=self.folder)
            totalled = run("total", "bad.gpkg", "--format", "json", cwd=self.folder)
            with self.subTest(number):
                for result in (verified, totalled):
                    self.assertIn(result.returncode, (0, 1, 3, 4), result.stderr)
                    self.assertNotIn("unexpectedly", result.stderr)
                    self.assertTrue(result.returncode == 0 or result.stderr.strip())
                self.assertEqual(digest(self.path("bad.gpkg")), before)
                if verified.returncode == 0:
                    self.assertTrue(self.sealed(self.path("bad.gpkg")) == whole, "verify says that it is as sealed")
                    self.assertTrue(totalled.returncode != 0 or totalled.stdout == total)
                seen["as sealed" if verified.returncode == 0 else "found"] += 1
                seen["another total, which verify finds"] += totalled.returncode == 0 and totalled.stdout != total
        print(f"damaged pages {10 * RUNS:5} runs: {dict(sorted(seen.items()))}")


def without_recording(path, table, *statements):
    """Changes a table while its triggers are gone, and puts them back: nothing seems to be missing."""
    triggers = edited(path, f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'")
    edited(path, *[f'DROP TRIGGER "{name}"' for name, _ in triggers], *statements)
    edited(path, *[sql for _, sql in triggers])


def in_the_schema(path, *statements):
    edited(path, "PRAGMA writable_schema = ON", *statements, "PRAGMA writable_schema = RESET")


def behind_an_index(path):
    """A row falsified while an index that covers it keeps the value that was sealed."""
    edited(path, "CREATE INDEX covering ON qitu_quota (indicator, admin, year, value, unit, source, illustrative, clause, letter, set_at)")
    sql, = edited(path, "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE name = 'covering'")
    in_the_schema(path, "DELETE FROM sqlite_master WHERE name = 'covering'")
    without_recording(path, "qitu_quota", "UPDATE qitu_quota SET value = value * 2")
    words = ", ".join(str(part) if isinstance(part, int) else "'" + part + "'" for part in sql)
    in_the_schema(path, f"INSERT INTO sqlite_master VALUES ({words})")


def generated(path):
    triggers = edited(path, f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{LAYER}'")
    edited(path, *[f'DROP TRIGGER "{name}"' for name, _ in triggers], f"ALTER TABLE {LAYER} DROP COLUMN year",
           f"ALTER TABLE {LAYER} ADD COLUMN year INTEGER GENERATED ALWAYS AS (2023) VIRTUAL")
    edited(path, *[sql for _, sql in triggers])


def replaced_by_a_view(path):
    edited(path, "ALTER TABLE qitu_quota RENAME TO quota_before",
           "CREATE VIEW qitu_quota AS SELECT id, indicator, admin, year, value * 2 AS value, unit, source, illustrative, clause, letter, set_at "
           "FROM quota_before")


def silent_triggers(path):
    """The triggers keep their names and do nothing."""
    triggers = edited(path, f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'qitu_record_%_{LAYER}'")
    edited(path, *[f'DROP TRIGGER "{name}"' for name, _ in triggers])
    edited(path, *[sql[:sql.index("BEGIN")] + "BEGIN SELECT 1; END" for _, sql in triggers], f"UPDATE {LAYER} SET year = 2024 WHERE fid = 1")


def remade(path):
    """All seals and their chain are removed, the row changed, and a new seal made over it."""
    edited(path, "DELETE FROM qitu_seal", "DELETE FROM qitu_chain", "DELETE FROM qitu_sealed", "DELETE FROM sqlite_sequence WHERE name = 'qitu_seal'")
    without_recording(path, LAYER, f"UPDATE {LAYER} SET year = 2024 WHERE fid = 1")
    run("seal", path, "--note", "年末")


def silently(table, *statements):
    return lambda path: without_recording(path, table, *statements)


def openly(*statements):
    return lambda path: edited(path, *statements)


FORGERIES = {
    # of the issue
    "a layer out of the catalogue": openly(f"DELETE FROM qitu_catalogue WHERE layer = '{LAYER}'"),
    "an index that keeps the sealed value": behind_an_index,
    "a column that is calculated": generated,
    "when the workspace was made": openly("UPDATE qitu_meta SET value = '2020-01-01T00:00:00Z' WHERE key = 'created'"),
    "a record of an unknown operation": openly(f"INSERT INTO qitu_history (at, tab, row, op) VALUES (0, '{LAYER}', 1, 'nothing')"),
    "a mark left for the next writer": openly("INSERT INTO qitu_session VALUES (1, 1)"),
    # others
    "a value, with all triggers put back": silently(LAYER, f"UPDATE {LAYER} SET year = 2024 WHERE fid = 1"),
    "one bit of a corner": silently(LAYER, f"UPDATE {LAYER} SET geom = CAST(substr(geom, 1, length(geom) - 1) || x'41' AS BLOB) WHERE fid = 1"),
    "a text as bytes": silently(LAYER, f"UPDATE {LAYER} SET project_name = CAST(project_name AS BLOB) WHERE fid = 1"),
    "something behind a NUL": silently(LAYER, f"UPDATE {LAYER} SET project_name = project_name || char(0) || 'x' WHERE fid = 1"),
    "two features exchange numbers": silently(LAYER, f"UPDATE {LAYER} SET fid = -1 WHERE fid = 1", f"UPDATE {LAYER} SET fid = 1 WHERE fid = 2",
                                              f"UPDATE {LAYER} SET fid = 2 WHERE fid = -1"),
    "a feature numbered below nought": silently(LAYER, f"INSERT INTO {LAYER} (fid, geom, project_code) SELECT -5, geom, 'P0' FROM {LAYER} WHERE fid = 1"),
    "a view for a table": replaced_by_a_view,
    "triggers that record nothing": silent_triggers,
    "a quota doubled": silently("qitu_quota", "UPDATE qitu_quota SET value = value * 2"),
    "who reviewed": silently("qitu_review", "UPDATE qitu_review SET reviewer = '王芳'"),
    "a border": silently("banner", f"UPDATE banner SET geom = (SELECT geom FROM banner WHERE code = '150821') WHERE code = '{BANNER}'"),
    "when it was recorded": openly("UPDATE qitu_history SET at = at - 86400000"),
    "who wrote": openly("UPDATE qitu_change SET who = 'somebody'"),
    "a command's note": openly("UPDATE qitu_change SET note = 'as ordered'"),
    "the last record away": openly("DELETE FROM qitu_history WHERE id = (SELECT max(id) FROM qitu_history)"),
    "the seal's totals": silently("qitu_seal", "UPDATE qitu_seal SET totals = replace(totals, '1', '2')"),
    "the seal and all after it away": openly("DELETE FROM qitu_seal", "DELETE FROM sqlite_sequence WHERE name = 'qitu_seal'"),
    "all made anew": remade,
    "a list of sealed rows from another table": openly("UPDATE qitu_sealed SET rows = (SELECT rows FROM qitu_sealed WHERE id = 1)"),
    "a column of another type": lambda path: in_the_schema(
        path, f"UPDATE sqlite_master SET sql = replace(sql, 'year', 'year2') WHERE type = 'table' AND name = '{LAYER}'"),
}


class Forged(Worked):
    def test_a_forged_workspace_is_not_as_sealed(self):
        self.qitu("verify", "w.gpkg", self.seal)
        edited(self.path("w.gpkg"), f"UPDATE {LAYER} SET year = 2022 WHERE fid = 3")
        self.qitu("verify", "w.gpkg", self.seal)  # on record: no forgery
        found = 0
        for name, forge in FORGERIES.items():
            with self.subTest(name):
                shutil.copy(self.path("w.gpkg"), self.path("forged.gpkg"))
                before = digest(self.path("forged.gpkg"))
                forge(self.path("forged.gpkg"))
                self.assertNotEqual(digest(self.path("forged.gpkg")), before)
                result = self.qitu("verify", "forged.gpkg", self.seal, status=(1, 3, 4))
                self.assertNotIn("unexpectedly", result.stderr)
                self.assertTrue(result.stderr.strip())
                found += 1
        print(f"forged seals {len(FORGERIES):5} ways: {found} found")

    def test_a_forged_fork_is_not_merged_and_changes_nothing(self):
        fork = self.fork()
        geojson(self.path("other.geojson"), parcels(200, 3))
        self.small_workspace(BANNER, name="other.gpkg")
        self.qitu("import", "other.gpkg", LAYER, "other.geojson", status=(0, 1))
        self.qitu("export", "other.gpkg", "foreign.gpkg", "--banner", BANNER)
        geojson(self.path("plain.geojson"), parcels(0, 3))
        marks = [key for key, in edited(fork, "SELECT key FROM qitu_meta WHERE key LIKE 'fork%' AND key <> 'fork_what'")]  # a label
        self.assertGreater(len(marks), 3)
        record = ("INSERT INTO qitu_history (at, tab, row, op, before, after) VALUES (1, '{}', 1, 'update', '{}', '{}')")
        ways = {
            "a row changed without a record": silently(LAYER, f"UPDATE {LAYER} SET year = 1999 WHERE fid = 1"),
            "a row removed without a record": silently(LAYER, f"DELETE FROM {LAYER} WHERE fid = 1"),
            "a row added without a record": silently(LAYER, f"INSERT INTO {LAYER} (geom, project_code) SELECT geom, 'PX' FROM {LAYER} WHERE fid = 1"),
            "triggers that record nothing": silent_triggers,
            "its history emptied": openly(f"UPDATE {LAYER} SET year = 1999", "DELETE FROM qitu_history"),
            "its history gone": openly("DROP TABLE qitu_history"),
            "a quota": openly("INSERT INTO qitu_quota (indicator, admin, year, value, unit, source, illustrative) VALUES "
                              "('hsf.built', '150821', 2023, 9, '万亩', 'x', 0)"),
            "a border": openly(f"UPDATE banner SET code = '150899' WHERE code = '{BANNER}'"),
            "a record about the seals": openly(record.format("qitu_seal", "", "")),
            "a record about the marks": openly(record.format("qitu_meta", "", "")),
            "a record about the schema": openly(record.format("sqlite_master", "", "")),
            "a record about a row that never left": openly(record.format(LAYER, '"year"=2023,', '"year"=1999,').replace(", 1, 'update'", ", 9999, 'update'")),
            "a record that is SQL": openly(record.format(LAYER, '"year"=(SELECT 1),', '"year"=2023,')),
            "a record with a column that is SQL": openly(record.format(LAYER, '"year"=1,"x" = 1; DROP TABLE qitu_seal; --"=1,', "")),
            "a record with an unknown operation": openly(record.format(LAYER, "", "").replace("'update'", "'drop'")),
            "a layer out of its catalogue": openly(f"DELETE FROM qitu_catalogue WHERE layer = '{LAYER}'"),
            "its table replaced by a view": lambda path: edited(path, f"ALTER TABLE {LAYER} RENAME TO hidden", f"CREATE VIEW {LAYER} AS SELECT * FROM hidden"),
            "its table gone": openly(f"DROP TABLE {LAYER}"),
            "a plain GeoPackage": lambda path: (os.remove(path), run("area", self.path("plain.geojson"), "-o", path)),
            "a fork of another workspace": lambda path: shutil.copy(self.path("foreign.gpkg"), path),
            "the workspace itself": lambda path: shutil.copy(self.path("w.gpkg"), path),
            **{f"{mark} emptied": openly(f"UPDATE qitu_meta SET value = '' WHERE key = '{mark}'") for mark in marks},
            **{f"{mark} removed": openly(f"DELETE FROM qitu_meta WHERE key = '{mark}'") for mark in marks},
        }
        before = digest(shutil.copy(self.path("w.gpkg"), self.path("whole.gpkg")))
        for name, forge in ways.items():
            with self.subTest(name):
                shutil.copy(self.path("whole.gpkg"), self.path("w.gpkg"))
                bad = shutil.copy(fork, self.path("bad.gpkg"))
                forge(bad)
                result = self.qitu("merge", "w.gpkg", "bad.gpkg", status=(3, 4))
                self.assertNotIn("unexpectedly", result.stderr)
                self.assertTrue(result.stderr.strip())
                self.assertEqual(digest(self.path("w.gpkg")), before)
        shutil.copy(self.path("whole.gpkg"), self.path("w.gpkg"))
        edited(fork, f"UPDATE {LAYER} SET project_name = 'theirs' WHERE fid = 1")  # an honest one goes in, once
        self.qitu("merge", "w.gpkg", "fork.gpkg")
        self.assertEqual(edited(self.path("w.gpkg"), f"SELECT project_name FROM {LAYER} WHERE fid = 1"), [("theirs",)])
        before = digest(self.path("w.gpkg"))
        self.qitu("merge", "w.gpkg", "fork.gpkg", status=4)
        self.assertEqual(digest(self.path("w.gpkg")), before)
        print(f"forged forks {len(ways) + 1:5} ways: none merged")


class Archives(Case):
    """Archives that lead out, swell, lie or never end."""

    def setUp(self):
        super().setUp()
        with open(geojson(self.path("good.geojson"), parcels(0, 3)), "rb") as file:
            self.good = file.read()
        self.secret = geojson(self.path("secret.geojson"), [("Polygon", [square(107.3, 40.7)], {"project_code": "not-yours"})])

    def zip(self, *entries, **options):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            for name, content in entries:
                archive.writestr(name, content)
        return out.getvalue()

    def link(self):
        info = zipfile.ZipInfo("a.geojson")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        return self.zip((info, self.secret))

    def tar(self, mode="w", **member):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode=mode) as archive:
            info = tarfile.TarInfo(member.pop("name", "a.geojson"))
            for key, value in member.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(self.good) if info.size else None)
        return out.getvalue()

    def patched(self, data, signature, offset, pattern, value):
        at = data.index(signature) + offset
        return data[:at] + struct.pack(pattern, value) + data[at + struct.calcsize(pattern):]

    def overlapping(self):
        """Many names for the same bytes, as in a bomb without recursion."""
        one = self.zip(("a.geojson", self.good + b" " * (8 << 20)))
        start = one.index(b"PK\1\2")
        end = one.index(b"PK\5\6")
        entries = b"".join(one[start:end].replace(b"a.geojson", b"%09d" % i) for i in range(5000))
        return one[:start] + entries + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 5000, 5000, len(entries), start, 0)

    def nested(self, depth):
        data = self.zip(("a.geojson", self.good))
        for _ in range(depth):
            data = self.zip(("a.zip", data))
        return data

    def hostile(self):
        outside = self.path("written.geojson")
        central = b"PK\1\2"
        good = self.zip(("a.geojson", self.good))
        yield "leads out", "zip", self.zip(("../../written.geojson", self.good))
        yield "absolute", "zip", self.zip((outside, self.good))
        yield "backslashes", "zip", self.zip(("..\\..\\written.geojson", self.good))
        yield "a link", "zip", self.link()
        yield "a link in a tar", "tar", self.tar(type=tarfile.SYMTYPE, linkname=self.secret)
        yield "a hard link", "tar", self.tar(type=tarfile.LNKTYPE, linkname=self.secret)
        yield "a device", "tar", self.tar(type=tarfile.CHRTYPE, devmajor=1, devminor=5)
        yield "a pipe", "tar", self.tar(type=tarfile.FIFOTYPE)
        yield "absolute in a tar", "tar", self.tar(name=outside, size=len(self.good))
        yield "leads out of a tar", "tar", self.tar(name="../../written.geojson", size=len(self.good))
        yield "20 deep", "zip", self.nested(20)
        yield "same bytes 5000 times", "zip", self.overlapping()
        yield "swells", "zip", self.zip(("a.geojson", self.good + b" " * (300 << 20)))
        yield "swells in a tar", "tar.gz", self.tar("w:gz", size=len(self.good)) + b"\0" * 100
        yield "100 000 entries", "zip", self.zip(*((f"{i}.txt", b"") for i in range(100_000)))
        yield "a long name", "zip", self.zip(("x" * 5000 + ".geojson", self.good))
        yield "a name of controls", "zip", self.zip(("\x1b[2J\n\r\x07.geojson", self.good))
        yield "encrypted", "zip", self.patched(self.patched(good, central, 8, "<H", 1), b"PK\3\4", 6, "<H", 1)
        yield "a wrong checksum", "zip", self.patched(self.patched(good, central, 16, "<I", 7), b"PK\3\4", 14, "<I", 7)
        yield "a size that lies", "zip", self.patched(good, central, 24, "<I", 10)
        yield "a place that lies", "zip", self.patched(good, central, 42, "<I", 1 << 30)
        yield "more entries than there are", "zip", self.patched(good, b"PK\5\6", 10, "<H", 5000)
        yield "nothing", "zip", b""
        yield "only a head", "7z", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(24)
        yield "only a head", "rar", b"Rar!\x1a\7\1\0" + bytes(24)

    def test_no_archive_leads_out_swells_or_stays(self):
        os.mkdir(self.path("tmp"))
        os.mkdir(self.path("in"))
        seen = Counter()
        for number, (name, ending, data) in enumerate(self.hostile()):
            file = os.path.join("in", f"{number}.{ending}")
            with open(self.path(file), "wb") as target:
                target.write(data)
            begun = time.monotonic()
            result = run("area", file, "--format", "json", cwd=self.folder, TMPDIR=self.path("tmp"))
            with self.subTest(f"{name} ({ending})"):
                self.assertIn(result.returncode, (0, 1, 3, 4), result.stderr)
                self.assertNotIn("unexpectedly", result.stderr)
                self.assertLess(time.monotonic() - begun, 60)
                if result.returncode in (0, 1):
                    self.assertEqual(len(json.loads(result.stdout)["features"]), 3)
                self.assertNotIn("not-yours", result.stdout + result.stderr)
                self.assertNotRegex(result.stderr, "[\x00-\x08\x0b-\x1f\x7f]")
                self.assertEqual(os.listdir(self.path("tmp")), [])
                self.assertEqual(sorted(os.listdir(self.folder)), ["good.geojson", "in", "secret.geojson", "tmp"])
                seen["refused" if result.returncode > 1 else "read whole"] += 1
        print(f"hostile archives: {dict(sorted(seen.items()))}")


if __name__ == "__main__":
    unittest.main()
