#include "candidates.h"

#include "declared.h"

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/language.h>

#include <CLI/CLI.hpp>

#include <algorithm>

namespace qitu::cli {

namespace {

// ---------------------------------------------------------------- values

std::vector<std::string> split(const std::string &text, char sign) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(sign, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

// What a kind stands for: "table|csv|json" as it is written, "NAME:{table,csv}" as CLI11 writes what it
// checks.
std::vector<std::string> parts_of(const std::string &kind) {
    const std::size_t brace = kind.find(":{");
    const bool checked = brace != std::string::npos && kind.ends_with('}');
    return checked ? split(kind.substr(brace + 2, kind.size() - brace - 3), ',') : split(kind, '|');
}

// A word that is typed as it stands; capitals stand for something else.
bool literal(const std::string &part) {
    return !part.empty() && std::none_of(part.begin(), part.end(), [](unsigned char c) {
        return (c >= 'A' && c <= 'Z') || c == ':' || c == '=';
    });
}

template <typename Things>
void add_named(Candidates &found, const Things &things) {
    for (const auto &thing : things)
        found.words.push_back({thing.id, thing.names.in(language_in_use())});
}

// By code where digits are typed, else by name; both are known everywhere.
void add_admin(Candidates &found, const std::vector<catalogue::AdminUnit> &units, const std::string &typed) {
    const bool by_code = !typed.empty() && typed[0] >= '0' && typed[0] <= '9';
    for (const catalogue::AdminUnit &unit : units)
        found.words.push_back(by_code ? Candidate{unit.code, unit.names.in(language_in_use())}
                                      : Candidate{unit.names.zh, unit.code + " " + unit.names.en});
}

void add_kind(Candidates &found, const std::string &kind, commands::Context &context,
              const std::string &typed) {
    if (kind == "LAYER")
        add_named(found, context.catalogue().layers());
    else if (kind == "INDICATOR")
        add_named(found, context.catalogue().indicators());
    else if (kind == "ACCOUNT")
        add_named(found, context.catalogue().accounts());
    else if (kind == "STAGE")
        add_named(found, context.catalogue().stages());
    else if (kind == "RULE")
        add_named(found, validation::rules());
    else if (kind == "ADMIN")
        add_admin(found, context.catalogue().admin_units(), typed);
    else if (kind == "DIR")
        found.folders = true;
    else if (kind == "FILE")
        found.files = true;
}

Candidates values_of(const CLI::Option &option, commands::Context &context, const std::string &typed) {
    Candidates found;
    if (kind_of(option) == "WORKSPACE") {
        found.files = true;
        found.ending = ".gpkg";
        return found;
    }
    const std::vector<std::string> parts = parts_of(kind_of(option));
    for (const std::string &part : parts)
        if (parts.size() > 1 && literal(part))
            found.words.push_back({part, ""});
        else
            add_kind(found, part, context, typed);
    return found;
}

// ---------------------------------------------------------------- the place on the line

struct Place {
    const CLI::App *app = nullptr;
    const CLI::Option *waiting = nullptr; // the option whose value comes now
    std::vector<const CLI::Option *> given;
    std::size_t positionals = 0; // given so far
    bool options_ended = false;
};

const CLI::Option *option_named(const CLI::App &app, const std::string &name) {
    for (const CLI::App *at = &app; at != nullptr; at = at->get_parent())
        if (const CLI::Option *option = at->get_option_no_throw(name); option != nullptr)
            return option;
    return nullptr;
}

const CLI::App *command_named(const CLI::App &app, const std::string &name) {
    const std::vector<const CLI::App *> commands = commands_of(app);
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const CLI::App *command) { return command->get_name() == name; });
    return found == commands.end() ? nullptr : *found;
}

void take_option(Place &place, const std::string &word) {
    const std::size_t sign = word.find('=');
    const CLI::Option *option = option_named(*place.app, word.substr(0, sign));
    if (option == nullptr)
        return;
    place.given.push_back(option);
    if (sign == std::string::npos && takes_value(*option))
        place.waiting = option;
}

void take(Place &place, const std::string &word) {
    if (place.waiting != nullptr)
        place.waiting = nullptr;
    else if (!place.options_ended && word == "--")
        place.options_ended = true;
    else if (!place.options_ended && word.size() > 1 && word[0] == '-')
        take_option(place, word);
    else if (const CLI::App *command = command_named(*place.app, word);
             command != nullptr && place.positionals == 0) {
        place.app = command;
    } else
        ++place.positionals;
}

// The last one may take all that follow.
const CLI::Option *positional_at(const CLI::App &app, std::size_t index) {
    std::vector<const CLI::Option *> positionals;
    for (const CLI::Option *option : app.get_options())
        if (option->get_positional())
            positionals.push_back(option);
    if (index < positionals.size())
        return positionals[index];
    const bool many = !positionals.empty() &&
                      positionals.back()->get_expected_max() >= CLI::detail::expected_max_vector_size;
    return many ? positionals.back() : nullptr;
}

bool repeatable(const CLI::Option &option) {
    return option.get_items_expected_max() >= CLI::detail::expected_max_vector_size;
}

std::string first_line(const std::string &text) {
    return text.substr(0, text.find('\n'));
}

// Those of the command, and those of every command.
void add_options(Candidates &found, const Place &place) {
    const CLI::App &root = root_of(*place.app);
    const auto add = [&](const CLI::App &app) {
        for (const CLI::Option *option : app.get_options()) {
            const bool once = !repeatable(*option) &&
                              std::find(place.given.begin(), place.given.end(), option) != place.given.end();
            const bool of_the_root_only =
                &app != place.app && (option == app.get_help_ptr() || option->check_lname("version"));
            if (!once && !of_the_root_only && !option->get_lnames().empty())
                found.words.push_back({"--" + option->get_lnames().front(), first_line(described(*option))});
        }
    };
    add(*place.app);
    if (place.app != &root)
        add(root);
}

Candidates at(const Place &place, commands::Context &context, const std::string &typed) {
    if (place.waiting != nullptr)
        return values_of(*place.waiting, context, typed);
    Candidates found;
    if (!place.options_ended && typed.starts_with('-')) {
        add_options(found, place);
        return found;
    }
    if (const CLI::Option *positional = positional_at(*place.app, place.positionals); positional != nullptr)
        found = values_of(*positional, context, typed);
    if (place.positionals == 0)
        for (const CLI::App *command : commands_of(*place.app))
            found.words.push_back({command->get_name(), first_sentence(command->get_description())});
    return found;
}

void keep_those_that_begin(Candidates &found, const std::string &typed) {
    std::erase_if(found.words,
                  [&](const Candidate &candidate) { return !candidate.word.starts_with(typed); });
}

/// Takes what stands before the value off a word, and the option that the value is for: --format=csv.
std::string take_option_off(Place &place, std::string &typed) {
    const std::size_t sign = typed.find('=');
    if (place.waiting != nullptr || place.options_ended || !typed.starts_with("--") ||
        sign == std::string::npos)
        return {};
    place.waiting = option_named(*place.app, typed.substr(0, sign));
    std::string before = typed.substr(0, sign + 1);
    typed.erase(0, sign + 1);
    return before;
}

/// Takes off the values before the last of a list: xlsx,html.
std::string take_list_off(const Place &place, std::string &typed) {
    const char delimiter = place.waiting == nullptr ? '\0' : place.waiting->get_delimiter();
    const std::size_t sign = delimiter == '\0' ? std::string::npos : typed.rfind(delimiter);
    if (sign == std::string::npos)
        return {};
    std::string before = typed.substr(0, sign + 1);
    typed.erase(0, sign + 1);
    return before;
}

} // namespace

Candidates candidates(const CLI::App &root, commands::Context &context,
                      const std::vector<std::string> &words) {
    Place place{&root, nullptr, {}, 0, false};
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        take(place, words[i]);
    std::string typed = words.empty() ? "" : words.back();
    std::string before = take_option_off(place, typed);
    if (!before.empty() && place.waiting == nullptr)
        return {};
    before += take_list_off(place, typed);
    Candidates found = at(place, context, typed);
    keep_those_that_begin(found, typed);
    for (Candidate &candidate : found.words)
        candidate.word = before + candidate.word;
    return found;
}

} // namespace qitu::cli
