// Units that the name of a field ends with: 面积_公顷, AREA_HA, 长度(公里).
#pragma once

#include <qitu/core/base/units.h>

#include <optional>
#include <string>

namespace qitu::reader {

struct UnitInName {
    std::string stem; // folded, without the unit
    Unit unit = Unit::square_metre;
};

std::optional<UnitInName> unit_in_name(const std::string &name);

/// The unit of a catalogue field, where it is one of area or length.
std::optional<Unit> measure_unit(const std::string &unit);

} // namespace qitu::reader
