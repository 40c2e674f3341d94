// What two editions of a layer differ in, as a table, CSV or JSON.
#pragma once

#include <qitu/analysis/layer_comparison/layer_comparison.h>
#include <qitu/output/console/table.h>

#include <iosfwd>
#include <string>

namespace qitu::console {

/// For people a table of sums by kind of change, which add up to each edition, and one of the changes; unchanged features
/// are in the sums only. CSV and JSON have them all.
void print(std::ostream &out, const layer_comparison::Edition &a, const layer_comparison::Edition &b,
           const layer_comparison::Comparison &comparison, Format format);

/// "unchanged", "redrawn" … in the language in use.
std::string change_word(layer_comparison::Kind kind);

} // namespace qitu::console
