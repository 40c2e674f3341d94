"""The pages of docs/: what they show is what the command prints, their links lead somewhere, and each has its Chinese mirror.

A block ```console is run in a shell, a page in one folder of its own. Lines after "$ " are commands; each further line must stand in
what the command prints, in that order, however wide the columns; "…" stands for whatever is left out, lines or the end of a line. A block ```KIND file=NAME is written to that file first. Words behind
"console": status=0,1 (of every command in it), needs=PROGRAM (the block is left out where that is not installed, and said).

QITU_LANGUAGE=zh: the Chinese pages are run, which have the same commands as the English ones.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import unittest

from command import QITU, SOURCE, Case, two_at_a_time

DOCS = os.path.join(SOURCE, "docs")
CHINESE = os.environ.get("QITU_LANGUAGE") == "zh"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# For those who work on qitu; English only. The page of rules is made from the rules, in both languages.
ENGLISH_ONLY = {"architecture.md", "performance.md", "rules.md"}


def pages():
    return sorted(glob.glob(os.path.join(DOCS, "**", "*.md"), recursive=True))


def text_of(page):
    with open(page, encoding="utf-8") as file:
        return file.read()


def plain(line):
    """Without the widths of columns, which go by what else is in the table."""
    return " ".join(line.split())


def commands_of(body):
    """(command, lines of output that it shows)"""
    found = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip() not in ("", "…"):
            found[-1][1].append(plain(line))
    return found


def place(shown, lines):
    """Where a line stands that is shown, perhaps only its beginning; -1 for nowhere."""
    begins = shown.endswith("…")
    return next((i for i, line in enumerate(lines) if line == shown or (begins and line.startswith(shown[:-1]))), -1)


def missing(shown, printed):
    """The first line that is shown and was not printed after those before it; each stream has its own order."""
    streams = [[plain(line) for line in stream.splitlines()] for stream in printed]
    for line in shown:
        stream = next((s for s in streams if place(line, s) >= 0), None)
        if stream is None:
            return line
        del stream[:place(line, stream) + 1]
    return None


def anchors(page):
    """Names that GitHub and most others give to the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", re.sub(BLOCK, "", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


class Pages(Case):
    def setUp(self):
        super().setUp()
        self.bin = self.path(".bin")
        os.mkdir(self.bin)
        os.symlink(QITU, os.path.join(self.bin, "qitu"))

    def run_line(self, line, folder, lang):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "QITU_DATA"))}
        env.update(LANG=lang, PATH=os.path.dirname(QITU) + ":" + os.environ["PATH"])
        return subprocess.run(["bash", "-c", line], cwd=folder, env=env, text=True, encoding="utf-8", capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=300)

    def fault_of(self, options, body, folder, page, lang):
        """The first command of a block that does not do what the page shows; None where all do."""
        status = {int(number) for number in options.get("status", "0").split(",")}
        for line, shown in commands_of(body):
            result = self.run_line(line, folder, lang)
            end = "\n".join((result.stdout + result.stderr).splitlines()[-30:])
            where = f"{page}\n$ {line}\n{end}"
            if result.returncode not in status:
                return f"status {result.returncode}: {where}"
            line = missing(shown, (result.stdout, result.stderr))
            if line is not None:
                return f"not printed: {line}\n{where}"
        return None

    def run_page(self, page):
        """How many blocks a page has, and the faults in them."""
        name = os.path.relpath(page, DOCS)
        folder = self.path(name.replace("/", "-"))
        os.mkdir(folder)
        blocks, faults = 0, []
        for kind, words, body in BLOCK.findall(text_of(page)):
            options = dict(word.split("=", 1) for word in words.split())
            if "file" in options and "guide" not in name:
                with open(os.path.join(folder, options["file"]), "w", encoding="utf-8") as file:
                    file.write(body)
            needed = options.get("needs")
            if needed and not shutil.which(needed):
                print(f"{name}: a block is not checked: {needed} is not installed", file=sys.stderr)
            elif kind == "console":
                faults.append(self.fault_of(options, body, folder, name, "zh_CN.UTF-8" if name.startswith("zh/") else "C.UTF-8"))
                blocks += 1
        shutil.rmtree(folder)
        return blocks, [fault for fault in faults if fault]

    def test_what_the_pages_show_is_what_the_command_prints(self):
        wanted = [page for page in pages() if os.path.relpath(page, DOCS).startswith("zh/") == CHINESE]
        done = two_at_a_time(self.run_page, wanted)
        for page, (_, faults) in zip(wanted, done):
            with self.subTest(page=os.path.relpath(page, DOCS)):
                self.assertEqual(faults, [])
        self.assertGreater(sum(blocks for blocks, _ in done), 20)

    def test_a_line_that_was_not_printed_is_missed(self):
        self.assertIsNone(missing(["a", "c"], ("a\nb\nc\n", "")))
        self.assertIsNone(missing(["a", "x", "c"], ("a\nb\nc\n", "x")))
        self.assertIsNone(missing(["beg…", "c"], ("a\nbegun\nc\n", "")))
        self.assertEqual(missing(["bag…"], ("a\nbegun\nc\n", "")), "bag…")
        self.assertEqual(missing(["c", "a"], ("a\nb\nc\n", "")), "a")
        self.assertEqual(missing(["d"], ("a\n", "b\n")), "d")

    def test_links_between_pages_lead_somewhere(self):
        tops = [os.path.join(SOURCE, name) for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "layers/README.md")]
        for page in [*pages(), *tops]:
            for link in LINK.findall(re.sub(BLOCK, "", text_of(page))):
                if re.match(r"[a-z]+:", link):
                    continue
                path, _, anchor = link.partition("#")
                target = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
                with self.subTest(page=os.path.relpath(page, SOURCE), link=link):
                    self.assertTrue(os.path.exists(target))
                    if anchor:
                        self.assertIn(anchor, anchors(target))

    def test_every_page_can_be_reached_from_the_index(self):
        for index in ("README.md", "zh/README.md"):
            seen, todo = set(), [os.path.join(DOCS, index)]
            while todo:
                page = todo.pop()
                if page in seen:
                    continue
                seen.add(page)
                for link in LINK.findall(text_of(page)):
                    target = os.path.normpath(os.path.join(os.path.dirname(page), link.partition("#")[0]))
                    if target.endswith(".md") and os.path.isfile(target) and target.startswith(DOCS):
                        todo.append(target)
            wanted = {page for page in pages() if os.path.relpath(page, DOCS).startswith("zh/") == index.startswith("zh/")}
            self.assertEqual(wanted - seen, set(), index)

    def test_every_page_that_is_not_for_developers_has_its_chinese_mirror_with_the_same_blocks(self):
        for page in pages():
            name = os.path.relpath(page, DOCS)
            if name.startswith("zh/") or name in ENGLISH_ONLY:
                continue
            mirror = os.path.join(DOCS, "zh", name)
            with self.subTest(name):
                self.assertTrue(os.path.exists(mirror))
                commands = [[[line for line, _ in commands_of(body)] for kind, _, body in BLOCK.findall(text_of(p))
                             if kind == "console"] for p in (page, mirror)]
                self.assertEqual(*commands)
                heads = [len(re.findall(r"^##? ", re.sub(BLOCK, "", text_of(p)), re.MULTILINE)) for p in (page, mirror)]
                self.assertEqual(*heads)


if __name__ == "__main__":
    unittest.main()
