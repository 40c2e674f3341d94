// Totals as JSON has them.
#pragma once

#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>

namespace qitu::console {

Json totals_json(const indicators::Totals &totals, const TotalsView &view);
/// Only the rows asked for, for programs.
indicators::Totals rows_shown(indicators::Totals totals, const catalogue::Catalogue *catalogue);

} // namespace qitu::console
