"""The guides of docs/guide and docs/zh/guide: their commands are run as they stand, in their order, and their files are written as they stand.

QITU_LANGUAGE=zh: the Chinese ones.
"""
import glob
import os
import re
import shlex
import shutil
import unittest

from command import SOURCE, Case, run, two_at_a_time

CHINESE = os.environ.get("QITU_LANGUAGE") == "zh"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_guide(guide, folder):
    """How many commands a guide has; runs all of them in a folder of their own."""
    with open(guide, encoding="utf-8") as file:
        text = file.read()
    commands = 0
    for kind, options, body in BLOCK.findall(text):
        given = dict(option.split("=", 1) for option in options.split())
        if "file" in given:
            with open(os.path.join(folder, given["file"]), "w", encoding="utf-8") as file:
                file.write(body)
            continue
        assert kind == "sh", guide
        status = tuple(int(number) for number in given.get("status", "0").split(","))
        for line in body.splitlines():
            words = shlex.split(line)
            assert words[0] == "qitu", line
            result = run(*words[1:], cwd=folder, lang="zh" if "/zh/" in guide else "en")
            assert result.returncode in status, f"{guide}\n{line}\n{result.stdout}\n{result.stderr}"
            commands += 1
    return commands


class Guides(Case):
    def test_every_command_of_every_guide_ends_as_the_guide_says(self):
        guides = sorted(glob.glob(os.path.join(SOURCE, "docs", "zh" if CHINESE else "", "guide", "*.md")))
        self.assertGreater(len(guides), 1)

        def commands_of(guide):
            folder = self.path(str(guides.index(guide)))
            os.mkdir(folder)
            commands = run_guide(guide, folder)
            shutil.rmtree(folder)
            return commands

        for guide, commands in zip(guides, two_at_a_time(commands_of, guides)):
            self.assertGreater(commands, 5, guide)

    def test_a_folder_of_deliveries_is_a_report_in_at_most_five_commands(self):
        for folder in ("docs/guide", "docs/zh/guide"):
            with open(os.path.join(SOURCE, folder, "from-deliveries-to-the-report.md"), encoding="utf-8") as file:
                blocks = [body.splitlines() for kind, _, body in BLOCK.findall(file.read()) if kind == "sh"]
            self.assertTrue(blocks[1][0].startswith("qitu init"))
            self.assertTrue(blocks[1][-1].startswith("qitu report"))
            self.assertLessEqual(len(blocks[1]), 5)


if __name__ == "__main__":
    unittest.main()
