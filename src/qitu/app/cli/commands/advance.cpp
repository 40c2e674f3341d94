#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string layer;
    std::string stage;
    std::string back;
    std::string note;
    Chosen chosen;
};

const catalogue::Stage &stage_of(const catalogue::Catalogue &catalogue, const std::string &name) {
    if (const catalogue::Stage *stage = catalogue.stage(name))
        return *stage;
    std::vector<std::string> known;
    for (const catalogue::Stage &stage : catalogue.stages())
        known.push_back(stage.id);
    throw Error(ErrorKind::usage, say("\"{}\" is no stage. The stages: {}.", name, fmt::join(known, ", ")));
}

void run(const Arguments &arguments, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &layer = catalogue.layer(arguments.layer);
    const catalogue::Stage &stage = stage_of(catalogue, arguments.stage);
    workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace);
    workspace.sign("qitu advance", arguments.back.empty() ? arguments.note : arguments.back);
    std::size_t count = 0;
    workspace.transaction([&] {
        const std::vector<std::int64_t> features = workspace.select(layer, arguments.chosen.selection(layer));
        count = features.size();
        refuse_obstacles(workspace.advance(catalogue, layer, features, stage.id, arguments.back));
    });
    tell(say("{}: {} features of {} are at {} now.", arguments.workspace, count,
             layer.names.in(language_in_use()), stage.names.in(language_in_use())));
}

} // namespace

void add_advance(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "advance",
        translated("Brings features of a layer to their next stage: approved, under construction, "
                   "accepted, maintained. All of them or none; no stage is skipped, and none goes back "
                   "without a reason."));
    command->group(translated("Work"));
    add_workspace(*command, arguments->workspace);
    add_layer(*command, arguments->layer);
    const std::string group = translated("Stage");
    command->add_option("--to", arguments->stage, translated("The stage, by id or name"))
        ->type_name("STAGE")
        ->required()
        ->group(group);
    command->add_option("--back", arguments->back, translated("Allow going back, for this reason"))
        ->type_name("REASON")
        ->group(group);
    command->add_option("--note", arguments->note, translated("Words that stand beside it in the history"))
        ->type_name("TEXT")
        ->group(group);
    add_choice_options(*command, arguments->chosen);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
