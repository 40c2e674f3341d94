#include "proximity.h"

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geodesy/local_plane.h>
#include <qitu/core/geometry/box_tree.h>
#include <qitu/core/geometry/predicates.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace qitu::proximity {

namespace {

using geodesy::LocalPlane;
using geometry::Box;
using geometry::BoxTree;
using geometry::Kind;
using geometry::Point;
using geometry::Shape;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A few edges of one work, or one of its points.
struct Stretch {
    std::uint32_t work;
    std::uint32_t first, last; // its points
};
constexpr std::uint32_t most_edges = 16;

/// Two places and the square of how far apart they are in a plane.
struct Apart {
    double square = infinity;
    Point from{}, to{}; // metres
};

Point nearest_on(Point p, Point a, Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double along =
        square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    return {a.x + along * dx, a.y + along * dy};
}

void take_nearer(Apart &best, Point from, Point to) {
    const double square = (from.x - to.x) * (from.x - to.x) + (from.y - to.y) * (from.y - to.y);
    if (square < best.square)
        best = {square, from, to};
}

bool crosses(Point a, Point b, Point c, Point d) {
    return geometry::side(a, b, c) * geometry::side(a, b, d) < 0 &&
           geometry::side(c, d, a) * geometry::side(c, d, b) < 0;
}

// Segments, which may be points.
void bring_together(Apart &best, Point a, Point b, Point c, Point d) {
    if (crosses(a, b, c, d)) {
        const double t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) /
                         ((b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x));
        const Point at{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        best = {0, at, at};
        return;
    }
    take_nearer(best, a, nearest_on(a, c, d));
    take_nearer(best, b, nearest_on(b, c, d));
    take_nearer(best, nearest_on(c, a, b), c);
    take_nearer(best, nearest_on(d, a, b), d);
}

/// Calls take(first, last) for the points of each edge; of points, and paths of one, the same twice.
template <typename Take>
void each_edge(const Shape &shape, const Take &take) {
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto begin = static_cast<std::uint32_t>(i == 0 ? 0 : shape.path_ends[i - 1]);
        const std::uint32_t end = shape.path_ends[i];
        if (shape.kind == Kind::point || end - begin == 1)
            for (std::uint32_t k = begin; k < end; ++k)
                take(k, k);
        else
            for (std::uint32_t k = begin; k + 1 < end; ++k)
                take(k, k + 1);
    }
}

double degrees_box_distance(const Box &box, const LocalPlane &plane, const Box &feature) {
    const double x = std::max({0.0, box.min_x - feature.max_x, feature.min_x - box.max_x});
    const double y = std::max({0.0, box.min_y - feature.max_y, feature.min_y - box.max_y});
    return std::hypot(plane.metres_x(x), plane.metres_y(y));
}

} // namespace

struct Works::State {
    std::vector<Shape> shapes;
    std::vector<Box> boxes; // of the works
    std::vector<Stretch> stretches;
    std::vector<Box> stretch_boxes;
    BoxTree tree;                        // of the stretches
    BoxTree areas;                       // of works that are polygons
    std::vector<std::uint32_t> polygons; // the works in `areas`

    void cut_up(std::uint32_t work);
    [[nodiscard]] std::map<std::uint32_t, Nearest> search(const Shape &feature, double within_m,
                                                          bool nearest_only) const;
    void look_inside(const Shape &feature, const Box &box, std::map<std::uint32_t, Nearest> &found) const;
    [[nodiscard]] std::optional<Nearest> between(const Shape &feature, const Box &box, std::uint32_t stretch,
                                                 double within_m) const;
    [[nodiscard]] static double first_radius();
};

Works::Works() : state_(std::make_unique<State>()) {}
Works::~Works() = default;
Works::Works(Works &&) noexcept = default;
Works &Works::operator=(Works &&) noexcept = default;

std::uint32_t Works::add(Shape shape) {
    state_->boxes.push_back(box_of(shape.points));
    state_->shapes.push_back(std::move(shape));
    return static_cast<std::uint32_t>(state_->shapes.size() - 1);
}

void Works::State::cut_up(std::uint32_t work) {
    const Shape &shape = shapes[work];
    Stretch open{work, 1, 0}; // none yet
    Box box;
    const auto close = [&] {
        if (box.empty())
            return;
        stretches.push_back(open);
        stretch_boxes.push_back(box);
        box = {};
    };
    each_edge(shape, [&](std::uint32_t first, std::uint32_t last) {
        if (first == last || box.empty() || open.last != first || last - open.first > most_edges) {
            close();
            open = {work, first, last};
        }
        open.last = last;
        box.add(shape.points[first]);
        box.add(shape.points[last]);
    });
    close();
}

void Works::finish() {
    State &state = *state_;
    std::vector<Box> areas;
    for (std::uint32_t work = 0; work < state.shapes.size(); ++work) {
        state.cut_up(work);
        if (state.shapes[work].kind == Kind::polygon) {
            state.polygons.push_back(work);
            areas.push_back(state.boxes[work]);
        }
    }
    state.tree = BoxTree(state.stretch_boxes);
    state.areas = BoxTree(areas);
}

namespace {

Apart nearest_places(const Shape &feature, const Shape &work, const Stretch &stretch,
                     const LocalPlane &plane) {
    Apart best;
    each_edge(feature, [&](std::uint32_t i, std::uint32_t k) {
        const Point a = plane.metres(feature.points[i]), b = plane.metres(feature.points[k]);
        for (std::uint32_t at = stretch.first; at < std::max(stretch.last, stretch.first + 1); ++at)
            bring_together(best, a, b, plane.metres(work.points[at]),
                           plane.metres(work.points[std::min(at + 1, stretch.last)]));
    });
    return best;
}

} // namespace

// Sought in a plane at the feature, and again in one between the places that were found.
std::optional<Nearest> Works::State::between(const Shape &feature, const Box &box, std::uint32_t number,
                                             double within_m) const {
    const Stretch &stretch = stretches[number];
    const Shape &work = shapes[stretch.work];
    Point touching = box.middle();
    Point from, to;
    for (int times = 0; times < 3; ++times) {
        const LocalPlane plane(touching);
        const Apart apart = nearest_places(feature, work, stretch, plane);
        constexpr double surely = 1.1;
        if (times == 0 && std::sqrt(apart.square) > within_m * surely)
            return std::nullopt;
        from = plane.degrees(apart.from);
        to = plane.degrees(apart.to);
        touching = {(from.x + to.x) / 2, (from.y + to.y) / 2};
    }
    const std::array<Point, 2> line{from, to};
    const double m = geodesy::length(line);
    return m <= within_m ? std::optional(Nearest{stretch.work, m, from, to}) : std::nullopt;
}

// What lies in a polygon, or has one within it, is at no distance.
void Works::State::look_inside(const Shape &feature, const Box &box,
                               std::map<std::uint32_t, Nearest> &found) const {
    const auto note = [&](std::uint32_t work, Point at) { found[work] = {work, 0, at, at}; };
    areas.each_meeting(box, [&](std::uint32_t i) {
        const std::uint32_t work = polygons[i];
        for (std::size_t path = 0; path < feature.paths(); ++path)
            if (const Point p = feature.path(path).front(); covers(rings_of(shapes[work]), p))
                return note(work, p);
    });
    if (feature.kind == Kind::polygon)
        tree.each_meeting(box, [&](std::uint32_t i) {
            const Point p = shapes[stretches[i].work].points[stretches[i].first];
            if (box.contains(p) && covers(rings_of(feature), p))
                note(stretches[i].work, p);
        });
}

double Works::State::first_radius() {
    constexpr double start_m = 500;
    return start_m;
}

// In windows that grow until one is found, and once more as far as that one lies.
std::map<std::uint32_t, Nearest> Works::State::search(const Shape &feature, double within_m,
                                                      bool nearest_only) const {
    std::map<std::uint32_t, Nearest> found;
    const Box box = box_of(feature.points);
    look_inside(feature, box, found);
    if (nearest_only && !found.empty())
        return found;
    const LocalPlane plane(box.middle());
    constexpr double earth_m = 2.1e7, wider = 1.1;
    double radius = nearest_only ? std::min(first_radius(), within_m) : within_m;
    for (bool last = !nearest_only;;) {
        double limit = radius;
        const Box window = buffered(box, plane.degrees_x(radius * wider), plane.degrees_y(radius * wider));
        tree.each_meeting(window, [&](std::uint32_t i) {
            if (degrees_box_distance(stretch_boxes[i], plane, box) > limit * wider)
                return;
            const auto nearest = between(feature, box, i, limit);
            if (!nearest)
                return;
            const auto known = found.find(nearest->work);
            if (known == found.end() || nearest->m < known->second.m)
                found[nearest->work] = *nearest;
            if (nearest_only)
                limit = std::min(limit, nearest->m);
        });
        if (last || !found.empty() || radius >= within_m || radius >= earth_m)
            return found;
        radius = std::min(radius * 4, within_m);
    }
}

std::optional<Nearest> Works::nearest(const Shape &feature, double within_m) const {
    std::optional<Nearest> best;
    for (const auto &[work, nearest] : state_->search(feature, within_m, true))
        if (!best || nearest.m < best->m)
            best = nearest;
    return best;
}

std::vector<Nearest> Works::within(const Shape &feature, double within_m) const {
    std::vector<Nearest> all;
    for (const auto &[work, nearest] : state_->search(feature, within_m, false))
        all.push_back(nearest);
    return all;
}

} // namespace qitu::proximity
