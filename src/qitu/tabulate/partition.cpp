#include "cut.h"
#include "ground.h"
#include "pairs.h"
#include "rings.h"

#include <qitu/tabulate/tabulate.h>

#include <cmath>
#include <numeric>

namespace qitu::tabulate {

namespace {

constexpr double grid_degrees = 1e-8; // about a millimetre

double perimeter(const Shape &shape, const geodesy::Ellipsoid &ellipsoid) {
    double length = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i)
        length += geodesy::length(shape.path(i), ellipsoid);
    return length;
}

PartitionReport::Fault fault(std::string a, std::string b, const Shape &shape,
                             const geodesy::Ellipsoid &ellipsoid) {
    const Point origin = box_of(shape.points).middle();
    const double m2 = straight_area(moved(shape, origin), origin, ellipsoid);
    const double around = perimeter(shape, ellipsoid);
    return {std::move(a), std::move(b), m2, around > 0 ? 2 * m2 / around : 0};
}

std::vector<Box> boxes_of(const std::vector<Shape> &shapes) {
    std::vector<Box> boxes;
    for (const Shape &shape : shapes)
        boxes.push_back(box_of(shape.points));
    return boxes;
}

Shape united(const std::vector<const Shape *> &shapes, Geos &geos) {
    std::vector<Geometry> parts;
    for (const Shape *shape : shapes)
        parts.push_back(geos.from(*shape, {0, 0}));
    Shape result;
    geos.read(geos.united_on_grid(std::move(parts), grid_degrees).get(), Kind::polygon, result);
    orient(result);
    return result;
}

// Every face between the borders, each a polygon without overlap.
std::vector<Shape> faces_between(const std::vector<Shape> &shapes, Geos &geos) {
    std::vector<Geometry> borders;
    for (const Shape &shape : shapes) {
        const Geometry polygon = geos.from(shape, {0, 0});
        borders.push_back(geos.own(GEOSBoundary_r(geos.context(), polygon.get())));
    }
    const Geometry noded = geos.united_on_grid(std::move(borders), grid_degrees);
    const GEOSGeometry *lines = noded.get();
    const Geometry faces = geos.own(GEOSPolygonize_r(geos.context(), &lines, 1));
    std::vector<Shape> result;
    for (int i = 0; i < GEOSGetNumGeometries_r(geos.context(), faces.get()); ++i) {
        result.emplace_back();
        geos.read(GEOSGetGeometryN_r(geos.context(), faces.get(), i), Kind::polygon, result.back());
        orient(result.back());
    }
    return result;
}

Point point_inside(const Shape &face, Geos &geos) {
    const Geometry inside = geos.own(GEOSPointOnSurface_r(geos.context(), geos.from(face, {0, 0}).get()));
    Point p;
    GEOSGeomGetX_r(geos.context(), inside.get(), &p.x);
    GEOSGeomGetY_r(geos.context(), inside.get(), &p.y);
    return p;
}

// The neighbour with the longest common border; edges are equal to the bit after noding.
std::int32_t longest_neighbour(const Shape &face,
                               const std::map<std::pair<std::pair<double, double>, std::pair<double, double>>,
                                              std::int32_t> &owner_of_edge) {
    std::map<std::int32_t, double> common;
    for (std::size_t path = 0; path < face.paths(); ++path) {
        const auto ring = face.path(path);
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const auto owner = owner_of_edge.find({{ring[i + 1].x, ring[i + 1].y}, {ring[i].x, ring[i].y}});
            if (owner != owner_of_edge.end() && owner->second >= 0)
                common[owner->second] += std::hypot(ring[i + 1].x - ring[i].x, ring[i + 1].y - ring[i].y);
        }
    }
    std::int32_t best = -1;
    double longest = 0;
    for (const auto &[zone, length] : common)
        if (length > longest) {
            longest = length;
            best = zone;
        }
    return best;
}

} // namespace

PartitionReport inspect_partition(const Zones &zones) {
    Geos geos;
    const Ground ground = valid_zones(zones, geos);
    PartitionReport report;
    for (const Finding &finding : ground.findings)
        report.invalid.push_back(finding.what);
    for (const auto &[a, b] : sorted_pairs(boxes_of(ground.shapes))) {
        const Geometry shape_a = geos.from(ground.shapes[a], {0, 0});
        const Geometry shape_b = geos.from(ground.shapes[b], {0, 0});
        if (!geos.interiors_meet(shape_a.get(), shape_b.get()))
            continue;
        Shape common;
        geos.read(geos.intersection(shape_a.get(), shape_b.get()).get(), Kind::polygon, common);
        if (!common.empty())
            report.overlaps.push_back(fault(ground.codes[a], ground.codes[b], common, ground.ellipsoid));
    }
    std::vector<const Shape *> all;
    for (const Shape &shape : ground.shapes)
        all.push_back(&shape);
    const Shape whole = united(all, geos);
    for (std::size_t part = 0; part < whole.part_ends.size(); ++part)
        for (std::size_t ring = whole.part_begin(part) + 1; ring < whole.part_ends[part]; ++ring) {
            Shape hole;
            hole.kind = Kind::polygon;
            hole.points.assign(whole.path(ring).begin(), whole.path(ring).end());
            hole.end_path();
            hole.end_part();
            const Point at = hole.points.front();
            report.gaps.push_back(
                fault(fmt::format("{:.5f} {:.5f}", at.x, at.y), "", hole, ground.ellipsoid));
        }
    return report;
}

std::vector<Zone> clean_partition(const Zones &zones) {
    Geos geos;
    const Ground ground = valid_zones(zones, geos);
    const std::vector<Box> boxes = boxes_of(ground.shapes);
    const std::vector<Shape> faces = faces_between(ground.shapes, geos);

    std::vector<std::int32_t> owner(faces.size(), -1);
    std::map<std::pair<std::pair<double, double>, std::pair<double, double>>, std::int32_t> owner_of_edge;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const Point inside = point_inside(faces[i], geos);
        for (std::size_t zone = 0; zone < ground.shapes.size() && owner[i] < 0; ++zone)
            if (boxes[zone].contains(inside) && covers(ground.shapes[zone], inside))
                owner[i] = static_cast<std::int32_t>(zone);
        for (std::size_t path = 0; path < faces[i].paths(); ++path) {
            const auto ring = faces[i].path(path);
            for (std::size_t k = 0; k + 1 < ring.size(); ++k)
                owner_of_edge[{{ring[k].x, ring[k].y}, {ring[k + 1].x, ring[k + 1].y}}] = owner[i];
        }
    }
    for (std::size_t i = 0; i < faces.size(); ++i)
        if (owner[i] < 0)
            owner[i] = longest_neighbour(faces[i], owner_of_edge);

    std::vector<Zone> result;
    for (std::size_t zone = 0; zone < ground.shapes.size(); ++zone) {
        std::vector<const Shape *> mine;
        for (std::size_t i = 0; i < faces.size(); ++i)
            if (owner[i] == static_cast<std::int32_t>(zone))
                mine.push_back(&faces[i]);
        if (mine.empty())
            throw Error(Status::refused,
                        say("Zone {} lies wholly within zones of lower code.", ground.codes[zone]));
        result.push_back({ground.codes[zone], write_wkb_multipolygon(united(mine, geos))});
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
        result.push_back({code, write_wkb_multipolygon(united(all, geos))});
    }
    return result;
}

} // namespace qitu::tabulate
