"""Leagues with servers of their own: what they have counted adds up to the figures of one workspace, and one that is missing is not 0."""
import csv
import io
import os
import random
import shutil
import tempfile
import unittest

from cluster import Cluster
from command import Case, edited, folder_of_small_workspace, geojson, run, square
from served import Server

LAYER = "high_standard_farmland"
LEAGUES = {"150800": ("150802", 107.40, 40.80), "150100": ("150121", 111.14, 40.67), "150600": ("150622", 110.87, 39.78)}
NAMES = {"150800": "巴彦淖尔市", "150100": "呼和浩特市", "150600": "鄂尔多斯市"}
CLUSTERS = {}
FOLDER = tempfile.TemporaryDirectory(prefix="qitu-")


def setUpModule():
    unittest.addModuleCleanup(FOLDER.cleanup)
    for league in LEAGUES:
        CLUSTERS[league] = Cluster()
        unittest.addModuleCleanup(CLUSTERS[league].close)
    make("region.gpkg")
    make("all.gpkg", *LEAGUES)
    make("two.gpkg", "150800", "150100")
    for league in LEAGUES:
        make(f"{league}.gpkg", league)
        server = CLUSTERS[league].create("uncounted")
        assert run("copy", f"{league}.gpkg", server, cwd=FOLDER.name).returncode == 0
        assert run("league", "publish", CLUSTERS[league].create("counted", "uncounted"), cwd=FOLDER.name, XDG_CACHE_HOME=FOLDER.name).returncode == 0


def parcels(league, count=40):
    """Parcels that overlap each other, some of projects that lie in all leagues, some without a code."""
    banner, x, y = LEAGUES[league]
    chosen = random.Random(league)
    return [("Polygon", [square(x + chosen.random() / 50, y + chosen.random() / 50, 0.001 + chosen.random() / 300)], dict(
        project_code=chosen.choice(["NONE", "GX-1", "GX-2", f"{banner}-1", f"{banner}-{i}"]), project_name=f"项目{i % 5}", admin_code=banner,
        year=chosen.choice([2022, 2023, 2024]), stage=chosen.choice(["approved", "under_construction", "accepted", "maintained"]))) for i in range(count)]


def dams(league):
    banner, x, y = LEAGUES[league]
    return [("Point", [x + i / 1000, y + i / 1000], dict(project_code=f"D{i}", project_name="坝", admin_code=banner, year=2023, stage="accepted"))
            for i in range(4)]


def make(name, *leagues):
    """A workspace with the borders of all, and what these leagues have."""
    borders = folder_of_small_workspace(tuple(banner for banner, _, _ in LEAGUES.values())).name
    shutil.copy(os.path.join(borders, "w.gpkg"), os.path.join(FOLDER.name, name))
    for league in leagues:
        for layer, features in ((LAYER, parcels(league)), ("check_dam", dams(league))):
            file = geojson(os.path.join(FOLDER.name, f"{league}_{layer}.geojson"), features)
            imported = run("import", name, layer, file, "--append", cwd=FOLDER.name)
            assert imported.returncode in (0, 1), imported.stderr
    if leagues:
        edited(os.path.join(FOLDER.name, name), f"UPDATE {LAYER} SET project_code = NULL WHERE project_code = 'NONE'")


class Leagues(Case):
    def setUp(self):
        super().setUp()
        self.cache = self.path("cache")
        self.database = "t_" + self.id().rsplit(".", 1)[-1][:50].lower()
        self.made("region.gpkg")
        self.made("all.gpkg")

    def qitu(self, *words, status=0, **options):
        options.setdefault("XDG_CACHE_HOME", self.cache)
        return super().qitu(*words, status=status, **options)

    def made(self, name):
        return shutil.copy(os.path.join(FOLDER.name, name), self.path(name))

    def server(self, league, like="counted"):
        """The league's workspace on its own server."""
        target = CLUSTERS[league].create(self.database, like)
        self.qitu("league", "add", "region.gpkg", NAMES[league], target)
        return target

    def rows(self, workspace, *words, status=(0, 1)):
        return self.table("progress", workspace, *words, status=status)["rows"]

    def test_three_servers_give_the_figures_of_one_workspace_to_the_last_bit(self):
        for league in LEAGUES:
            self.server(league)
        for by in ("region", "league", "banner"):
            ours, all_in_one = self.rows("region.gpkg", "--by", by), self.rows("all.gpkg", "--by", by)
            self.assertEqual(ours, all_in_one)
            self.assertGreaterEqual(sum(row["done"] > 0 for row in ours), 3)
        counted = [row for row in self.rows("all.gpkg") if row["indicator"] == "water.check_dams" and row["admin"] == "150000"]
        self.assertEqual([row["done"] for row in counted], [4])  # a project that lies in three leagues is one
        one = self.rows("region.gpkg", "--by", "banner", "--admin", "巴彦淖尔市", "--indicator", "hsf.built", "--date", "2024-06-30")
        self.assertEqual(one, self.rows("all.gpkg", "--by", "banner", "--admin", "巴彦淖尔市", "--indicator", "hsf.built", "--date", "2024-06-30"))
        self.assertEqual(self.qitu("progress", "region.gpkg", status=(0, 1)).stdout, self.qitu("progress", "all.gpkg", status=(0, 1)).stdout)

    def test_one_that_is_down_is_missing_and_never_0(self):
        for league in LEAGUES:
            self.server(league)
        CLUSTERS["150600"].kill()
        self.addCleanup(CLUSTERS["150600"].start)
        answer = self.qitu("progress", "region.gpkg", status=1)
        self.assertIn("鄂尔多斯市: missing", answer.stderr)
        self.assertRegex(answer.stdout, r"鄂尔多斯市 \(missing\) .* – ")
        table = self.table("progress", "region.gpkg", status=1)
        states = {league["league"]: league["state"] for league in table["leagues"]}
        self.assertEqual(states, {"150800": "counted", "150100": "counted", "150600": "missing"})
        whole = {(row["indicator"], row["admin"]): row for row in self.rows("all.gpkg")}
        two = {(row["indicator"], row["admin"]): row for row in self.rows(self.made("two.gpkg"))}
        for row in table["rows"]:
            key = row["indicator"], row["admin"]
            if row["admin"] in ("150800", "150100"):
                self.assertEqual(row, {**whole[key], "rank": None})
            elif row["admin"] == "150600" or row["name"].endswith("(missing)"):
                self.assertEqual([row[name] for name in ("done", "percent", "remaining", "under_construction", "approved", "cumulative", "rank")], [None] * 7)
                self.assertEqual(row["target"], whole[key]["target"])
            elif "without" in row["name"]:
                self.assertEqual((row["admin"], row["name"]), ("150000", "内蒙古自治区 (without 鄂尔多斯市)"))
                self.assertEqual((row["done"], row["percent"], row["remaining"]), (two[key]["done"], None, None))
            else:  # of what the league has no part in; what lies beside cannot be said
                self.assertEqual(row, {name: value for name, value in whole[key].items() if name != "named"})
        listed = list(csv.DictReader(io.StringIO(self.qitu("progress", "region.gpkg", "--format", "csv", status=1).stdout)))
        self.assertEqual({row["done"] for row in listed if row["admin"] == "150600"}, {""})
        self.assertIn("缺失", self.qitu("progress", "region.gpkg", status=1, lang="zh").stdout)
        self.assertEqual([row["state"] for row in self.table("league", "list", "region.gpkg", status=1)["rows"]].count("missing"), 1)

    def test_what_has_changed_since_is_said_until_it_is_counted(self):
        server = self.server("150800")
        CLUSTERS["150800"].ask(self.database, f"UPDATE qitu.{LAYER} SET stage = 'accepted' WHERE fid <= 20")
        answer = self.qitu("progress", "region.gpkg", status=(0, 1))
        self.assertIn("changes of features since then are not in the figures", answer.stderr)
        league, = self.table("progress", "region.gpkg", status=(0, 1))["leagues"]
        self.assertGreater(league["later"], 0)
        alone = self.made("150800.gpkg")
        self.assertEqual(self.rows("region.gpkg"), self.rows(alone))
        self.qitu("league", "publish", server)
        edited(alone, f"UPDATE {LAYER} SET stage = 'accepted' WHERE fid <= 20")
        self.assertEqual(self.table("progress", "region.gpkg", status=(0, 1))["leagues"][0]["later"], 0)
        self.assertEqual(self.rows("region.gpkg"), self.rows(alone))

    def test_sums_of_other_figures_are_not_taken_for_those_that_are_asked_for(self):
        server = self.server("150800", "uncounted")
        self.assertIn("published no sums", self.qitu("progress", "region.gpkg", status=1).stderr)
        self.qitu("league", "publish", server, "--year", "2023")
        self.qitu("progress", "region.gpkg", "--year", "2024", status=1)
        self.qitu("progress", "region.gpkg", "--year", "2023", "--method", "geodesic", status=1)
        self.assertEqual(self.rows("region.gpkg", "--year", "2023"), self.rows(self.made("150800.gpkg"), "--year", "2023"))
        self.qitu("league", "publish", server, "--year", "2023", "--assume", "under_construction")
        self.assertEqual(self.rows("region.gpkg", "--year", "2023", "--assume", "under_construction"), self.rows("150800.gpkg", "--year", "2023", "--assume", "under_construction"))

    def test_other_borders_and_missing_rights_are_reasons_to_be_missing(self):
        file = self.made("150800.gpkg")
        edited(file, "UPDATE banner SET geom = (SELECT geom FROM banner WHERE code = '150121') WHERE code = '150802'")
        server = self.server("150800", "template1")
        self.qitu("copy", file, server)
        self.qitu("league", "publish", server)
        self.assertIn("borders of banner 150802", self.qitu("progress", "region.gpkg", status=1).stderr)
        server = self.server("150100")
        self.qitu("user", "add", server, self.database[:40], "--role", "league", "--admin", "150100", QITU_PASSWORD="geheim-und-lang-17")
        self.addCleanup(CLUSTERS["150100"].administer, f"DROP ROLE {self.database[:40]}")
        self.addCleanup(CLUSTERS["150100"].administer, f"DROP DATABASE {self.database}")
        self.qitu("league", "add", "region.gpkg", "150100", CLUSTERS["150100"].target(self.database, self.database[:40]))
        self.assertIn("may not", self.qitu("progress", "region.gpkg", status=1).stderr)

    def test_features_of_several_workspaces_in_one_banner_are_told(self):
        self.server("150800")
        self.qitu("import", "region.gpkg", LAYER, geojson(self.path("more.geojson"), parcels("150800", 3)), status=(0, 1))
        answer = self.qitu("progress", "region.gpkg", status=1)
        self.assertIn("临河区: features of several workspaces", answer.stderr)

    def test_what_leagues_do_not_hand_over_is_refused_and_what_does_not_ask_them_says_so(self):
        server = self.server("150800")
        self.qitu("progress", "region.gpkg", "--money", status=2)
        self.qitu("progress", "region.gpkg", "--as-of", "2020-01-01", status=(2, 4))
        self.qitu("progress", "region.gpkg", "--years", "2023-2024", status=2)
        self.assertIn("not in these figures", self.qitu("explain", "region.gpkg", "hsf.built", "临河", status=(0, 1)).stderr)
        serving = Server(self.path("region.gpkg"))
        self.addCleanup(serving.close)
        served = serving.get("/progress", by="league")["rows"]
        self.assertEqual({row["done"] for row in served if row["admin"] == "150800"}, {None})
        self.assertTrue(any("without 巴彦淖尔市" in row["name"] for row in served))
        self.qitu("league", "add", "region.gpkg", "临河区", server, status=2)
        self.qitu("league", "add", "region.gpkg", "150100", "w.gpkg", status=2)
        for target in (server + " password=geheim", "dbname=land password=geheim", "postgresql://a:geheim@b/c"):
            refused = self.qitu("league", "add", "region.gpkg", "150100", target, status=2)
            self.assertNotIn("geheim", refused.stdout + refused.stderr)
        self.assertEqual(self.table("history", "region.gpkg", "qitu_league_server")["records"][-1]["operation"], "insert")
        self.qitu("export", "region.gpkg", "banner.gpkg", "--banner", "150802")  # a banner is told nothing of servers
        self.assertEqual(edited(self.path("banner.gpkg"), "SELECT name FROM sqlite_master WHERE name IN ('qitu_league_server', 'qitu_sums')"), [])
        self.qitu("league", "remove", "region.gpkg", "150800")
        self.qitu("league", "remove", "region.gpkg", "150800", status=4)
        self.assertNotIn("leagues", self.table("progress", "region.gpkg", status=(0, 1)))

    def test_the_region_may_lie_in_a_database_too(self):
        self.server("150800")
        region = CLUSTERS["150100"].create(self.database)
        self.qitu("copy", "region.gpkg", region)
        self.assertEqual(self.rows(region), self.rows(self.made("150800.gpkg")))


if __name__ == "__main__":
    unittest.main()
