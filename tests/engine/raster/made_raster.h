// Rasters in memory and zones from rings, for the tests of the room.
#pragma once

#include <qitu/engine/overlay/zones.h>
#include <qitu/engine/raster/grid.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace made {

using qitu::geodesy::Point;
using Ring = std::vector<Point>;
using Rings = std::vector<Ring>; // a shell and its holes

template <typename T>
void put(std::vector<std::byte> &wkb, T value) {
    const std::size_t end = wkb.size();
    wkb.resize(end + sizeof(T));
    std::memcpy(wkb.data() + end, &value, sizeof(T));
}

inline std::vector<std::byte> polygon(const Rings &rings) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{3});
    put(wkb, static_cast<std::uint32_t>(rings.size()));
    for (const Ring &ring : rings) {
        put(wkb, static_cast<std::uint32_t>(ring.size()));
        for (const Point p : ring) {
            put(wkb, p.x);
            put(wkb, p.y);
        }
    }
    return wkb;
}

/// A star round a point, counter-clockwise, closed.
inline Ring star(std::mt19937_64 &random, Point middle, double least, double most, int corners) {
    std::uniform_real_distribution<double> radius(least, most), turn(0, 6.28);
    const double begin = turn(random);
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        const double r = radius(random), angle = begin + 6.283185307179586 * i / corners;
        ring.push_back({middle.x + r * std::cos(angle), middle.y + r * std::sin(angle)});
    }
    ring.push_back(ring.front());
    return ring;
}

/// Values by a rule, in one type.
template <typename T>
class Source : public qitu::raster::CellSource {
  public:
    using Rule = std::function<T(int column, int row)>;
    Source(Rule rule, std::optional<double> none) : rule_(std::move(rule)), none_(none) {}
    void read(const qitu::raster::Window &window, qitu::raster::Values &values) override {
        std::vector<T> cells;
        for (int row = 0; row < window.rows; ++row)
            for (int column = 0; column < window.columns; ++column)
                cells.push_back(rule_(window.column + column, window.row + row));
        values = std::move(cells);
    }
    [[nodiscard]] std::optional<double> no_data() const override { return none_; }

  private:
    Rule rule_;
    std::optional<double> none_;
};

/// A number that looks like chance, the same for the same cell.
inline std::uint64_t scattered(int column, int row) {
    std::uint64_t x =
        (static_cast<std::uint64_t>(column) << 32U) + static_cast<std::uint64_t>(row) + 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

} // namespace made
