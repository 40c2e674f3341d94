#include "validity.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace qitu::validation {

namespace {

using geometry::Shape;

std::vector<std::byte> wkb_of(const Shape &shape) {
    return shape.empty() ? std::vector<std::byte>() : write_wkb(shape);
}

double straight_area(const Shape &shape) {
    double m2 = 0;
    for (const geometry::Polygon &polygon : polygons_of(shape))
        m2 += geodesy::area(polygon, geodesy::Method::straight);
    return m2;
}

/// Empty where it cannot be read or is of another kind.
Shape shape_of_type(std::span<const std::byte> wkb, catalogue::GeometryType type) {
    std::optional<Shape> shape = readable(wkb);
    const auto kind = static_cast<geometry::Kind>(single_type(type));
    return shape && shape->kind == kind ? std::move(*shape) : Shape{};
}

} // namespace

std::optional<Shape> readable(std::span<const std::byte> wkb) {
    try {
        return geometry::read_wkb(wkb);
    } catch (const geometry::InvalidGeometry &) {
        return std::nullopt;
    }
}

std::vector<std::byte> valid_polygon(std::vector<std::byte> wkb, const Shape &shape) {
    if (!geometry::find_defect(shape))
        return wkb;
    return shape.kind == geometry::Kind::polygon ? wkb_of(geometry::make_valid(shape))
                                                 : std::vector<std::byte>();
}

std::optional<Defect> defect(std::span<const std::byte> wkb) {
    if (wkb.empty())
        return Defect{said("there is no geometry"), {}};
    try {
        return geometry::find_defect(geometry::read_wkb(wkb));
    } catch (const geometry::InvalidGeometry &invalid) {
        return Defect{invalid.reason(), invalid.place()};
    }
}

double Repair::change_percent() const {
    return before_m2 > 0 ? 100 * std::abs(after_m2 - before_m2) / before_m2 : 0;
}

std::vector<std::byte> made_valid(const std::vector<std::byte> &wkb, catalogue::GeometryType type) {
    return wkb_of(geometry::make_valid(shape_of_type(wkb, type)));
}

Repair repaired(const std::vector<std::byte> &wkb, catalogue::GeometryType type) {
    const Shape shape = shape_of_type(wkb, type);
    const Shape valid = geometry::make_valid(shape);
    if (type != catalogue::GeometryType::polygon || valid.empty())
        return {wkb_of(valid)};
    const Shape between_lines = geometry::polygons_between_lines(shape);
    if (between_lines.empty())
        return {};
    return {wkb_of(valid), straight_area(between_lines), straight_area(valid)};
}

} // namespace qitu::validation
