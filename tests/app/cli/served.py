"""A server of a workspace, and what asks it."""
import hashlib
import http.client
import json
import os
import re
import signal
import subprocess
import time
import urllib.parse

from command import QITU

PASSWORD = "正确的马电池订书钉子一二"


def add_user(folder, name, role, admin, password=PASSWORD, *more):
    """Returns the user's token."""
    file = os.path.join(folder, "users.toml")
    env = {**os.environ, "QITU_PASSWORD": password, "LANG": "C.UTF-8"}
    subprocess.run([QITU, "user", "add", file, name, "--role", role, "--admin", admin, *more], env=env, check=True, capture_output=True)
    return subprocess.run([QITU, "user", "token", file, name], env=env, check=True, capture_output=True, text=True).stdout.strip()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Server:
    """Runs until it is closed. `said` is what it has written to standard error, once it was closed."""

    def __init__(self, workspace, *words, cwd=None):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "QITU_DATA"))}
        self.process = subprocess.Popen([QITU, "serve", workspace, "--port", "0", *words], cwd=cwd, env={**env, "LANG": "C.UTF-8"},
                                        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, encoding="utf-8")
        self.said = ""
        for line in self.process.stderr:
            self.said += line
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return
        raise AssertionError(self.said)

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path, method="GET", body=None, token=None, **headers):
        """Header names are written with _ for -. The path is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if token:
                sent["Authorization"] = f"Bearer {token}"
            if isinstance(body, (dict, list)):
                body = json.dumps(body).encode()
                sent.setdefault("Content-Type", "application/json")
            connection.request(method, path, body, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, token=None, **query):
        query = urllib.parse.urlencode(query)
        answer = self.ask(path + ("?" + query if query else ""), token=token)
        assert answer.status == 200, (path, query, answer.status, answer.body)
        return answer.json()

    def pages(self, path, token=None, **query):
        """The features of all pages, by their next links."""
        page = self.get(path, token, **query)
        features = page["features"]
        while links := [link for link in page["links"] if link["rel"] == "next"]:
            assert links[0]["href"].startswith(self.base)
            page = json.loads(self.ask(links[0]["href"].removeprefix(self.base), token=token).body)
            features += page["features"]
        assert len(features) == page["numberMatched"]
        return features

    def events(self, token=None):
        """What /events tells, until it ends: each the object of one event."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/events", headers={"Authorization": f"Bearer {token}"} if token else {})
            response = connection.getresponse()
            assert response.status == 200, response.read()
            assert response.getheader("Content-Type") == "text/event-stream"
            for line in response:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
        finally:
            connection.close()

    def close(self, how=signal.SIGTERM):
        """Its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        if not self.process.stderr.closed:
            self.said += self.process.stderr.read()
            self.process.stderr.close()
        return self.process.wait(timeout=30)

    def kill(self):
        """As a failure of power would: without a last word."""
        self.process.kill()
        self.process.wait(timeout=30)
        self.process.stderr.close()

    def log(self):
        """Lines of JSON, once it was closed."""
        return [json.loads(line) for line in self.said.splitlines() if line.startswith("{")]


class Sender:
    """Somebody who sends deliveries by the API."""

    def __init__(self, server, token):
        self.server, self.token = server, token

    def ask(self, path, method="POST", body=None, **headers):
        return self.server.ask(path, method, body, token=self.token, **headers)

    def good(self, *words, **more):
        answer = self.ask(*words, **more)
        assert answer.status == 200, (words, answer.status, answer.body)
        return answer.json()

    def new(self):
        return self.good("/deliveries")["id"]

    def state(self, delivery):
        return self.good(f"/deliveries/{delivery}", "GET")

    @staticmethod
    def address(delivery, name):
        return f"/deliveries/{delivery}/files/{urllib.parse.quote(name)}"

    def put(self, delivery, name, offset, bytes_):
        return self.ask(f"{self.address(delivery, name)}?offset={offset}", "PUT", bytes_, Content_Type="application/octet-stream")

    def finish(self, delivery, name, content):
        return self.ask(self.address(delivery, name), body={"sha256": hashlib.sha256(content).hexdigest()})

    def upload(self, delivery, *paths, piece=1 << 20):
        for path in paths:
            with open(path, "rb") as file:
                self.send(delivery, os.path.basename(path), file.read(), piece)

    def send(self, delivery, name, content, piece=1 << 20):
        self.good(f"/deliveries/{delivery}/files", body={"name": name, "size": len(content)})
        for at in range(0, len(content), piece):
            answer = self.put(delivery, name, at, content[at:at + piece])
            assert answer.status == 200, answer.body
        answer = self.finish(delivery, name, content)
        assert answer.status == 200, answer.body

    def settled(self, delivery):
        for _ in range(1200):
            state = self.state(delivery)
            if state["state"] not in ("checking", "importing", "comparing", "merging"):
                return state
            time.sleep(0.05)
        raise AssertionError(state)

    def check(self, delivery, layer, **options):
        """What the check has understood and found; None where there is none."""
        self.good(f"/deliveries/{delivery}/check", body={"layer": layer, **options})
        return self.good(f"/deliveries/{delivery}/check", "GET") if self.settled(delivery)["state"] == "checked" else None

    def offer(self, path):
        """Sends a fork and offers its changes; the delivery's id and its state."""
        delivery = self.new()
        self.upload(delivery, path)
        self.good(f"/deliveries/{delivery}/offer")
        return delivery, self.settled(delivery)

    def accept(self, delivery, **choice):
        self.good(f"/deliveries/{delivery}/accept", body=choice)
        return self.settled(delivery)
