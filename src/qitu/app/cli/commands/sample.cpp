#include "options.h"

#include <qitu/app/sample/sample.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string directory;
    sample::Options options;
    Output output;
};

void run(const Arguments &arguments, Context &context) {
    const report::Format format = arguments.output.chosen();
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::vector<sample::File> files = [&] {
        const ProgressBar bar;
        return sample::write(arguments.directory, catalogue.directory() / "boundaries.gpkg", catalogue,
                             arguments.options);
    }();
    report::Table table{
        {translated("File"), translated("Layer"), translated("What")}, {false, false, false}, {}};
    for (const sample::File &file : files)
        table.cells.push_back({file.path.string(), file.layer, file.what});
    put_out(arguments.output.file, [&](std::ostream &out) {
        print_listing(out, table, {"file", "layer", "what"}, format);
    });
    tell(say("Next: qitu init work.gpkg, then qitu import work.gpkg LAYER FILE for each of them; the files "
             "are messy on "
             "purpose, --repair helps."));
}

} // namespace

void add_sample(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "sample",
        translated(
            "Writes files that a bureau would recognise, over the real banners: messy on purpose, invented "
            "throughout, and the same bytes for the same seed."));
    command->group(translated("Look up and try"));
    command->add_option("DIR", arguments->directory, translated("Folder for the files; made if missing"))
        ->required();
    const std::string group = translated("Size");
    command
        ->add_option("--parcels", arguments->options.parcels,
                     translated("Parcels of high-standard farmland in all"))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
    command->add_option("--seed", arguments->options.seed, translated("Another number draws another sample"))
        ->type_name("S")
        ->capture_default_str()
        ->group(group);
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
