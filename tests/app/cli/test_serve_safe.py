"""What `qitu serve` must not do, tried: each role, each thing, by session and by token; guessing, forging, injecting, flooding."""
import json
import os
import pwd
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from command import MAIN_JOB, QITU, Case, run
from served import PASSWORD, Server, add_user

WORK = os.path.join(MAIN_JOB, "work.gpkg")
LAYER = "high_standard_farmland"
BANNER, LEAGUE, ELSEWHERE = "150802", "150800", "152201"  # the last in another league
PATHS = ["/collections", f"/collections/{LAYER}", f"/collections/{LAYER}/items", f"/collections/{LAYER}/items/1", "/catalogue", "/progress",
         f"/explain?indicator=hsf.built&admin={BANNER}", f"/features/{LAYER}/1/history", f"/tiles/{LAYER}/4/13/5.mvt"]


def rows_of(condition):
    with sqlite3.connect(f"file:{WORK}?mode=ro", uri=True) as database:
        return {fid for fid, in database.execute(f"SELECT fid FROM {LAYER} WHERE {condition}")}


class WithUsers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="qitu-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.tokens = {name: add_user(cls.folder, name, role, admin) for name, role, admin in
                      (("自治区", "region", "150000"), ("盟市", "league", LEAGUE), ("旗县", "banner", BANNER), ("外旗", "banner", ELSEWHERE),
                       ("审核", "reviewer", LEAGUE))}
        cls.users = os.path.join(cls.folder, "users.toml")
        cls.server = Server(WORK, "--users", cls.users)
        cls.addClassCleanup(cls.server.close)

    def log_in(self, name, password=PASSWORD, **headers):
        return self.server.ask("/session", "POST", {"name": name, "password": password}, **headers)

    def session(self, name):
        """Headers of a session, and its CSRF token."""
        answer = self.log_in(name)
        self.assertEqual(answer.status, 200, answer.body)
        return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}, answer.json()["csrf"]


class Roles(WithUsers):
    def test_nothing_is_seen_by_nobody(self):
        for path in PATHS:
            for headers in ({}, {"Cookie": "qitu_session=AAAA"}, {"Cookie": "qitu_session="}):
                self.assertEqual(self.server.ask(path, **headers).status, 401, path)
            self.assertEqual(self.server.ask(path, token="AAAA").status, 401, path)
            self.assertEqual(self.server.ask(path, Authorization="Bearer").status, 401, path)
            self.assertEqual(self.server.ask(path, Authorization="Basic !!").status, 401, path)
        for path in ("/", "/conformance", "/api"):
            answer = self.server.ask(path)
            self.assertEqual(answer.status, 200)
            self.assertNotIn(b"150802", answer.body)

    def test_each_sees_the_rows_of_the_own_part_and_no_others(self):
        parts = {"自治区": "1", "盟市": "admin_code LIKE '1508%'", "旗县": f"admin_code = '{BANNER}'", "外旗": f"admin_code = '{ELSEWHERE}'",
                 "审核": "admin_code LIKE '1508%'"}
        everything = rows_of("1")
        for name, condition in parts.items():
            token, expected = self.tokens[name], rows_of(condition)
            found = {f["id"] for f in self.server.pages(f"/collections/{LAYER}/items", token, limit=1000)}
            self.assertEqual(found, expected, name)
            self.assertTrue(name == "自治区" or expected < everything)
            for fid in [*list(expected)[:3], *list(everything - expected)[:10]]:
                for path in (f"/collections/{LAYER}/items/{fid}", f"/features/{LAYER}/{fid}/history"):
                    self.assertEqual(self.server.ask(path, token=token).status, 200 if fid in expected else 404, (name, path))
            for trick in (f"?admin_code={ELSEWHERE}", "?admin_code=150825", "?bbox=-180,-90,180,90", f"?admin_code={BANNER}%27%20OR%20%271%27=%271"):
                ids = {f["id"] for f in self.server.ask(f"/collections/{LAYER}/items{trick}&limit=5000", token=token).json()["features"]}
                self.assertLessEqual(ids, expected, (name, trick))

    def test_tiles_have_the_own_rows_only(self):
        from osgeo import gdal
        gdal.UseExceptions()
        for name, condition in (("旗县", f"admin_code = '{BANNER}'"), ("自治区", "1")):
            answer = self.server.ask(f"/tiles/{LAYER}/6/51/23.mvt", token=self.tokens[name])
            self.assertEqual(answer.status, 200)
            gdal.FileFromMemBuffer("/vsimem/one.mvt", answer.body)
            tile = gdal.OpenEx("/vsimem/one.mvt", gdal.OF_VECTOR, open_options=["X=51", "Y=23", "Z=6"])
            found = {feature["fid"] for feature in tile.GetLayer(0)}
            self.assertTrue(found)
            self.assertLessEqual(found, rows_of(condition))

    def test_figures_of_others_are_refused(self):
        for name, own, other in (("旗县", [BANNER], ["150000", LEAGUE, "150821", ELSEWHERE]), ("盟市", [LEAGUE, BANNER], ["150000", ELSEWHERE, "152200"]),
                                 ("自治区", ["150000", LEAGUE, BANNER, ELSEWHERE], [])):
            token = self.tokens[name]
            for admin in own:
                self.assertEqual(self.server.ask(f"/progress?admin={admin}&indicator=hsf.built", token=token).status, 200, (name, admin))
            for admin in other:
                self.assertEqual(self.server.ask(f"/progress?admin={admin}", token=token).status, 403, (name, admin))
                self.assertEqual(self.server.ask(f"/explain?indicator=hsf.built&admin={admin}", token=token).status, 403, (name, admin))
        for by in ("banner", "league", "region"):
            rows = self.server.get("/progress", self.tokens["旗县"], by=by)["rows"]
            self.assertLessEqual({row["admin"] for row in rows}, {BANNER})
            rows = self.server.get("/progress", self.tokens["盟市"], by=by)["rows"]
            self.assertTrue(all(row["admin"].startswith("1508") for row in rows))
        units = self.server.get("/catalogue", self.tokens["旗县"])["units"]
        self.assertEqual([unit["code"] for unit in units], [BANNER])

    def test_what_is_kept_for_one_is_not_given_to_another(self):
        whole = self.server.ask("/progress", token=self.tokens["自治区"])
        part = self.server.ask("/progress", token=self.tokens["旗县"])
        self.assertNotEqual(whole.body, part.body)
        self.assertNotEqual(whole.headers["etag"], part.headers["etag"])
        self.assertEqual(self.server.ask("/progress", token=self.tokens["旗县"], If_None_Match=whole.headers["etag"]).body, part.body)

    def test_a_token_goes_as_the_password_of_basic_too_and_no_other_way(self):
        import base64
        basic = base64.b64encode(f"旗县:{self.tokens['旗县']}".encode()).decode()
        self.assertEqual(self.server.ask("/catalogue", Authorization=f"Basic {basic}").status, 200)
        wrong = base64.b64encode(f"旗县:{PASSWORD}".encode()).decode()
        self.assertEqual(self.server.ask("/catalogue", Authorization=f"Basic {wrong}").status, 401)
        self.assertEqual(self.server.ask(f"/catalogue?token={self.tokens['旗县']}").status, 401)


class Sessions(WithUsers):
    def setUp(self):  # what one test tries must not lock out another
        self.server = Server(WORK, "--users", self.users)
        self.addCleanup(self.server.close)

    def test_log_in_look_and_log_out(self):
        answer = self.log_in("旗县")
        cookie = answer.headers["set-cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, cookie)
        self.assertNotIn("Secure", cookie)
        headers, csrf = {"Cookie": cookie.partition(";")[0]}, answer.json()["csrf"]
        self.assertEqual(self.server.ask("/session", **headers).json(), {"name": "旗县", "role": "banner", "admin": BANNER, "csrf": csrf})
        self.assertEqual(self.server.ask("/session", "DELETE", X_CSRF_Token=csrf, **headers).status, 200)
        self.assertEqual(self.server.ask("/session", **headers).status, 401)

    def test_behind_https_the_cookie_is_for_https_only(self):
        self.assertIn("; Secure", self.log_in("旗县", X_Forwarded_Proto="https").headers["set-cookie"])

    def test_a_session_that_was_there_before_is_not_taken(self):
        planted = {"Cookie": "qitu_session=" + "A" * 43}
        answer = self.log_in("旗县", **planted)
        self.assertNotIn("A" * 43, answer.headers["set-cookie"])
        self.assertEqual(self.server.ask("/catalogue", **planted).status, 401)
        headers, _ = self.session("旗县")
        self.log_in("外旗", **headers)  # whoever logs in anew ends the session before
        self.assertEqual(self.server.ask("/catalogue", **headers).status, 401)

    def test_a_change_needs_the_sessions_own_token_and_page(self):
        headers, csrf = self.session("旗县")
        _, other = self.session("外旗")
        for wrong in ({}, {"X_CSRF_Token": ""}, {"X_CSRF_Token": "x"}, {"X_CSRF_Token": other}, {"X_CSRF_Token": csrf, "Origin": "https://evil.example"},
                      {"X_CSRF_Token": csrf, "Origin": "null"}):
            self.assertEqual(self.server.ask("/session", "DELETE", **headers, **wrong).status, 403, wrong)
        self.assertEqual(self.server.ask("/session", "DELETE", X_CSRF_Token=csrf, Origin=self.server.base, **headers).status, 200)

    def test_a_page_of_another_server_cannot_log_anybody_in(self):
        self.assertEqual(self.log_in("旗县", Origin="https://evil.example").status, 403)
        body = json.dumps({"name": "旗县", "password": PASSWORD}).encode()
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            self.assertIn(self.server.ask("/session", "POST", body, Content_Type=kind).status, (400, 415), kind)

    def test_who_is_removed_or_has_another_password_is_out_at_once(self):
        token = add_user(self.folder, "过客", "banner", BANNER)
        headers, _ = self.session("过客")
        self.assertEqual(self.server.ask("/catalogue", **headers).status, 200)
        time.sleep(0.01)
        add_user(self.folder, "过客", "banner", BANNER, "另一个长长的新密码啊", "--replace")
        self.assertEqual(self.server.ask("/catalogue", **headers).status, 401)
        self.assertEqual(self.server.ask("/catalogue", token=token).status, 401)
        self.assertEqual(self.log_in("过客").status, 401)
        self.assertEqual(self.log_in("过客", "另一个长长的新密码啊").status, 200)
        run("user", "remove", self.users, "过客")
        self.assertEqual(self.log_in("过客", "另一个长长的新密码啊").status, 401)

    def test_guessing_is_locked_out_and_says_for_how_long(self):
        for _ in range(5):
            self.assertEqual(self.log_in("审核", "nonsense nonsense").status, 401)
        answer = self.log_in("审核")
        self.assertEqual(answer.status, 429)
        self.assertGreater(int(answer.headers["retry-after"]), 30)
        self.assertEqual(self.log_in("旗县").status, 200)  # only he, from there
        self.assertEqual(self.log_in("审核", X_Forwarded_For="10.0.0.9").status, 200)
        for i in range(20):
            self.log_in(f"nobody {i}", "nonsense nonsense", X_Forwarded_For="10.0.0.66")
        self.assertEqual(self.log_in("自治区", X_Forwarded_For="10.0.0.66").status, 429)

    def test_guesses_at_once_are_no_way_round(self):
        seen = []
        threads = [threading.Thread(target=lambda: seen.append(self.log_in("审核", "nonsense nonsense").status)) for _ in range(20)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.assertEqual(sorted(seen), [401] * 5 + [429] * 15)

    def test_a_name_that_is_nobodys_answers_like_a_wrong_password(self):
        def took(name):
            begun = time.monotonic()
            answer = self.log_in(name, "nonsense nonsense", X_Forwarded_For=f"10.1.1.{hash(name) % 200}")
            return answer.body, time.monotonic() - begun
        took("niemand")  # the first one makes the hash that it is compared with
        (known, a), (unknown, b) = took("盟市"), took("jemand")
        self.assertEqual(known, unknown)
        self.assertLess(max(a, b) / min(a, b), 5)

    def test_the_log_has_each_change_and_no_secret(self):
        headers, csrf = self.session("旗县")
        self.log_in("旗县", "nonsense nonsense")
        self.server.ask("/session", "DELETE", X_CSRF_Token=csrf, **headers)
        self.server.close()
        lines = [json.loads(line) for line in self.server.said.splitlines() if line.startswith("{")]
        self.assertEqual([(line["user"], line["method"], line["path"], line["status"]) for line in lines],
                         [("旗县", "POST", "/session", 200), ("旗县", "POST", "/session", 401), ("旗县", "DELETE", "/session", 200)])
        for secret in (PASSWORD, csrf, headers["Cookie"].partition("=")[2], *self.tokens.values(), "argon2"):
            self.assertNotIn(secret, self.server.said)


class Reviews(WithUsers):
    """The only thing that is written: by reviewers, at their level, of their rows."""

    LAYER = "saline_land_project"

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="qitu-")
        self.addCleanup(folder.cleanup)
        self.work = shutil.copy(WORK, folder.name)
        self.users = os.path.join(folder.name, "users.toml")
        with sqlite3.connect(self.work) as database:
            rows = database.execute(f"SELECT fid, admin_code FROM {self.LAYER} ORDER BY fid").fetchall()
        self.here = rows[0][1]
        league = next(unit["parent"] for unit in Reviews.units if unit["code"] == self.here)
        self.mine = [fid for fid, code in rows if code == self.here]
        self.others = [fid for fid, code in rows if code[:4] != self.here[:4]]
        self.assertTrue(self.mine and self.others)
        self.banner = add_user(folder.name, "初审", "reviewer", self.here)
        self.league = add_user(folder.name, "审查", "reviewer", league)
        self.region = add_user(folder.name, "复核", "reviewer", "150000")
        self.reader = add_user(folder.name, "读者", "banner", self.here)
        self.server = Server(self.work, "--users", self.users)
        self.addCleanup(self.server.close)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.server.get("/catalogue", cls.tokens["自治区"])["units"]

    def review(self, token, **body):
        return self.server.ask(f"/reviews/{self.LAYER}", "POST", body, token=token)

    def waiting(self, token):
        return [row["feature"] for row in self.server.get(f"/reviews/{self.LAYER}", token, limit=1000)["rows"]]

    def recorded(self):
        with sqlite3.connect(self.work) as database:
            return database.execute("SELECT feature, level, reviewer, note FROM qitu_review ORDER BY id").fetchall()

    def test_a_feature_goes_from_level_to_level_and_back(self):
        fid = self.mine[0]
        self.assertEqual(self.waiting(self.banner), self.mine)
        self.assertEqual(self.waiting(self.league), [])
        self.assertEqual(self.review(self.banner, features=[fid], note="看过").json(), {"reviewed": 1})
        self.assertEqual(self.waiting(self.banner), self.mine[1:])
        self.assertEqual(self.waiting(self.league), [fid])
        self.assertEqual(self.waiting(self.region), [])
        self.assertEqual(self.review(self.league, features=[fid]).status, 200)
        self.assertEqual(self.waiting(self.region), [fid])
        self.assertEqual(self.review(self.region, features=[fid], **{"return": "图形不符"}).status, 200)
        self.assertEqual(self.waiting(self.banner), self.mine)
        told = self.server.get(f"/reviews/{self.LAYER}", self.banner)["rows"][0]["reviews"]
        self.assertEqual([(r["level"], r["reviewer"], r["note"], r["returned"]) for r in told],
                         [("banner", "初审", "看过", False), ("league", "审查", "", False), ("region", "复核", "图形不符", True)])
        with sqlite3.connect(self.work) as database:  # the history has who was logged in, before the login of the server
            whos = [who for who, in database.execute("SELECT who FROM qitu_change WHERE program = 'qitu review' ORDER BY id")]
        self.assertEqual(whos, [f"{name} ({pwd.getpwuid(os.geteuid()).pw_name})" for name in ("初审", "审查", "复核")])

    def test_no_level_is_skipped_and_no_row_of_others_is_touched(self):
        fid, other = self.mine[0], self.others[0]
        for token, features, status in ((self.league, [fid], 409), (self.region, [fid], 409), (self.banner, [other], 404), (self.banner, [fid, other], 404),
                                        (self.league, [other], 404), (self.banner, [99999999], 404), (self.reader, [fid], 403), (None, [fid], 401)):
            self.assertEqual(self.review(token, features=features).status, status, features)
        self.assertEqual(self.server.ask(f"/reviews/{self.LAYER}", token=self.reader).status, 403)
        self.assertEqual(self.recorded(), [])

    def test_what_is_not_said_clearly_is_not_done(self):
        fid = self.mine[0]
        for body in ({}, {"features": []}, {"features": fid}, {"features": ["1"]}, {"features": [1.5]}, {"features": [True]}, {"features": [2**64]},
                     {"features": [fid], "return": ""}, {"features": [fid], "return": "  "}, {"features": [fid], "return": None},
                     {"features": [fid], "returned": "misspelt"}, {"features": [fid], "level": "region"}, {"features": [fid], "where": "1=1"}):
            self.assertEqual(self.review(self.banner, **body).status, 400, body)
        self.assertEqual(self.recorded(), [])

    def test_a_browser_needs_the_token_of_its_session(self):
        answer = self.log_in("初审")
        headers, csrf = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}, answer.json()["csrf"]
        body = {"features": [self.mine[0]]}
        self.assertEqual(self.server.ask(f"/reviews/{self.LAYER}", "POST", body, **headers).status, 403)
        self.assertEqual(self.server.ask(f"/reviews/{self.LAYER}", "POST", body, X_CSRF_Token=csrf, Origin="http://evil.example", **headers).status, 403)
        self.assertEqual(self.recorded(), [])
        self.assertEqual(self.server.ask(f"/reviews/{self.LAYER}", "POST", body, X_CSRF_Token=csrf, Origin=self.server.base, **headers).status, 200)
        self.server.close()
        lines = [json.loads(line) for line in self.server.said.splitlines() if line.startswith("{")]
        self.assertEqual([(line["user"], line["path"], line["status"]) for line in lines[1:]], [("初审", f"/reviews/{self.LAYER}", status) for status in (403, 403, 200)])

    def test_many_at_once_lose_nothing(self):
        seen = []
        ids = self.mine[:8]
        threads = [threading.Thread(target=lambda fid=fid: seen.append(self.review(self.banner, features=[fid]).status)) for fid in ids for _ in range(3)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.assertEqual(sorted(seen), sorted([200] * len(ids) + [409] * 2 * len(ids)))
        self.assertEqual(sorted(row[0] for row in self.recorded()), ids)


class Requests(WithUsers):
    def raw(self, data):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
            connection.sendall(data)
            answer = b""
            while more := connection.recv(65536):
                answer += more
        return answer

    def test_every_answer_carries_the_headers_that_make_browsers_careful(self):
        for path in ("/", "/collections", "/nothing", "/api"):
            headers = self.server.ask(path).headers
            self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
            self.assertNotIn("unsafe", headers["content-security-policy"])
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["referrer-policy"], "no-referrer")
            self.assertNotIn("access-control-allow-origin", headers)

    def test_the_page_has_no_script_of_its_own_and_loads_from_here_only(self):
        page = self.server.ask("/", Accept="text/html,*/*")
        self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
        self.assertIn("default-src 'self'", page.headers["content-security-policy"])
        text = page.body.decode()
        self.assertNotRegex(text, r"<script(?![^>]*src=\"/page/)|\son\w+=|\sstyle=|https?:")
        for name in re.findall(r'(?:src|href)="([^"]+)"', text):
            self.assertEqual(self.server.ask(name).status, 200, name)
        for path in ("/page/", "/page/../users.toml", "/page/%2e%2e/users.toml", "/page/app.js/", "/page/none.js"):
            self.assertEqual(self.server.ask(path, token=self.tokens["自治区"]).status, 404, path)

    def test_no_path_leads_out(self):
        token = self.tokens["自治区"]
        for path in ("/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/collections/..%2f..%2fetc%2fpasswd/items", "//etc/passwd", "/collections/%00/items",
                     "/tiles/../../etc/1/1/1.mvt", f"/collections/{LAYER}/items/1/../../../users.toml", "/users.toml", "/collections/sqlite_master/items",
                     "/collections/qitu_history/items", f"/collections/{LAYER};DROP TABLE x/items".replace(" ", "%20"), "/tiles/%2e%2e%2f/1/1/1.mvt",
                     f"/collections/{LAYER}%22%20--/items"):
            answer = self.server.ask(path, token=token)
            self.assertIn(answer.status, (400, 404), path)
            self.assertNotIn(b"root:", answer.body)

    def test_sql_in_a_value_is_a_value(self):
        token = self.tokens["旗县"]
        for value in ("' OR 1=1 --", "x'; DROP TABLE reservoir; --", "\\", "%", "_", "\0", "accepted' UNION SELECT password FROM users --"):
            answer = self.server.get(f"/collections/{LAYER}/items", token, project_name=value)
            self.assertEqual(answer["numberMatched"], 0, value)
        self.assertEqual(self.server.ask(f"/collections/{LAYER}/items?fid=1%20OR%201=1", token=token).status, 400)
        self.assertEqual(self.server.ask(f"/collections/{LAYER}/items?{'%27%29%20OR%201=1--'}=1", token=token).status, 400)

    def test_bodies_that_are_too_large_compressed_or_of_unknown_length_are_refused(self):
        self.assertEqual(self.server.ask("/session", "POST", b"{" + b" " * 70000, Content_Type="application/json").status, 413)
        self.assertEqual(self.server.ask("/session", "POST", b"{}", Content_Type="application/json", Content_Encoding="gzip").status, 415)
        chunked = self.raw(b"POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                           b"2\r\n{}\r\n0\r\n\r\n")
        self.assertIn(b" 411 ", chunked.splitlines()[0])
        for body in (b"", b"[]", b"null", b"{", b'{"name": 1, "password": 2}', b'{"name": "x"}', b"\xff\xfe", b"[" * 60000):
            self.assertEqual(self.server.ask("/session", "POST", body, Content_Type="application/json").status, 400, body[:20])
        self.assertIn(self.log_in("旗县", "x" * 50000).status, (401,))

    def test_parts_are_not_cut_out(self):
        whole = self.server.ask("/conformance").body
        for ranges in ("bytes=0-3", "bytes=" + ",".join(["0-"] * 1500)):
            answer = self.server.ask("/conformance", Range=ranges)
            self.assertEqual((answer.status, answer.body), (200, whole))
            self.assertEqual(set(self.server.ask("/nothing", Range=ranges).json()), {"code", "description"})

    def test_a_request_behind_a_refused_one_is_not_read(self):
        answer = self.raw(b"POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                          b"GET /api HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_what_is_no_http_ends_nothing(self):
        for data in (b"\x00\xff\x16\x03\x01" * 50, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 20000 + b"\r\n\r\n", b"GET / HTTP/1.1\r\nHost: <script>\r\n\r\n",
                     b"GET /collections/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"):
            try:
                self.raw(data)
            except OSError:
                pass
            self.assertEqual(self.server.ask("/conformance").status, 200, data[:30])

    def test_a_host_that_is_none_makes_no_links(self):
        self.assertEqual(self.server.ask("/", Host="evil.example/x?").status, 400)
        self.assertEqual(self.server.ask("/", Host='"><script>').status, 400)

    def test_a_flood_from_one_address_is_stopped_and_others_are_not(self):
        seen = [self.server.ask("/conformance", X_Forwarded_For="10.0.0.7").status for _ in range(700)]
        self.assertIn(429, seen)
        self.assertEqual(self.server.ask("/conformance", X_Forwarded_For="10.0.0.8").status, 200)

    def test_slow_clients_do_not_stop_others(self):
        slow = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(10)]
        for one in slow:
            self.addCleanup(one.close)
            one.sendall(b"GET / HTTP/1.1\r\nHo")
        begun = time.monotonic()
        self.assertEqual(self.server.ask("/conformance").status, 200)
        self.assertLess(time.monotonic() - begun, 5)


class Alone(unittest.TestCase):
    """Without users: this machine alone."""

    def test_a_page_that_pretends_to_be_this_machine_reads_nothing(self):
        server = Server(WORK)
        self.addCleanup(server.close)
        for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"):
            self.assertEqual(server.ask("/collections", Host=host).status, 421, host)
        for host in ("localhost:9", "127.0.0.1", "[::1]:8080"):
            self.assertEqual(server.ask("/collections", Host=host).status, 200, host)
        self.assertEqual(server.ask("/session", "POST", {"name": "x", "password": "x"}).status, 405)


class UsersFile(Case):
    def test_users_are_added_listed_and_removed(self):
        env = {"QITU_PASSWORD": PASSWORD}
        self.qitu("user", "add", "u.toml", "王芳", "--role", "banner", "--admin", "临河区", **env)
        self.qitu("user", "add", "u.toml", "Bat", "--role", "reviewer", "--admin", "150800", **env)
        self.assertEqual(stat.S_IMODE(os.stat(self.path("u.toml")).st_mode), 0o600)
        rows = self.table("user", "list", "u.toml")["rows"]
        self.assertEqual(rows, [{"name": "王芳", "role": "banner", "admin": "150802", "token": "no"},
                                {"name": "Bat", "role": "reviewer", "admin": "150800", "token": "no"}])
        token = self.qitu("user", "token", "u.toml", "Bat").stdout.strip()
        with open(self.path("u.toml"), encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(text.count("$argon2id$"), 2)
        for secret in (PASSWORD, token):
            self.assertNotIn(secret, text)
        self.qitu("user", "remove", "u.toml", "王芳")
        self.assertEqual([row["name"] for row in self.table("user", "list", "u.toml")["rows"]], ["Bat"])

    def test_a_password_comes_from_standard_input_and_never_from_the_command_line(self):
        result = subprocess.run([QITU, "user", "add", "u.toml", "a", "--role", "region", "--admin", "150000"], cwd=self.folder, text=True,
                                input=PASSWORD + "\n", capture_output=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn(PASSWORD, result.stdout + result.stderr)
        self.assertNotIn("--password", run("user", "add", "--help").stdout)

    def test_what_cannot_be_is_refused_and_changes_nothing(self):
        env = {"QITU_PASSWORD": PASSWORD}
        self.qitu("user", "add", "u.toml", "a", "--role", "banner", "--admin", "150802", **env)
        with open(self.path("u.toml"), "rb") as file:
            before = file.read()
        add = ["user", "add", "u.toml"]
        self.qitu(*add, "A", "--role", "banner", "--admin", "150802", status=4, **env)
        self.qitu(*add, "b", "--role", "league", "--admin", "150802", status=4, **env)
        self.qitu(*add, "b", "--role", "king", "--admin", "150802", status=2, **env)
        self.qitu(*add, "b", "--role", "banner", "--admin", "nowhere", status=4, **env)
        self.qitu(*add, "b", "--role", "banner", "--admin", "150802", status=2, QITU_PASSWORD="short")
        self.qitu(*add, "b", "--role", "banner", "--admin", "150802", status=2)
        for name in ('a"b', "a\\b", "a\nb", "a:b", " a", ""):
            self.qitu(*add, name, "--role", "banner", "--admin", "150802", status=2, **env)
        self.qitu("user", "remove", "u.toml", "nobody", status=4)
        self.qitu("user", "token", "u.toml", "nobody", status=4)
        with open(self.path("u.toml"), "rb") as file:
            self.assertEqual(file.read(), before)

    def test_a_file_that_others_can_read_is_not_used(self):
        self.qitu("user", "add", "u.toml", "a", "--role", "banner", "--admin", "150802", QITU_PASSWORD=PASSWORD)
        os.chmod(self.path("u.toml"), 0o644)
        self.assertIn("chmod", self.qitu("user", "list", "u.toml", status=3).stderr)

    def test_a_file_that_is_wrong_is_refused_with_its_line(self):
        for text, line in (('[[user]]\nname = "a"\nrole = "banner"\nadmin = "150802"\npassword = "x"\nmore = 1\n', 6), ('[[user]]\nname = 1\n', 2),
                           ('user = 1\n', 1), ('[[user]]\nname = "a"\nrole = "banner"\nadmin = "999999"\npassword = "x"\n', 1)):
            with open(self.path("u.toml"), "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(self.path("u.toml"), 0o600)
            self.assertIn(f"u.toml:{line}:", self.qitu("user", "list", "u.toml", status=(2, 4)).stderr)


if __name__ == "__main__":
    unittest.main()
