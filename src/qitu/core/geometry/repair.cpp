#include "repair.h"

#include "geos.h"
#include "predicates.h"

#include <qitu/core/base/message.h>

#include <cmath>
#include <span>
#include <string>

namespace qitu::geometry {

namespace {

// GEOS's own words; they may hold anything, so nothing is filled into them.
Names in_both_languages(const std::string &english) {
    return {translated(english.c_str(), Language::zh), english};
}

std::size_t least_points(Kind kind) {
    return kind == Kind::polygon ? 4 : kind == Kind::line ? 2 : 1;
}

std::optional<Defect> too_short(std::span<const Point> path, Kind kind) {
    if (path.size() >= least_points(kind))
        return std::nullopt;
    return Defect{kind == Kind::polygon ? said("a ring has {} points, and a closed ring needs 4", path.size())
                                        : said("a line has {} points, and needs 2", path.size()),
                  path.front()};
}

bool has_length(std::span<const Point> line) {
    return std::any_of(line.begin(), line.end(), [&](Point p) { return p != line.front(); });
}

// Told without GEOS, of nearly all that there is.
bool surely_valid(const Shape &shape) {
    if (shape.kind == Kind::polygon)
        return shape.paths() == 1 && surely_simple(shape.points);
    for (std::size_t path = 0; path < shape.paths() && shape.kind == Kind::line; ++path)
        if (!has_length(shape.path(path)))
            return false;
    return true;
}

Shape without_short_paths(const Shape &shape) {
    Shape result;
    result.kind = shape.kind;
    for (std::size_t part = 0; part < shape.parts(); ++part) {
        const std::size_t shell = shape.part_begin(part);
        if (shape.path(shell).size() < least_points(shape.kind))
            continue;
        for (std::size_t path = shell; path < shape.part_ends[part]; ++path)
            if (shape.path(path).size() >= least_points(shape.kind))
                result.add_path(shape.path(path));
        result.end_part();
    }
    return result;
}

Shape shells_of(const Shape &shape) {
    Shape shells;
    shells.kind = shape.kind;
    for (std::size_t part = 0; part < shape.parts(); ++part) {
        shells.add_path(shape.path(shape.part_begin(part)));
        shells.end_part();
    }
    return shells;
}

// Beyond that lie the numbers of no CRS; with 1e150 GEOS does not come to an end.
bool within_reach(const Shape &shape) {
    constexpr double farthest = 1e9;
    return std::all_of(shape.points.begin(), shape.points.end(),
                       [](Point p) { return std::abs(p.x) < farthest && std::abs(p.y) < farthest; });
}

// GEOS is given offsets from the middle of the shape: where it cannot go on it rounds to twelve digits, which is nothing there, but
// 0.1 mm in longitudes. Brought back, a spike may turn over: then it is rounded to a grid first, on which there is none.
enum class Way { from_middle, from_middle_on_grid, from_zero };

// A hundred steps of the numbers that the points have: 0.1 µm in longitudes.
double fine_grid(const Shape &shape) {
    double farthest = 1;
    for (const Point p : shape.points)
        farthest = std::max({farthest, std::abs(p.x), std::abs(p.y)});
    return std::pow(10, std::ceil(std::log10(farthest)) - 15);
}

// What GEOS makes of all that can be handed to it at all.
template <typename Repair>
Shape repaired(const Shape &shape, Geos &geos, Way way, const Repair &repair) {
    const Shape usable = without_short_paths(shape);
    if (usable.empty() || !within_reach(usable))
        return {};
    const Point origin = way == Way::from_zero ? Point{} : box_of(usable.points).middle();
    try {
        GeosGeometry valid = repair(usable, origin);
        if (way == Way::from_middle_on_grid)
            valid = geos.rounded(valid.get(), fine_grid(usable));
        Shape result;
        geos.read(valid.get(), shape.kind, result);
        return moved(result, {-origin.x, -origin.y});
    } catch (const GeosError &) {
        return {};
    }
}

GeosGeometry valid_land(const Shape &shape, Geos &geos) {
    GeosGeometry whole = geos.make_valid(geos.from(shape).get());
    if (!shape.has_holes())
        return whole;
    const GeosGeometry shells = geos.make_valid(geos.from(shells_of(shape)).get());
    return geos.intersection(whole.get(), shells.get()); // to GEOS a hole outside its shell is land
}

// Of the shape with its points on a grid; null where GEOS cannot say.
GeosGeometry valid_land_on_grid(Shape shape, double grid, Geos &geos) {
    for (Point &p : shape.points)
        p = {std::round(p.x / grid) * grid, std::round(p.y / grid) * grid};
    try {
        return valid_land(shape, geos);
    } catch (const GeosError &) {
        return {};
    }
}

// GEOS may lose a ring that runs back along itself to within rounding. With its points on a grid it does not: where that
// makes the land larger by more than a grid can, it was lost.
Shape by_structure(const Shape &shape, Geos &geos, Way way) {
    constexpr double more_than_rounding = 1e-6;
    return repaired(shape, geos, way, [&](const Shape &usable, Point origin) {
        const Shape offsets = moved(usable, origin);
        GeosGeometry land = valid_land(offsets, geos);
        GeosGeometry land_on_grid = valid_land_on_grid(offsets, fine_grid(usable), geos);
        const bool lost =
            land_on_grid && geos.area(land.get()) * (1 + more_than_rounding) < geos.area(land_on_grid.get());
        return lost ? std::move(land_on_grid) : std::move(land);
    });
}

// Once more where parts that GEOS has made still share an edge: that joins them. Empty unless valid.
Shape valid_by(Way way, const Shape &shape, Geos &geos) {
    Shape valid = by_structure(shape, geos, way);
    if (!valid.empty() && find_defect(valid, geos))
        valid = by_structure(valid, geos, way);
    if (!valid.empty() && find_defect(valid, geos))
        valid.clear();
    return valid;
}

} // namespace

std::optional<Defect> find_defect(const Shape &shape, Geos &geos) {
    if (shape.empty())
        return Defect{said("the geometry is empty"), {}};
    if (surely_valid(shape))
        return std::nullopt;
    for (std::size_t path = 0; path < shape.paths(); ++path)
        if (auto defect = too_short(shape.path(path), shape.kind))
            return defect;
    try {
        if (const auto invalid = geos.invalid(geos.from(shape).get()))
            return Defect{in_both_languages(invalid->reason), invalid->place};
    } catch (const GeosError &error) {
        return Defect{in_both_languages(error.what()), shape.points.front()};
    }
    return std::nullopt;
}

Shape make_valid(const Shape &shape, Geos &geos) {
    Shape valid;
    for (const Way way : {Way::from_middle, Way::from_middle_on_grid, Way::from_zero})
        if (valid.empty())
            valid = valid_by(way, shape, geos);
    return valid;
}

Shape polygons_between_lines(const Shape &shape, Geos &geos) {
    return repaired(shape, geos, Way::from_middle, [&](const Shape &usable, Point origin) {
        return geos.make_valid(geos.from(usable, origin).get(), MakeValidMethod::linework);
    });
}

std::optional<Defect> find_defect(const Shape &shape) {
    if (!shape.empty() && surely_valid(shape))
        return std::nullopt;
    Geos geos;
    return find_defect(shape, geos);
}

Shape make_valid(const Shape &shape) {
    Geos geos;
    return make_valid(shape, geos);
}

Shape polygons_between_lines(const Shape &shape) {
    Geos geos;
    return polygons_between_lines(shape, geos);
}

} // namespace qitu::geometry
