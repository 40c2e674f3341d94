"""The Debian packages that cpack makes: what is in them, where, and what they ask for. Runs as any user; installs nothing but into folders of its own."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD = os.environ["QITU_BUILD"]
SOURCE = os.environ["QITU_SOURCE"]

def output(*command, **options):
    return subprocess.run(command, check=True, text=True, capture_output=True, **options).stdout


@unittest.skipUnless(shutil.which("dpkg-deb") and shutil.which("dpkg-shlibdeps"), "dpkg-dev is not installed")
class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="qitu-package-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        made = subprocess.run(["cpack", "--config", os.path.join(BUILD, "CPackConfig.cmake"), "-B", cls.folder], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert made.returncode == 0, made.stdout
        cls.debs = {name.partition("_")[0]: os.path.join(cls.folder, name) for name in os.listdir(cls.folder) if name.endswith(".deb")}
        cls.files = {name: cls.listing(deb) for name, deb in cls.debs.items()}
        cls.unpacked = os.path.join(cls.folder, "unpacked")
        subprocess.run(["dpkg-deb", "-x", cls.debs["qitu"], cls.unpacked], check=True)

    @staticmethod
    def listing(deb):
        """path → (mode, owner)"""
        rows = [line.split(maxsplit=5) for line in output("dpkg-deb", "-c", deb).splitlines()]
        return {row[5].removeprefix("."): (row[0], row[1]) for row in rows}

    def field(self, package, name):
        return output("dpkg-deb", "-f", self.debs[package], name).strip()

    def qitu(self, *words, lang="C.UTF-8", status=(0,), cwd=None):
        """The command as it was unpacked; nothing of the build's or the source's is named."""
        env = {"PATH": "/usr/bin:/bin", "LANG": lang, "HOME": self.folder}
        result = subprocess.run([os.path.join(self.unpacked, "usr/bin/qitu"), *words], env=env, cwd=cwd or self.folder, text=True,
                                capture_output=True)
        self.assertIn(result.returncode, status, result.stderr)
        return result.stdout

    def test_there_are_two_packages(self):
        self.assertEqual(set(self.debs), {"qitu", "libqitu-dev"})

    def test_everything_is_in_its_standard_place(self):
        files = self.files["qitu"]
        for path in ("/usr/bin/qitu", "/usr/share/qitu/layers/programme.toml", "/usr/share/qitu/layers/boundaries.gpkg",
                     "/usr/share/qitu/styles/high_standard_farmland.qml", "/usr/share/locale/zh/LC_MESSAGES/qitu.mo",
                     "/usr/share/man/man1/qitu.1.gz", "/usr/share/man/man1/qitu-quota-import.1.gz", "/usr/share/man/zh_CN/man1/qitu.1.gz",
                     "/usr/share/bash-completion/completions/qitu", "/usr/share/zsh/vendor-completions/_qitu",
                     "/usr/share/fish/vendor_completions.d/qitu.fish", "/usr/share/doc/qitu/copyright",
                     "/usr/share/doc/qitu/docs/README.md", "/usr/share/doc/qitu/docs/zh/README.md"):
            self.assertIn(path, files)
        self.assertIn("/usr/include/qitu/engine/tabulate/tabulate.h", self.files["libqitu-dev"])
        for path in files:
            self.assertRegex(path, r"^/($|usr/($|bin/|share/))", "a stray file")
            self.assertFalse(path.endswith((".a", ".h", ".stamp", ".po", ".py", "CMakeLists.txt")), path)

    def test_all_of_the_catalogue_and_the_styles_is_there(self):
        for folder in ("layers", "styles"):
            wanted = {f"/usr/share/qitu/{folder}/{name}" for name in os.listdir(os.path.join(SOURCE, folder))}
            self.assertEqual(wanted - set(self.files["qitu"]), set())

    def test_files_belong_to_root_and_only_root_may_write(self):
        for package, files in self.files.items():
            for path, (mode, owner) in files.items():
                self.assertEqual(owner, "root/root", path)
                wanted = "drwxr-xr-x" if path.endswith("/") else "-rwxr-xr-x" if path.startswith("/usr/bin/") else "-rw-r--r--"
                self.assertEqual(mode, wanted, path)

    def test_it_depends_on_the_libraries_it_loads_and_on_the_data_that_they_read(self):
        depends = self.field("qitu", "Depends")
        for package in ("libgdal", "libproj", "libgeos-c1", "libc6", "libsqlite3-0", "libstdc++6", "libxlsxwriter", "gdal-data", "proj-data",
                        "libsqlite3-mod-spatialite"):
            self.assertRegex(depends, rf"(^|, ){re.escape(package)}", depends)
        self.assertNotRegex(depends, r"-dev|catch2")
        version = self.field("qitu", "Version")
        self.assertIn(f"qitu (= {version})", self.field("libqitu-dev", "Depends"))
        with open(os.path.join(SOURCE, "setup"), encoding="utf-8") as file:
            needed = set(re.findall(r"lib[a-z0-9+-]+-dev|nlohmann-json3-dev", file.read().partition("tests=(")[0])) - {"libcli11-dev"}
        self.assertEqual({name for name in needed if name not in self.field("libqitu-dev", "Depends")}, set())

    def test_it_is_described(self):
        for package in self.debs:
            summary, *text = self.field(package, "Description").splitlines()
            self.assertLess(len(summary), 80)
            self.assertGreaterEqual(len(text), 2)
            self.assertTrue(all(len(line) <= 80 for line in text), text)
        self.assertEqual(self.field("qitu", "Section"), "science")

    def test_the_command_is_stripped_and_finds_its_data_where_it_was_unpacked(self):
        self.assertIn("stripped", output("file", "-b", os.path.join(self.unpacked, "usr/bin/qitu"))) if shutil.which("file") else None
        with open(os.path.join(self.unpacked, "usr/bin/qitu"), "rb") as file:
            program = file.read()
        for folder in (SOURCE, BUILD):
            self.assertNotIn(os.path.join(folder, "").encode(), program, "the build's folder is in the program")
        self.qitu("sample", "sample", "--parcels", "200")
        self.qitu("init", "work.gpkg")
        self.assertIn("net_m2", self.qitu("tabulate", "sample/补充耕地.gpkg", "--zones", "banners", "--format", "json"))
        self.qitu("import", "work.gpkg", "supplementary_farmland", "sample/补充耕地.gpkg", status=(0, 1))
        self.qitu("export", "work.gpkg", "delivery.gpkg")  # needs the styles
        self.assertIn("用法：", self.qitu("total", "--help", lang="zh_CN.UTF-8"))
        self.assertEqual(self.qitu("complete", "words", "--", "imp").splitlines()[1].partition("\t")[0], "import")

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian_finds_nothing(self):
        for deb in self.debs.values():
            said = subprocess.run(["lintian", "--no-cfg", "--allow-root", "--suppress-tags", "initial-upload-closes-no-bugs", deb], text=True, capture_output=True).stdout
            self.assertEqual([line for line in said.splitlines() if line.startswith(("E:", "W:"))], [])


if __name__ == "__main__":
    unittest.main()
