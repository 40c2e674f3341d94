#include "fields/area_unit.h"

#include <qitu/core/geodesy/geodesy.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace qitu::reader {

double area_of(const geometry::Shape &shape) {
    return geometry::area_of_rings(shape, [](std::span<const geometry::Point> ring) {
        return std::abs(geodesy::straight_ring_area(ring));
    });
}

void AreaRatios::add(const catalogue::Value &declared, double computed_m2) {
    const auto *number = std::get_if<double>(&declared);
    if (number != nullptr && *number > 0 && computed_m2 > 0)
        ratios_.push_back(*number / computed_m2);
}

std::optional<AreaRatios::Answer> AreaRatios::answer() const {
    constexpr double near = 1.5;  // declared and computed area seldom differ by more
    constexpr double most = 0.75; // of the features must fit
    for (const Unit unit : {Unit::mu, Unit::hectare, Unit::square_metre}) {
        const double size = unit_size(unit);
        const auto fits = std::count_if(ratios_.begin(), ratios_.end(), [&](double ratio) {
            return ratio * size > 1 / near && ratio * size < near;
        });
        if (fits == 0 || static_cast<double>(fits) < most * static_cast<double>(ratios_.size()))
            continue;
        std::vector<double> sorted = ratios_;
        std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                         sorted.end());
        return Answer{unit, sorted[sorted.size() / 2] * size, ratios_.size()};
    }
    return {};
}

} // namespace qitu::reader
