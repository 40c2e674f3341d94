#include "cli.h"
#include "console.h"
#include "declared.h"
#include "examples.h"

#include <qitu/core/base/language.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <ostream>

namespace qitu::cli {

namespace {

namespace fs = std::filesystem;

// ---------------------------------------------------------------- roff

// As it stands, whatever it begins with; dashes stay those that are typed, and lists of words may break.
std::string plain(std::string_view text) {
    std::string result = !text.empty() && (text[0] == '.' || text[0] == '\'') ? "\\&" : "";
    for (const char c : text)
        result += c == '\\' ? "\\e" : c == '-' ? "\\-" : c == '|' ? "|\\:" : std::string(1, c);
    return result;
}

std::string section(const std::string &title) {
    return ".SH " + plain(title) + "\n";
}

std::string bold(const std::string &text) {
    return "\\fB" + plain(text) + "\\fR";
}

std::string tagged(const std::string &tag, const std::string &text) {
    return ".TP\n" + bold(tag) + "\n" + plain(text) + "\n";
}

std::string page_paragraphs(const std::string &text) {
    std::string result;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (end > begin)
            result += ".PP\n" + plain(std::string_view(text).substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    return result;
}

// ---------------------------------------------------------------- parts of a page

std::string page_name(const CLI::App &app) {
    std::string name = full_name(app);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string synopsis(const CLI::App &app) {
    std::string line = bold(full_name(app));
    for (const CLI::Option *option : app.get_options())
        if (option->get_positional())
            line += option->get_required() ? " " + plain(positional_name(*option))
                                           : " [" + plain(positional_name(*option)) + "]";
    if (!commands_of(app).empty())
        line += " " + plain(translated("COMMAND"));
    return section(translated("SYNOPSIS")) + line + " " + plain(translated("[options]")) + "\n";
}

std::string arguments(const CLI::App &app) {
    std::string text;
    for (const CLI::Option *option : app.get_options())
        if (option->get_positional())
            text += tagged(positional_name(*option), option->get_description());
    return text.empty() ? "" : section(translated("ARGUMENTS")) + text;
}

std::string command_pages(const CLI::App &app) {
    std::string text;
    std::string last;
    for (const CLI::App *command : commands_of(app)) {
        if (command->get_group() != last && command->get_group() != "Subcommands")
            text += ".SS " + plain(command->get_group()) + "\n";
        last = command->get_group();
        text += ".TP\n" + bold(page_name(*command)) + "(1)\n" +
                plain(first_sentence(command->get_description())) + "\n";
    }
    return text.empty() ? "" : section(translated("COMMANDS")) + text;
}

std::string options_of(const CLI::App &app, const std::string &group) {
    std::string text;
    for (const CLI::Option *option : app.get_options())
        if (option->nonpositional() && option->get_group() == group)
            text += tagged(option_name(*option), described(*option));
    return text;
}

std::string options(const CLI::App &app) {
    std::string text;
    for (const std::string &group : app.get_groups())
        if (const std::string own = options_of(app, group); !own.empty())
            text += (group == "Options" ? "" : ".SS " + plain(group) + "\n") + own;
    const CLI::App &root = root_of(app);
    if (&app != &root)
        for (const CLI::Option *option : root.get_options())
            if (option != root.get_help_ptr() && !option->check_lname("version"))
                text += (option->check_lname("lang")
                             ? ".SS " + plain(translated("Options of every command")) + "\n"
                             : "") +
                        tagged(option_name(*option), described(*option));
    return section(translated("OPTIONS")) + text;
}

std::string environment() {
    return section(translated("ENVIRONMENT")) +
           tagged("LC_ALL, LC_MESSAGES, LANG",
                  translated("The language of messages and reports: Chinese where the first that is set "
                             "begins with zh, else English.")) +
           tagged("QITU_DATA",
                  translated("Folder that holds layers and styles, instead of the installed one.")) +
           tagged("TMPDIR", translated("Folder for temporary files.")) +
           tagged("SOURCE_DATE_EPOCH", translated("Seconds since 1970 to use as the current time, so that "
                                                  "output can be reproduced byte for byte."));
}

std::string example_lines(const CLI::App &app) {
    std::string text;
    for (const Example &example : examples())
        if (example.command == command_name(app))
            text +=
                ".PP\n" + plain(example.what) + ":\n.PP\n.RS 4\n.nf\n" + plain(example.line) + "\n.fi\n.RE\n";
    return text.empty() ? "" : section(translated("EXAMPLES")) + text;
}

std::string see_also(const CLI::App &app) {
    std::vector<const CLI::App *> others = commands_of(app);
    if (app.get_parent() != nullptr) {
        others = commands_of(*app.get_parent());
        others.insert(others.begin(), app.get_parent());
        std::erase(others, &app);
    }
    std::string text;
    for (const CLI::App *other : others)
        text += (text.empty() ? "" : ",\n") + bold(page_name(*other)) + "(1)";
    return section(translated("SEE ALSO")) + text + "\n";
}

std::string head(const CLI::App &app) {
    std::string name = page_name(app);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return ".TH \"" + plain(name) + "\" 1 \"\" \"qitu " QITU_VERSION "\" \"" +
           plain(translated("qitu manual")) + "\"\n.nh\n.ad l\n" + section(translated("NAME")) +
           page_name(app) + " \\- " + plain(first_sentence(app.get_description())) + "\n";
}

std::string page(const CLI::App &app) {
    const bool root = app.get_parent() == nullptr;
    return head(app) + synopsis(app) + section(translated("DESCRIPTION")) +
           page_paragraphs(app.get_description()) + arguments(app) + command_pages(app) + options(app) +
           section(translated("EXIT STATUS")) + plain(exit_statuses(app)) + "\n" +
           (root ? environment() : "") + example_lines(app) + see_also(app);
}

// ---------------------------------------------------------------- files

void write(const CLI::App &app, const fs::path &directory) {
    const fs::path file = directory / (page_name(app) + ".1");
    put_out(file.string(), [&](std::ostream &out) { out << page(app); });
    for (const CLI::App *command : commands_of(app))
        write(*command, directory);
}

} // namespace

void add_manual(const Command &parent, Session & /*session*/) {
    CLI::App &app = parent.app();
    const auto directory = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand(
        "manual", translated("Writes the manual pages of all commands, in the language of --lang."));
    command->group("");
    command->add_option("DIR", *directory, translated("Folder for the files; created if missing"))
        ->required();
    command->callback([directory, &app] {
        fs::create_directories(*directory);
        write(app, *directory);
    });
}

} // namespace qitu::cli
