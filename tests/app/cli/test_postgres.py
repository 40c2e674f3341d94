"""A workspace in PostgreSQL: it is the same workspace. What a file gives, a database gives, to the last bit."""
import contextlib
import getpass
import json
import os
import re
import shutil
import sqlite3
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor

from cluster import Cluster, Refused
from command import Case, edited, geojson, run, square

CLUSTER = None
PREPARED = []  # databases that several tests begin with
RIGHTS = []


def setUpModule():
    global CLUSTER
    CLUSTER = Cluster()


def tearDownModule():
    CLUSTER.close()


def rows_of(path):
    """Every table, index and statement of a GeoPackage, each value as SQLite writes it to the last bit."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        ask = lambda sql: database.execute(sql).fetchall()
        names = [name for name, in ask("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') "
                                       "AND name NOT IN ('sqlite_schema', 'server_state')")]
        dump = {"": sorted(ask("SELECT type, name, sql FROM sqlite_master WHERE name <> 'server_state' AND name NOT IN (SELECT name FROM "
                               "pragma_table_list WHERE type = 'shadow')"), key=repr),
                "pragma": ask("SELECT application_id, user_version FROM pragma_application_id, pragma_user_version")}
        for name in names:
            columns = [column for column, in ask(f"SELECT name FROM pragma_table_info('{name}')")]
            dump[name] = sorted(ask(f"SELECT {', '.join(f'quote({chr(34)}{c}{chr(34)})' for c in columns)} FROM \"{name}\""))
        return dump


class Databases(Case):
    def setUp(self):
        super().setUp()
        self.database = "t_" + self.id().rsplit(".", 1)[-1][:50].lower()
        self.cache = self.path("cache")
        self.server = CLUSTER.create(self.database, self.prepared())

    def prepared(self):
        """The database that a test begins with."""
        return "template1"

    def qitu(self, *words, status=0, **options):
        options.setdefault("XDG_CACHE_HOME", self.cache)
        return super().qitu(*words, status=status, **options)

    def ask(self, sql, user="postgres", **environment):
        return CLUSTER.ask(self.database, sql, user, **environment)

    def assert_same(self, one, other, *but):
        ours, theirs = rows_of(one), rows_of(other)
        self.assertEqual(ours.keys(), theirs.keys())
        for name, rows in ours.items():
            if name not in but:
                self.assertEqual(rows, theirs[name], name)


class ThereAndBack(Databases):
    def test_the_main_job_goes_into_a_database_and_comes_back_to_the_last_bit(self):
        file = self.copy("work.gpkg")
        self.qitu("review", file, "high_standard_farmland", "--level", "banner", "--by", "王建国", "--where", "stage = 'accepted'", status=(0, 4))
        self.qitu("quota", "set", file, "hsf.built", "临河", 3.25, "--letter", "文〔2024〕3号")
        self.qitu("seal", file, "--note", "年末")
        self.qitu("quota", "set", file, "hsf.built", "临河", 4, "--letter", "文〔2024〕4号")
        self.there_and_back(file)
        verified = [self.qitu("verify", name, status=(0, 1)) for name in (file, "back.gpkg", self.server)]
        self.assertEqual(len({(v.returncode, v.stdout) for v in verified}), 1)
        self.assertIn("recorded", verified[0].stderr)
        figures = [self.qitu("progress", name, "--by", "banner", "--format", "json", status=(0, 1)).stdout for name in (file, "back.gpkg", self.server)]
        self.assertEqual(figures[0], figures[1])
        self.assertEqual(figures[0], figures[2])

    def there_and_back(self, file, *but):
        self.qitu("copy", file, self.server)
        self.qitu("copy", self.server, "back.gpkg")
        self.assert_same(file, self.path("back.gpkg"), *but)

    def test_what_other_programs_leave_behind_goes_there_and_back_to_the_last_bit(self):
        file = self.copy("work.gpkg")
        with contextlib.closing(sqlite3.connect(file)) as database:  # as other programs leave geometries behind
            for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
                database.create_function(name, 1, lambda _: 1)
            database.execute("UPDATE high_standard_farmland SET geom = CAST(substr(geom, 1, 3) || x'01' || substr(geom, 5, 4) || "
                             "substr(geom, 41) AS BLOB) WHERE fid % 7 = 1")  # no envelope
            database.execute("UPDATE high_standard_farmland SET geom = x'47500001' WHERE fid = 9")  # damaged
            database.execute("UPDATE high_standard_farmland SET qitu_cm = -0.0 WHERE fid = 3")
            database.execute("UPDATE high_standard_farmland SET qitu_cm = 9e999 WHERE fid = 4")
            database.execute("UPDATE high_standard_farmland SET project_name = 'a\"b\\c' || char(9, 10, 13, 1) || '𠀀' WHERE fid = 5")
            database.commit()
        self.there_and_back(file, "rtree_high_standard_farmland_geom")  # which the functions above have spoilt
        self.assertGreater(int(self.ask("SELECT count(*) FROM qitu_file.exact WHERE tab = 'high_standard_farmland'")[0]), 100)
        self.assertEqual(self.ask("SELECT fid FROM qitu.high_standard_farmland WHERE geom IS NULL"), ["9"])

    def test_features_are_geometries_that_postgis_reads(self):
        file = self.copy("work.gpkg")
        self.qitu("copy", file, self.server)
        with contextlib.closing(sqlite3.connect(file)) as database:
            count, = database.execute("SELECT count(*) FROM high_standard_farmland").fetchone()
        self.assertEqual(self.ask("SELECT count(geom), bool_and(ST_SRID(geom) = 4490), min(GeometryType(geom)) FROM qitu.high_standard_farmland"),
                         [f"{count}|t|MULTIPOLYGON"])
        self.assertEqual(self.ask("SELECT count(*) FROM qitu_file.exact"), ["0"])
        self.assertEqual(self.ask("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'qitu.high_standard_farmland'::regclass "
                                  "AND attname IN ('geom', 'year', 'qitu_cm', 'stage') ORDER BY attname"),
                         ["geometry(MultiPolygon,4490)", "double precision", "text", "bigint"])

    def test_a_copy_replaces_nothing(self):
        file = self.copy("work.gpkg")
        self.qitu("copy", file, self.server)
        self.assertIn("already", self.qitu("copy", file, self.server, status=4).stderr)
        self.assertIn("already", self.qitu("init", self.server, status=4).stderr)
        self.qitu("copy", self.server, "work.gpkg", status=4)
        self.qitu("copy", file, "second.gpkg")
        self.assert_same(file, self.path("second.gpkg"))

    def test_a_value_that_is_not_of_its_column_is_named_and_nothing_is_copied(self):
        file = self.copy("work.gpkg")
        with contextlib.closing(sqlite3.connect(file)) as database:
            database.execute("UPDATE qitu_import SET features = 'many' WHERE id = 1")
            database.commit()
        error = self.qitu("copy", file, self.server, status=4).stderr
        self.assertIn("qitu_import 1", error)
        self.assertIn("features", error)
        self.assertEqual(self.ask("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'qitu%'"), ["0"])


class EveryCommand(Databases):
    def parcels(self, name, count, **values):
        return geojson(self.path(name), [("Polygon", [square(107.40 + 0.004 * i, 40.80)], dict(dict(
            project_code=f"P{i}", project_name="项目", admin_code="150802", year=2023, stage="accepted"), **values))
            for i in range(count)])

    def path_of_a_year(self, workspace):
        """What each command says and gives, with the workspace's name taken out of it."""
        said = []

        def do(*words, status=(0, 1)):
            result = self.qitu(*words, status=status)
            said.append([re.sub(r",(root|postgres|%s)$" % re.escape(getpass.getuser()), ",WHO", text.replace(workspace, "WORKSPACE"), flags=re.MULTILINE)
                         for text in (result.stdout, result.stderr)] + [result.returncode])
            return result
        do("init", workspace)
        do("import", workspace, "high_standard_farmland", "parcels.geojson")
        do("import", workspace, "high_standard_farmland", "parcels.geojson", status=(0, 1, 4))  # known already
        do("quota", "set", workspace, "hsf.built", "临河", 2, "--letter", "文〔2024〕3号")
        do("review", workspace, "high_standard_farmland", "--level", "banner", "--by", "王建国", "--where", "stage = 'accepted'")
        do("review", workspace, "high_standard_farmland", "--level", "region", "--by", "李", "--where", "fid < 3", status=4)
        do("advance", workspace, "high_standard_farmland", "--to", "under_construction", "--back", "返工", "--where", "fid = 2", status=(0, 1, 4))
        do("progress", workspace, "--by", "banner", "--format", "json")
        do("total", workspace, "--by", "banner", "--format", "csv")
        do("explain", workspace, "hsf.built", "临河", "--format", "json")
        do("export", workspace, "linhe.gpkg", "--banner", "150802")
        edited(self.path("linhe.gpkg"), "UPDATE high_standard_farmland SET project_name = '旗里改的' WHERE fid < 3",
               "UPDATE high_standard_farmland SET geom = (SELECT geom FROM high_standard_farmland WHERE fid = 1) WHERE fid = 2")
        do("merge", workspace, "linhe.gpkg", "--reject", "high_standard_farmland:2=还在建")
        do("sql", workspace, "SELECT row, op, reason, cells, hex(geom) FROM qitu_rejection", "--format", "csv")
        do("check", workspace, "--format", "json")
        do("sql", workspace, "SELECT fid, project_name, hex(geom) FROM high_standard_farmland ORDER BY fid", "--format", "csv")
        said_by_doctor = do("doctor", workspace)
        self.assertIn("recording", said_by_doctor.stdout)
        do("deliveries", workspace, "--format", "csv")
        records = self.table("history", workspace, "high_standard_farmland")["records"]
        do("history", workspace, "--undo", records[-1]["record"])
        do("seal", workspace, "--note", "年末")
        do("verify", workspace)
        do("diff", workspace, "--from", "start", "--format", "json")
        os.remove(self.path("linhe.gpkg"))
        return said

    def test_the_same_path_over_a_file_and_over_a_database_gives_the_same(self):
        self.parcels("parcels.geojson", 5)
        over_file = self.path_of_a_year("w.gpkg")
        over_server = self.path_of_a_year(self.server)
        self.assertEqual(len(over_file), len(over_server))
        self.qitu("copy", self.server, "back.gpkg")
        for tables in ("high_standard_farmland", "qitu_history", "qitu_review", "qitu_quota", "qitu_import", "qitu_rejection"):
            ours, theirs = rows_of(self.path("w.gpkg"))[tables], rows_of(self.path("back.gpkg"))[tables]
            self.assertEqual(len(ours), len(theirs), tables)
        for ours, theirs in zip(over_file, over_server):
            self.assertEqual(self.without_times(ours), self.without_times(theirs))

    def without_times(self, said):
        return [re.sub(r"\b[0-9a-f]{12,64}\b|[\d.]+ GB free|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?", "…", re.sub(r"good   journal .*\n", "", str(text))) for text in said]


class Prepared(Databases):
    """Six parcels of one banner, in a database and in the file that it was copied from."""

    def prepared(self):
        if not PREPARED:
            self.make(CLUSTER.create("edited"))
            PREPARED.append("edited")
            shutil.move(self.path("w.gpkg"), os.path.join(CLUSTER.folder, "w.gpkg"))
            shutil.rmtree(self.cache, ignore_errors=True)
        return "edited"

    def workspace(self):
        """The file that the database was copied from."""
        return shutil.copy(os.path.join(CLUSTER.folder, "w.gpkg"), self.path("w.gpkg"))

    def make(self, server):
        geojson(self.path("p.geojson"), [("Polygon", [square(107.40 + 0.004 * i, 40.80)], dict(
            project_code=f"P{i}", project_name="项目", admin_code="150802", year=2023, stage="accepted")) for i in range(6)])
        self.small_workspace("150802", "150821")
        self.qitu("import", "w.gpkg", "high_standard_farmland", "p.geojson", status=(0, 1))
        self.qitu("copy", "w.gpkg", server)


class Edited(Prepared):
    """What other programs write through SQL."""

    EDITS = """
UPDATE {t} SET project_name = '别的''名', year = 2022 WHERE fid = 1;
UPDATE {t} SET qitu_cm = 0.1 WHERE fid = 2;
UPDATE {t} SET qitu_cm = 111, project_name = project_name WHERE fid = 2;
UPDATE {t} SET qitu_cm = NULL WHERE fid = 2;
UPDATE {t} SET geom = (SELECT geom FROM {t} WHERE fid = 4) WHERE fid = 3;
DELETE FROM {t} WHERE fid = 5;
"""
    RECORDS = "SELECT tab, row, op, before, after, moved, hex(geom) FROM qitu_history WHERE tab = 'high_standard_farmland' AND op <> 'insert'"

    def test_edits_through_sql_are_recorded_as_the_file_records_them(self):
        file = self.workspace()
        self.ask(self.EDITS.format(t="qitu.high_standard_farmland"), PGAPPNAME="QGIS")
        with contextlib.closing(sqlite3.connect(file)) as database:
            for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
                database.create_function(name, 1, lambda _: 0)
            database.executescript(self.EDITS.format(t="high_standard_farmland"))
        self.qitu("copy", self.server, "back.gpkg")
        records = []
        for name in (file, self.path("back.gpkg")):
            with contextlib.closing(sqlite3.connect(name)) as database:
                records.append(database.execute(self.RECORDS).fetchall())
        self.assertEqual(records[0], records[1])
        self.assertEqual(len(records[0]), 6)
        last = self.table("history", self.server, "high_standard_farmland")["records"][-1]
        self.assertEqual((last["who"], last["program"]), ("postgres", "QGIS"))

    def test_a_working_copy_catches_up_and_is_what_a_new_one_is(self):
        self.workspace()
        self.qitu("seal", self.server, "--note", "前")
        before = self.table("total", self.server, "high_standard_farmland")
        self.ask(self.EDITS.format(t="qitu.high_standard_farmland") + """
INSERT INTO qitu.high_standard_farmland (geom, project_code, admin_code, year, stage)
SELECT ST_Translate(geom, 0, 0.1), 'Q1', '150821', 2023, 'accepted' FROM qitu.high_standard_farmland WHERE fid < 4;""")
        caught_up = self.qitu("total", self.server, "--format", "json").stdout
        anew = self.qitu("total", self.server, "--format", "json", XDG_CACHE_HOME=self.path("other")).stdout
        self.assertEqual(caught_up, anew)
        copies = [self.copy_in(name) for name in ("cache", "other")]
        dumps = [rows_of(name) for name in copies]
        for table in dumps[0]:
            if table != "sqlite_sequence":  # a copy counts on from what it has seen; the database from its own sequence
                self.assertEqual(dumps[0][table], dumps[1][table], table)
        self.assertIn("all recorded", self.qitu("verify", self.server).stderr)
        self.qitu("history", self.server, "--undo", self.table("history", self.server, "high_standard_farmland")["records"][-1]["record"])
        self.assertIn("all recorded", self.qitu("verify", self.server).stderr)
        self.assertTrue(before)

    def copy_in(self, cache):
        folder = self.path(os.path.join(cache, "qitu"))
        name, = [name for name in os.listdir(folder) if name.endswith(".gpkg")]
        self.assertEqual(os.stat(os.path.join(folder, name)).st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(folder).st_mode & 0o777, 0o700)
        return os.path.join(folder, name)

    def test_a_database_that_was_restored_from_a_backup_is_followed_back(self):
        self.workspace()
        backup = subprocess.run(["pg_dump", "-h", CLUSTER.folder, "-U", "postgres", "-Fc", self.database], check=True, capture_output=True).stdout
        self.qitu("quota", "set", self.server, "hsf.built", "临河", 9, "--letter", "文〔2024〕9号")
        CLUSTER.administer(f"DROP DATABASE {self.database}")
        CLUSTER.administer(f"CREATE DATABASE {self.database}")
        subprocess.run(["pg_restore", "-h", CLUSTER.folder, "-U", "postgres", "-d", self.database], input=backup, check=True, capture_output=True)
        self.qitu("quota", "set", self.server, "hsf.built", "临河", 5, "--letter", "文〔2024〕5号")
        values = [row["value"] for row in self.table("quota", "show", self.server)["rows"] if row["admin"] == "150802"]
        self.assertEqual(values, [5.0])
        self.qitu("copy", self.server, "back.gpkg")
        self.qitu("seal", self.server)
        self.qitu("verify", self.server)


class Stale(Prepared):
    """Two who change one feature from the same state: the second is refused and sees both sides."""

    TABLE = "qitu.high_standard_farmland"

    def version(self, feature):
        return self.ask(f"SELECT qitu_version FROM {self.TABLE} WHERE fid = {feature}")[0]

    def test_who_gives_back_what_was_read_is_refused_where_somebody_was_quicker(self):
        read = self.version(1)
        self.ask(f"UPDATE {self.TABLE} SET project_name = '甲写的', qitu_version = {read} WHERE fid = 1", PGAPPNAME="QGIS")
        with self.assertRaises(Refused) as refused:
            self.ask(f"UPDATE {self.TABLE} SET project_name = '乙写的', year = 2019, qitu_version = {read} WHERE fid = 1")
        for side in ("postgres (QGIS)", "'项目'", "'甲写的'", "'乙写的'", "2019"):
            self.assertIn(side, str(refused.exception))
        self.assertEqual(self.ask(f"SELECT project_name, year FROM {self.TABLE} WHERE fid = 1"), ["甲写的|2023"])
        now = self.version(1)
        self.assertNotEqual(now, read)
        self.ask(f"UPDATE {self.TABLE} SET geom = ST_Translate(geom, 0, 0.01), qitu_version = {now} WHERE fid = 1; "
                 f"UPDATE {self.TABLE} SET year = 2022, qitu_version = {now} WHERE fid = 1")  # of one transaction, as QGIS saves
        self.ask(f"UPDATE {self.TABLE} SET year = 2021 WHERE fid = 1")  # who gives no version is not asked
        with self.assertRaises(Refused) as refused:
            self.ask(f"UPDATE {self.TABLE} SET geom = ST_Translate(geom, 0, 0.01), qitu_version = {now} WHERE fid = 1")
        self.assertIn("geometry", str(refused.exception))
        self.qitu("advance", self.server, "high_standard_farmland", "--to", "under_construction", "--back", "返工", "--where", "fid = 2")
        with self.assertRaises(Refused) as refused:
            self.ask(f"UPDATE {self.TABLE} SET year = 2018, qitu_version = {read} WHERE fid = 2")
        self.assertIn("(qitu advance)", str(refused.exception))
        self.qitu("copy", self.server, "back.gpkg")
        self.assertEqual(edited(self.path("back.gpkg"), "SELECT count(*) FROM pragma_table_info('high_standard_farmland') WHERE name = 'qitu_version'"), [(0,)])
        self.assertEqual(self.ask("SELECT count(*) FROM qitu.qitu_history WHERE before LIKE '%qitu_version%' OR after LIKE '%qitu_version%'"), ["0"])

    def test_qgis_is_refused_what_it_has_changed_from_an_older_state(self):
        self.qitu("export", self.server, "--project")
        looked = subprocess.run(["/usr/bin/python3", os.path.join(os.path.dirname(__file__), "qgis_postgres.py"), self.database, "high_standard_farmland", "stale"],
                                text=True, capture_output=True, timeout=120, env={**os.environ, "PGHOST": CLUSTER.folder, "PGUSER": "postgres"})
        self.assertEqual(looked.returncode, 0, looked.stderr)
        found = json.loads(looked.stdout.splitlines()[-1])
        for edit, yours in (("attribute", "QGIS 写的"), ("geometry", "geometry")):
            refusal = " ".join(found[edit]["stale"])
            self.assertIn("对方", refusal)
            self.assertIn("另一人写的", refusal)
            self.assertIn(yours, refusal)
            self.assertEqual(found[edit]["fresh"], [])
        self.assertEqual(found["hidden"], "Hidden")

    def command_meanwhile(self, other):
        """`advance` of feature 1 that had been opened before another's change was committed."""
        with ThreadPoolExecutor(1) as pool:
            with CLUSTER.writing(self.database, other):
                command = pool.submit(run, "advance", self.server, "high_standard_farmland", "--to", "under_construction", "--back", "返工",
                                      "--where", "fid = 1", cwd=self.folder, XDG_CACHE_HOME=self.cache)
                CLUSTER.wait_for_lock(self.database, "NOT granted")
            return command.result()

    def test_a_command_is_refused_a_feature_that_was_changed_since_it_looked(self):
        self.qitu("progress", self.server, status=(0, 1))
        refused = self.command_meanwhile(f"UPDATE {self.TABLE} SET project_name = '另一人写的' WHERE fid = 1")
        self.assertEqual(refused.returncode, 4, refused.stderr)
        for side in ("feature 1", "postgres (psql)", "'项目'", "'另一人写的'", "'under_construction'"):
            self.assertIn(side, refused.stderr)
        self.assertEqual(self.ask(f"SELECT project_name, stage FROM {self.TABLE} WHERE fid = 1"), ["另一人写的|accepted"])
        done = self.command_meanwhile(f"UPDATE {self.TABLE} SET project_name = '另一人写的' WHERE fid = 2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.ask(f"SELECT project_name, stage FROM {self.TABLE} WHERE fid < 3 ORDER BY fid"),
                         ["另一人写的|under_construction", "另一人写的|accepted"])
        self.qitu("seal", self.server)
        self.assertIn("all recorded", self.qitu("verify", self.server).stderr)


class Rights(Databases):
    """The roles, each trying through SQL what it must not do."""

    NAMES = ("linhe", "wuyuan", "bayannur", "region")

    def prepared(self):
        if not RIGHTS:
            self.make(CLUSTER.create("rights"))
            RIGHTS.append("rights")
            shutil.rmtree(self.cache, ignore_errors=True)
        return "rights"

    def make(self, server):
        geojson(self.path("p.geojson"), [("Polygon", [square(x, y)], dict(
            project_code=f"{code}-{i}", project_name="项目", admin_code=code, year=2023, stage="accepted"))
            for code, x, y in (("150802", 107.40, 40.80), ("150821", 108.27, 41.08), ("150121", 111.14, 40.73)) for i, x in enumerate([x, x + 0.004])])
        geojson(self.path("s.geojson"), [("Polygon", [square(107.45, 40.85)], dict(
            project_code="S1", project_name="补充", admin_code="150802", year=2023, stage="accepted"))])
        self.small_workspace("150802", "150821", "150121")
        self.qitu("import", "w.gpkg", "high_standard_farmland", "p.geojson", status=(0, 1))
        self.qitu("import", "w.gpkg", "supplementary_farmland", "s.geojson", status=(0, 1))
        self.qitu("copy", "w.gpkg", server)
        for name, role, admin in (("linhe", "banner", "150802"), ("wuyuan", "banner", "150821"), ("bayannur", "league", "150800"), ("region", "region", "150000")):
            self.qitu("user", "add", server, name, "--role", role, "--admin", admin, QITU_PASSWORD="geheim-und-lang-17")

    def as_(self, who, sql):
        return self.ask(sql, who)

    def refused(self, who, sql):
        with self.assertRaises(Refused, msg=f"{who}: {sql}") as answer:
            self.as_(who, sql)
        return str(answer.exception)

    def test_each_sees_its_part(self):
        count = "SELECT count(*) FROM qitu.high_standard_farmland"
        self.assertEqual({who: self.as_(who, count) for who in self.NAMES}, {"linhe": ["2"], "wuyuan": ["2"], "bayannur": ["4"], "region": ["6"]})
        for who in ("linhe", "wuyuan", "bayannur"):
            for table in ("qitu.qitu_history", "qitu.qitu_quota", "qitu.qitu_change", "qitu.qitu_seal", "qitu_file.rows", "qitu_file.member", "qitu_file.exact"):
                self.refused(who, f"SELECT * FROM {table}")
        self.refused("region", "SELECT * FROM qitu_file.member")

    def test_each_writes_its_own_and_nothing_else(self):
        table = "qitu.high_standard_farmland"
        self.as_("linhe", f"UPDATE {table} SET project_name = '新名' WHERE admin_code = '150802'")
        self.as_("linhe", f"INSERT INTO {table} (geom, project_code, admin_code, year) SELECT geom, 'N', '150802', 2024 FROM {table} LIMIT 1")
        self.as_("linhe", f"DELETE FROM {table} WHERE project_code = 'N'")
        self.assertEqual(self.ask(f"SELECT count(*) FROM {table} WHERE project_name = '新名'"), ["2"])
        self.as_("linhe", f"UPDATE {table} SET project_name = 'x' WHERE admin_code = '150821'")  # sees no such row
        self.as_("linhe", f"DELETE FROM {table} WHERE admin_code <> '150802'")
        self.assertEqual(self.ask(f"SELECT count(*) FROM {table} WHERE project_name = 'x'"), ["0"])
        self.assertEqual(self.ask(f"SELECT count(*) FROM {table}"), ["6"])
        self.refused("linhe", f"UPDATE {table} SET admin_code = '150821' WHERE fid = (SELECT min(fid) FROM {table})")
        self.refused("linhe", f"INSERT INTO {table} (geom, admin_code) SELECT geom, '150821' FROM {table} LIMIT 1")
        self.refused("linhe", f"UPDATE {table} SET fid = fid + 1000")
        for who in ("bayannur", "region"):
            self.refused(who, f"UPDATE {table} SET project_name = 'x'")
            self.refused(who, f"DELETE FROM {table}")
            self.refused(who, f"INSERT INTO {table} (admin_code) VALUES ('150802')")
        record = self.ask("SELECT who, op FROM qitu.qitu_history h JOIN qitu.qitu_change c ON c.id = h.change ORDER BY h.id DESC LIMIT 1")
        self.assertEqual(record, ["linhe|delete"])

    def test_nobody_rewrites_history(self):
        for who in self.NAMES:
            for sql in ("UPDATE qitu.qitu_history SET before = ''", "DELETE FROM qitu.qitu_history", "TRUNCATE qitu.qitu_history",
                        "INSERT INTO qitu.qitu_history (id, at, tab, row, op) VALUES (99999, 0, 'x', 1, 'insert')",
                        "UPDATE qitu.qitu_change SET who = 'another'", "DELETE FROM qitu.qitu_seal", "UPDATE qitu.qitu_quota SET value = 0",
                        "ALTER TABLE qitu.high_standard_farmland DISABLE TRIGGER ALL", "DROP TRIGGER qitu_record ON qitu.high_standard_farmland",
                        "SET session_replication_role = replica", "SET ROLE qitu_owner", "SET SESSION AUTHORIZATION postgres",
                        "ALTER TABLE qitu.high_standard_farmland DISABLE ROW LEVEL SECURITY", "DROP SCHEMA qitu CASCADE",
                        "CREATE TABLE qitu.mine (a int)", "SELECT qitu_file.put()", "SELECT qitu_file.change()",
                        "SELECT qitu_file.note('high_standard_farmland', 1, 'delete', '', '', 0, NULL)",
                        "SELECT qitu_file.set_member(session_user, 'region', '150000')", "GRANT qitu_region TO CURRENT_USER",
                        "CREATE ROLE another SUPERUSER"):
                self.refused(who, sql)
        for who in ("linhe", "wuyuan", "bayannur"):
            self.refused(who, "SELECT qitu_file.send(0)")
            self.refused(who, "INSERT INTO qitu_file.inbox (tab, key) VALUES ('qitu_meta', -1)")
            self.refused(who, "SELECT qitu_file.shape('evil', 'id', 'log', '', '[]')")

    def test_who_may_send_sends_records_that_follow_in_his_own_name_and_no_row_without_one(self):
        last, = self.ask("SELECT max(id) FROM qitu.qitu_history")
        change, = self.ask("SELECT max(id) + 1 FROM qitu.qitu_change")
        inbox = "INSERT INTO qitu_file.inbox (tab, key, cells) VALUES "
        row = lambda number, more="": ('(\'qitu_history\', {0}, \'{{"id":"{0}","at":"1","tab":"qitu_import","row":"1","op":"update","moved":"0"{1}}}\')').format(number, more)
        self.assertIn("follow", self.refused("region", inbox + row(int(last) + 2) + f"; SELECT qitu_file.send({last})"))
        self.refused("region", inbox + row(last) + f"; SELECT qitu_file.send({last})")
        self.assertIn("name", self.refused("region", inbox + f"""('qitu_change', {change}, '{{"id":"{change}","at":"1","who":"linhe","program":"p","note":""}}')"""
                                           f"; SELECT qitu_file.send({last})"))
        self.assertIn("no record", self.refused("region", inbox + f"('high_standard_farmland', 1, NULL); SELECT qitu_file.send({last})"))
        self.assertIn("meanwhile", self.refused("region", f"SELECT qitu_file.send({int(last) - 1})"))
        self.refused("region", "INSERT INTO qitu_file.inbox (tab, key, xid) VALUES ('qitu_meta', 1, '999999')")
        self.assertEqual(self.ask("SELECT max(id) FROM qitu.qitu_history"), [last])

    def test_each_reviews_at_its_own_level(self):
        first, = self.ask("SELECT min(fid) FROM qitu.high_standard_farmland WHERE admin_code = '150802'")
        review = lambda layer, feature: f"SELECT qitu.review('{layer}', {feature})"
        self.assertIn("passed 0", self.refused("bayannur", review("high_standard_farmland", first)))
        self.assertIn("not yours", self.refused("wuyuan", review("high_standard_farmland", first)))
        self.as_("linhe", review("high_standard_farmland", first))
        self.refused("linhe", review("high_standard_farmland", first))
        self.as_("bayannur", review("high_standard_farmland", first))
        self.refused("bayannur", "INSERT INTO qitu.qitu_review (id) VALUES (77)")
        self.as_("region", review("high_standard_farmland", first))
        self.assertEqual(self.ask(f"SELECT level, reviewer FROM qitu.qitu_review WHERE feature = {first} ORDER BY id"),
                         ["banner|linhe", "league|bayannur", "region|region"])
        self.refused("linhe", "UPDATE qitu.supplementary_farmland SET review = 'region'")
        self.refused("linhe", "INSERT INTO qitu.supplementary_farmland (admin_code, review) VALUES ('150802', 'region')")
        self.as_("linhe", review("supplementary_farmland", 1))
        self.assertEqual(self.ask("SELECT review FROM qitu.supplementary_farmland"), ["banner"])
        self.as_("linhe", "UPDATE qitu.supplementary_farmland SET project_name = '名'")
        self.qitu("seal", CLUSTER.target(self.database, "region"))
        self.assertIn("all recorded", self.qitu("verify", self.server).stderr)

    def test_the_command_works_for_the_region_under_its_own_name_and_says_why_not_for_others(self):
        region = CLUSTER.target(self.database, "region")
        self.qitu("quota", "set", region, "hsf.built", "临河", 3, "--letter", "文〔2024〕3号")
        self.assertEqual(self.table("history", region, "qitu_quota")["records"][-1]["who"], "region")
        geojson(self.path("more.geojson"), [("Polygon", [square(107.5, 40.8)], dict(
            project_code="M", project_name="项目", admin_code="150802", year=2024, stage="accepted"))])
        self.qitu("import", region, "high_standard_farmland", "more.geojson", status=(0, 1))
        for who in ("linhe", "bayannur"):
            error = self.qitu("progress", CLUSTER.target(self.database, who), status=4).stderr
            self.assertIn("region", error)

    def test_qgis_opens_the_project_and_edits_what_its_user_may(self):
        self.qitu("export", CLUSTER.target(self.database, "region"), "--project")
        looked = subprocess.run(["/usr/bin/python3", os.path.join(os.path.dirname(__file__), "qgis_postgres.py"), self.database, "high_standard_farmland"],
                                text=True, capture_output=True, timeout=120, env={**os.environ, "PGHOST": CLUSTER.folder, "PGUSER": "linhe"})
        self.assertEqual(looked.returncode, 0, looked.stderr)
        found = json.loads(looked.stdout.splitlines()[-1])
        self.assertGreater(found["layers"], 30)
        self.assertEqual((found["features"], found["changed"], found["added"], found["added_elsewhere"]), (2, [], [], found["added_elsewhere"]))
        self.assertIn("row-level security", " ".join(found["added_elsewhere"]))
        records = self.table("history", self.server, "high_standard_farmland")["records"][-2:]
        self.assertEqual([(r["who"], r["operation"]) for r in records], [("linhe", "update"), ("linhe", "insert")])
        self.assertEqual(self.ask("SELECT count(*) FROM qitu.high_standard_farmland"), ["7"])

    def test_users_are_listed_and_removed_and_a_password_is_seen_nowhere(self):
        listed = self.table("user", "list", self.server)
        self.assertEqual(sorted((row["name"], row["role"], row["admin"]) for row in listed["rows"]), sorted(
            [("linhe", "banner", "150802"), ("wuyuan", "banner", "150821"),
             ("bayannur", "league", "150800"), ("region", "region", "150000")]))
        self.qitu("user", "add", self.server, "linhe", "--role", "banner", "--admin", "150802", status=4, QITU_PASSWORD="x" * 16)
        self.qitu("user", "add", self.server, "another", "--role", "league", "--admin", "150802", status=4, QITU_PASSWORD="x" * 16)
        self.qitu("user", "add", self.server, "gone", "--role", "banner", "--admin", "150802", QITU_PASSWORD="geheim-und-lang-17")
        self.assertEqual(self.ask("SELECT count(*) FROM qitu.high_standard_farmland", "gone"), ["2"])
        self.qitu("user", "remove", self.server, "gone")
        self.refused("gone", "SELECT 1")
        self.qitu("user", "remove", self.server, "gone", status=4)
        kept, = self.ask(f"SELECT rolpassword FROM pg_authid WHERE rolname = 'linhe'")
        self.assertTrue(kept.startswith("SCRAM-SHA-256$"))
        with open(os.path.join(CLUSTER.folder, "data/server.log"), encoding="utf-8", errors="replace") as log:
            self.assertNotIn("geheim-und-lang-17", log.read())
        for target in (self.server + " password=geheim-und-lang-17", f"postgresql://postgres:geheim-und-lang-17@/{self.database}?host={CLUSTER.folder}",
                       "PG:pass word=geheim-und-lang-17 dbname=", "postgresql://postgres:geheim-und-lang-17@[nowhere"):
            for words in (("progress", target), ("copy", "w.gpkg", target), ("init", target), ("export", "w.gpkg", target), ("user", "list", target)):
                result = self.qitu(*words, status=(2, 3, 4))
                self.assertNotIn("geheim", result.stdout + result.stderr, words)


if __name__ == "__main__":
    unittest.main()
