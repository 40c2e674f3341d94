#include "place_names.h"

#include <qitu/core/base/text.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace qitu::map {

namespace {

constexpr int league_size = 150;
constexpr int banner_size = 100;
constexpr double letter_aspect = 2.2; // text is about so much wider than high
constexpr int steps = 22;

bool inside(const Shape &shape, double x, double y) {
    bool odd = false;
    for (const GridRing &ring : shape.rings)
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const GridPoint &a = ring[i];
            const GridPoint &b = ring[i + 1];
            if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) * (b.x - a.x) / static_cast<double>(b.y - a.y))
                odd = !odd;
        }
    return odd;
}

// Distance to the border with the horizontal pressed together, so that wide places win over high ones.
double room_at(const Shape &shape, double x, double y) {
    double least = 1e300;
    for (const GridRing &ring : shape.rings)
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const double ax = (ring[i].x - x) / letter_aspect;
            const double ay = ring[i].y - y;
            const double dx = (ring[i + 1].x - ring[i].x) / letter_aspect;
            const double dy = ring[i + 1].y - ring[i].y;
            const double square = dx * dx + dy * dy;
            const double along = square == 0 ? 0 : std::clamp(-(ax * dx + ay * dy) / square, 0.0, 1.0);
            least = std::min(least, std::hypot(ax + along * dx, ay + along * dy));
        }
    return least;
}

struct Spot {
    GridPoint at;
    double room = -1; // half the height that is free
};

Spot roomiest(const Shape &shape) {
    GridPoint low{1 << 30, 1 << 30};
    GridPoint high{-(1 << 30), -(1 << 30)};
    for (const GridRing &ring : shape.rings)
        for (const GridPoint &p : ring) {
            low = {std::min(low.x, p.x), std::min(low.y, p.y)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        }
    Spot best;
    for (int i = 1; i < steps; ++i)
        for (int k = 1; k < steps; ++k) {
            const GridPoint at{low.x + (high.x - low.x) * i / steps, low.y + (high.y - low.y) * k / steps};
            if (!inside(shape, at.x, at.y))
                continue;
            if (const double room = room_at(shape, at.x, at.y); room > best.room)
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

struct Extent {
    double half_width;
    double half_height;
};

Extent extent_of(const Label &label) {
    std::size_t widest = 0;
    for (const std::string &line : label.lines)
        widest = std::max(widest, display_width(line));
    return {static_cast<double>(widest) * label.size / 4,
            0.58 * label.size * static_cast<double>(label.lines.size())};
}

bool touch(const Label &a, const Label &b) {
    const Extent first = extent_of(a);
    const Extent second = extent_of(b);
    return std::abs(a.at.x - b.at.x) < first.half_width + second.half_width &&
           std::abs(a.at.y - b.at.y) < first.half_height + second.half_height;
}

bool fits(const Label &label, double room) {
    const Extent extent = extent_of(label);
    return std::hypot(extent.half_width / letter_aspect, extent.half_height) <= room * 1.25;
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
            const auto taken = [&](const Label &other) { return touch(label, other); };
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
