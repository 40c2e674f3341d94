// Lots, water, farmland beside canals, and forecasts, as a table, CSV or JSON.
#pragma once

#include <qitu/analysis/planning/forecast.h>
#include <qitu/analysis/planning/joint.h>
#include <qitu/analysis/planning/lots.h>
#include <qitu/analysis/planning/water.h>
#include <qitu/output/console/table.h>

#include <iosfwd>

namespace qitu::console {

void print(std::ostream &out, const planning::Lots &lots, Format format);
void print(std::ostream &out, const planning::WaterTable &table, Format format);
/// CSV has the districts, the table and JSON also what was done in the wrong order.
void print(std::ostream &out, const planning::Joint &joint, Format format);
void print(std::ostream &out, const planning::Forecast &forecast, Format format);

} // namespace qitu::console
