#include "validity.h"

#include "geos.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace qitu::validation {

namespace {

using catalogue::GeometryType;
using geodesy::Point;
using geodesy::Ring;

// GEOS's own words; they may hold anything, so nothing is filled into them.
Names in_both(const std::string &english) {
    return {translated(english.c_str(), Language::zh), english};
}

std::size_t least_points(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return 1;
    case GeometryType::line:
        return 2;
    case GeometryType::polygon:
        return 4;
    }
    return 4;
}

// The last good point before a bad one, or else the first after it.
std::optional<Point> beside(const Ring &path, Ring::const_iterator bad) {
    if (bad != path.begin())
        return *std::prev(bad);
    const auto after = std::find_if(bad, path.end(), finite);
    return after == path.end() ? std::nullopt : std::optional(*after);
}

std::optional<Defect> defect_of_path(const Ring &path, GeometryType type) {
    const auto bad = std::find_if_not(path.begin(), path.end(), finite);
    if (bad != path.end()) {
        return Defect{said("a coordinate is no finite number (the place is of a point beside it)"),
                      beside(path, bad)};
    }
    if (path.size() < least_points(type))
        return Defect{type == GeometryType::polygon
                          ? said("a ring has {} points, and a closed ring needs 4", path.size())
                          : said("a line has {} points, and needs 2", path.size()),
                      path.front()};
    if (type == GeometryType::polygon && path.front() != path.back())
        return Defect{said("Ring is not closed"), path.back()};
    return std::nullopt;
}

// What can be handed to GEOS at all.
Figure usable(const Figure &figure) {
    Figure result;
    for (const Part &part : figure) {
        Part kept{part.type, {}};
        for (Ring path : part.paths) {
            std::erase_if(path, [](Point point) { return !finite(point); });
            if (part.type == GeometryType::polygon && !path.empty() && path.front() != path.back())
                path.push_back(path.front());
            const bool whole = path.size() >= least_points(part.type);
            if (!whole && kept.paths.empty())
                break; // without its shell a part is nothing
            if (whole)
                kept.paths.push_back(std::move(path));
        }
        if (!kept.paths.empty())
            result.push_back(std::move(kept));
    }
    return result;
}

double area_of(const std::vector<std::byte> &wkb) {
    double m2 = 0;
    if (!wkb.empty())
        for (const Part &part : read_wkb(wkb))
            m2 += geodesy::area(part.paths, geodesy::Method::straight);
    return m2;
}

bool on_earth(const Figure &figure) {
    constexpr double farthest = 1e9; // beyond the numbers of any CRS; with 1e150 GEOS does not come to an end
    const auto near = [](geodesy::Point p) { return std::abs(p.x) < farthest && std::abs(p.y) < farthest; };
    return std::all_of(figure.begin(), figure.end(), [&](const Part &part) {
        return std::all_of(part.paths.begin(), part.paths.end(), [&](const geodesy::Ring &path) {
            return std::all_of(path.begin(), path.end(), near);
        });
    });
}

bool has_holes(const Figure &figure) {
    return std::any_of(figure.begin(), figure.end(), [](const Part &part) { return part.paths.size() > 1; });
}

// To GEOS a hole outside its shell is land; it was drawn to be none.
Geometry within_shells(Geos &geos, const GEOSGeometry *valid, const Figure &figure) {
    Figure shells = figure;
    for (Part &part : shells)
        part.paths.resize(1);
    return geos.common(valid, geos.made_valid(geos.from(shells).get(), GEOS_MAKE_VALID_STRUCTURE).get());
}

// What is left of a figure by a method; empty when nothing is, or when it cannot be mended at all.
std::vector<std::byte> made_valid(const std::vector<std::byte> &wkb, GeometryType type,
                                  GEOSMakeValidMethods method) {
    try {
        const Figure figure = usable(read_wkb(wkb));
        if (figure.empty() || !on_earth(figure))
            return {};
        Geos geos;
        Geometry valid = geos.made_valid(geos.from(figure).get(), method);
        if (method == GEOS_MAKE_VALID_STRUCTURE && has_holes(figure))
            valid = within_shells(geos, valid.get(), figure);
        return geos.wkb(valid.get(), type);
    } catch (const Unreadable &) {
        return {};
    } catch (const GeosFailed &) {
        return {};
    }
}

// Nearly every parcel, and told without GEOS.
bool surely_valid(const Figure &figure) {
    return figure.size() == 1 && figure.front().type == GeometryType::polygon &&
           figure.front().paths.size() == 1 && tabulate::surely_simple(figure.front().paths.front());
}

} // namespace

std::optional<Defect> defect_of(const Figure &figure) {
    if (figure.empty())
        return Defect{said("the geometry is empty"), {}};
    if (surely_valid(figure))
        return std::nullopt;
    for (const Part &part : figure)
        for (const Ring &path : part.paths)
            if (auto found = defect_of_path(path, part.type))
                return found;
    Geos geos;
    try {
        if (const auto reason = geos.invalid(geos.from(figure).get()))
            return Defect{in_both(reason->english), reason->place};
    } catch (const GeosFailed &failed) {
        return Defect{in_both(failed.what()), figure.front().paths.front().front()};
    }
    return std::nullopt;
}

std::vector<std::byte> valid_polygon(std::vector<std::byte> wkb, const Figure &figure) {
    return defect_of(figure) ? made_valid(wkb, GeometryType::polygon) : std::move(wkb);
}

std::optional<Defect> defect(const std::vector<std::byte> &wkb) {
    if (wkb.empty())
        return Defect{said("there is no geometry"), {}};
    try {
        return defect_of(read_wkb(wkb));
    } catch (const Unreadable &unreadable) {
        return Defect{unreadable.reason(), {}};
    }
}

double Repair::change_percent() const {
    constexpr double percent = 100;
    return before_m2 > 0 ? percent * std::abs(after_m2 - before_m2) / before_m2 : 0;
}

std::vector<std::byte> made_valid(const std::vector<std::byte> &wkb, GeometryType type) {
    return made_valid(wkb, type, GEOS_MAKE_VALID_STRUCTURE);
}

Repair repaired(const std::vector<std::byte> &wkb, GeometryType type) {
    Repair repair{made_valid(wkb, type)};
    if (type != GeometryType::polygon || repair.wkb.empty())
        return repair;
    const std::vector<std::byte> by_lines = made_valid(wkb, type, GEOS_MAKE_VALID_LINEWORK);
    if (by_lines.empty())
        return {};
    repair.before_m2 = area_of(by_lines);
    repair.after_m2 = area_of(repair.wkb);
    return repair;
}

} // namespace qitu::validation
