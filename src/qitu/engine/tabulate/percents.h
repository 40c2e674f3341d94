// What rows are of their zone, of their group and of all.
#pragma once

#include <qitu/engine/tabulate/result.h>

#include <cstdint>
#include <map>

namespace qitu::tabulate {

/// What percents are taken of: all that lies in zones and outside.
struct Wholes {
    enum class Measure { area, length, number };
    Measure measure = Measure::area;
    std::map<std::uint32_t, double> groups;
    double all = 0;
};
/// \pre the zones do not overlap
Wholes wholes_of(const Result &result);

/// All but that of the zone.
Percents percents_of(std::uint32_t group, const Figures &figures, const Wholes &wholes);

/// Sets the percents of rows, and of what lies outside. \pre `result.zones` has every zone that rows name
void set_percents(Result &result, const Wholes &wholes);

} // namespace qitu::tabulate
