#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Total {
    std::string workspace;
    std::string as_of;
    std::vector<std::string> layers;
    std::string by = "banner";
    std::vector<std::string> groups;
    Engine engine;
    Output output;
};

bool has_fields(const catalogue::Layer &layer, const std::vector<std::string> &fields) {
    return std::all_of(fields.begin(), fields.end(),
                       [&](const std::string &field) { return layer.field(field) != nullptr; });
}

// The layers named; else every layer with features and with the fields to group by.
std::vector<const catalogue::Layer *> layers_of(const Total &total, const catalogue::Catalogue &catalogue,
                                                const workspace::Workspace &workspace) {
    std::vector<const catalogue::Layer *> layers;
    for (const std::string &name : total.layers)
        layers.push_back(&catalogue.layer(name));
    if (!layers.empty())
        return layers;
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace.count(layer) == 0)
            continue;
        if (has_fields(layer, total.groups))
            layers.push_back(&layer);
        else
            tell(say("Left out: {}, which has no field {}.", layer.id, fmt::join(total.groups, ", ")));
    }
    if (layers.empty())
        throw Error(
            ErrorKind::refused,
            say("{}: no layer has features yet. Take some in with \"qitu import\".", total.workspace));
    return layers;
}

void append(indicators::Totals &all, indicators::Totals &&more) {
    all.method = more.method;
    all.worst_relative = std::max(all.worst_relative, more.worst_relative);
    std::move(more.rows.begin(), more.rows.end(), std::back_inserter(all.rows));
    std::move(more.findings.begin(), more.findings.end(), std::back_inserter(all.findings));
}

void run(const Total &total, Context &context) {
    const report::Format format = total.output.chosen();
    const indicators::Level by = indicators::level_from(total.by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace workspace = open_as_of(total.workspace, total.as_of);
    indicators::Totals all;
    {
        ProgressBar bar;
        for (const catalogue::Layer *layer : layers_of(total, catalogue, workspace))
            append(all, indicators::totals(workspace, catalogue, *layer, by, total.groups,
                                           total.engine.options(bar)));
    }
    put_out(total.output.file, [&](std::ostream &out) { report::print(out, all, catalogue, format); });
    tell_findings(all.findings, context);
}

} // namespace

void add_total(CLI::App &app, Context &context) {
    const auto total = std::make_shared<Total>();
    CLI::App *command = app.add_subcommand(
        "total",
        translated(
            "Totals area, length and number of the features of layers by banner, league or region: gross, "
            "where a place counts as often as features cover it, and net, where it counts once."));
    command->group(translated("Figures"));
    add_workspace(*command, total->workspace);
    command->add_option("LAYER", total->layers,
                        translated("Layers by id or name; all that have features if none given"));
    add_by_option(*command, total->by);
    command
        ->add_option("--group", total->groups, translated("Split by this field; may be given several times"))
        ->type_name("FIELD")
        ->allow_extra_args(false)
        ->group(translated("Figures"));
    add_as_of_option(*command, total->as_of);
    add_engine_options(*command, total->engine);
    add_output_options(*command, total->output);
    command->callback([total, &context] { run(*total, context); });
}

} // namespace qitu::cli
