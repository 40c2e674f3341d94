#include "coverage.h"

#include "names.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/engine/overlay/prepared_zones.h>
#include <qitu/engine/overlay/zone_overlay.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

namespace qitu::coverage {

namespace {

constexpr double grid_degrees = 1e-8; // about a millimetre

// The polygons may touch and share whole edges, and nothing more.
Shape joined(const std::vector<const Shape *> &shapes, Geos &geos) {
    std::vector<GeosGeometry> parts;
    for (const Shape *shape : shapes)
        parts.push_back(geos.from(*shape));
    Shape result;
    geos.read(geos.united_coverage(std::move(parts)).get(), Kind::polygon, result);
    orient(result);
    return result;
}

struct Face {
    Shape shape;
    Point inside;
    std::vector<std::uint32_t> zones; // that cover it, ascending
};

// Every face between the borders, each a polygon without overlap; edges of neighbours are equal to the bit.
class Mosaic {
  public:
    Mosaic(const std::vector<Shape> &zones, Geos &geos) {
        node(zones, geos);
        find_zones(zones);
    }

    [[nodiscard]] const std::vector<Face> &faces() const { return faces_; }

    /// Zones on the other side of the face's edges, that with the longest common border first.
    [[nodiscard]] std::vector<std::uint32_t> neighbours(const Face &face) const {
        std::map<std::uint32_t, double> common;
        for_each_edge(rings_of(face.shape), [&](Point a, Point b) {
            const auto owner = owner_of_edge_.find({b.x, b.y, a.x, a.y});
            if (owner != owner_of_edge_.end())
                common[owner->second] += std::hypot(b.x - a.x, b.y - a.y);
        });
        std::vector<std::uint32_t> result;
        for (const auto &[zone, length] : common)
            result.push_back(zone);
        std::stable_sort(result.begin(), result.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return common[a] > common[b]; });
        return result;
    }

  private:
    void node(const std::vector<Shape> &zones, Geos &geos) {
        std::vector<GeosGeometry> borders;
        for (const Shape &zone : zones)
            borders.push_back(geos.own(GEOSBoundary_r(geos.context(), geos.from(zone).get())));
        const GeosGeometry noded = geos.united(std::move(borders), grid_degrees);
        const GEOSGeometry *lines = noded.get();
        const GeosGeometry polygons = geos.own(GEOSPolygonize_r(geos.context(), &lines, 1));
        const int count = GEOSGetNumGeometries_r(geos.context(), polygons.get());
        for (int i = 0; i < count; ++i) {
            Face &face = faces_.emplace_back();
            geos.read(GEOSGetGeometryN_r(geos.context(), polygons.get(), i), Kind::polygon, face.shape);
            orient(face.shape);
            face.inside = geos.point_on_surface(geos.from(face.shape).get());
        }
        std::sort(faces_.begin(), faces_.end(), [](const Face &a, const Face &b) {
            return std::tie(a.inside.x, a.inside.y) < std::tie(b.inside.x, b.inside.y);
        });
    }

    void find_zones(const std::vector<Shape> &zones) {
        std::vector<Box> boxes;
        for (const Shape &zone : zones)
            boxes.push_back(box_of(zone.points));
        std::vector<std::uint32_t> from_the_west(zones.size());
        std::iota(from_the_west.begin(), from_the_west.end(), 0U);
        std::stable_sort(from_the_west.begin(), from_the_west.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return boxes[a].min_x < boxes[b].min_x; });
        std::vector<std::uint32_t> open; // zones that the sweep over the faces is within
        auto next = from_the_west.begin();
        for (Face &face : faces_) {
            for (; next != from_the_west.end() && boxes[*next].min_x <= face.inside.x; ++next)
                open.push_back(*next);
            std::erase_if(open, [&](std::uint32_t zone) { return boxes[zone].max_x < face.inside.x; });
            for (const std::uint32_t zone : open)
                if (boxes[zone].contains(face.inside) && covers(rings_of(zones[zone]), face.inside))
                    face.zones.push_back(zone);
            std::sort(face.zones.begin(), face.zones.end());
            if (!face.zones.empty())
                for_each_edge(rings_of(face.shape), [&](Point a, Point b) {
                    owner_of_edge_[{a.x, a.y, b.x, b.y}] = face.zones.front();
                });
        }
    }

    using Edge = std::tuple<double, double, double, double>; // from x y, to x y; the face on its left
    std::vector<Face> faces_;
    std::map<Edge, std::uint32_t> owner_of_edge_;
};

CoverageReport::Fault fault(const Face &face, const geodesy::Ellipsoid &ellipsoid) {
    CoverageReport::Fault result;
    const Point origin = box_of(face.shape.points).middle();
    result.m2 = overlay::straight_area(moved(face.shape, origin), origin, ellipsoid);
    double around = 0;
    for (std::size_t i = 0; i < face.shape.paths(); ++i)
        around += geodesy::length(face.shape.path(i), ellipsoid);
    result.width_m = around > 0 ? 2 * result.m2 / around : 0;
    result.place = face.inside;
    result.wkb = write_wkb(face.shape);
    return result;
}

void report_overlaps(const Face &face, const overlay::PreparedZones &prepared, CoverageReport &report) {
    for (std::size_t i = 0; i < face.zones.size(); ++i)
        for (std::size_t k = i + 1; k < face.zones.size(); ++k) {
            auto found = fault(face, prepared.ellipsoid);
            found.a = prepared.codes[face.zones[i]];
            found.b = prepared.codes[face.zones[k]];
            report.overlaps.push_back(std::move(found));
        }
}

CoverageReport report_on(const Mosaic &mosaic, const overlay::PreparedZones &prepared) {
    CoverageReport report;
    for (const overlay::ZoneFinding &finding : prepared.findings)
        report.invalid.push_back(finding.what);
    for (const Face &face : mosaic.faces()) {
        report_overlaps(face, prepared, report);
        if (!face.zones.empty())
            continue;
        auto found = fault(face, prepared.ellipsoid);
        const auto neighbours = mosaic.neighbours(face);
        if (!neighbours.empty())
            found.a = prepared.codes[neighbours[0]];
        if (neighbours.size() > 1)
            found.b = prepared.codes[neighbours[1]];
        report.gaps.push_back(std::move(found));
    }
    return report;
}

/// Faces of each zone, in the order of the zones, and what it lost and won by that.
struct SharedOut {
    std::vector<std::vector<const Shape *>> faces;
    std::vector<ZoneChange> changes;
};

void give(SharedOut &shared, const Face &face, std::uint32_t owner, double m2) {
    shared.faces[owner].push_back(&face.shape);
    shared.changes[owner].after_m2 += m2;
    if (face.zones.empty())
        shared.changes[owner].won_m2 += m2;
    for (const std::uint32_t zone : face.zones) {
        shared.changes[zone].noded_m2 += m2;
        if (zone != owner)
            shared.changes[zone].lost_m2 += m2;
    }
}

SharedOut shared_out(const Mosaic &mosaic, const overlay::PreparedZones &prepared, const Sliver &sliver) {
    SharedOut shared;
    shared.faces.resize(prepared.shapes.size());
    for (std::size_t zone = 0; zone < prepared.shapes.size(); ++zone) {
        const Point origin = box_of(prepared.shapes[zone].points).middle();
        ZoneChange &change = shared.changes.emplace_back();
        change.code = prepared.codes[zone];
        change.drawn_m2 =
            overlay::straight_area(moved(prepared.shapes[zone], origin), origin, prepared.ellipsoid);
    }
    for (const Face &face : mosaic.faces()) {
        const auto size = fault(face, prepared.ellipsoid);
        if (!face.zones.empty()) {
            give(shared, face, face.zones.front(), size.m2);
            continue;
        }
        const auto neighbours = mosaic.neighbours(face);
        if (!neighbours.empty() && size.m2 <= sliver.m2 && size.width_m <= sliver.width_m)
            give(shared, face, neighbours.front(), size.m2);
    }
    return shared;
}

} // namespace

CoverageReport validate_coverage(const Zones &zones) {
    Geos geos;
    const overlay::PreparedZones prepared = overlay::valid_zones(zones, geos);
    return report_on(Mosaic(prepared.shapes, geos), prepared);
}

CleanCoverage clean_coverage(const Zones &zones, const Sliver &sliver, Covered covered) {
    Geos geos;
    const overlay::PreparedZones prepared = overlay::valid_zones(zones, geos);
    const Mosaic mosaic(prepared.shapes, geos);
    SharedOut shared = shared_out(mosaic, prepared, sliver);
    CleanCoverage result{{}, report_on(mosaic, prepared), std::move(shared.changes)};
    for (std::size_t zone = 0; zone < shared.faces.size(); ++zone) {
        if (!shared.faces[zone].empty())
            result.zones.push_back({prepared.codes[zone], write_wkb(joined(shared.faces[zone], geos))});
        else if (covered == Covered::refuse)
            throw Error(ErrorKind::refused,
                        say("Zone {} lies wholly within zones of lower code.", prepared.codes[zone]));
    }
    return result;
}

std::vector<Zone> dissolved(const std::vector<Zone> &zones,
                            const std::map<std::string, std::string> &parent) {
    Geos geos;
    std::map<std::string, std::vector<Shape>> members;
    for (const Zone &zone : zones) {
        Shape shape;
        read_wkb(zone.wkb, shape);
        members[parent.at(zone.code)].push_back(std::move(shape));
    }
    std::vector<Zone> result;
    for (const auto &[code, shapes] : members) {
        std::vector<const Shape *> all;
        for (const Shape &shape : shapes)
            all.push_back(&shape);
        result.push_back({code, write_wkb(joined(all, geos))});
    }
    return result;
}

} // namespace qitu::coverage
