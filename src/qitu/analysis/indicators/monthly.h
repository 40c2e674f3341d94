// What was done month by month, from the pieces of a run.
#pragma once

#include "progress_run.h"

#include <vector>

namespace qitu::indicators {

/// By banner; empty for indicators that have no months, and where nothing has a date. \pre pieces were kept
std::vector<MonthlyDone> monthly(ProgressRun &run, const workspace::Workspace &workspace,
                                 const catalogue::Indicator &indicator, int year);

} // namespace qitu::indicators
