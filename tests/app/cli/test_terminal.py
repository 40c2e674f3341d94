"""On a terminal: tables as wide as it is, colours, a bar; piped: plain."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata
import unittest

from command import QITU, Case

ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class Terminal(Case):
    def setUp(self):
        super().setUp()
        self.copy("work.gpkg")

    def on_terminal(self, *words, columns=80, lang="C.UTF-8", **environment):
        """Standard output on a terminal of this many columns."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "NO_COLOR"))}
        process = subprocess.Popen([QITU, *words], cwd=self.folder, stdout=follower, stderr=subprocess.PIPE,
                                   stdin=subprocess.DEVNULL, env={**env, "LANG": lang, "TERM": "xterm", **environment})
        os.close(follower)
        said = b""
        while True:
            try:
                block = os.read(leader, 65536)
            except OSError:
                break
            if not block:
                break
            said += block
        os.close(leader)
        process.communicate()
        self.assertIn(process.returncode, (0, 1))
        return said.decode().replace("\r\n", "\n")

    def test_a_table_is_as_wide_as_the_terminal_and_no_figure_is_cut(self):
        wide = self.on_terminal("quota", "show", "work.gpkg", columns=400, NO_COLOR="1")
        for columns in (100, 80, 70):
            for lang in ("C.UTF-8", "zh_CN.UTF-8"):
                with self.subTest(columns=columns, lang=lang):
                    said = self.on_terminal("quota", "show", "work.gpkg", columns=columns, lang=lang, NO_COLOR="1")
                    for line in said.splitlines():
                        self.assertLessEqual(width(line), columns, line)
                    figures = lambda text: re.findall(r"(?<=  )\d+(?:\.\d+)?(?=  (?:万亩|wan_mu|mu|亩|km|公里))", text)
                    self.assertEqual(figures(said), figures(wide) or figures(said))

    def test_names_fold_and_are_never_cut(self):
        def names(columns):
            said = self.on_terminal("progress", "work.gpkg", "--by", "league", columns=columns, lang="zh_CN.UTF-8", NO_COLOR="1")
            rows = said.partition("\n\n")[0].partition("-\n")[2].splitlines()
            rows = [row for row in rows if "：" not in row]  # which says what is left out
            self.assertLessEqual(max(map(width, rows)), columns)
            return [row.partition("  ")[0].strip() for row in rows if not row.startswith("  ")]

        folded = "".join(names(80)).replace(" ", "")
        self.assertGreater(len(names(400)), 30)
        for name in names(400):
            self.assertIn(name.replace(" ", ""), folded)

    def test_on_a_wide_terminal_and_in_a_pipe_nothing_is_cut(self):
        piped = self.qitu("quota", "show", "work.gpkg").stdout
        self.assertNotIn("…", piped)
        self.assertEqual(self.on_terminal("quota", "show", "work.gpkg", columns=500, NO_COLOR="1"), piped)

    def test_heads_are_bold_on_a_terminal_only_and_not_where_colours_are_refused(self):
        self.assertIn("\x1b[1m", self.on_terminal("layers"))
        self.assertNotIn("\x1b", self.on_terminal("layers", NO_COLOR="1"))
        self.assertNotIn("\x1b", self.on_terminal("layers", TERM="dumb"))
        self.assertNotIn("\x1b", self.qitu("layers").stdout)
        self.assertIn("\x1b[32m", self.on_terminal("doctor"))

    def test_colours_change_no_character(self):
        plain = self.on_terminal("quota", "show", "work.gpkg", NO_COLOR="1")
        self.assertEqual(ESCAPE.sub("", self.on_terminal("quota", "show", "work.gpkg")), plain)

    def test_csv_and_json_are_never_cut(self):
        for form in ("csv", "json"):
            self.assertEqual(self.on_terminal("quota", "show", "work.gpkg", "--format", form, columns=40),
                             self.qitu("quota", "show", "work.gpkg", "--format", form).stdout)


if __name__ == "__main__":
    unittest.main()
