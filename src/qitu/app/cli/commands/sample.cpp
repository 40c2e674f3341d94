#include "options.h"
#include "perform.h"

#include <qitu/app/commands/sample_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

namespace {

console::Table table_of(const std::vector<sample::File> &files) {
    console::Table table{
        {translated("File"), translated("Layer"), translated("What")}, {false, false, false}, {}};
    for (const sample::File &file : files)
        table.cells.push_back({file.path.string(), file.layer, file.what});
    return table;
}

} // namespace

void add_sample(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::SampleCommand>>();
    const Command command = app.add_command(
        "sample", translated("Writes sample files like those that bureaus send, within the real banners: "
                             "fictitious, with deliberate errors, and identical for the same seed."));
    command.group(translated("Reference and samples"));
    command.add_option("DIR", arguments->directory, translated("Folder for the files; created if missing"))
        .required();
    const std::string group = translated("Size");
    command
        .add_option("--parcels", arguments->options.parcels,
                    translated("Total number of parcels of high-standard farmland"))
        .type_name("N")
        .capture_default_str()
        .group(group);
    command.add_option("--seed", arguments->options.seed, translated("Seed of the random numbers"))
        .type_name("S")
        .capture_default_str()
        .group(group);
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] {
        perform(*arguments, session, [&](std::ostream &out, const auto &value, console::Format format) {
            print_listing(out, table_of(value), {"file", "layer", "what"}, format);
        });
    });
}

} // namespace qitu::cli
