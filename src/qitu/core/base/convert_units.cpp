#include <qitu/core/base/convert_units.h>

namespace qitu {

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

double converted(double value, Unit from, Unit to) {
    const double small = unit_size(from);
    const double large = unit_size(to);
    return large >= small ? value / (large / small) : value * (small / large);
}

} // namespace qitu
