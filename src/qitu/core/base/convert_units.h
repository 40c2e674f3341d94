// A figure in one unit as a figure in another.
#pragma once

#include <qitu/core/base/units.h>

namespace qitu {

/// Both are of area, both of length, or both the same.
bool convertible(Unit from, Unit to);

/// Exact where the ratio is a whole number: 3 950 000 亩 are 395 万亩. \pre convertible(from, to)
double converted(double value, Unit from, Unit to);

} // namespace qitu
