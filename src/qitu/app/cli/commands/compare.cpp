#include "console.h"
#include "layer_output.h"
#include "options.h"

#include <qitu/app/commands/compare_command.h>
#include <qitu/output/console/comparison_listing.h>
#include <qitu/output/exchange/comparison_layer.h>
#include <qitu/output/html/html.h>

namespace qitu::cli {

namespace {

using CompareArguments = Printed<commands::CompareCommand>;

void add_compare_options(const Command &command, CompareArguments &arguments) {
    const std::string group = translated("Matching");
    command
        .add_option(
            "--key", arguments.key,
            translated("Fields that make up a feature's code, separated by commas; recognised if they "
                       "are called project_code, XMBH, TBBH, BSM …"))
        .type_name("FIELD")
        .one_value_each()
        .delimiter(',')
        .group(group);
    command
        .add_option("--share", arguments.share,
                    translated("Share of a feature, from which features that overlap are taken for the same"))
        .capture_default_str()
        .group(group);
    command
        .add_option("--tolerance", arguments.tolerance_m2,
                    translated("m² that a border may differ by and still be the same"))
        .type_name("M2")
        .non_negative()
        .capture_default_str()
        .group(group);
    const std::string reading = translated("Reading the file");
    command
        .add_option("--layer", arguments.layer,
                    translated("Layer that files are read as, so that their fields are compared by meaning"))
        .type_name("LAYER")
        .group(reading);
    add_where_option(command, arguments.open.where);
    add_file_options(command, arguments.open);
    add_engine_options(command, arguments.engine);
    add_output_options(command, arguments.output);
}

void print_changes(std::ostream &out, const commands::Compared &value, console::Format format) {
    console::print(out, value.a, value.b, value.comparison, format);
}

bool is_page(const Output &output) {
    return (!output.format.empty() || !exchange::is_layer_file(output.file)) &&
           output.format_name() == "html";
}

// With a map.
void write_page(const CompareArguments &arguments, Session &session) {
    const auto result = under_bar(session, [&] { return arguments.run(session.context); });
    const commands::Compared &compared = result.value;
    const Listing listing = listing_of(arguments.output, [&](std::ostream &out) {
        print_changes(out, result.value, console::Format::table);
    });
    put_out(arguments.output.file, [&](std::ostream &out) {
        html::write_comparison_page(out, session.title, listing.pages, compared.a, compared.b,
                                    compared.comparison);
    });
    tell(result, session);
}

} // namespace

void add_compare(const Command &app, Session &session) {
    const auto arguments = std::make_shared<CompareArguments>();
    const Command command = app.add_command(
        "compare",
        translated(
            "Compares two editions of a layer feature by feature: two deliveries, two years of a layer, "
            "a layer and a file. Features are matched by code, else by shape, else by overlap, none twice; "
            "each is unchanged, has other values, was redrawn, moved, split, merged, removed or added, and "
            "the areas of each side add up. What changed within one workspace since a day is told by "
            "\"qitu diff\"."));
    command.group(translated("Figures"));
    const std::string what = translated("File, or WORKSPACE:LAYER, or WORKSPACE:LAYER@YEAR");
    command.add_option("A", arguments->a, what).type_name("FILE").required();
    command.add_option("B", arguments->b, what).type_name("FILE").required();
    add_compare_options(command, *arguments);
    arguments->output.layers = true;
    command.callback([arguments, &session] {
        if (is_page(arguments->output))
            return write_page(*arguments, session);
        perform_or_write(*arguments, session, print_changes,
                         [&](const auto &value, const std::filesystem::path &file) {
                             return exchange::write_comparison(file, value.a, value.b, value.comparison,
                                                               session.context.styles());
                         });
    });
}

} // namespace qitu::cli
