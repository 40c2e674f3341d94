#include "edges_in_cells.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/predicates.h>
#include <qitu/engine/overlay/zone_overlay.h>

#include <algorithm>
#include <cmath>

namespace qitu::raster {

namespace {

constexpr double most_bend = 1e-5;        // of a cell, between a curve and the chords that stand for it
constexpr double least_bend = 1e-9;       // of a cell: below that it is straight
constexpr double longest_parabola = 0.05; // degrees: up to there a parabola meets the curve to 1e-4 m
constexpr int frame_points = 4096;        // on each side of the frame of a projected grid

} // namespace

Shape ToCells::frame() const {
    const int pieces = straight() ? 1 : frame_points;
    const Point corners[]{{0, 0},
                          {static_cast<double>(grid_.columns), 0},
                          {static_cast<double>(grid_.columns), static_cast<double>(grid_.rows)},
                          {0, static_cast<double>(grid_.rows)}};
    std::vector<Point> ring;
    for (std::size_t side = 0; side < 4; ++side)
        for (int i = 0; i < pieces; ++i) {
            const Point a = corners[side], b = corners[(side + 1) % 4];
            const double t = static_cast<double>(i) / pieces;
            ring.push_back(grid_.on_ground({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}));
        }
    ring.push_back(ring.front());
    to_geographic_.apply(ring);
    if (!geometry::all_finite(ring))
        throw Error(ErrorKind::refused,
                    say("The raster reaches beyond the domain of its projection {}. Cut it "
                        "to the zones first.",
                        grid_.crs.name()));
    Shape frame;
    frame.kind = Kind::polygon;
    frame.add_path(ring);
    frame.end_part();
    geometry::orient(frame);
    return frame;
}

void EdgesInCells::take_straight(const Shape &zone, double turn) {
    std::vector<Point> points = zone.points;
    for (Point &point : points)
        point.x += turn;
    to_cells_.apply(points);
    const Rings rings{points.data(), zone.path_ends.data(), static_cast<std::uint32_t>(zone.paths())};
    geometry::for_each_edge(rings, [&](Point a, Point b) { edges_.add(a, b); });
}

// Of each edge the ends and the middle go to the grid in one call; the parabola through them stands for the curve.
// Two zones that share an edge get the same points: each goes from the end that comes first.
void EdgesInCells::take_curved(const Shape &zone) {
    triples_.clear();
    forward_.clear();
    geometry::for_each_edge(geometry::rings_of(zone), [&](Point a, Point b) {
        const bool forward = geometry::before(a, b);
        forward ? add_triples(a, b, 1) : add_triples(b, a, -1);
    });
    to_cells_.apply(triples_);
    for (std::size_t i = 0; i < forward_.size(); ++i)
        add_parabola(triples_[3 * i], triples_[3 * i + 1], triples_[3 * i + 2], forward_[i]);
}

void EdgesInCells::add_triples(Point a, Point b, double forward) {
    const int parts =
        std::max(1, static_cast<int>(std::ceil(std::hypot(b.x - a.x, b.y - a.y) / longest_parabola)));
    const auto at = [&](double t) { return Point{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; };
    for (int i = 0; i < parts; ++i) {
        triples_.push_back(i == 0 ? a : at(static_cast<double>(i) / parts));
        triples_.push_back(at((i + 0.5) / parts));
        triples_.push_back(i + 1 == parts ? b : at((i + 1.0) / parts));
        forward_.push_back(forward);
    }
}

// Chords whose corners stand off the curve by so much that they have the parabola's ground under them.
void EdgesInCells::add_parabola(Point a, Point middle, Point b, double forward) {
    const Point bend{middle.x - (a.x + b.x) / 2, middle.y - (a.y + b.y) / 2};
    const double height = std::hypot(bend.x, bend.y);
    const int parts =
        height < least_bend ? 1 : std::clamp(static_cast<int>(std::sqrt(height / most_bend)), 1, 1 << 16) + 1;
    const double stand_off = parts == 1 ? 1 : 1 / (1 - 1 / (static_cast<double>(parts) * parts));
    Point from = a;
    for (int i = 1; i <= parts; ++i) {
        const double t = static_cast<double>(i) / parts;
        const double weight = 4 * t * (1 - t) * stand_off;
        const Point to = i == parts ? b
                                    : Point{a.x + (b.x - a.x) * t + weight * bend.x,
                                            a.y + (b.y - a.y) * t + weight * bend.y};
        edges_.add(from, to, forward);
        from = to;
    }
}

double turn_to_meet(const Box &zone, const Box &frame) {
    for (const double turn : {0.0, 360.0, -360.0})
        if (Box{zone.min_x + turn, zone.min_y, zone.max_x + turn, zone.max_y}.overlaps(frame))
            return turn;
    return 0;
}

bool lie_in(const std::vector<CellEdge> &edges, const Grid &grid) {
    Box box;
    for (const CellEdge &edge : edges) {
        box.add(edge.low);
        box.add(edge.high);
    }
    return !box.empty() && box.min_x >= 0 && box.min_y >= 0 && box.max_x <= grid.columns &&
           box.max_y <= grid.rows;
}

double common_m2(const Shape &zone, const Shape &frame, const geodesy::Ellipsoid &ellipsoid) {
    const Box box = geometry::box_of(zone.points);
    if (!box.overlaps(geometry::box_of(frame.points)))
        return 0;
    geometry::Geos geos;
    const Point origin = box.middle();
    Shape common;
    geos.read(geos.intersection(geos.from(zone, origin).get(), geos.from(frame, origin).get()).get(),
              Kind::polygon, common);
    return overlay::straight_area(common, origin, ellipsoid);
}

} // namespace qitu::raster
