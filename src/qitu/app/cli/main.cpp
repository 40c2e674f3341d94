#include "console.h"
#include "help.h"
#include "hint.h"
#include "suggested.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <new>

namespace {

using namespace qitu;

constexpr int stopped = 130; // as shells report a process that Ctrl-C ended

// The words after the program's name; what a Chinese keyboard writes for -- is taken for it: ——format.
std::vector<std::string> words_of(int argc, char **argv) {
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    const auto options_end = std::find(words.begin(), words.end(), "--");
    for (auto word = words.begin(); word != options_end; ++word)
        for (const std::string_view dashes : {"——", "－－"})
            if (word->starts_with(dashes) && word->size() > dashes.size())
                word->replace(0, dashes.size(), "--");
    return words;
}

// The language must be known before the options are described in it.
Language language_of(const std::vector<std::string> &words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--")
            break;
        std::string value;
        if (words[i] == "--lang" && i + 1 < words.size())
            value = words[i + 1];
        else if (words[i].starts_with("--lang="))
            value = words[i].substr(7);
        else
            continue;
        if (value == "zh" || value == "en")
            return value == "zh" ? Language::zh : Language::en;
        throw Error(ErrorKind::usage, say("--lang must be zh or en, not \"{}\".", value));
    }
    return language_of_environment();
}

void describe(CLI::App &app, cli::Session &session, std::string &language) {
    app.formatter(std::make_shared<cli::Help>());
    app.set_help_flag("-h,--help", translated("Show help for the command"));
    app.set_help_all_flag("--help-all", translated("Show help with every option"));
    app.set_version_flag("--version", "qitu " QITU_VERSION, translated("Show the version"));
    app.add_option("--lang", language,
                   translated("Language of messages and reports; by default that of the environment"))
        ->type_name("zh|en");
    app.add_option("--layers", session.context.layers_dir,
                   translated("Folder of the catalogue, instead of the installed one"))
        ->type_name("DIR");
    app.add_option("--styles", session.context.styles_dir,
                   translated("Folder of the QGIS styles, instead of the installed one"))
        ->type_name("DIR");
    app.fallthrough();
    app.require_subcommand(0, 1);
}

void add_commands(CLI::App &app, cli::Session &session) {
    constexpr std::array commands{
        cli::add_init,     cli::add_copy,    cli::add_template, cli::add_import,   cli::add_deliveries,
        cli::add_check,    cli::add_quota,   cli::add_total,    cli::add_progress, cli::add_explain,
        cli::add_overlaps, cli::add_balance, cli::add_plan,     cli::add_advance,  cli::add_review,
        cli::add_history,  cli::add_diff,    cli::add_merge,    cli::add_seal,     cli::add_verify,
        cli::add_tabulate, cli::add_overlay, cli::add_compare,  cli::add_near,     cli::add_coverage,
        cli::add_area,     cli::add_report,  cli::add_export,   cli::add_serve,    cli::add_user,
        cli::add_league,   cli::add_layers,  cli::add_sql,      cli::add_sample,   cli::add_doctor,
        cli::add_complete, cli::add_manual};
    for (const auto add : commands)
        add(cli::Command(app), session);
}

// qitu help COMMAND is qitu COMMAND --help.
std::vector<std::string> with_help_as_option(std::vector<std::string> words) {
    auto first = words.begin(); // behind the options that stand before a command
    while (first != words.end() && first->starts_with("--"))
        first += (*first == "--lang" || *first == "--layers") && first + 1 != words.end() ? 2 : 1;
    if (first == words.end() || *first != "help")
        return words;
    words.erase(first);
    if (std::find(words.begin(), words.end(), "--help-all") == words.end())
        words.emplace_back("--help");
    return words;
}

// The command and what it is about, without its options.
std::string title_of(const std::vector<std::string> &words) {
    std::string title = "qitu";
    for (const std::string &word : words) {
        if (word.starts_with('-'))
            break;
        title += " " + word;
    }
    return title;
}

cli::Status run(std::vector<std::string> words) {
    CLI::App app(translated("Land programmes as layers: their area per banner, overlaps counted once, "
                            "compared with the quotas, reported, and exported to QGIS."),
                 "qitu");
    words = with_help_as_option(std::move(words));
    cli::Session session;
    session.title = title_of(words);
    std::string language;
    describe(app, session, language);
    add_commands(app, session);
    try {
        std::reverse(words.begin(), words.end()); // as CLI11 takes them
        app.parse(std::move(words));
    } catch (const CLI::Success &asked) {
        app.exit(asked);
        return cli::Status::done;
    } catch (const CLI::ParseError &error) {
        throw Error(ErrorKind::usage, cli::wrong_use(app, error));
    }
    if (app.get_subcommands().empty())
        std::cout << cli::suggested(session.context);
    return session.status;
}

} // namespace

int main(int argc, char **argv) {
    use_language(language_of_environment(), cli::locale_dir());
    try {
        const std::vector<std::string> words = words_of(argc, argv);
        use_language(language_of(words), cli::locale_dir());
        return static_cast<int>(run(words));
    } catch (const Cancelled &cancelled) {
        cli::tell(cancelled.what());
        return stopped;
    } catch (const Error &error) {
        cli::tell(cli::message_of(error));
        return static_cast<int>(cli::status_of(error.kind()));
    } catch (const std::bad_alloc &) {
        cli::tell(
            say("Out of memory: the run was given up, and nothing was changed. Close other programs, raise "
                "the limit of memory, or split the file."));
        return static_cast<int>(cli::Status::refused);
    } catch (const std::exception &error) {
        cli::tell(say("qitu failed unexpectedly: {}. Please report this with the command and the file.",
                      error.what()));
        return static_cast<int>(cli::Status::refused);
    }
}
