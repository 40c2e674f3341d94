#include "options.h"
#include "perform.h"

#include <qitu/app/commands/overlaps_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_overlaps(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::OverlapsCommand>>();
    const Command command = app.add_command(
        "overlaps", translated("Shows land that two programmes both claim: for each pair of polygon layers "
                               "that overlap, the net area of the overlap by banner, league or region."));
    command.group(translated("Figures"));
    add_workspace(command, arguments->workspace);
    command.add_option("LAYER", arguments->layers,
                       translated("Layers by id or name; by default all polygon layers of the programme"));
    add_by_option(command, arguments->by);
    add_figure_options(command, *arguments);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
