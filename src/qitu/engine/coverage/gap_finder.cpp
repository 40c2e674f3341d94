#include "gap_finder.h"

#include <qitu/core/base/text.h>

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace qitu::coverage {

namespace {

constexpr double touching_m = 1e-3;
constexpr double least_length_to_width = 4;

} // namespace

// The radii of curvature of the ellipsoid; over the width of a gap the ground is flat.
Metres::Metres(double latitude) {
    const double radian = std::numbers::pi / 180;
    const double s = std::sin(latitude * radian);
    const double w2 = 1 - geodesy::cgcs2000.e2() * s * s;
    per_x = geodesy::cgcs2000.a / std::sqrt(w2) * std::cos(latitude * radian) * radian;
    per_y = geodesy::cgcs2000.a * (1 - geodesy::cgcs2000.e2()) / (w2 * std::sqrt(w2)) * radian;
}

double Metres::between(Point a, Point b) const {
    const double x = (a.x - b.x) * per_x;
    const double y = (a.y - b.y) * per_y;
    return std::sqrt(x * x + y * y);
}

GapFinder::Pair GapFinder::pair_of(const Box &a, const Box &b) const {
    const Metres metres((std::max(a.min_y, b.min_y) + std::min(a.max_y, b.max_y)) / 2);
    const double x = width_ / metres.per_x;
    const double y = width_ / metres.per_y;
    const Box wide_a = buffered(a, x, y);
    const Box wide_b = buffered(b, x, y);
    return {metres,
            x,
            y,
            {std::max(wide_a.min_x, wide_b.min_x), std::max(wide_a.min_y, wide_b.min_y),
             std::min(wide_a.max_x, wide_b.max_x), std::min(wide_a.max_y, wide_b.max_y)}};
}

void GapFinder::edges_near(const Rings &rings, const Pair &pair, std::vector<Edge> &edges) {
    edges.clear();
    for_each_edge(rings, [&](Point from, Point to) {
        const Box box = buffered(box_of_edge(from, to), pair.x, pair.y);
        if (box.meets(pair.window))
            edges.push_back({from, to, box});
    });
}

GapFinder::Near GapFinder::nearest(Point p, const std::vector<Edge> &edges, const Metres &metres) const {
    Near near{width_, p};
    for (const Edge &edge : edges) {
        if (!edge.box.contains(p))
            continue;
        const double along_x = (edge.to.x - edge.from.x) * metres.per_x;
        const double along_y = (edge.to.y - edge.from.y) * metres.per_y;
        const double dot =
            (p.x - edge.from.x) * metres.per_x * along_x + (p.y - edge.from.y) * metres.per_y * along_y;
        const double t = std::clamp(dot / (along_x * along_x + along_y * along_y), 0.0, 1.0);
        const Point foot{edge.from.x + t * (edge.to.x - edge.from.x),
                         edge.from.y + t * (edge.to.y - edge.from.y)};
        if (const double m = metres.between(p, foot); m < near.m)
            near = {m, foot};
    }
    return near;
}

// Of an edge that runs beside the other all along its middle is looked at too: its ends may lie at corners
// where the two touch.
void GapFinder::look(const std::vector<Edge> &from, const std::vector<Edge> &to, const Pair &pair) {
    const auto is_open = [&](const Near &near) { return near.m >= touching_m && near.m < width_; };
    for (const Edge &edge : from) {
        if (!pair.window.contains(edge.from))
            continue;
        const Near near = nearest(edge.from, to, pair.metres);
        if (near.m < touching_m)
            touching_.push_back(edge.from);
        if (!is_open(near))
            continue;
        found_.push_back({edge.from, near.foot, near.m});
        if (!is_open(nearest(edge.to, to, pair.metres)))
            continue;
        const Point middle{(edge.from.x + edge.to.x) / 2, (edge.from.y + edge.to.y) / 2};
        if (const Near half = nearest(middle, to, pair.metres); is_open(half))
            found_.push_back({middle, half.foot, half.m});
    }
}

// Two fields that share a corner part from there at some angle; only a narrow one is careless drawing.
bool GapFinder::wedge_is_wide(Point p, double m, const Metres &metres) const {
    return std::any_of(touching_.begin(), touching_.end(),
                       [&](Point corner) { return metres.between(p, corner) < least_length_to_width * m; });
}

bool GapFinder::share_all_corners(const Rings &a, const Rings &b, const Box &window) {
    const auto corners_in = [&](const Rings &rings, std::vector<Point> &corners) {
        corners.clear();
        for (const Point p : rings.all())
            if (window.contains(p))
                corners.push_back(p);
    };
    const auto among = [](const std::vector<Point> &some, const std::vector<Point> &others) {
        return std::all_of(some.begin(), some.end(), [&](Point p) {
            return std::find(others.begin(), others.end(), p) != others.end();
        });
    };
    constexpr std::size_t many = 16; // beyond that the search itself is no slower
    corners_in(a, corners_a_);
    if (corners_a_.size() > many)
        return false;
    corners_in(b, corners_b_);
    return corners_b_.size() <= many && among(corners_a_, corners_b_) && among(corners_b_, corners_a_);
}

std::span<const Contacts::Gap> GapFinder::between(const Rings &a, const Box &box_a, const Rings &b,
                                                  const Box &box_b) {
    gaps_.clear();
    const Pair pair = pair_of(box_a, box_b);
    if (pair.window.min_x > pair.window.max_x || pair.window.min_y > pair.window.max_y ||
        share_all_corners(a, b, pair.window))
        return {};
    touching_.clear();
    found_.clear();
    edges_near(a, pair, a_);
    edges_near(b, pair, b_);
    look(a_, b_, pair);
    look(b_, a_, pair);
    for (const Found &found : found_)
        if (!wedge_is_wide(found.from, found.m, pair.metres))
            gaps_.push_back(
                {0, 0, found.m, {(found.from.x + found.foot.x) / 2, (found.from.y + found.foot.y) / 2}});
    return gaps_;
}

} // namespace qitu::coverage
