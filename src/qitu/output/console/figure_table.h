// The table of a run of the engine: labels, then the figures that there are, then a total that they add up
// to.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/engine/tabulate/tabulate.h>
#include <qitu/output/console/table.h>
#include <qitu/output/format/sum_tree.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::console {

struct FigureLine {
    std::vector<std::string> labels;
    format::Path sums; // that the line is a part of, shown or not: {league, banner} of a banner's stage
    tabulate::Figures figures;
    bool shown = true; // else it only takes its part in the rounding of the others
};

struct FigureStyle {
    std::optional<Unit> unit = {}; // of areas; none: m² and mu
    bool additive = true;          // lines are parts of a whole: they have shares and a total
};

/// Area columns where anything has area, a length column where anything has length. `features` is the number
/// of distinct features, where it is known: one that lies in two zones is counted in both lines.
Table figure_table(const std::vector<std::string> &headers, const std::vector<FigureLine> &lines,
                   std::optional<std::uint64_t> features, const FigureStyle &style = {});

/// 2, or as many more as print a digit of the smallest area that is a mu or more.
int places_of_areas(const std::vector<double> &m2, Unit unit);

/// Method and conservation, in words.
std::string method_line(geodesy::Method method, double worst_relative);

} // namespace qitu::console
