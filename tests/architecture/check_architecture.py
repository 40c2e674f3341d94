#!/usr/bin/env python3
"""Holds the sources to the rules of the house that no compiler knows.

    check_architecture.py ROOT

- src/qitu/CMakeLists.txt: a room knows only rooms above it, and shelves are not mixed (that it includes no others, the compiler sees to)
- no file in src has more than 500 lines
- the library sets no environment variable and ends no process
- on a feature's way in and back WKB is decoded in the files of DECODERS only, so that each decodes it once
- every message of say("…"), said("…") and translated("…") has a Chinese entry in po/*.po
- a Chinese entry has the same {} as its English, and numbers all of them or none

Prints one line per fault and exits with 1 when there is any.
"""
import re
import sys
from pathlib import Path

MOST_LINES = 500
SOURCES = (".cpp", ".h")
DECODERS = {
    "analysis/importer": (),
    "analysis/validation": ("feature_checks.cpp",          # a feature on its way in
                            "validity.cpp", "placing.cpp"),  # what is there already; banners
    "data/workspace": ("blob.cpp", "features.cpp"),        # envelopes that nobody has found; boundaries
    "engine/coverage": ("coverage.cpp",),                  # borders that are checked
    "engine/tabulate": ("feature.cpp",),                   # a feature that is read back and counted
}

TOKEN = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^ ()\\\t\n]*)\((?P<inner>.*?)\)(?P=mark)")
      | (?P<text>(?:u8|[uUL])?"(?P<body>(?:\\.|[^"\\\n])*)")
      | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
      | (?P<number>\d(?:'?[\w.])*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>::|[=!]=|[^\s\w])""",
    re.VERBOSE | re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]+)|(.))", re.DOTALL)


def unescaped(body):
    def one(match):
        code = match[1] or match[2] or match[3]
        return chr(int(code, 16)) if code else ESCAPES.get(match[4], match[4])
    return ESCAPE.sub(one, body)


def tokens(source):
    """(kind, text, line) of C++ source without comments; adjacent string literals are one."""
    result = []
    number, counted = 1, 0
    for match in TOKEN.finditer(source):
        number += source.count("\n", counted, match.start())
        counted = match.start()
        kind = match.lastgroup if match.lastgroup in ("comment", "char", "number", "word", "sign") else None
        if kind == "comment":
            continue
        line = number
        if kind:
            result.append((kind, match[0], line))
            continue
        text = match["inner"] if match["raw"] else unescaped(match["body"])
        if result and result[-1][0] == "text":
            text = result[-1][1] + text
            line = result.pop()[2]
        result.append(("text", text, line))
    return result


def messages(source):
    """(message, line) of every literal that say, said or translated gets, in either branch of a ?: too."""
    found = []
    stream = tokens(source)
    for i, (kind, word, _) in enumerate(stream[:-1]):
        if kind != "word" or word not in ("say", "said", "translated") or stream[i + 1][1:2] != ("(",):
            continue
        depth = 0
        for before, (kind, text, line) in zip(stream[i + 1:], stream[i + 2:]):
            if kind == "sign":
                depth += text in "([{"
                depth -= text in ")]}"
            if depth < 0 or (depth == 0 and (kind, text) == ("sign", ",")):
                break
            if kind == "text" and before[0] == "sign" and before[1] in ("(", "?", ":"):
                found.append((text, line))
    return found


def po_entries(text):
    """English → (Chinese, line) of a po file."""
    entries = {}
    part = None
    english = chinese = ""
    start = 0
    for number, line in enumerate(text.splitlines() + ['msgid ""'], 1):
        match = re.match(r'(?:(msgid|msgstr)\s+)?"((?:\\.|[^"\\])*)"\s*$', line)
        if not match:
            continue
        if match[1] == "msgid":
            if english:
                entries[english] = (chinese, start)
            english, chinese, start = "", "", number
        part = match[1] or part
        if part == "msgid":
            english += unescaped(match[2])
        else:
            chinese += unescaped(match[2])
    return entries


def placeholders(message):
    """The formats of a message's {}, whatever their order: a translation may number them to turn them round."""
    plain = message.replace("{{", "").replace("}}", "")
    return sorted(inner.partition(":")[2] for inner in re.findall(r"\{([^{}]*)\}", plain))


def numbers_some(message):
    """Whether some of its {} are numbered and some are not, which no format takes."""
    plain = message.replace("{{", "").replace("}}", "")
    numbered = [inner[:1].isdigit() for inner in re.findall(r"\{([^{}]*)\}", plain)]
    return any(numbered) and not all(numbered)


def rooms_of(cmake):
    """Path of a room, shelf/name → names of the rooms it knows, in the order of the file."""
    rooms = {}
    for call in re.findall(r"^qitu_room\(([^)]*)\)", cmake, re.MULTILINE):
        words = call.split()
        known = words[words.index("KNOWS") + 1:] if "KNOWS" in words else []
        rooms[words[0]] = known[:known.index("USES")] if "USES" in known else known
    return rooms


class House:
    def __init__(self, root):
        self.root = Path(root)
        self.faults = []
        self.sources = sorted(path for path in (self.root / "src").rglob("*") if path.suffix in SOURCES)

    def fault(self, path, line, what):
        self.faults.append(f"{path.relative_to(self.root)}:{line}: {what}")

    def check_rooms(self):
        cmake = self.root / "src/qitu/CMakeLists.txt"
        rooms = rooms_of(cmake.read_text("utf-8"))
        if not rooms:
            self.fault(cmake, 1, "no qitu_room(…) was found")
        before, shelves = {}, []
        for path, known in rooms.items():
            shelf, _, room = path.partition("/")
            if shelf not in shelves:
                shelves.append(shelf)
            elif shelf != shelves[-1]:
                self.fault(cmake, 1, f"{path} stands below a room of {shelves[-1]}")
            for other in known:
                if other not in before:
                    self.fault(cmake, 1, f"{room} knows {other}, which does not come before it")
            before[room] = path
        for path in self.sources:
            if len(path.parts) < len((self.root / "src/qitu").parts) + 3:
                self.fault(path, 1, "does not lie in a room")
                continue
            room = "/".join(path.relative_to(self.root / "src/qitu").parts[:2])
            if room != "app/cli" and room not in rooms:
                self.fault(path, 1, f"{room} is not a room of src/qitu/CMakeLists.txt")
            self.check_includes(path)

    def check_includes(self, path):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*"([^"]*)"', line)
            if match and ".." in match[1]:
                self.fault(path, number, f'"{match[1]}" leaves the room; include <qitu/shelf/room/header.h>')

    def check_length(self):
        for path in self.sources:
            lines = path.read_text("utf-8").count("\n")
            if lines > MOST_LINES:
                self.fault(path, MOST_LINES + 1, f"has {lines} lines; {MOST_LINES} are the most")

    def check_library(self):
        for path in self.sources:
            if "/app/cli/" in path.as_posix():
                continue
            stream = tokens(path.read_text("utf-8"))
            for (_, word, line), after in zip(stream, stream[1:]):
                if word in ("setenv", "putenv", "exit", "quick_exit") and after[1] == "(":
                    self.fault(path, line, f"{word}() is for the command only")

    def check_decoding(self):
        for path in self.sources:
            room = "/".join(path.relative_to(self.root / "src/qitu").parts[:2])
            if path.name in DECODERS.get(room, (path.name,)):
                continue
            for _, word, line in tokens(path.read_text("utf-8")):
                if word in ("read_wkb", "visit_wkb"):
                    self.fault(path, line, f"{word}() decodes once more what was decoded before (DECODERS in check_architecture.py)")

    def check_words(self):
        translated = set()
        for path in sorted((self.root / "po").glob("*.po")):
            for english, (chinese, line) in po_entries(path.read_text("utf-8")).items():
                if not chinese:
                    self.fault(path, line, f'"{english}" has no Chinese')
                    continue
                translated.add(english)
                if placeholders(english) != placeholders(chinese):
                    self.fault(path, line, f'"{english}" and its Chinese differ in their {{}}')
                if numbers_some(chinese):
                    self.fault(path, line, f'the Chinese of "{english}" numbers some of its {{}} only')
        for path in self.sources:
            for message, line in messages(path.read_text("utf-8")):
                if message not in translated:
                    self.fault(path, line, f'"{message}" has no entry in po/*.po')

    def check(self):
        self.check_rooms()
        self.check_length()
        self.check_library()
        self.check_decoding()
        self.check_words()
        return self.faults


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    house = House(sys.argv[1])
    if not house.sources:
        sys.exit(f"{sys.argv[1]}: there is no source in src/")
    faults = house.check()
    print("\n".join(faults) if faults else f"{len(house.sources)} files are as the house wants them")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
