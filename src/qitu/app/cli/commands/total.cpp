#include "options.h"
#include "perform.h"

#include <qitu/app/commands/total_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/totals_pivot.h>

namespace qitu::cli {

namespace {

void print_rows(std::ostream &out, const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
                console::Format format, const console::TotalsView &view) {
    console::print(out, totals, catalogue, format, view);
}

} // namespace

void add_total(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::TotalCommand>>();
    const Command command = app.add_command(
        "total", translated("Totals area, length and number of features by banner, league or region: gross, "
                            "where overlaps count repeatedly, and net, where they count once."));
    command.group(translated("Figures"));
    add_workspace(command, arguments->workspace);
    command.add_option("LAYER", arguments->layers,
                       translated("Layers by id or name; by default all that have features"));
    add_by_option_to_township(command, arguments->by);
    add_admin_option(command, arguments->admin,
                     translated("Only this league, banner or township, and what is in it"));
    command.add_option("--group", arguments->groups, translated("Group by this field; repeatable"))
        .type_name("FIELD")
        .one_value_each()
        .group(translated("Figures"));
    command
        .add_flag("--pivot", arguments->pivot,
                  translated("A line for each unit and a column for each group, with net areas"))
        .group(translated("Figures"));
    add_value_options(command, arguments->values);
    add_plain_unit_option(command, arguments->unit);
    add_figure_options(command, *arguments);
    const std::string output = translated("Output");
    command
        .add_option(
            "--pieces", arguments->pieces,
            translated(
                "Also write the pieces of one layer's features in banners, or townships, as a layer; the "
                "format goes by the ending (.gpkg, .shp, .fgb, .geojson …)"))
        .type_name("FILE")
        .rare()
        .group(output);
    command
        .add_option(
            "--zone-field", arguments->zone_fields,
            translated(
                "Beside the pieces: code, name or league of the banner; repeatable; the name by default"))
        .type_name("FIELD")
        .one_value_each()
        .rare()
        .group(output);
    command.add_flag("--overwrite", arguments->overwrite, translated("Replace existing files"))
        .rare()
        .group(output);
    command.callback([arguments, &session] {
        perform(*arguments, session, [&](std::ostream &out, const auto &value, console::Format format) {
            const auto print = arguments->pivot ? console::print_pivot : print_rows;
            print(out, value, session.context.catalogue(), format, arguments->view());
        });
    });
}

} // namespace qitu::cli
