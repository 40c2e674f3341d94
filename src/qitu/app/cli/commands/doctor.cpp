#include "options.h"
#include "perform.h"

#include <qitu/app/commands/doctor_command.h>
#include <qitu/core/base/language.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ostream>

namespace qitu::cli {

namespace {

using doctor::Check;
using doctor::State;

const char *state_in_words(State state) {
    switch (state) {
    case State::good:
        return translated("good");
    case State::note:
        return translated("note");
    case State::attention:
        return translated("attention");
    }
    return "";
}

console::Tone tone_of(State state) {
    return state == State::good   ? console::Tone::good
           : state == State::note ? console::Tone::doubtful
                                  : console::Tone::bad;
}

void print_table(std::ostream &out, const std::vector<Check> &checks) {
    console::Table table{
        {translated("State"), translated("Check"), translated("Found")}, {false, false, false}, {}};
    for (const Check &check : checks) {
        table.cells.push_back({state_in_words(check.state), check.name, check.value});
        table.tones.push_back(tone_of(check.state));
    }
    console::print(out, table);
}

void print_csv(std::ostream &out, const std::vector<Check> &checks) {
    out << "group,name,value,state,advice\n";
    for (const Check &check : checks)
        console::write_csv(
            out, {check.group, check.name, check.value, std::string(state_name(check.state)), check.advice});
}

void print_json(std::ostream &out, const std::vector<Check> &checks) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const Check &check : checks)
        rows.push_back({{"group", check.group},
                        {"name", check.name},
                        {"value", check.value},
                        {"state", state_name(check.state)},
                        {"advice", check.advice}});
    out << nlohmann::ordered_json{{"checks", rows}}.dump(1, ' ', false,
                                                         nlohmann::ordered_json::error_handler_t::replace)
        << '\n';
}

void print_checks(std::ostream &out, const std::vector<Check> &checks, console::Format format) {
    if (format == console::Format::json)
        print_json(out, checks);
    else if (format == console::Format::csv)
        print_csv(out, checks);
    else
        print_table(out, checks);
}

} // namespace

void add_doctor(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::DoctorCommand>>();
    const Command command = app.add_command(
        "doctor", translated("Reports the libraries, drivers, coordinate systems, fonts, language and "
                             "folders that qitu uses, and any problems with them; for a workspace also "
                             "whether the file, its indexes and its schema are intact. Repairs nothing."));
    command.group(translated("Reference and samples"));
    command.footer(translated("Status 1: something needs attention."));
    command.add_option("WORKSPACE", arguments->workspace, translated("Workspace to examine as well"));
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] {
        arguments->version = QITU_VERSION;
        arguments->locale_dir = locale_dir();
        perform(*arguments, session, print_checks);
    });
}

} // namespace qitu::cli
