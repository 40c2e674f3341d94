#include "found_by_rule.h"

#include <qitu/app/commands/explain_command.h>

namespace qitu::commands {

Result<indicators::Explanation> ExplainCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &what = catalogue.indicator(indicator);
    const catalogue::AdminUnit &where = catalogue.admin(admin);
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    Result<indicators::Explanation> result;
    result.value = indicators::explain(opened, catalogue, what, where, year_of(year, catalogue),
                                       engine.options(context));
    tell_findings(result.value.findings, result);
    return result;
}

} // namespace qitu::commands
