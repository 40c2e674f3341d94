#include "borders.h"

#include "conic.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace qitu::map {

namespace {

using geodesy::Point;

constexpr int map_margin = 100;
constexpr double border_tolerance = 6; // units, a little more than half a pixel
constexpr double smallest_ring = 400;

// ---------------------------------------------------------------- projection to the grid

class Grid {
  public:
    Grid(const std::vector<workspace::Boundary> &banners, int width) : conic_(box_of(banners)) {
        for (const workspace::Boundary &banner : banners)
            for (const Point &p : polygons_of(banner).points)
                box_.add(conic_.forward(p));
        metres_ = std::max(1.0, box_.width() / (width - 2 * map_margin));
    }

    [[nodiscard]] double metres_per_unit() const { return metres_; }
    [[nodiscard]] int height() const {
        return 2 * map_margin + static_cast<int>(std::ceil(box_.height() / metres_));
    }

    [[nodiscard]] Shape shape(const workspace::Boundary &boundary) const {
        Shape shape{boundary.code, boundary.name, boundary.league, {}};
        const geometry::Shape polygons = polygons_of(boundary);
        for (std::size_t ring = 0; ring < polygons.paths(); ++ring) {
            GridRing placed;
            for (const Point &p : polygons.path(ring))
                if (const GridPoint at = place(p); placed.empty() || placed.back() != at)
                    placed.push_back(at);
            if (placed.size() >= 4)
                shape.rings.push_back(std::move(placed));
        }
        return shape;
    }

    [[nodiscard]] GridPoint place(const Point &geographic) const {
        const Point p = conic_.forward(geographic);
        return {map_margin + static_cast<int>(std::lround((p.x - box_.min_x) / metres_)),
                map_margin + static_cast<int>(std::lround((box_.max_y - p.y) / metres_))};
    }

    [[nodiscard]] Placing placing() const {
        return conic_.placing({map_margin - box_.min_x / metres_, map_margin + box_.max_y / metres_},
                              metres_);
    }

  private:
    Conic conic_;
    geometry::Box box_;
    double metres_ = 1;
};

// ---------------------------------------------------------------- stretches between junctions

/// Points where more than two ways of border meet.
class Junctions {
  public:
    explicit Junctions(const std::vector<Shape> &shapes) {
        for (const Shape &shape : shapes)
            for (const GridRing &ring : shape.rings)
                for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
                    ways_[ring[i]].insert(ring[i + 1]);
                    ways_[ring[i + 1]].insert(ring[i]);
                }
    }
    [[nodiscard]] bool has(const GridPoint &point) const { return ways_.at(point).size() > 2; }

  private:
    std::map<GridPoint, std::set<GridPoint>> ways_;
};

double distance_between(const GridPoint &a, const GridPoint &b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

// Where a ring is cut: at its junctions; at its smallest point and the one farthest from it where it has
// none.
std::vector<std::size_t> cuts_of(const GridRing &open, const Junctions &junctions) {
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < open.size(); ++i)
        if (junctions.has(open[i]))
            cuts.push_back(i);
    if (!cuts.empty())
        return cuts;
    const auto smallest = static_cast<std::size_t>(std::min_element(open.begin(), open.end()) - open.begin());
    std::size_t farthest = smallest == 0 ? 1 : 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const double here = distance_between(open[i], open[smallest]);
        const double best = distance_between(open[farthest], open[smallest]);
        if (here > best || (here == best && open[i] < open[farthest]))
            farthest = i;
    }
    return {std::min(smallest, farthest), std::max(smallest, farthest)};
}

std::vector<std::vector<GridPoint>> stretches_of(const GridRing &ring, const Junctions &junctions) {
    const GridRing open(ring.begin(), ring.end() - 1);
    const std::vector<std::size_t> cuts = cuts_of(open, junctions);
    std::vector<std::vector<GridPoint>> result;
    for (std::size_t k = 0; k < cuts.size(); ++k) {
        const std::size_t end = k + 1 < cuts.size() ? cuts[k + 1] : cuts.front() + open.size();
        std::vector<GridPoint> stretch;
        for (std::size_t i = cuts[k]; i <= end; ++i)
            stretch.push_back(open[i % open.size()]);
        result.push_back(std::move(stretch));
    }
    return result;
}

// ---------------------------------------------------------------- Douglas-Peucker

double distance_to_chord(const GridPoint &p, const GridPoint &a, const GridPoint &b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = std::hypot(dx, dy);
    return length == 0 ? std::hypot(p.x - a.x, p.y - a.y)
                       : std::abs(dx * (p.y - a.y) - dy * (p.x - a.x)) / length;
}

void keep_between(const std::vector<GridPoint> &line, std::size_t first, std::size_t last, double within,
                  std::vector<bool> &kept) {
    std::size_t farthest = first;
    double largest = within;
    for (std::size_t i = first + 1; i < last; ++i)
        if (const double distance = distance_to_chord(line[i], line[first], line[last]); distance > largest) {
            largest = distance;
            farthest = i;
        }
    if (farthest == first)
        return;
    kept[farthest] = true;
    keep_between(line, first, farthest, within, kept);
    keep_between(line, farthest, last, within, kept);
}

// ---------------------------------------------------------------- borders of leagues

/// Stretches with the leagues beside them.
class LeagueBorder {
  public:
    void add(const std::vector<GridPoint> &stretch, const std::string &league) {
        const std::vector<GridPoint> backwards(stretch.rbegin(), stretch.rend());
        Entry &entry = entries_[std::min(stretch, backwards)];
        ++entry.sides;
        entry.leagues.insert(league);
    }
    [[nodiscard]] std::vector<std::vector<GridPoint>> lines() const {
        std::vector<std::vector<GridPoint>> result;
        for (const auto &[stretch, entry] : entries_)
            if (entry.sides == 1 || entry.leagues.size() > 1)
                result.push_back(stretch);
        return result;
    }

  private:
    struct Entry {
        int sides = 0;
        std::set<std::string> leagues;
    };
    std::map<std::vector<GridPoint>, Entry> entries_;
};

MapBorders map_on(const Grid &grid, int width) {
    MapBorders map;
    map.width = width;
    map.height = grid.height();
    map.metres_per_unit = grid.metres_per_unit();
    map.placing = grid.placing();
    map.place = [grid](const Point &p) { return grid.place(p); };
    return map;
}

// Specks are left out, except where a banner is nothing else.
void drop_specks(Shape &shape) {
    double largest = 0;
    for (const GridRing &ring : shape.rings)
        largest = std::max(largest, area_of(ring));
    std::erase_if(shape.rings,
                  [&](const GridRing &ring) { return area_of(ring) < std::min(largest, smallest_ring); });
}

} // namespace

double area_of(const GridRing &ring) {
    double twice = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        twice +=
            static_cast<double>(ring[i].x) * ring[i + 1].y - static_cast<double>(ring[i + 1].x) * ring[i].y;
    return std::abs(twice) / 2;
}

std::vector<GridPoint> simplified(std::vector<GridPoint> line, double within) {
    const std::vector<GridPoint> backwards(line.rbegin(), line.rend());
    const bool turned = backwards < line;
    if (turned)
        line = backwards;
    std::vector<bool> kept(line.size());
    kept.front() = kept.back() = true;
    keep_between(line, 0, line.size() - 1, within, kept);
    std::vector<GridPoint> result;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (kept[i])
            result.push_back(line[i]);
    if (turned)
        std::reverse(result.begin(), result.end());
    return result;
}

MapBorders empty_map(const std::vector<workspace::Boundary> &banners, int width) {
    return map_on(Grid(banners, width), width);
}

MapBorders map_borders(const std::vector<workspace::Boundary> &banners,
                       const std::vector<workspace::Boundary> &leagues, int width) {
    const Grid grid(banners, width);
    MapBorders map = map_on(grid, width);
    for (const workspace::Boundary &banner : banners)
        map.banners.push_back(grid.shape(banner));
    for (const workspace::Boundary &league : leagues)
        map.leagues.push_back(grid.shape(league));
    const Junctions junctions(map.banners);
    LeagueBorder border;
    for (Shape &shape : map.banners) {
        for (GridRing &ring : shape.rings) {
            GridRing lighter;
            for (const auto &stretch : stretches_of(ring, junctions)) {
                const std::vector<GridPoint> line = simplified(stretch, border_tolerance);
                border.add(line, shape.league);
                lighter.insert(lighter.end(), line.begin() + (lighter.empty() ? 0 : 1), line.end());
            }
            ring = std::move(lighter);
        }
        drop_specks(shape);
    }
    map.league_border = border.lines();
    return map;
}

} // namespace qitu::map
