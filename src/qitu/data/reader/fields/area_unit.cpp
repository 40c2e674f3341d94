#include "fields/area_unit.h"

#include <qitu/core/geodesy/geodesy.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace qitu::reader {

namespace {

using geodesy::Point;

class Bytes {
  public:
    explicit Bytes(std::span<const std::byte> wkb) : wkb_(wkb) {}
    std::uint32_t number() {
        std::uint32_t value = 0;
        std::memcpy(&value, wkb_.data() + at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    void skip(std::size_t bytes) { at_ += bytes; }
    geodesy::Ring ring() {
        geodesy::Ring points(number());
        if (!points.empty())
            std::memcpy(points.data(), wkb_.data() + at_, points.size() * sizeof(Point));
        at_ += points.size() * sizeof(Point);
        return points;
    }

  private:
    std::span<const std::byte> wkb_;
    std::size_t at_ = 0;
};

} // namespace

double area_of(std::span<const std::byte> wkb) {
    constexpr std::size_t head = 5; // byte order and type
    Bytes bytes(wkb);
    bytes.skip(head);
    double sum = 0;
    for (std::uint32_t parts = bytes.number(); parts > 0; --parts) {
        bytes.skip(head);
        const std::uint32_t rings = bytes.number();
        for (std::uint32_t i = 0; i < rings; ++i) {
            const geodesy::Ring ring = bytes.ring();
            sum += (i == 0 ? 1 : -1) * std::abs(geodesy::straight_ring_area(ring));
        }
    }
    return sum;
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
