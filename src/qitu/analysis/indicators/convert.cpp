#include "convert.h"

#include <qitu/analysis/indicators/indicators.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

namespace qitu::indicators {

namespace {

enum class Dimension { area, length, percent, works };

Dimension dimension_of(Unit unit) {
    switch (unit) {
    case Unit::metre:
    case Unit::kilometre:
        return Dimension::length;
    case Unit::percent:
        return Dimension::percent;
    case Unit::works:
        return Dimension::works;
    default:
        return Dimension::area;
    }
}

} // namespace

bool convertible(Unit from, Unit to) {
    return dimension_of(from) == dimension_of(to);
}

void require_fit(Unit unit, const catalogue::Indicator &indicator) {
    const bool chinese = language_in_use() == Language::zh;
    if (!convertible(unit, indicator.unit))
        throw Error(ErrorKind::usage,
                    say("the unit {} does not fit the indicator {}, which is counted in {}.",
                        unit_name(unit, chinese), indicator.id, unit_name(indicator.unit, chinese)));
}

double converted(double value, Unit from, Unit to) {
    const double small = unit_size(from);
    const double large = unit_size(to);
    return large >= small ? value / (large / small) : value * (small / large);
}

} // namespace qitu::indicators
