#include "options.h"

#include <qitu/app/doctor/doctor.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

using doctor::Check;
using doctor::State;

struct Arguments {
    std::string workspace;
    Output output;
};

std::filesystem::path or_nothing(const std::function<std::filesystem::path()> &find) {
    try {
        return find();
    } catch (const Error &) {
        return {}; // a check says that it was not found
    }
}

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

report::Tone tone_of(State state) {
    return state == State::good   ? report::Tone::good
           : state == State::note ? report::Tone::doubtful
                                  : report::Tone::bad;
}

void print_table(std::ostream &out, const std::vector<Check> &checks) {
    report::Table table{
        {translated("State"), translated("Check"), translated("Found")}, {false, false, false}, {}};
    for (const Check &check : checks) {
        table.cells.push_back({state_in_words(check.state), check.name, check.value});
        table.tones.push_back(tone_of(check.state));
    }
    report::print(out, table);
}

void print_csv(std::ostream &out, const std::vector<Check> &checks) {
    out << "group,name,value,state,advice\n";
    for (const Check &check : checks)
        out << fmt::format("{},{},{},{},{}\n", check.group, report::csv_cell(check.name),
                           report::csv_cell(check.value), state_name(check.state),
                           report::csv_cell(check.advice));
}

void print_json(std::ostream &out, const std::vector<Check> &checks) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const Check &check : checks)
        rows.push_back({{"group", check.group},
                        {"name", check.name},
                        {"value", check.value},
                        {"state", state_name(check.state)},
                        {"advice", check.advice}});
    out << nlohmann::ordered_json{{"checks", rows}}.dump(1) << '\n';
}

std::vector<Check> examined(const Arguments &arguments, Context &context) {
    std::vector<Check> checks = doctor::examine({QITU_VERSION, or_nothing([&] { return context.layers(); }),
                                                 or_nothing([&] { return context.styles(); }), locale_dir()});
    if (arguments.workspace.empty())
        return checks;
    ProgressBar bar;
    for (Check &check : doctor::examine(arguments.workspace, context.catalogue(), bar.progress()))
        checks.push_back(std::move(check));
    return checks;
}

void run(const Arguments &arguments, Context &context) {
    const report::Format format = arguments.output.chosen();
    const std::vector<Check> checks = examined(arguments, context);
    put_out(arguments.output.file, [&](std::ostream &out) {
        if (format == report::Format::json)
            print_json(out, checks);
        else if (format == report::Format::csv)
            print_csv(out, checks);
        else
            print_table(out, checks);
    });
    for (const Check &check : checks) {
        if (check.state != State::good && !check.advice.empty())
            tell(fmt::format("{}: {}", check.name, check.advice));
        if (check.state == State::attention)
            context.needs_attention();
    }
}

} // namespace

void add_doctor(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        app.add_subcommand("doctor", translated("Says with which libraries, drivers, coordinate systems, "
                                                "fonts, language and folders qitu runs, and "
                                                "what is amiss; of a workspace also whether the file, its "
                                                "indexes and its schema are sound. Repairs "
                                                "nothing."));
    command->group(translated("Look up and try"));
    command->footer(translated("Status 1: something needs attention."));
    command->add_option("WORKSPACE", arguments->workspace, translated("Workspace to examine too"));
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
