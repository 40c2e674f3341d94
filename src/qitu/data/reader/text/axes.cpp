#include "text/axes.h"

#include "crs/coordinates.h"

#include <cmath>

namespace qitu::reader {

namespace {

constexpr double least_with_zone = 1.2e7; // zone 13 and half its width
constexpr double least_northing = 1.5e6;  // 13.5°N
constexpr double most_easting = 1.3e6;    // 700 km east of its meridian
constexpr double quarter_meridian = 1.001e7;

bool northing(double v) {
    return v >= least_northing && v <= quarter_meridian;
}

bool easting(double v) {
    return v >= least_with_zone || (v >= -3e5 && v <= most_easting);
}

AxisOrder order_of_degrees(double first, double second) {
    const Region region = region_of({});
    if (std::abs(second) > 90 || region.holds({second, first}))
        return AxisOrder::northing_first;
    if (std::abs(first) > 90 || region.holds({first, second}))
        return AxisOrder::easting_first;
    return AxisOrder::unclear;
}

} // namespace

AxisOrder axis_order(double first, double second) {
    if (std::abs(first) <= 180 && std::abs(second) <= 180)
        return order_of_degrees(first, second);
    if (northing(first) && easting(second))
        return AxisOrder::northing_first;
    if (easting(first) && northing(second))
        return AxisOrder::easting_first;
    return AxisOrder::unclear;
}

AxisOrder axis_order_in_china(double first, double second) {
    constexpr double between = 60;
    const AxisOrder order = axis_order(first, second);
    if (order != AxisOrder::unclear || std::abs(first) > 180 || std::abs(second) > 180)
        return order;
    return second >= between && first < between   ? AxisOrder::northing_first
           : first >= between && second < between ? AxisOrder::easting_first
                                                  : AxisOrder::unclear;
}

} // namespace qitu::reader
