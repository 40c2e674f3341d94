"""The guides of docs/guide and docs/zh/guide: their commands are run as they stand, in their order, and their files are written as they stand."""
import glob
import os
import re
import shlex
import shutil
import unittest

from command import SOURCE, Case

BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Guides(Case):
    def test_every_command_of_every_guide_ends_as_the_guide_says(self):
        guides = sorted(glob.glob(os.path.join(SOURCE, "docs", "**", "guide", "*.md"), recursive=True))
        self.assertGreater(len(guides), 1)
        for guide in guides:
            with open(guide, encoding="utf-8") as file:
                text = file.read()
            shutil.rmtree(self.folder)
            os.mkdir(self.folder)
            commands = 0
            for kind, options, body in BLOCK.findall(text):
                given = dict(option.split("=", 1) for option in options.split())
                if "file" in given:
                    with open(self.path(given["file"]), "w", encoding="utf-8") as file:
                        file.write(body)
                    continue
                self.assertEqual(kind, "sh", guide)
                status = tuple(int(number) for number in given.get("status", "0").split(","))
                for line in body.splitlines():
                    words = shlex.split(line)
                    self.assertEqual(words[0], "qitu", line)
                    self.qitu(*words[1:], status=status, lang="zh" if "/zh/" in guide else "en")
                    commands += 1
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
