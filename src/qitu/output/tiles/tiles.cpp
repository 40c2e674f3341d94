#include "wire.h"

#include <qitu/core/geometry/meets.h>
#include <qitu/output/tiles/tiles.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::tiles {

namespace {

using catalogue::Value;
using geometry::Box;
using geometry::Kind;
using geometry::Point;
using geometry::Shape;

constexpr double steepest = 85.06; // latitude; the grid ends at 85.0511

constexpr Box margin_box{-margin, -margin, extent + margin, extent + margin};

// Parts of the world from the west and from the north, 0 to 1.
Point mercator(Point degrees) {
    const double latitude = std::clamp(degrees.y, -steepest, steepest) * std::numbers::pi / 180;
    return {degrees.x / 360 + 0.5, 0.5 - std::asinh(std::tan(latitude)) / (2 * std::numbers::pi)};
}

Point degrees_of(Point world) {
    return {(world.x - 0.5) * 360,
            std::atan(std::sinh((0.5 - world.y) * 2 * std::numbers::pi)) * 180 / std::numbers::pi};
}

std::uint32_t zigzag(std::int32_t value) {
    return (static_cast<std::uint32_t>(value) << 1U) ^ static_cast<std::uint32_t>(value >> 31);
}

enum Command : std::uint32_t { move_to = 1, line_to = 2, close_path = 7 };

std::uint32_t command(Command id, std::size_t count) {
    return static_cast<std::uint32_t>(count << 3U) | id;
}

// Message 4.1.1 of the specification: a value in one of its types.
std::string value_message(const Value &value) {
    std::string message;
    if (const auto *text = std::get_if<std::string>(&value))
        put_bytes(message, 1, *text);
    else if (const auto *real = std::get_if<double>(&value))
        put_double(message, 3, *real);
    else
        put_number(message, 6, zigzag64(std::get<std::int64_t>(value)));
    return message;
}

} // namespace

bool TileId::valid() const {
    return z <= deepest && x < (1U << z) && y < (1U << z);
}

Box box_of(const TileId &tile, bool with_margin) {
    const double tiles = std::ldexp(1.0, static_cast<int>(tile.z));
    const double more = with_margin ? static_cast<double>(margin) / extent : 0;
    const Point north_west = degrees_of({(tile.x - more) / tiles, (tile.y - more) / tiles});
    const Point south_east = degrees_of({(tile.x + 1 + more) / tiles, (tile.y + 1 + more) / tiles});
    return {north_west.x, south_east.y, south_east.x, north_west.y};
}

VectorTile::VectorTile(std::string layer, const TileId &tile) : layer_(std::move(layer)), tile_(tile) {}

Point VectorTile::on_tile(Point degrees) const {
    const double tiles = std::ldexp(1.0, static_cast<int>(tile_.z));
    const Point world = mercator(degrees);
    return {(world.x * tiles - tile_.x) * extent, (world.y * tiles - tile_.y) * extent};
}

// Rounded, without repetitions; of a ring without its last point.
std::vector<VectorTile::Cell> VectorTile::cells(std::span<const Point> path, bool ring) {
    std::vector<Cell> result;
    for (const Point p : path)
        if (const Cell cell{static_cast<std::int32_t>(std::lround(p.x)),
                            static_cast<std::int32_t>(std::lround(p.y))};
            result.empty() || result.back() != cell)
            result.push_back(cell);
    while (ring && result.size() > 1 && result.front() == result.back())
        result.pop_back();
    return result;
}

namespace {

template <typename Cell>
std::int64_t twice_area(const std::vector<Cell> &ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Cell &a = ring[i];
        const Cell &b = ring[(i + 1) % ring.size()];
        sum += static_cast<std::int64_t>(a.x) * b.y - static_cast<std::int64_t>(b.x) * a.y;
    }
    return sum;
}

/// Commands with a cursor, relative to where the last one ended (4.3 of the specification).
template <typename Cell>
class Pen {
  public:
    void points(const std::vector<Cell> &cells) { go(move_to, cells, 0, cells.size()); }
    void line(const std::vector<Cell> &cells) {
        go(move_to, cells, 0, 1);
        go(line_to, cells, 1, cells.size());
    }
    void ring(const std::vector<Cell> &cells) {
        line(cells);
        commands_.push_back(command(close_path, 1));
    }
    std::vector<std::uint32_t> take() { return std::move(commands_); }

  private:
    void go(Command id, const std::vector<Cell> &cells, std::size_t from, std::size_t to) {
        commands_.push_back(command(id, to - from));
        for (std::size_t i = from; i < to; ++i) {
            commands_.push_back(zigzag(cells[i].x - at_.x));
            commands_.push_back(zigzag(cells[i].y - at_.y));
            at_ = cells[i];
        }
    }

    std::vector<std::uint32_t> commands_;
    Cell at_;
};

} // namespace

std::vector<Point> VectorTile::projected(std::span<const Point> path) const {
    std::vector<Point> result;
    result.reserve(path.size());
    for (const Point p : path)
        result.push_back(on_tile(p));
    return result;
}

std::vector<std::uint32_t> VectorTile::drawn(const Shape &shape) const {
    switch (shape.kind) {
    case Kind::point:
        return drawn_points(shape);
    case Kind::line:
        return drawn_lines(shape);
    default:
        return drawn_polygons(shape);
    }
}

std::vector<std::uint32_t> VectorTile::drawn_points(const Shape &shape) const {
    std::vector<Cell> points;
    for (const Point p : projected(shape.points))
        if (margin_box.contains(p))
            points.push_back(cells(std::span(&p, 1), false).front());
    Pen<Cell> pen;
    if (!points.empty())
        pen.points(points);
    return pen.take();
}

std::vector<std::uint32_t> VectorTile::drawn_lines(const Shape &shape) const {
    Pen<Cell> pen;
    for (std::size_t path = 0; path < shape.paths(); ++path)
        for (const std::vector<Point> &piece :
             geometry::clipped_line(projected(shape.path(path)), margin_box))
            if (const std::vector<Cell> line = cells(piece, false); line.size() > 1)
                pen.line(line);
    return pen.take();
}

std::vector<std::uint32_t> VectorTile::drawn_polygons(const Shape &shape) const {
    Pen<Cell> pen;
    std::vector<Point> spare;
    for (std::size_t part = 0; part < shape.parts(); ++part) {
        const std::size_t first = shape.part_begin(part);
        for (std::size_t path = first; path < shape.part_ends[part]; ++path) {
            std::vector<Point> flat = projected(shape.path(path));
            geometry::clip_ring(flat, spare, margin_box);
            std::vector<Cell> ring = cells(flat, true);
            const std::int64_t area = ring.size() < 3 ? 0 : twice_area(ring);
            if (area == 0 && path == first)
                break; // of what has no shell, holes neither
            if (area == 0)
                continue;
            if ((area > 0) != (path == first)) // with y downwards, shells are positive and holes negative
                std::reverse(ring.begin(), ring.end());
            pen.ring(ring);
        }
    }
    return pen.take();
}

void VectorTile::add(std::int64_t id, const Shape &shape, std::span<const Property> properties) {
    if (const std::vector<std::uint32_t> commands = drawn(shape); !commands.empty())
        put(id, shape.kind, commands, properties);
}

bool VectorTile::is_speck(const Box &box) const {
    const double pixel = 360 / std::ldexp(256.0, static_cast<int>(tile_.z));
    return box.width() < pixel && box.height() < pixel * std::cos(box.middle().y * std::numbers::pi / 180);
}

bool VectorTile::add_speck(std::int64_t id, Point middle, Kind kind, std::span<const Property> properties) {
    constexpr std::int32_t pixel = extent / 256;
    const Point at = on_tile(middle);
    if (!margin_box.contains(at))
        return false;
    const auto snapped = [&](double value) {
        return static_cast<std::int32_t>(std::floor(value / pixel)) * pixel;
    };
    const Cell cell{snapped(at.x), snapped(at.y)};
    constexpr std::int32_t side = (extent + 2 * margin) / pixel + 1;
    specks_.resize(static_cast<std::size_t>(side) * side);
    const auto taken = specks_.begin() + ((cell.y + margin) / pixel * side + (cell.x + margin) / pixel);
    if (*taken)
        return false;
    *taken = true;
    Pen<Cell> pen;
    if (kind == Kind::polygon)
        pen.ring(
            {cell, {cell.x + pixel, cell.y}, {cell.x + pixel, cell.y + pixel}, {cell.x, cell.y + pixel}});
    else if (kind == Kind::line)
        pen.line({cell, {cell.x + pixel, cell.y + pixel}});
    else
        pen.points({{cell.x + pixel / 2, cell.y + pixel / 2}});
    put(id, kind, pen.take(), properties);
    return true;
}

std::uint32_t VectorTile::value_index(const Value &value) {
    std::string message = value_message(value);
    const auto [at, is_new] =
        value_indexes_.try_emplace(std::move(message), static_cast<std::uint32_t>(value_indexes_.size()));
    if (is_new)
        put_bytes(values_, 4, at->first);
    return at->second;
}

void VectorTile::put(std::int64_t id, Kind kind, const std::vector<std::uint32_t> &commands,
                     std::span<const Property> properties) {
    std::vector<std::uint32_t> tags;
    for (const auto &[key, value] : properties) {
        if (std::holds_alternative<std::monostate>(value))
            continue;
        const auto [at, is_new] =
            key_indexes_.try_emplace(key, static_cast<std::uint32_t>(key_indexes_.size()));
        if (is_new)
            put_bytes(keys_, 3, key);
        tags.push_back(at->second);
        tags.push_back(value_index(value));
    }
    std::string feature;
    put_number(feature, 1, static_cast<std::uint64_t>(id));
    put_packed(feature, 2, tags);
    put_number(feature, 3, static_cast<std::uint64_t>(kind));
    put_packed(feature, 4, commands);
    put_bytes(features_, 2, feature);
    ++count_;
}

std::string VectorTile::bytes() const {
    if (count_ == 0)
        return {};
    std::string layer;
    put_number(layer, 15, 2); // version
    put_bytes(layer, 1, layer_);
    layer += features_;
    layer += keys_;
    layer += values_;
    put_number(layer, 5, extent);
    std::string tile;
    put_bytes(tile, 3, layer);
    return tile;
}

} // namespace qitu::tiles
