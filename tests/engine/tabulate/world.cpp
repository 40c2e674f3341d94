#include "world.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace world {

namespace {

class Painter {
  public:
    Painter(unsigned seed, Point corner) : random_(seed), x0_(corner.x), y0_(corner.y) {}

    double between(double low, double high) { return low + (high - low) * unit(); }
    std::size_t below(std::size_t count) { return random_() % count; }
    double unit() { return static_cast<double>(random_()) / 4294967296.0; }

    /// Corners of parcels on a lattice; neighbours have the very same corners.
    Polygon field() {
        const auto i = static_cast<double>(below(8));
        const auto j = static_cast<double>(below(8));
        const auto wide = static_cast<double>(1 + below(2));
        Ring ring{corner(i, j), corner(i + wide, j), corner(i + wide, j + 1), corner(i, j + 1), corner(i, j)};
        if (below(2) == 0)
            std::reverse(ring.begin(), ring.end());
        return {ring};
    }

    [[nodiscard]] Point corner(double i, double j) const {
        return {x0_ + 0.004 * i + 0.0011 * j, y0_ + 0.003 * j - 0.0007 * i};
    }

    Polygon star() {
        const Point centre = somewhere();
        const std::size_t corners = 3 + below(12);
        const double size = between(0.0005, 0.008);
        Ring ring;
        for (std::size_t i = 0; i < corners; ++i) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
            const double radius = size * between(0.3, 1);
            ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
        }
        ring.push_back(ring.front());
        return {ring};
    }

    Polygon ringed() {
        const Point c = somewhere();
        const double size = between(0.001, 0.006);
        return {box(c.x, c.y, c.x + size, c.y + size),
                box(c.x + size / 4, c.y + size / 4, c.x + size / 2, c.y + size / 2)};
    }

    Polygon bow_tie() {
        const Point c = somewhere();
        const double size = between(0.001, 0.004);
        return {{c, {c.x + size, c.y + size}, {c.x + size, c.y}, {c.x, c.y + size * 0.8}, c}};
    }

    Polygon sliver() {
        const Point c = somewhere();
        const double length = between(0.002, 0.02);
        const double width = std::pow(10.0, between(-9, -4));
        return {{c, {c.x + length, c.y + length / 3}, {c.x + length, c.y + length / 3 + width}, c}};
    }

    Point somewhere() { return {x0_ + between(0, 0.035), y0_ + between(0, 0.025)}; }

    /// A lattice of zones with crooked borders; some corners lie on parcels' corners.
    std::vector<Zone> zones() {
        constexpr int side = 4;
        Point corners[side + 1][side + 1];
        for (int i = 0; i <= side; ++i)
            for (int j = 0; j <= side; ++j)
                corners[i][j] = {x0_ + 0.009 * i + between(-0.002, 0.002),
                                 y0_ + 0.0065 * j + between(-0.0015, 0.0015)};
        corners[1][1] = corner(2, 2);
        std::vector<Zone> zones;
        for (int i = 0; i < side; ++i)
            for (int j = 0; j < side; ++j)
                zones.push_back({std::to_string(10 * (i + 1) + j),
                                 polygon({{corners[i][j], corners[i + 1][j], corners[i + 1][j + 1],
                                           corners[i][j + 1], corners[i][j]}})});
        return zones;
    }

  private:
    std::mt19937 random_;
    double x0_;
    double y0_;
};

} // namespace

Neighbourhood neighbourhood(unsigned seed, std::size_t features, Point corner) {
    Painter painter(seed, corner);
    Neighbourhood result;
    result.zones = painter.zones();
    for (std::size_t i = 0; i < features; ++i) {
        const std::size_t kind = painter.below(20);
        Wkb wkb = kind < 10              ? polygon(painter.field())
                  : kind < 15            ? polygon(painter.star())
                  : kind < 17            ? polygon(painter.ringed())
                  : kind < 18            ? polygon(painter.bow_tie())
                  : kind < 19            ? polygon(painter.sliver())
                  : result.items.empty() ? polygon(painter.star())
                                         : result.items[painter.below(result.items.size())].wkb;
        // One after the other: what a call's arguments draw, each compiler draws in its own order.
        const auto group = static_cast<std::uint32_t>(painter.below(3));
        const auto priority = static_cast<std::int64_t>(painter.below(3));
        result.items.push_back(item(static_cast<std::int64_t>(i) + 1, std::move(wkb), group, priority));
    }
    return result;
}

} // namespace world
