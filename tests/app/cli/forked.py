"""A workspace with a banner's file that has left it, for tests of what comes back."""
import functools
import json
import os
import pwd
import shutil
import tempfile

from command import Case, edited, folder_of_small_workspace, geojson, run, square

LAYER = "high_standard_farmland"
BANNER, NEXT, LEAGUE = "150802", "150821", "150800"
X, Y = 107.36, 40.78  # in Linhe
LOGIN = pwd.getpwuid(os.geteuid()).pw_name


def place(number):
    return X + 0.005 * number, Y


def parcel(number, **properties):
    values = {"project_code": f"150802GB{number:06d}", "project_name": f"示例{number}", "admin_code": BANNER, "year": 2023,
              "stage": "under_construction", **properties}
    return "Polygon", [square(*place(number))], values


def rename(number):
    return f"UPDATE {LAYER} SET project_name = '改{number}' WHERE fid = {number}"


@functools.cache
def folder_of_fork():
    """Six parcels, and the banner's file that has left with them: made once."""
    folder = tempfile.TemporaryDirectory(prefix="qitu-")
    shutil.copy(os.path.join(folder_of_small_workspace((BANNER, NEXT)).name, "w.gpkg"), os.path.join(folder.name, "work.gpkg"))
    geojson(os.path.join(folder.name, "rows.geojson"), [parcel(i) for i in range(1, 7)])
    for words in (("import", "work.gpkg", LAYER, "rows.geojson"), ("export", "work.gpkg", "linhe.gpkg", "--banner", BANNER)):
        made = run(*words, cwd=folder.name)
        assert made.returncode in (0, 1), made.stderr
    return folder


class Forked(Case):
    def setUp(self):
        super().setUp()
        self.work, self.fork = [shutil.copy(os.path.join(folder_of_fork().name, name), self.path(name)) for name in ("work.gpkg", "linhe.gpkg")]

    def bring(self, *rows, into="work.gpkg"):
        self.qitu("import", into, LAYER, geojson(self.path("rows.geojson"), rows), status=(0, 1))

    def there(self, *statements):
        return edited(self.fork, *statements)

    def rows(self, file="work.gpkg"):
        """What counts of the layer, whatever its rows' numbers are."""
        return edited(self.path(file), f"SELECT project_code, project_name, year, stage, geom FROM {LAYER} ORDER BY project_code")

    def listed(self, *words, status=0):
        return json.loads(self.qitu("merge", "work.gpkg", "linhe.gpkg", "--dry-run", "--format", "json", *words, status=status).stdout)

    def decide(self, listed, rejected=(), name="decisions.json", but=()):
        decisions = [{"change": one["change"], **({"decision": "reject", "reason": "线画错了"} if one["change"] in rejected else {"decision": "accept"})}
                     for one in listed["changes"] if one["change"] not in but]
        with open(self.path(name), "w", encoding="utf-8") as file:
            json.dump({"listed": listed["record"], "decisions": decisions}, file)
        return "--decisions", name
