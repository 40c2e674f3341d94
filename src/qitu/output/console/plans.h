// What is planned, as a table, CSV or JSON.
#pragma once

#include <qitu/analysis/planning/allocation.h>
#include <qitu/analysis/planning/candidates.h>
#include <qitu/analysis/planning/plan_layer.h>
#include <qitu/output/console/table.h>

#include <iosfwd>

namespace qitu::console {

void print(std::ostream &out, const planning::Allocation &allocation, const catalogue::Catalogue &catalogue,
           Format format);

/// The table sums up land, quotas and the chosen blocks; CSV has the blocks alone, JSON all.
void print(std::ostream &out, const planning::Candidates &plan, const catalogue::Catalogue &catalogue,
           Format format);

void print(std::ostream &out, const std::vector<planning::ComparedBanner> &banners,
           const catalogue::Catalogue &catalogue, Format format);

/// The state as programs and people read it.
const char *state_key(planning::BlockState state);
std::string state_word(planning::BlockState state);

} // namespace qitu::console
