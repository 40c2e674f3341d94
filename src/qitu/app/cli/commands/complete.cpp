#include "candidates.h"
#include "console.h"

#include <qitu/core/base/language.h>

#include <CLI/CLI.hpp>

#include <iostream>

namespace qitu::cli {

namespace {

// The scripts know no command and no option: they ask "qitu complete words" at each press of the key. Its
// first line says whether names of files or folders belong there too; each further line is a word, a tab and
// what it is.

constexpr const char *bash = R"(# bash completion for qitu, printed by "qitu complete bash"
_qitu() {
    local -a words=()
    local i part glued=
    for ((i = 1; i <= COMP_CWORD; i++)); do # bash takes words apart at = and :
        part=${COMP_WORDS[i]}
        if [[ ($glued || $part == [=:]*) && ${#words[@]} -gt 0 ]]; then words[-1]+=$part; else words+=("$part"); fi
        glued=
        [[ $part == *[=:] ]] && glued=1
    done
    local typed=${words[-1]-} kind= word what
    local tail=${typed##*[=:]}
    local lead=${typed%"$tail"}
    tail=${tail#[\"\']}
    tail=${tail//\\/}
    COMPREPLY=()
    {
        IFS= read -r kind
        while IFS=$'\t' read -r word what; do COMPREPLY+=("${word#"$lead"}"); done
    } < <("${1/#\~/$HOME}" complete words -- "${words[@]}" 2>/dev/null)
    case $kind in
    files*)
        compopt -o filenames 2>/dev/null
        local ending=${kind#files}
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
            compgen -d -- "$tail"
            compgen -f -X "!*${ending# }" -- "$tail"
        )
        ;;
    folders)
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$tail")
        ;;
    esac
}
complete -F _qitu qitu
)";

constexpr const char *zsh = R"(#compdef qitu
# zsh completion for qitu, printed by "qitu complete zsh"
_qitu() {
    local -a lines candidates
    local line word what kind
    lines=("${(@f)$("${(Q)words[1]/#\~/$HOME}" complete words -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    kind=$lines[1]
    for line in "${(@)lines[2,-1]}"; do
        word=${line%%$'\t'*}
        what=${line#*$'\t'}
        candidates+=("${word//:/\\:}:$what")
    done
    local given=1
    (( $#candidates )) && _describe -V qitu candidates && given=0
    [[ $PREFIX == --*=* ]] && compset -P '*='
    case $kind in
        files*) _files -g "*${${kind#files}# }" && given=0 ;;
        folders) _files -/ && given=0 ;;
    esac
    return given
}
if [[ $funcstack[1] == _qitu ]]; then _qitu "$@"; else compdef _qitu qitu; fi
)";

constexpr const char *fish = R"(# fish completion for qitu, printed by "qitu complete fish"
function __qitu_complete
    set -l line (commandline -opc)
    set -l command $line[1]
    set -e line[1]
    set -l typed (commandline -ct)
    set -l answer ($command complete words -- $line "$typed" 2>/dev/null)
    set -l kind $answer[1]
    set -e answer[1]
    for candidate in $answer
        echo $candidate
    end
    set -l lead (string match -r -- '^--[^=]*=' $typed)
    set -l tail (string replace -r -- '^--[^=]*=' '' $typed)
    switch "$kind"
        case 'files .*'
            __fish_complete_suffix "$tail" (string replace 'files ' '' $kind) | string replace -r '^' "$lead"
        case files
            __fish_complete_path "$tail" | string replace -r '^' "$lead"
        case folders
            __fish_complete_directories "$tail" | string replace -r '^' "$lead"
    end
end
complete -c qitu -f -k -a '(__qitu_complete)'
)";

std::string kind_line(const Candidates &found) {
    if (found.files)
        return found.ending.empty() ? "files" : "files " + found.ending;
    return found.folders ? "folders" : "words";
}

void print(const Candidates &found) {
    std::cout << kind_line(found) << '\n';
    for (const Candidate &candidate : found.words)
        std::cout << candidate.word << '\t' << candidate.what << '\n';
}

void run(const CLI::App &app, commands::Context &context, const std::string &what,
         const std::vector<std::string> &words) {
    if (what == "words")
        print(candidates(app, context, words));
    else
        std::cout << (what == "bash" ? bash : what == "zsh" ? zsh : fish);
}

} // namespace

void add_complete(const Command &parent, Session &session) {
    CLI::App &app = parent.app();
    const auto what = std::make_shared<std::string>();
    const auto words = std::make_shared<std::vector<std::string>>();
    CLI::App *command = app.add_subcommand(
        "complete", translated("Prints the completion script of a shell, or the words that may "
                               "stand at the end of a command line."));
    command->group("");
    command->add_option("WHAT", *what, translated("The shell; \"words\" is what the scripts ask"))
        ->check(CLI::IsMember({"bash", "zsh", "fish", "words"}))
        ->required();
    command->add_option("WORD", *words, translated("After --: the command line so far, without \"qitu\""));
    command->callback([what, words, &app, &session] { run(app, session.context, *what, *words); });
}

} // namespace qitu::cli
