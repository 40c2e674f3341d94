// tiles: features as Mapbox Vector Tiles 2.1, on the grid that web maps use (OGC WebMercatorQuad: y counts from
// the north). CGCS2000 stands for WGS 84, which differs from it by less than a decimetre.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/shape.h>

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace qitu::tiles {

inline constexpr unsigned deepest = 22; // level of zoom
inline constexpr int extent = 4096;     // units along a side of a tile
inline constexpr int margin = 64;       // units around it that are drawn too, so that outlines meet

struct TileId {
    unsigned z = 0, x = 0, y = 0;
    /// Whether there is such a tile.
    [[nodiscard]] bool valid() const;
};

/// In degrees; `with_margin` with what is drawn around it.
geometry::Box box_of(const TileId &tile, bool with_margin = false);

/// One tile with one layer. Shapes are in degrees; they are cut at the margin and rounded to the tile's units.
class VectorTile {
  public:
    using Property = std::pair<std::string, catalogue::Value>; // null is left out

    VectorTile(std::string layer, const TileId &tile);

    /// Nothing is added where nothing of the shape lies within the margin, or it is smaller than a unit.
    void add(std::int64_t id, const geometry::Shape &shape, std::span<const Property> properties);
    /// What is too small to be drawn, as the pixel that its middle lies in (one of 256 along a side); only the
    /// first of a pixel is drawn. Returns whether it was.
    bool add_speck(std::int64_t id, geometry::Point middle, geometry::Kind kind,
                   std::span<const Property> properties);
    /// Whether the box is smaller than a pixel.
    [[nodiscard]] bool is_speck(const geometry::Box &box) const;

    [[nodiscard]] std::size_t features() const { return count_; }
    /// The tile's bytes; none while it has no features.
    [[nodiscard]] std::string bytes() const;

  private:
    struct Cell {
        std::int32_t x = 0, y = 0;
        friend auto operator<=>(const Cell &, const Cell &) = default;
    };
    [[nodiscard]] geometry::Point on_tile(geometry::Point degrees) const;
    [[nodiscard]] static std::vector<Cell> cells(std::span<const geometry::Point> path, bool ring);
    [[nodiscard]] std::vector<geometry::Point> projected(std::span<const geometry::Point> path) const;
    [[nodiscard]] std::vector<std::uint32_t> drawn(const geometry::Shape &shape) const;
    [[nodiscard]] std::vector<std::uint32_t> drawn_points(const geometry::Shape &shape) const;
    [[nodiscard]] std::vector<std::uint32_t> drawn_lines(const geometry::Shape &shape) const;
    [[nodiscard]] std::vector<std::uint32_t> drawn_polygons(const geometry::Shape &shape) const;
    void put(std::int64_t id, geometry::Kind kind, const std::vector<std::uint32_t> &commands,
             std::span<const Property> properties);
    std::uint32_t value_index(const catalogue::Value &value);

    std::string layer_;
    TileId tile_;
    std::size_t count_ = 0;
    std::string features_; // encoded
    std::string keys_, values_;
    std::unordered_map<std::string, std::uint32_t> key_indexes_, value_indexes_; // values by their bytes
    std::vector<bool> specks_; // pixels that have one, the margin's too
};

} // namespace qitu::tiles
