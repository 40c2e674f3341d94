#include "options.h"
#include "perform.h"

#include <qitu/app/commands/explain_command.h>
#include <qitu/core/base/language.h>

#include <string>

namespace qitu::cli {

void add_explain(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::ExplainCommand>>();
    const Command command = app.add_command(
        "explain",
        translated("Explains one value of \"qitu progress\": every feature with its share, its stage, the "
                   "overlaps that it cedes and takes, and the sum that gives the value."));
    command.group(translated("Figures"));
    add_workspace(command, arguments->workspace);
    command.add_option("INDICATOR", arguments->indicator, translated("Indicator, by id or name")).required();
    command.add_option("ADMIN", arguments->admin, translated("Region, league or banner, by code or name"))
        .required();
    add_year_option(command, arguments->year);
    add_figure_options(command, *arguments);
    command.callback([arguments, &session] {
        perform(*arguments, session, [&](std::ostream &out, const auto &value, console::Format format) {
            console::print(out, value, value.linked, session.context.catalogue(), format);
        });
    });
}

} // namespace qitu::cli
