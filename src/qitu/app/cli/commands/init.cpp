#include "options.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/output/exchange/exchange.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Init {
    std::string workspace;
    std::string boundaries;
    reader::OpenOptions file;
    boundaries::Tolerance tolerance;
};

void tell_closed(const tabulate::PartitionReport &before) {
    const auto sum = [](const std::vector<tabulate::PartitionReport::Fault> &faults) {
        ExactSum m2;
        for (const auto &fault : faults)
            m2 += fault.m2;
        return m2.value();
    };
    if (before.overlaps.empty() && before.gaps.empty())
        return;
    tell(say("Closed between neighbours: {} overlaps ({:.1f} m²) and {} gaps ({:.1f} m²).",
             before.overlaps.size(), sum(before.overlaps), before.gaps.size(), sum(before.gaps)));
}

void run(const Init &init, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const boundaries::Boundaries borders = [&] {
        const ProgressBar bar;
        return init.boundaries.empty()
                   ? boundaries::shipped(catalogue)
                   : boundaries::read(init.boundaries, catalogue, init.file, init.tolerance);
    }();
    if (!init.boundaries.empty())
        tell_closed(borders.before);
    const workspace::Workspace workspace = workspace::Workspace::create(
        init.workspace, catalogue, borders.banners, borders.leagues, borders.source);
    exchange::keep_project(workspace, catalogue, context.styles(), exchange::Keep::anew);
    tell(say("{}: a new workspace with {} leagues, {} banners, {} layers and {} targets of the document.",
             init.workspace, borders.leagues.size(), borders.banners.size(), catalogue.layers().size(),
             workspace.quotas().size()));
    tell(say("Borders: {}", borders.source));
    tell(say("Next: qitu import {} LAYER FILE (\"qitu layers\" names the layers)", init.workspace));
}

} // namespace

void add_init(CLI::App &app, Context &context) {
    const auto init = std::make_shared<Init>();
    CLI::App *command = app.add_subcommand(
        "init",
        translated("Makes a new workspace: a GeoPackage with the borders of the banners, an empty table for "
                   "each layer of the catalogue, and the document's targets."));
    command->group(translated("Work"));
    command->add_option("WORKSPACE", init->workspace, translated("GeoPackage to make; it must not exist yet"))
        ->required();
    const std::string borders = translated("Borders");
    command
        ->add_option(
            "--boundaries", init->boundaries,
            translated("Official borders in any format, with a field that holds the banner's code or name"))
        ->type_name("FILE")
        ->group(borders);
    command
        ->add_option("--tolerance-width", init->tolerance.width_m,
                     translated("Widest overlap or gap between neighbours that is closed, in metres"))
        ->type_name("M")
        ->capture_default_str()
        ->group(borders);
    command
        ->add_option("--tolerance-area", init->tolerance.m2,
                     translated("Largest overlap or gap between neighbours that is closed, in m²"))
        ->type_name("M2")
        ->capture_default_str()
        ->group(borders);
    add_file_options(*command, init->file);
    add_map_option(*command, init->file);
    command->callback([init, &context] { run(*init, context); });
}

} // namespace qitu::cli
