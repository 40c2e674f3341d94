#include "validity.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace qitu::validation {

namespace {

using geometry::Shape;

double straight_area(const Shape &shape) {
    double m2 = 0;
    for (const geometry::Polygon &polygon : polygons_of(shape))
        m2 += geodesy::area(polygon, geodesy::Method::straight);
    return m2;
}

} // namespace

std::optional<Shape> readable(std::span<const std::byte> wkb) {
    try {
        Shape shape = geometry::read_wkb(wkb);
        return geodesy::no_place(shape.points, shape.path_ends) ? std::nullopt
                                                                : std::optional(std::move(shape));
    } catch (const geometry::InvalidGeometry &) {
        return std::nullopt;
    }
}

Shape valid_polygon(Shape shape) {
    return geometry::find_defect(shape) ? made_valid(shape, catalogue::GeometryType::polygon)
                                        : std::move(shape);
}

std::optional<Defect> defect(std::span<const std::byte> wkb) {
    if (wkb.empty())
        return Defect{said("there is no geometry"), {}};
    try {
        const Shape shape = geometry::read_wkb(wkb);
        if (auto bad = geodesy::no_place(shape.points, shape.path_ends))
            return Defect{std::move(bad->why), {}};
        return geometry::find_defect(shape);
    } catch (const geometry::InvalidGeometry &invalid) {
        return Defect{invalid.reason(), invalid.place()};
    }
}

double Repair::change_percent() const {
    return before_m2 > 0 ? 100 * std::abs(after_m2 - before_m2) / before_m2 : 0;
}

Shape made_valid(const Shape &shape, catalogue::GeometryType type) {
    const bool fits = shape.kind == static_cast<geometry::Kind>(single_type(type));
    return fits ? geometry::make_valid(shape) : Shape{};
}

Repair repaired(std::span<const std::byte> wkb, catalogue::GeometryType type) {
    return repaired(readable(wkb).value_or(Shape{}), type);
}

Repair repaired(const Shape &shape, catalogue::GeometryType type) {
    Shape valid = made_valid(shape, type);
    if (type != catalogue::GeometryType::polygon || valid.empty())
        return {std::move(valid)};
    const Shape between_lines = geometry::polygons_between_lines(shape);
    if (between_lines.empty())
        return {};
    const double after_m2 = straight_area(valid);
    return {std::move(valid), straight_area(between_lines), after_m2};
}

} // namespace qitu::validation
