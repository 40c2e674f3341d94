"""Help: every example in it runs, it fits a terminal, and it speaks both languages."""
import functools
import os
import re
import shlex
import shutil
import unicodedata
import unittest

from command import SOURCE, Case, run, two_at_a_time

COMMANDS = ["init", "copy", "import", "check", "quota", "quota import", "quota set", "quota show", "quota check", "quota allocate", "total",
            "progress", "explain", "overlaps", "overlay", "compare", "near", "coverage", "balance", "balance add", "plan", "plan candidates", "plan compare", "plan accept",
            "plan lots", "plan water", "plan joint", "plan forecast", "advance", "review", "history", "diff", "merge", "seal",
            "verify", "tabulate", "area", "report", "export", "layers", "sql", "sample", "doctor",
            "template", "deliveries", "serve", "league", "league add", "league list", "league publish", "league remove", "user", "user add", "user list", "user remove", "user token"]
# In the order of the job: each finds what those before it have made.
JOB = ["layers", "sample", "init", "copy", "import", "check", "quota import", "quota set", "quota show", "quota check", "quota allocate",
       "total", "progress", "explain", "overlaps", "balance add", "balance", "plan candidates", "plan compare", "plan lots", "plan joint",
       "plan accept", "overlay", "compare", "near", "coverage", "report", "export", "advance", "review", "history",
       "seal", "verify", "diff", "merge", "tabulate", "area", "sql", "doctor"]


@functools.cache
def told(command, option, lang):
    return run(*command.split(), option, lang=lang)


def help_of(command, lang="en"):
    return told(command, "--help", lang)


def full_help_of(command, lang="en"):
    return told(command, "--help-all", lang)


def setUpModule():
    """Each help is asked for once, before any test looks at it."""
    two_at_a_time(lambda asked: (help_of(*asked), full_help_of(*asked)),
                  [(command, lang) for command in ["", *COMMANDS] for lang in ("en", "zh")])


def examples(command):
    return re.findall(r"^  (qitu .*)$", help_of(command).stdout.partition("Examples:\n")[2], re.MULTILINE)


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class Help(Case):
    def test_every_example_runs(self):
        shutil.copy(os.path.join(SOURCE, "layers", "boundaries.gpkg"), self.path("borders.gpkg"))
        for command in JOB:
            if command == "plan candidates":
                for layer, file in (("permanent_basic_farmland", "永久基本农田"), ("irrigation_district", "大中型灌区")):
                    self.qitu("import", "work.gpkg", layer, f"sample/{file}.gpkg", status=(0, 1))
            lines = examples(command)
            self.assertTrue(lines, f"qitu {command} --help has no example")
            for line in lines:
                with self.subTest(line):
                    # 4: the sample is messy on purpose, and a dry run says that it would be refused
                    self.qitu(*shlex.split(line)[1:], status=(0, 1, 4) if "--dry-run" in line else (0, 1))

    def test_the_commands_that_help_lists_are_the_commands_that_exist(self):
        listed = re.findall(r"^  ([a-z]+)  ", help_of("").stdout, re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(c for c in COMMANDS if " " not in c))

    def test_help_says_the_exit_statuses_and_fits_a_terminal_in_both_languages(self):
        for command in ["", *COMMANDS]:
            for lang, words in (("en", "Exit status:"), ("zh", "退出状态：")):
                with self.subTest(command=command, lang=lang):
                    result = help_of(command, lang)
                    self.assertEqual(result.returncode, 0)
                    self.assertIn(words, result.stdout)
                    body = [line for line in result.stdout.splitlines() if not line.startswith("  qitu ")]
                    for line in body:
                        self.assertLessEqual(width(line), 88, line)

    def test_help_is_under_sixty_lines_and_says_where_all_of_it_is(self):
        for command in COMMANDS:
            for lang in ("en", "zh"):
                with self.subTest(command=command, lang=lang):
                    lines = help_of(command, lang).stdout.splitlines()
                    self.assertLess(len(lines), 60)
                    self.assertIn(f"qitu {command} --help-all", "\n".join(lines))

    def test_help_all_says_what_every_option_does(self):
        for command in ["", *COMMANDS]:
            offered = {line.partition("\t")[0] for line in run("complete", "words", "--", *command.split(), "-").stdout.splitlines()[1:]}
            offered = {option for option in offered if option.startswith("--")} - {"--help", "--help-all"}
            for lang in ("en", "zh"):
                with self.subTest(command=command, lang=lang):
                    full, brief = full_help_of(command, lang), help_of(command, lang)
                    self.assertEqual(full.returncode, 0)
                    self.assertEqual(offered - set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", full.stdout, re.MULTILINE)), set())
                    self.assertEqual(offered - set(re.findall(r"--[a-z-]+", brief.stdout)), set())
                    for line in full.stdout.splitlines():
                        if not line.startswith("  qitu "):
                            self.assertLessEqual(width(line), 88, line)

    def test_help_all_is_for_qitu_help_too(self):
        self.assertEqual(run("help", "tabulate", "--help-all").stdout, full_help_of("tabulate").stdout)

    def test_in_chinese_no_sentence_is_left_in_english(self):
        for command in ["", *COMMANDS]:
            for line in full_help_of(command, "zh").stdout.splitlines():
                with self.subTest(command=command, line=line):
                    self.assertNotRegex(line, r"[a-z]+ (the|of|and|or|is|with|by|to) [a-z]+")

    def test_the_language_is_that_of_the_option_before_that_of_the_environment(self):
        self.assertIn("用法：", run("--lang", "zh", "total", "--help").stdout)
        self.assertIn("用法：", run("total", "--help", "--lang=zh").stdout)
        self.assertIn("Usage:", run("total", "--help", "--lang", "en", lang="zh").stdout)

    def test_the_version_is_that_of_the_project(self):
        with open(os.path.join(SOURCE, "CMakeLists.txt"), encoding="utf-8") as file:
            version = re.search(r"VERSION (\d+\.\d+\.\d+)", file.read()).group(1)
        self.assertEqual(run("--version").stdout.strip(), f"qitu {version}")


if __name__ == "__main__":
    unittest.main()
