#include "help.h"

#include "declared.h"
#include "examples.h"
#include "wrap.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace qitu::cli {

namespace {

std::string usage(const CLI::App &app, const std::string &name) {
    std::string text = translated("Usage:");
    text += " " + name;
    for (const CLI::Option *option : app.get_options())
        if (option->get_positional())
            text += option->get_required() ? " " + positional_name(*option)
                                           : " [" + positional_name(*option) + "]";
    if (!commands_of(app).empty())
        text += " " + std::string(translated("COMMAND"));
    return text + " " + translated("[options]") + "\n";
}

std::string positionals(const CLI::App &app) {
    std::string text;
    for (const CLI::Option *option : app.get_options())
        if (option->get_positional())
            text += help_line(positional_name(*option), option->get_description());
    return text.empty() ? "" : "\n" + text;
}

enum class Length { brief, full };

bool is_listed(const CLI::App &app, const CLI::Option &option, const std::string &group) {
    return option.nonpositional() && option.get_group() == group && &option != app.get_help_ptr() &&
           &option != app.get_help_all_ptr();
}

/// Names without what they do, for the short help.
std::string named(const std::vector<const CLI::Option *> &options) {
    std::string names;
    for (const CLI::Option *option : options)
        names += (names.empty() ? "" : ", ") + std::string("--") + option->get_lnames().front();
    return names;
}

std::string options(const CLI::App &app, const std::string &group, const std::string &title, Length length) {
    std::string text;
    std::vector<const CLI::Option *> rare;
    for (const CLI::Option *option : app.get_options()) {
        if (!is_listed(app, *option, group))
            continue;
        if (length == Length::brief && is_rare(*option))
            rare.push_back(option);
        else
            text += help_line(option_name(*option), described(*option));
    }
    if (!rare.empty())
        text += "  " + wrapped(text.empty() ? named(rare) : say("also {}", named(rare)), 4, 2) + "\n";
    return text.empty() ? "" : "\n" + title + ":\n" + text;
}

std::string own_options(const CLI::App &app, Length length) {
    std::string text;
    for (const std::string &group : app.get_groups())
        text += options(app, group, group == "Options" ? translated("Options") : group, length);
    return text;
}

std::string shared_options(const CLI::App &app, Length length) {
    const std::string title = translated("Options of every command");
    if (length == Length::full)
        return options(root_of(app), "Options", title, length);
    std::vector<const CLI::Option *> shared;
    for (const CLI::Option *option : root_of(app).get_options())
        if (is_listed(root_of(app), *option, "Options"))
            shared.push_back(option);
    return "\n" + title + ": " + named(shared) + "\n" +
           wrapped(say("\"{} --help-all\" says what every option does.", full_name(app)), 0, 0) + "\n";
}

std::string command_list(const CLI::App &app) {
    std::string text;
    std::string last;
    for (const CLI::App *command : commands_of(app)) {
        const std::string &group = command->get_group();
        if (group != last)
            text += "\n" + (group == "Subcommands" ? std::string(translated("Commands")) : group) + ":\n";
        last = group;
        const std::string description = command->get_description();
        text += help_line(command->get_name(), description.substr(0, description.find('\n')));
    }
    return text;
}

std::string examples_of(const std::string &command) {
    std::string text;
    for (const Example &example : examples())
        if (example.command == command)
            text += "  " + example.line + "\n      " + example.what + "\n";
    return text.empty() ? "" : "\n" + std::string(translated("Examples:")) + "\n" + text;
}

} // namespace

namespace {

// Every line of the text is a paragraph; those after the first name something and hang.
std::string hanging_paragraphs(const std::string &text) {
    std::string result;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        result += (begin == 0 ? "" : "\n") +
                  wrapped(std::string_view(text).substr(begin, end - begin), begin == 0 ? 0 : 4, 0);
        begin = end + 1;
    }
    return result;
}

} // namespace

std::string Help::make_help(const CLI::App *app, std::string /*name*/, CLI::AppFormatMode mode) const {
    const bool root = app->get_parent() == nullptr;
    const Length length = mode == CLI::AppFormatMode::All || root ? Length::full : Length::brief;
    const std::string name = full_name(*app);
    return hanging_paragraphs(app->get_description()) + "\n\n" + usage(*app, name) + positionals(*app) +
           command_list(*app) + (root ? "" : own_options(*app, length)) + shared_options(*app, length) +
           examples_of(command_name(*app)) + "\n" + wrapped(exit_statuses(*app), 0, 0) + "\n";
}

namespace {

const CLI::App &deepest(const CLI::App &app) {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : deepest(*parsed.front());
}

std::vector<std::string> command_names(const CLI::App &app) {
    std::vector<std::string> names;
    for (const CLI::App *command : commands_of(app))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App &app) {
    std::vector<std::string> names;
    for (const CLI::App *at = &app; at != nullptr; at = at->get_parent())
        for (const CLI::Option *option : at->get_options())
            for (const std::string &name : option->get_lnames())
                names.push_back("--" + name);
    return names;
}

std::string unexpected(const CLI::App &root, const CLI::App &app) {
    std::vector<std::string> left = root.remaining(true);
    std::string word = left.empty() ? "" : left.front();
    const bool option = word.starts_with('-');
    if (option)
        word.resize(std::min(word.find('='), word.size())); // without its value
    const bool command = !option && !app.get_subcommands({}).empty();
    const std::vector<std::string> known = option ? option_names(app) : command_names(app);
    const std::string near = nearest(word, known);
    const std::string said = option    ? say("{} has no option {}.", full_name(app), word)
                             : command ? say("{} has no command \"{}\".", full_name(app), word)
                                       : say("{} does not expect \"{}\" here.", full_name(app), word);
    return near.empty() ? said : say("{} Did you mean {}?", said, near);
}

/// "--format: 1 required table|csv missing" → table|csv
std::string value_wanted(const std::string &said) {
    constexpr std::string_view before = " required ";
    constexpr std::string_view behind = " missing";
    const std::size_t begin = said.find(before);
    return begin == std::string::npos
               ? said
               : said.substr(begin + before.size(), said.size() - behind.size() - begin - before.size());
}

} // namespace

std::string wrong_use(const CLI::App &root, const CLI::ParseError &error) {
    const CLI::App &app = deepest(root);
    std::string said = error.what();
    const bool lacks = dynamic_cast<const CLI::RequiredError *>(&error) != nullptr;
    const bool misspelt = lacks && !app.get_subcommands({}).empty() && !root.remaining(true).empty();
    if (misspelt || dynamic_cast<const CLI::ExtrasError *>(&error) != nullptr)
        said = unexpected(root, app);
    else if (lacks) {
        const std::string what = said.substr(0, said.find(" is required"));
        said = app.get_subcommands({}).empty() ? say("{}: {} is missing.", full_name(app), what)
                                               : say("{}: a command is missing: {}.", full_name(app),
                                                     fmt::join(command_names(app), ", "));
    } else if (const std::size_t at = said.find(": ");
               dynamic_cast<const CLI::ConversionError *>(&error) != nullptr && at != std::string::npos)
        said = say("{}: {}: expected one number.", full_name(app), said.substr(at + 2));
    else if (const std::size_t colon = said.find(": ");
             dynamic_cast<const CLI::ArgumentMismatch *>(&error) != nullptr && colon != std::string::npos &&
             said.ends_with(" missing"))
        said = say("{}: {} needs a value: {}.", full_name(app), said.substr(0, colon), value_wanted(said));
    else
        said = say("{}: {}.", full_name(app), said);
    return said + " " + say("See \"{} --help\".", full_name(app));
}

} // namespace qitu::cli
