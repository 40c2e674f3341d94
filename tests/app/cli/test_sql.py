"""SQL over the workspace of the main job, for reading only."""
import csv
import io

import sqlite3
import subprocess
import unittest

from command import QITU, Case, digest

BY_STAGE = ("SELECT stage, count(*) AS parcels, sum(area_td1055(geom, qitu_cm)) AS m2 FROM high_standard_farmland "
            "GROUP BY stage ORDER BY stage")


class Sql(Case):
    def setUp(self):
        super().setUp()
        self.work = self.copy("work.gpkg")

    def own(self, query):
        database = sqlite3.connect(self.work)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def test_its_counts_are_sqlites_and_its_areas_are_those_of_total(self):
        rows = self.table("sql", "work.gpkg", BY_STAGE)["rows"]
        self.assertEqual([(r["stage"], r["parcels"]) for r in rows],
                         self.own("SELECT stage, count(*) FROM high_standard_farmland GROUP BY stage ORDER BY stage"))
        totals = self.table("total", "work.gpkg", "high_standard_farmland", "--by", "region", "--group", "stage", status=(0, 1))
        gross = {}
        for row in totals["rows"]:
            gross[row["group"]["stage"]] = gross.get(row["group"]["stage"], 0) + row["gross_m2"]
        self.assertEqual(len(rows), len(gross))
        for row in rows:
            self.assertAlmostEqual(row["m2"] / gross[row["stage"]], 1, delta=1e-9)

    def test_the_same_result_as_table_csv_and_json(self):
        query = "SELECT code, name, geom, NULL AS none FROM banner ORDER BY code LIMIT 2"
        rows = self.table("sql", "work.gpkg", query)["rows"]
        self.assertEqual([r["code"] for r in rows], ["150102", "150103"])
        self.assertEqual(rows[0]["geom"]["type"], "MultiPolygon")
        self.assertIsNone(rows[0]["none"])
        lines = list(csv.DictReader(io.StringIO(self.qitu("sql", "work.gpkg", query, "--format", "csv").stdout)))
        self.assertEqual([line["name"] for line in lines], [r["name"] for r in rows])
        self.assertTrue(lines[0]["geom"].startswith("MULTIPOLYGON ((("))
        self.assertEqual(lines[0]["none"], "")
        table = self.qitu("sql", "work.gpkg", query).stdout
        self.assertIn("MULTIPOLYGON, ", table)
        self.assertIn(rows[1]["name"], table)

    def test_writing_is_refused_with_status_4_and_changes_no_byte(self):
        before = digest(self.work)
        for query in ("DELETE FROM high_standard_farmland", "UPDATE qitu_quota SET value = 0", "DROP TABLE banner",
                      "PRAGMA journal_mode = WAL"):
            with self.subTest(query):
                result = self.qitu("sql", "work.gpkg", query, status=4)
                self.assertEqual(result.stdout, "")
                self.assertIn("Nothing was changed", result.stderr)
        self.assertIn("未作任何改动", self.qitu("sql", "work.gpkg", "DELETE FROM banner", status=4, lang="zh").stderr)
        self.assertEqual(digest(self.work), before)

    def test_wrong_sql_is_status_2_with_the_right_word(self):
        result = self.qitu("sql", "work.gpkg", "SELECT stgae FROM high_standard_farmland", status=2)
        self.assertIn("Did you mean stage?", result.stderr)
        self.assertEqual(result.stdout, "")

    def test_the_query_may_come_from_standard_input(self):
        result = subprocess.run([QITU, "sql", "work.gpkg", "-", "--format", "csv"], cwd=self.folder, text=True,
                                input="-- leagues\nSELECT count(*) AS n FROM league;\n", capture_output=True)
        self.assertEqual(result.stdout, f"n\n{self.own('SELECT count(*) FROM league')[0][0]}\n", result.stderr)

    def test_a_result_becomes_a_layer_that_can_come_in_again(self):
        self.qitu("sql", "work.gpkg", "SELECT code AS XZQDM, ST_Buffer(geom, 0) AS geom FROM banner", "-o", "zones.gpkg")
        by_ours = self.table("tabulate", "zones.gpkg", "--zones", "zones.gpkg", "--zone-id", "XZQDM", status=(0, 1))
        self.assertEqual(len(by_ours["rows"]), self.own("SELECT count(*) FROM banner")[0][0])
        self.qitu("sql", "work.gpkg", "SELECT 1", "-o", "zones.gpkg", status=4)
        self.qitu("sql", "work.gpkg", "SELECT 1", "-o", "work.gpkg", "--overwrite", status=4)

    def test_square_degrees_are_warned_of(self):
        result = self.qitu("sql", "work.gpkg", "SELECT sum(ST_Area(geom)) FROM banner")
        self.assertIn("square degrees", result.stderr)


if __name__ == "__main__":
    unittest.main()
