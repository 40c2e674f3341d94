#include "place_names.h"

#include <qitu/core/base/text.h>
#include <qitu/core/geometry/predicates.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace qitu::map {

namespace {

constexpr int league_size = 150;
constexpr int banner_size = 100;
constexpr double letter_aspect = 2.2; // text is about so much wider than high
constexpr int steps = 22;

geometry::Point point_of(GridPoint at) {
    return {static_cast<double>(at.x), static_cast<double>(at.y)};
}

geometry::Shape in_doubles(const Shape &shape) {
    geometry::Shape result;
    for (const GridRing &ring : shape.rings) {
        for (const GridPoint &p : ring)
            result.points.push_back(point_of(p));
        result.end_path();
    }
    return result;
}

// Distance to the border with the horizontal pressed together, so that wide places win over high ones.
double room_at(const geometry::Rings &rings, geometry::Point p) {
    double least = 1e300;
    for_each_edge(rings, [&](geometry::Point from, geometry::Point to) {
        const double ax = (from.x - p.x) / letter_aspect;
        const double ay = from.y - p.y;
        const double dx = (to.x - from.x) / letter_aspect;
        const double dy = to.y - from.y;
        const double along = std::clamp(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0.0, 1.0);
        least = std::min(least, std::hypot(ax + along * dx, ay + along * dy));
    });
    return least;
}

struct Spot {
    GridPoint at;
    double room = -1; // half the height that is free
};

Spot roomiest(const Shape &shape) {
    const geometry::Shape drawn = in_doubles(shape);
    const geometry::Rings rings = rings_of(drawn);
    const geometry::Box box = box_of(drawn.points);
    const auto step = [](double from, double to, int i) {
        return static_cast<int>(from) + static_cast<int>(to - from) * i / steps;
    };
    Spot best;
    for (int i = 1; i < steps && !box.empty(); ++i)
        for (int k = 1; k < steps; ++k) {
            const GridPoint at{step(box.min_x, box.max_x, i), step(box.min_y, box.max_y, k)};
            const geometry::Point p = point_of(at);
            if (!contains(rings, p))
                continue;
            if (const double room = room_at(rings, p); room > best.room)
                best = {at, room};
        }
    return best;
}

/// The name on so many lines, as even as can be.
std::vector<std::string> broken(const std::string &name, std::size_t lines) {
    const std::vector<std::string_view> signs = characters(name);
    const std::size_t each = (signs.size() + lines - 1) / lines;
    std::vector<std::string> result;
    for (std::size_t i = 0; i < signs.size(); ++i) {
        if (i % each == 0)
            result.emplace_back();
        result.back() += signs[i];
    }
    return result;
}

geometry::Box box_of(const Label &label) {
    std::size_t widest = 0;
    for (const std::string &line : label.lines)
        widest = std::max(widest, display_width(line));
    const double half_width = static_cast<double>(widest) * label.size / 4;
    const double half_height = 0.58 * label.size * static_cast<double>(label.lines.size());
    return geometry::buffered(geometry::box_of_edge(point_of(label.at), point_of(label.at)), half_width,
                              half_height);
}

bool fits(const Label &label, double room) {
    const geometry::Box box = box_of(label);
    return std::hypot(box.width() / 2 / letter_aspect, box.height() / 2) <= room * 1.25;
}

} // namespace

MapLabels map_labels(const MapBorders &map) {
    MapLabels labels;
    for (const Shape &league : map.leagues)
        if (const Spot spot = roomiest(league); spot.room >= 0)
            labels.leagues.push_back({{league.name}, spot.at, league_size});
    for (const Shape &banner : map.banners) {
        const Spot spot = roomiest(banner);
        for (const std::size_t lines : {1U, 2U, 3U}) {
            const Label label{broken(banner.name, lines), spot.at, banner_size};
            const auto taken = [&](const Label &other) { return box_of(label).overlaps(box_of(other)); };
            if (!fits(label, spot.room) || std::any_of(labels.leagues.begin(), labels.leagues.end(), taken) ||
                std::any_of(labels.banners.begin(), labels.banners.end(), taken))
                continue;
            labels.banners.push_back(label);
            break;
        }
    }
    return labels;
}

} // namespace qitu::map
