#!/usr/bin/env python3
"""check_architecture.py finds each kind of fault in a small house, and none in one without fault."""
import tempfile
import unittest
from pathlib import Path

import check_architecture

CMAKE = """
function(qitu_room name)
endfunction()
qitu_room(core/base USES ICU::uc)
qitu_room(engine/cellar KNOWS base)
qitu_room(output/attic KNOWS base cellar
          USES GDAL::GDAL)
"""
PO = """
msgid ""
msgstr ""
"Language: zh\\n"

msgid "It is {} m, says \\"{}\\"."
msgstr "“{1}”说：{0} 米。"
"""


class Faults(unittest.TestCase):
    def faults(self, files):
        with tempfile.TemporaryDirectory() as folder:
            house = {"src/qitu/CMakeLists.txt": CMAKE, "po/a.po": PO, **files}
            for name, text in house.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            return check_architecture.House(folder).check()

    def test_a_house_in_order_has_none(self):
        self.assertEqual([], self.faults({
            "src/qitu/output/attic/a.cpp": '#include "a.h"\n#include "beam/oak.h"\n#include <qitu/engine/cellar/cellar.h>\n',
            "src/qitu/app/cli/main.cpp": "#include <qitu/output/attic/attic.h>\n",
        }))

    def test_an_include_that_leaves_the_room_is_found(self):
        self.assertEqual(
            ['src/qitu/output/attic/a.cpp:1: "../cellar/wine.h" leaves the room; include <qitu/shelf/room/header.h>'],
            self.faults({"src/qitu/output/attic/a.cpp": '#include "../cellar/wine.h"\n'}))

    def test_a_room_that_knows_a_later_one_is_found(self):
        self.assertEqual(["src/qitu/CMakeLists.txt:1: base knows attic, which does not come before it"], self.faults(
            {"src/qitu/CMakeLists.txt": "qitu_room(core/base KNOWS attic)\nqitu_room(core/attic KNOWS base)\n"}))

    def test_shelves_that_are_mixed_are_found(self):
        self.assertEqual(["src/qitu/CMakeLists.txt:1: core/attic stands below a room of data"], self.faults(
            {"src/qitu/CMakeLists.txt": "qitu_room(core/base)\nqitu_room(data/file)\nqitu_room(core/attic)\n"}))

    def test_a_folder_that_is_not_a_room_is_found(self):
        self.assertEqual(["src/qitu/core/shed/s.h:1: core/shed is not a room of src/qitu/CMakeLists.txt"], self.faults(
            {"src/qitu/core/shed/s.h": "\n"}))

    def test_a_file_of_501_lines_is_found_and_one_of_500_is_not(self):
        self.assertEqual(["src/qitu/core/base/long.cpp:501: has 501 lines; 500 are the most"], self.faults(
            {"src/qitu/core/base/long.cpp": "\n" * 501, "src/qitu/core/base/most.cpp": "\n" * 500}))

    def test_a_library_that_ends_the_process_is_found_and_a_command_that_does_is_not(self):
        self.assertEqual(["src/qitu/core/base/b.cpp:2: exit() is for the command only"], self.faults(
            {"src/qitu/core/base/b.cpp": "// exit(1)\nstd::exit(1);\n", "src/qitu/app/cli/main.cpp": "std::exit(1);\n"}))

    def test_wkb_that_is_decoded_once_more_on_the_way_in_is_found(self):
        cmake = {"src/qitu/CMakeLists.txt": "qitu_room(engine/coverage)\n"}
        self.assertEqual(["src/qitu/engine/coverage/contacts.cpp:1: read_wkb() decodes once more what was decoded before (DECODERS in "
                          "check_architecture.py)"], self.faults({**cmake, "src/qitu/engine/coverage/contacts.cpp": "read_wkb(wkb, shape);\n"}))
        self.assertEqual([], self.faults({**cmake, "src/qitu/engine/coverage/coverage.cpp": "read_wkb(wkb, shape);\n"}))

    def test_a_message_without_chinese_is_found(self):
        self.assertEqual(['src/qitu/core/base/b.cpp:2: "Gone." has no entry in po/*.po'], self.faults(
            {"src/qitu/core/base/b.cpp": 'auto a =\n say("Gone.");\n'}))

    def test_an_entry_without_chinese_is_found(self):
        faults = self.faults({"po/b.po": 'msgid "Gone."\nmsgstr ""\n', "src/qitu/core/base/b.cpp": 'say("Gone.");\n'})
        self.assertEqual(2, len(faults))

    def test_placeholders_of_which_only_some_are_numbered_are_found(self):
        self.assertEqual(['po/b.po:1: the Chinese of "{} of {}" numbers some of its {} only'], self.faults(
            {"po/b.po": 'msgid "{} of {}"\nmsgstr "{} {1}"\n'}))

    def test_placeholders_that_differ_are_found(self):
        self.assertEqual(['po/b.po:1: "{} of {:.1f}" and its Chinese differ in their {}'], self.faults(
            {"po/b.po": 'msgid "{} of {:.1f}"\nmsgstr "{:.1f} 的一部分"\n'}))
        self.assertEqual([], self.faults({"po/b.po": 'msgid "{} of {:.1f} {{x}}"\nmsgstr "{1:.1f} 的 {0}"\n'}))


class Messages(unittest.TestCase):
    def messages(self, source):
        return [text for text, line in check_architecture.messages(source)]

    def test_adjacent_literals_are_one_message_over_lines_and_comments(self):
        self.assertEqual(["one two three"], self.messages('say("one " // first\n  "two " /* and */ "three", x)'))

    def test_escapes_and_raw_literals_are_read(self):
        self.assertEqual(['a "b"\n\\ 旗', 'c\\n"d"'], self.messages(
            r'say("a \"b\"\n\\ \u65d7"); translated(R"x(c\n"d")x")'))

    def test_both_branches_of_a_choice_are_messages_and_what_is_compared_is_none(self):
        self.assertEqual(["one", "many"], self.messages('say(kind == "x" ? "one" : "many", "not me")'))

    def test_comments_strings_and_characters_hide_nothing(self):
        self.assertEqual(["yes"], self.messages(
            '// say("no")\n/* say("no") */ auto s = "say(\\"no\\")"; char c = \'"\'; int n = 1\'000; say("yes");'))

    def test_other_names_are_no_messages(self):
        self.assertEqual([], self.messages('essay("no"); say(text); std::string say(const char *english);'))


if __name__ == "__main__":
    unittest.main()
