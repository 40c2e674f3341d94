"""Manual pages and completion: made from what the commands declare, so all of it is there; shells and man take them."""
import glob
import gzip
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from command import QITU, Case, run
from test_help import COMMANDS, full_help_of, help_of

SHARE = os.path.join(os.path.dirname(os.path.dirname(QITU)), "share")
PAGES = [("en", os.path.join(SHARE, "man", "man1")), ("zh", os.path.join(SHARE, "man", "zh_CN", "man1"))]
FLAGS = re.compile(r"(?:^  |,)(--?[a-z][a-z-]*)", re.MULTILINE)


def needs(program):
    return unittest.skipUnless(shutil.which(program), f"{program} is not installed")


def page_of(command):
    return "-".join(["qitu", *command.split()]) + ".1.gz"


def text_of(page):
    """A page as roff, its dashes as they are typed."""
    with gzip.open(page, "rt", encoding="utf-8") as file:
        return file.read().replace("\\-", "-")


def options_of(command):
    return set(FLAGS.findall(full_help_of(command).stdout)) - ({"--version"} if command else set())  # qitu's own


def words(*typed, **environment):
    """(kind, words) that may stand there."""
    result = run("complete", "words", "--", *typed, **environment)
    assert result.returncode == 0, result.stderr
    kind, *lines = result.stdout.splitlines()
    return kind, [line.partition("\t")[0] for line in lines]


class Manual(unittest.TestCase):
    def test_every_command_has_a_page_with_all_its_options_in_both_languages(self):
        for _, folder in PAGES:
            self.assertEqual(sorted(os.listdir(folder)), sorted(page_of(command) for command in ["", *COMMANDS]))
            for command in ["", *COMMANDS]:
                page = text_of(os.path.join(folder, page_of(command)))
                self.assertGreaterEqual(len(options_of(command)), 3)
                for option in options_of(command):
                    with self.subTest(folder=folder, command=command, option=option):
                        self.assertRegex(page, rf"(?m)^\\fB.*{option}\b")

    def test_pages_show_the_examples_of_the_help(self):
        for command in COMMANDS:
            examples = re.findall(r"^  (qitu .*)$", help_of(command).stdout.partition("Examples:\n")[2], re.MULTILINE)
            page = text_of(os.path.join(PAGES[0][1], page_of(command)))
            for example in examples:
                self.assertIn(f"\n{example}\n", page)

    def test_in_chinese_no_sentence_is_left_in_english(self):
        for page in glob.glob(os.path.join(PAGES[1][1], "*")):
            for line in text_of(page).splitlines():
                self.assertNotRegex(line, r"[a-z]+ (the|of|and|or|is|with|by|to) [a-z]+", page)

    @needs("man")
    def test_man_sets_every_page_without_a_warning(self):
        for lang, folder in PAGES:
            for page in sorted(glob.glob(os.path.join(folder, "*"))):
                result = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", page], text=True, capture_output=True,
                                        env={**os.environ, "MANROFFSEQ": "", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
                self.assertEqual((result.returncode, result.stderr), (0, ""), page)
                self.assertIn({"en": "EXIT STATUS", "zh": "退出状态"}[lang], re.sub(r".\x08|\x1b\[\d*m", "", result.stdout))

    @needs("lexgrog")
    def test_lexgrog_finds_the_name_and_what_it_is(self):
        for _, folder in PAGES:
            for page in sorted(glob.glob(os.path.join(folder, "*"))):
                result = subprocess.run(["lexgrog", page], text=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
                name = os.path.basename(page).removesuffix(".1.gz")
                self.assertEqual(result.returncode, 0, result.stderr + result.stdout)
                self.assertRegex(result.stdout, rf'"{name} - \S.+"')


class Words(Case):
    def test_all_commands_and_all_options_are_offered(self):
        for command in ["", *COMMANDS]:
            kind, offered = words(*command.split(), "-")
            long_options = {option for option in options_of(command) if option.startswith("--")}
            known = {"--help", "--help-all", "--version"} if command else {"--help", "--help-all"}  # of qitu itself
            self.assertEqual(set(offered) - known, long_options - known, command)
        self.assertEqual(set(words("")[1]), {command for command in COMMANDS if " " not in command})
        self.assertEqual(set(words("quota", "")[1]), {c.split()[1] for c in COMMANDS if c.startswith("quota ")})

    def test_what_begins_so(self):
        self.assertEqual(words("imp"), ("words", ["import"]))
        self.assertEqual(words("total", "work.gpkg", "--me"), ("words", ["--mean", "--method", "--memory"]))

    def test_values_of_fixed_sets(self):
        self.assertEqual(words("total", "--format", "")[1], ["table", "csv", "json", "xlsx", "html", "md"])
        self.assertEqual(words("total", "--format=c")[1], ["--format=csv"])
        self.assertEqual(words("total", "work.gpkg", "--method", "g")[1], ["geodesic"])
        self.assertEqual(words("--lang", "")[1], ["zh", "en"])
        self.assertEqual(words("report", "w.gpkg", "--format", "xlsx,h")[1], ["xlsx,html"])
        self.assertIn("fgb", words("export", "w.gpkg", "--format", "")[1])
        self.assertEqual(words("review", "w.gpkg", "reservoir", "--level", "")[1], ["banner", "league", "region"])

    def test_names_from_the_catalogue(self):
        listed = re.findall(r"^  ?([a-z_]+) ", run("layers").stdout, re.MULTILINE)
        offered = words("import", "work.gpkg", "")[1]
        self.assertIn("high_standard_farmland", offered)
        self.assertGreater(len(offered), 30)
        for layer in listed:
            self.assertIn(layer, offered)
        self.assertEqual(words("progress", "w.gpkg", "--indicator", "hsf.bu")[1], ["hsf.built"])
        self.assertEqual(words("explain", "w.gpkg", "hsf.built", "15080")[1][:2], ["150800", "150802"])
        self.assertEqual(words("explain", "w.gpkg", "hsf.built", "临")[1], ["临河区"])
        self.assertEqual(words("advance", "w.gpkg", "reservoir", "--to", "ma")[1], ["maintained"])
        self.assertEqual(words("check", "w.gpkg", "--rule", "overlap.")[1], ["overlap.earlier_year", "overlap.stretch"])

    def test_files_where_files_belong(self):
        self.assertEqual(words("import", "")[0], "files .gpkg")
        self.assertEqual(words("import", "w.gpkg", "reservoir", "")[0], "files")
        self.assertEqual(words("export", "w.gpkg", "")[0], "files")
        self.assertEqual(words("doctor", ""), ("files .gpkg", []))
        self.assertEqual(words("import", "w.gpkg", "reservoir", "a.shp", "--repair", "")[0], "files")
        self.assertEqual(words("report", "w.gpkg", "-o", "")[0], "folders")
        self.assertEqual(words("tabulate", "a.shp", "--zones", ""), ("files", ["banners", "leagues"]))
        self.assertEqual(words("explain", "w.gpkg", "hsf.built", "临河区", ""), ("words", []))

    def test_an_option_that_is_given_is_not_offered_again_unless_it_may_come_twice(self):
        self.assertNotIn("--format", words("total", "--format", "csv", "-")[1])
        self.assertIn("--group", words("total", "--group", "stage", "-")[1])

    def test_what_is_no_use_offers_nothing_and_fails_not(self):
        self.assertEqual(words("total", "--none=x"), ("words", []))
        self.assertEqual(words("nonsense", "nonsense", ""), ("words", []))
        self.assertEqual(words("--lang", "x"), ("words", []))

    def test_helpers_are_not_listed(self):
        for word in ("complete", "manual"):
            self.assertNotIn(word, words("")[1])
            self.assertNotRegex(run("--help").stdout, rf"(?m)^  {word}\b")


def script_of(shell):
    return os.path.join(SHARE, {"bash": "bash-completion/completions/qitu", "zsh": "zsh/vendor-completions/_qitu",
                                "fish": "fish/vendor_completions.d/qitu.fish"}[shell])


class Shells(Case):
    """What a person who presses the key is given, in each shell, in a folder with a workspace, a file and a folder."""

    CASES = [("qitu imp", {"import"}), ("qitu quota al", {"allocate"}), ("qitu total w.gpkg --format ", {"table", "csv", "json", "xlsx", "html", "md"}),
             ("qitu import work.gpkg high_st", {"high_standard_farmland"}), ("qitu area 旗", {"旗县 一.shp"}),
             ("qitu progress ", {"work.gpkg", "folder/"}), ("qitu report w.gpkg -o ", {"folder/"})]

    def setUp(self):
        super().setUp()
        for name in ("work.gpkg", "旗县 一.shp"):
            open(self.path(name), "w").close()
        os.mkdir(self.path("folder"))

    def shell(self, *command, **environment):
        env = {**os.environ, "PATH": os.path.dirname(QITU) + ":" + os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": self.folder,
               "XDG_CONFIG_HOME": self.path(".config"), "XDG_DATA_HOME": self.path(".data"), "TERM": "xterm", **environment}
        result = subprocess.run(command, cwd=self.folder, text=True, capture_output=True, env=env, timeout=60,
                                stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def bash(self, line):
        """COMPREPLY for the line; bash takes words apart at = and : before it asks."""
        parts = [part for part in re.split(r" |(=|:)", line) if part is not None and part != ""]
        if line.endswith(" "):
            parts.append("")
        array = " ".join(f"'{part}'" for part in parts)
        out = self.shell("bash", "--norc", "-c", f"""source '{script_of("bash")}'
            COMP_WORDS=({array}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); compopt() {{ :; }}
            _qitu qitu "${{COMP_WORDS[COMP_CWORD]}}" ""
            for word in "${{COMPREPLY[@]}}"; do [[ -d $word ]] && word+=/; printf '%s\\n' "$word"; done""")
        return set(out.splitlines())

    @needs("bash")
    def test_bash(self):
        self.shell("bash", "-n", script_of("bash"))
        for line, expected in [*self.CASES, ("qitu total --format=c", {"csv"}), ("qitu area --crs EPSG:4526 旗", {"旗县 一.shp"})]:
            with self.subTest(line):
                self.assertEqual(self.bash(line), expected)

    @needs("fish")
    def test_fish(self):
        self.shell("fish", "--no-execute", script_of("fish"))
        for line, expected in [*self.CASES, ("qitu total --format=c", {"--format=csv"})]:
            out = self.shell("fish", "--no-config", "-c", f"source '{script_of('fish')}'; complete -C '{line}'")
            found = {row.partition("\t")[0].replace("\\ ", " ") for row in out.splitlines()}
            with self.subTest(line):
                # fish lists other files after those of the ending
                self.assertLessEqual(expected, found)
                if line != "qitu progress ":
                    self.assertEqual(found, expected)

    @needs("zsh")
    def test_zsh(self):
        self.shell("zsh", "-n", script_of("zsh"))
        for line, expected in [*self.CASES, ("qitu total --format=c", {"--format=csv"})]:
            zdotdir = tempfile.mkdtemp(dir=self.folder, prefix=".z")
            with open(os.path.join(zdotdir, ".zshrc"), "w", encoding="utf-8") as file:
                file.write(ZSH_RC)
            out = self.shell("zsh", "-f", "-c", ZSH_DRIVER, "press", line, ZDOTDIR=zdotdir,
                             COMPLETIONS=os.path.dirname(script_of("zsh")))
            with self.subTest(line):
                self.assertEqual({word.replace("\\ ", " ") for word in out.splitlines()}, expected)


# A shell in a pseudo-terminal completes the line when the key is pressed, and writes down what compadd was given for it.
ZSH_RC = r"""
PS1= ; unset zle_bracketed_paste; setopt no_beep
fpath=($COMPLETIONS $fpath)
autoload -Uz compinit; compinit -u -d $ZDOTDIR/.dump
typeset -ga found
compadd() {
    local -a hits
    if (( ! ${argv[(I)-[OAD]]} )); then builtin compadd -O hits "$@"; found+=("${hits[@]}"); fi
    builtin compadd "$@"
}
press() { found=(); zle complete-word; print -rl -- $found > $ZDOTDIR/found.part; mv $ZDOTDIR/found.part $ZDOTDIR/found }
zle -N press
bindkey "^T" press
: > $ZDOTDIR/ready
"""
ZSH_DRIVER = r"""
zmodload zsh/zpty
zpty -b shell zsh -i
wait_for() { local i; for ((i = 0; i < 300; i++)); do [[ -e $1 ]] && return; zpty -r shell ignored; sleep 0.1; done; exit 1 }
wait_for $ZDOTDIR/ready
zpty -n -w shell "$1"$'\x14'
wait_for $ZDOTDIR/found
zpty -d shell
for word in ${(f)"$(<$ZDOTDIR/found)"}; do
    [[ -d $word ]] && word+=/
    print -r -- $word
done
"""


if __name__ == "__main__":
    unittest.main()
