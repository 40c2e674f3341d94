#include "clip.h"

#include <qitu/core/geometry/wkb.h>
#include <qitu/output/map/plan_map.h>

#include <algorithm>
#include <cmath>

namespace qitu::map {

namespace {

constexpr double block_tolerance = 2; // units
constexpr double nearest = 12;        // times: what is larger still shows where it lies
constexpr double flattest = 0.45;     // height of a frame by its width
constexpr double rim = 0.06;          // around the blocks, of the frame

using Shapes = std::vector<geometry::Shape>;

geometry::Box box_on(const MapBorders &map, const Shapes &blocks) {
    geometry::Box box;
    for (const geometry::Shape &block : blocks)
        for (const geodesy::Point &p : block.points) {
            const GridPoint at = map.place(p);
            box.add(geodesy::Point{static_cast<double>(at.x), static_cast<double>(at.y)});
        }
    return box;
}

// With a rim, within the map, not too flat, and not too small a part of it.
geometry::Box frame_of(const geometry::Box &blocks, const MapBorders &map) {
    const geodesy::Point middle = blocks.middle();
    double width =
        std::max({blocks.width() * (1 + 2 * rim), map.width / nearest,
                  blocks.height() * (1 + 2 * rim) / (static_cast<double>(map.height) / map.width)});
    width = std::min<double>(width, map.width);
    const double height =
        std::min<double>(map.height, std::max(blocks.height() * (1 + 2 * rim), width * flattest));
    const auto begin = [](double centre, double size, double whole) {
        return std::clamp(centre - size / 2, 0.0, whole - size);
    };
    const double west = begin(middle.x, width, map.width), north = begin(middle.y, height, map.height);
    return {west, north, west + width, north + height};
}

void move(MapBorders &map, int dx, int dy) {
    const auto move_all = [&](std::vector<GridPoint> &points) {
        for (GridPoint &p : points)
            p = {p.x + dx, p.y + dy};
    };
    for (std::vector<Shape> *shapes : {&map.banners, &map.leagues})
        for (Shape &shape : *shapes)
            for (GridRing &ring : shape.rings)
                move_all(ring);
    for (std::vector<GridPoint> &line : map.league_border)
        move_all(line);
    map.place = [place = map.place, dx, dy](const geodesy::Point &p) {
        const GridPoint at = place(p);
        return GridPoint{at.x + dx, at.y + dy};
    };
}

MapBorders cut_to_frame(MapBorders map) {
    for (std::vector<Shape> *shapes : {&map.banners, &map.leagues})
        for (Shape &shape : *shapes) {
            std::vector<GridRing> rings;
            for (const GridRing &ring : shape.rings) {
                geodesy::Ring open;
                for (std::size_t i = 0; i + 1 < ring.size(); ++i)
                    open.push_back({static_cast<double>(ring[i].x), static_cast<double>(ring[i].y)});
                GridRing cut;
                for (const geodesy::Point &p : clipped(std::move(open), map.width, map.height))
                    cut.push_back({static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y))});
                if (cut.size() < 3)
                    continue;
                cut.push_back(cut.front());
                rings.push_back(std::move(cut));
            }
            shape.rings = std::move(rings);
        }
    return map;
}

// A block that is smaller than a unit is still a speck.
std::vector<GridRing> drawn(const geometry::Shape &block, const MapBorders &map) {
    std::vector<GridRing> rings;
    for (std::size_t path = 0; path < block.paths(); ++path) {
        GridRing ring;
        for (const geodesy::Point &p : block.path(path))
            if (const GridPoint at = map.place(p); ring.empty() || ring.back() != at)
                ring.push_back(at);
        if (ring.size() > 3)
            ring = simplified(std::move(ring), block_tolerance);
        if (ring.size() > 3)
            rings.push_back(std::move(ring));
    }
    if (rings.empty() && !block.points.empty()) {
        const GridPoint at = map.place(block.points.front());
        rings.push_back({at, {at.x + 1, at.y}, {at.x + 1, at.y + 1}, at});
    }
    return rings;
}

} // namespace

PlanMap plan_map(std::span<const std::vector<std::byte>> blocks,
                 const std::vector<workspace::Boundary> &banners,
                 const std::vector<workspace::Boundary> &leagues, int width) {
    Shapes shapes;
    for (const std::vector<std::byte> &wkb : blocks)
        shapes.push_back(geometry::read_wkb(wkb));
    const MapBorders whole = empty_map(banners, width);
    const geometry::Box part = frame_of(box_on(whole, shapes), whole);
    const double times = width / part.width();
    PlanMap map{map_borders(banners, leagues, static_cast<int>(std::lround(width * times))), {}, {}};
    move(map.borders, -static_cast<int>(std::lround(part.min_x * times)),
         -static_cast<int>(std::lround(part.min_y * times)));
    map.borders.width = width;
    map.borders.height = static_cast<int>(std::lround(part.height() * times));
    map.labels = map_labels(cut_to_frame(map.borders));
    for (const geometry::Shape &shape : shapes)
        map.blocks.push_back(drawn(shape, map.borders));
    return map;
}

} // namespace qitu::map
