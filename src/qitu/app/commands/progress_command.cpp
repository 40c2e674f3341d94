#include "found_by_rule.h"

#include <qitu/app/commands/progress_command.h>

namespace qitu::commands {

Result<indicators::ProgressTable> ProgressCommand::run(Context &context) const {
    const indicators::Level level = indicators::level_from(by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const int counted = year_of(year, catalogue);
    std::optional<double> year_gone;
    if (!date.empty())
        year_gone = indicators::share_of_year(date, counted);
    Result<indicators::ProgressTable> result;
    result.value = indicators::progress(opened, catalogue, level, counted, indicators,
                                        engine.options(context), year_gone);
    tell_findings(result.value.findings, result);
    return result;
}

} // namespace qitu::commands
