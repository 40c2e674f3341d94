#include "options.h"
#include "perform.h"

#include <qitu/app/commands/diff_command.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <nlohmann/json.hpp>

#include <ostream>

namespace qitu::cli {

namespace {

std::string kind_in_words(const audit::DiffRow &row, const catalogue::Catalogue &catalogue) {
    const auto stage = [&](const std::string &id) {
        const int rank = catalogue.stage_rank(id);
        return rank < 0 ? id : catalogue.stages()[static_cast<std::size_t>(rank)].names.in(language_in_use());
    };
    switch (row.kind) {
    case audit::Kind::added:
        return say("added");
    case audit::Kind::removed:
        return say("removed");
    case audit::Kind::redrawn_before:
        return say("redrawn, before");
    case audit::Kind::redrawn_after:
        return say("redrawn, after");
    case audit::Kind::restaged:
        return fmt::format("{} → {}", stage(row.from_stage), stage(row.to_stage));
    case audit::Kind::edited:
        return say("other values");
    }
    return {};
}

console::Table table_of(const audit::Diff &diff, const catalogue::Catalogue &catalogue) {
    console::Table table{{translated("Layer"), translated("Code"), translated("Name"), translated("Change"),
                          translated("Features"), translated("Area, mu"), translated("Length, km")},
                         {false, false, false, false, true, true, true},
                         {}};
    for (const audit::DiffRow &row : diff.rows)
        table.cells.push_back({catalogue.layer(row.layer).names.in(language_in_use()), row.banner,
                               row.banner.empty() ? say("outside all banners") : row.name,
                               kind_in_words(row, catalogue), fmt::format("{}", row.figures.features),
                               fmt::format("{:.2f}", row.figures.gross_m2 / square_metres_per_mu),
                               fmt::format("{:.3f}", row.figures.length_m / 1000)});
    return table;
}

void print_csv(std::ostream &out, const audit::Diff &diff) {
    out << "layer,banner,name,change,from_stage,to_stage,features,gross_m2,length_m\n";
    for (const audit::DiffRow &row : diff.rows)
        out << fmt::format("{},{},{},{},{},{},{},{},{}\n", row.layer, row.banner, row.name,
                           kind_name(row.kind), row.from_stage, row.to_stage, row.figures.features,
                           row.figures.gross_m2, row.figures.length_m);
}

void print_json(std::ostream &out, const audit::Diff &diff) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const audit::DiffRow &row : diff.rows)
        rows.push_back({{"layer", row.layer},
                        {"banner", row.banner},
                        {"name", row.name},
                        {"change", kind_name(row.kind)},
                        {"from_stage", row.from_stage},
                        {"to_stage", row.to_stage},
                        {"features", row.figures.features},
                        {"gross_m2", row.figures.gross_m2},
                        {"length_m", row.figures.length_m}});
    out << nlohmann::ordered_json{{"method", geodesy::method_name(diff.method)}, {"rows", rows}}.dump(
               1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
        << '\n';
}

void print(std::ostream &out, const audit::Diff &diff, const catalogue::Catalogue &catalogue,
           console::Format format) {
    if (format == console::Format::json)
        print_json(out, diff);
    else if (format == console::Format::csv)
        print_csv(out, diff);
    else
        console::print(out, table_of(diff, catalogue));
}

} // namespace

void add_diff(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::DiffCommand>>();
    const Command command =
        app.add_command("diff", translated("Lists per banner what was added, removed, redrawn or changed its "
                                           "stage between two states, with number, area and length."));
    command.group(translated("Record"));
    add_workspace(command, arguments->workspace);
    const std::string group = translated("Between");
    command.add_option("--from", arguments->from, translated("The end of this day, a time, or a seal's hash"))
        .type_name("TIME|HASH")
        .required()
        .group(group);
    command.add_option("--to", arguments->to, translated("The same; by default now"))
        .type_name("TIME|HASH")
        .group(group);
    add_engine_options(command, arguments->engine);
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] {
        perform(*arguments, session, [&](std::ostream &out, const auto &value, console::Format format) {
            print(out, value, session.context.catalogue(), format);
        });
    });
}

} // namespace qitu::cli
