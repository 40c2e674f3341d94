"""A PostgreSQL of a suite's own, and asking it as one of its users."""
import contextlib
import os
import shutil
import subprocess
import tempfile
import time

from command import SOURCE

SCRIPT = os.path.join(SOURCE, "tests/postgres/cluster")


class Refused(Exception):
    """What the server answered instead of rows."""


class Cluster:
    def __init__(self, **environment):
        self.folder = tempfile.mkdtemp(prefix="qitu-pg-")
        self.environment = environment
        self.start()

    def start(self):
        subprocess.run([SCRIPT, "start", self.folder], check=True, capture_output=True, env={**os.environ, **self.environment})

    def kill(self):
        """As a loss of power does."""
        subprocess.run([SCRIPT, "kill", self.folder], check=True, capture_output=True)

    def close(self):
        subprocess.run([SCRIPT, "stop", self.folder], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def target(self, database, user="postgres"):
        return f"PG:host={self.folder} dbname={database} user={user}"

    def create(self, database, like="template1"):
        self.administer(f"CREATE DATABASE {database} TEMPLATE {like}")
        return self.target(database)

    def administer(self, sql):
        """What cannot be part of a transaction."""
        subprocess.run(["psql", "-X", "-q", "-h", self.folder, "-U", "postgres", "-c", sql], check=True, capture_output=True)

    def psql(self, database, sql, user="postgres", **environment):
        """Several statements in one transaction, as psql runs them."""
        return subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-1", "-f", "-", "-h", self.folder, "-U", user, "-d", database],
            input=sql, text=True, capture_output=True, timeout=120, env={**os.environ, **environment})

    @contextlib.contextmanager
    def writing(self, database, sql):
        """Another's transaction that has written and is committed at the end."""
        with subprocess.Popen(["psql", "-X", "-q", "-h", self.folder, "-U", "postgres", "-d", database], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, text=True) as process:
            process.stdin.write(f"BEGIN;\n{sql};\n")
            process.stdin.flush()
            self.wait_for_lock(database, "granted")
            yield
            process.stdin.write("COMMIT;\n")

    def wait_for_lock(self, database, which):
        """Until somebody has the lock of those who write, or waits for it (NOT granted)."""
        for _ in range(600):
            if self.ask(database, f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND {which} AND database = "
                                  "(SELECT oid FROM pg_database WHERE datname = current_database())") != ["0"]:
                return
            time.sleep(0.05)
        raise AssertionError(f"no lock that is {which}")

    def ask(self, database, sql, user="postgres", **environment):
        result = self.psql(database, sql, user, **environment)
        if result.returncode != 0:
            raise Refused(result.stderr)
        return result.stdout.splitlines()
