#pragma once

#include <qitu/core/base/units.h>

namespace qitu::indicators {

/// Both count area, both length, or both are the same.
bool convertible(Unit from, Unit to);

/// \pre convertible(from, to). 3 950 000 亩 are exactly 395 万亩.
double converted(double value, Unit from, Unit to);

} // namespace qitu::indicators
