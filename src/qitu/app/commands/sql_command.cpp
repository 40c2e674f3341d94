#include "found_by_rule.h"

#include <qitu/app/commands/sql_command.h>
#include <qitu/core/base/message.h>

namespace qitu::commands {

Outcome SqlCommand::run(Context &context, const Reader &read) const {
    query::Query rows(workspace, context.catalogue(), query, context.progress);
    Outcome outcome;
    if (geopackage.empty())
        read(rows);
    else
        outcome.tell(
            say("{}: {} rows written.", geopackage, query::write_geopackage(geopackage, rows, overwrite)));
    for (const std::string &note : rows.notes())
        outcome.tell(note);
    return outcome;
}

} // namespace qitu::commands
