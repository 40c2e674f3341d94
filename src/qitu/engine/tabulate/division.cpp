#include "division.h"

#include <qitu/core/geometry/box_tree.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <tuple>

namespace qitu::tabulate {

namespace {

// Where a repair puts points is closer than that.
constexpr double margin = 1e-7;

float below(double degrees) {
    return std::nextafter(static_cast<float>(degrees - margin), -std::numeric_limits<float>::infinity());
}
float above(double degrees) {
    return std::nextafter(static_cast<float>(degrees + margin), std::numeric_limits<float>::infinity());
}

// Puts a zero behind each bit.
std::uint64_t spread(std::uint32_t bits) {
    std::uint64_t wide = bits;
    wide = (wide | wide << 16U) & 0x0000ffff0000ffffULL;
    wide = (wide | wide << 8U) & 0x00ff00ff00ff00ffULL;
    wide = (wide | wide << 4U) & 0x0f0f0f0f0f0f0f0fULL;
    wide = (wide | wide << 2U) & 0x3333333333333333ULL;
    return (wide | wide << 1U) & 0x5555555555555555ULL;
}

std::uint32_t fraction(double degrees, double least, double width) {
    constexpr double most = 4294967295.0;
    return static_cast<std::uint32_t>(std::clamp((degrees - least) / width, 0.0, 1.0) * most);
}

// Along the curve of Z (Morton): what is near on it is near on the ground.
std::uint64_t place_on_curve(double x, double y) {
    return spread(fraction(x, -360, 720)) | spread(fraction(y, -90, 180)) << 1U;
}

} // namespace

void Division::add(const std::optional<Box> &box) {
    if (box && !box->empty())
        boxes_.push_back({below(box->min_x), below(box->min_y), above(box->max_x), above(box->max_y)});
    else
        boxes_.push_back({1, 0, 0, 0});
}

void Division::divide(const PartNumber &part) {
    const std::size_t count = boxes_.size();
    std::vector<std::uint64_t> places(count);
    for (std::size_t row = 0; row < count; ++row) {
        const Coarse &box = boxes_[row];
        places[row] =
            place_on_curve((double{box[0]} + double{box[2]}) / 2, (double{box[1]} + double{box[3]}) / 2);
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto cut_at = [&](std::size_t begin, std::uint32_t number) {
        const std::size_t at = count * number / part.of;
        const auto position = [&](std::size_t i) { return order.begin() + static_cast<std::ptrdiff_t>(i); };
        std::nth_element(position(begin), position(at), order.end(), [&](std::size_t a, std::size_t b) {
            return std::tie(places[a], a) < std::tie(places[b], b);
        });
        return at;
    };
    const std::size_t begin = cut_at(0, part.number - 1);
    const std::size_t end = cut_at(begin, part.number);
    roles_.assign(count, Role::none);
    for (std::size_t i = begin; i < end; ++i)
        roles_[order[i]] = Role::own;
    const geometry::BoxTree own(own_boxes());
    for (std::size_t row = 0; row < count; ++row) {
        const Coarse &box = boxes_[row];
        if (roles_[row] == Role::none && box[0] <= box[2])
            own.each_meeting({box[0], box[1], box[2], box[3]},
                             [&](std::uint32_t) { roles_[row] = Role::rival; });
    }
}

std::vector<Box> Division::own_boxes() const {
    std::vector<Box> boxes;
    for (std::size_t row = 0; row < boxes_.size(); ++row)
        if (const Coarse &box = boxes_[row]; roles_[row] == Role::own && box[0] <= box[2])
            boxes.push_back({box[0], box[1], box[2], box[3]});
    return boxes;
}

} // namespace qitu::tabulate
