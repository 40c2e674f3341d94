// A feature's geometry as flat arrays, kept between features.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>

#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace qitu::area {

using geodesy::Point;

/// What cannot be used: damaged WKB, mixed dimensions, coordinates that are no numbers.
class BadGeometry : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Paths are rings, lines or single points one after the other.
struct Shape {
    struct Path {
        std::size_t end; // into points
        bool hole;
    };
    std::optional<catalogue::GeometryType> type; // none: no geometry
    std::vector<Point> points;
    std::vector<Path> paths;

    [[nodiscard]] std::span<const Point> path(std::size_t i, const std::vector<Point> &of) const {
        const std::size_t begin = i == 0 ? 0 : paths[i - 1].end;
        return std::span(of).subspan(begin, paths[i].end - begin);
    }
    [[nodiscard]] std::span<const Point> path(std::size_t i) const { return path(i, points); }
};

/// WKB as RawFeature holds it; rings come closed. Throws BadGeometry.
void read_wkb(std::span<const std::byte> wkb, Shape &shape);

/// True when a polygon of one ring certainly neither crosses nor touches itself; false leaves it to GEOS.
bool surely_simple(const Shape &shape);

/// Absolute area of a closed ring in a plane, by the trapezoids below its edges.
double planar_area(std::span<const Point> ring);

/// Of the box of the points. \pre there is one
double middle_longitude(std::span<const Point> points);

} // namespace qitu::area
