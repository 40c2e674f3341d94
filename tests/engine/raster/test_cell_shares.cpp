#include "made_raster.h"

#include <qitu/engine/raster/cell_shares.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace qitu::raster;
using made::Ring;
using made::Rings;

namespace {

constexpr int columns = 12, rows = 9;
using Shares = std::vector<double>; // row by row

double signed_area(const Ring &ring) {
    double twice = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        twice += ring[i].x * ring[i + 1].y - ring[i + 1].x * ring[i].y;
    return twice / 2;
}

// Shells come counter-clockwise (y upwards), so that the ground lies left of what goes up.
std::vector<CellEdge> edges_of(const Rings &rings) {
    std::vector<CellEdge> edges;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        Ring ring = rings[i];
        if ((signed_area(ring) > 0) != (i == 0))
            std::reverse(ring.begin(), ring.end());
        for (std::size_t k = 0; k + 1 < ring.size(); ++k) {
            const bool up = ring[k].y < ring[k + 1].y;
            if (ring[k].y != ring[k + 1].y)
                edges.push_back(up ? CellEdge{ring[k], ring[k + 1], -1} : CellEdge{ring[k + 1], ring[k], 1});
        }
    }
    return edges;
}

Shares shares_of(const Rings &rings, int band = rows, const RowMeasure &measure = {}) {
    Shares shares(columns * rows);
    CellShares cells(columns, measure);
    const std::vector<CellEdge> edges = edges_of(rings);
    for (int first = 0; first < rows; first += band)
        for (const Span &span : cells.cover(edges, first, std::min(rows, first + band))) {
            REQUIRE(span.share > 0);
            REQUIRE(span.share <= 1);
            for (int column = span.begin; column < span.end; ++column)
                shares[static_cast<std::size_t>(span.row * columns + column)] += span.share;
        }
    return shares;
}

// Each row cut into thin strips; what lies inside on the middle line of a strip, by even and odd crossings.
Shares by_strips(const Rings &rings, int strips) {
    Shares shares(columns * rows);
    for (int row = 0; row < rows; ++row)
        for (int strip = 0; strip < strips; ++strip) {
            const double y = row + (strip + 0.5) / strips;
            std::vector<double> crossings;
            for (const Ring &ring : rings)
                for (std::size_t i = 0; i + 1 < ring.size(); ++i)
                    if ((ring[i].y > y) != (ring[i + 1].y > y))
                        crossings.push_back(ring[i].x + (y - ring[i].y) / (ring[i + 1].y - ring[i].y) *
                                                            (ring[i + 1].x - ring[i].x));
            std::sort(crossings.begin(), crossings.end());
            for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
                for (int column = 0; column < columns; ++column) {
                    const double inside = std::min<double>(crossings[i + 1], column + 1) -
                                          std::max<double>(crossings[i], column);
                    shares[static_cast<std::size_t>(row * columns + column)] +=
                        std::max(0.0, inside) / strips;
                }
        }
    return shares;
}

double worst(const Shares &a, const Shares &b) {
    double apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        apart = std::max(apart, std::abs(a[i] - b[i]));
    return apart;
}

} // namespace

TEST_CASE("Shares are those of a subdivision of the cells into thousands of strips, to 1e-6") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> x(-2, columns + 2), y(-2, rows + 2);
    for (int scene = 0; scene < 60; ++scene) {
        const qitu::geodesy::Point middle{x(random), y(random)};
        Rings rings{made::star(random, middle, 1.5, 6, 3 + scene % 23)};
        if (scene % 3 == 0)
            rings.push_back(made::star(random, middle, 0.05, 0.7, 5));
        INFO("scene " << scene);
        CHECK(worst(shares_of(rings), by_strips(rings, 16000)) < 1e-6);
    }
}

TEST_CASE("Corners and edges on the lines of the grid are nothing special") {
    const Rings square{{{2, 3}, {5, 3}, {5, 6}, {2, 6}, {2, 3}}};
    Shares expected(columns * rows);
    for (int row = 3; row < 6; ++row)
        for (int column = 2; column < 5; ++column)
            expected[static_cast<std::size_t>(row * columns + column)] = 1;
    CHECK(shares_of(square) == expected);
    const Rings triangle{{{0, 0}, {4, 0}, {0, 4}, {0, 0}}};
    CHECK(shares_of(triangle)[0] == 1);
    CHECK(shares_of(triangle)[3] == Approx(0.5).margin(1e-15));
    CHECK(shares_of(triangle)[columns + 3] == 0);
    const Rings low{{{1.25, 2.5}, {7.5, 2.5}, {7.5, 2.75}, {1.25, 2.75}, {1.25, 2.5}}}; // flat within one row
    CHECK(shares_of(low)[2 * columns + 4] == Approx(0.25).margin(1e-15));
    CHECK(shares_of(low)[2 * columns + 1] == Approx(0.75 * 0.25).margin(1e-15));
    CHECK(shares_of(low)[2 * columns + 7] == Approx(0.5 * 0.25).margin(1e-15));
}

TEST_CASE("A polygon around the grid covers all of it, and one beside it nothing") {
    const Rings around{{{-5, -5}, {50, -5}, {50, 50}, {-5, 50}, {-5, -5}}};
    CHECK(shares_of(around) == Shares(columns * rows, 1.0));
    for (const double dx : {-60.0, 60.0}) {
        Rings beside = around;
        for (auto &point : beside[0])
            point.x += dx;
        CHECK(shares_of(beside) == Shares(columns * rows, 0.0));
    }
}

TEST_CASE("Two polygons with a common border share its cells without rest, whatever the bands") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> x(1, columns - 1);
    for (int scene = 0; scene < 200; ++scene) {
        Ring border;
        for (int i = 0; i <= 30; ++i)
            border.push_back({x(random), -0.5 + i * (rows + 1.0) / 30});
        Ring left = border, right(border.rbegin(), border.rend());
        left.insert(left.end(), {{-1, rows + 0.5}, {-1, -0.5}, border.front()});
        right.insert(right.end(), {{columns + 1, -0.5}, {columns + 1, rows + 0.5}, border.back()});
        Shares sum = shares_of({left});
        const Shares other = shares_of({right}, 1 + scene % rows);
        for (std::size_t i = 0; i < sum.size(); ++i)
            REQUIRE(sum[i] + other[i] == Approx(1).margin(3e-12));
    }
}

TEST_CASE("Bands give the same shares as the whole") {
    std::mt19937_64 random(3);
    for (int scene = 0; scene < 20; ++scene) {
        const Rings rings{made::star(random, {6, 4}, 1, 7, 40)};
        for (const int band : {1, 2, 4})
            CHECK(worst(shares_of(rings), shares_of(rings, band)) < 1e-14);
    }
}

TEST_CASE("Between parallels, shares of the ground add up to the area that geodesy integrates") {
    std::mt19937_64 random(5);
    const double west = 107.1, north = 52, step = 0.75; // large cells: their ground is not spread evenly
    const qitu::geodesy::StraightStrips whole;
    for (int scene = 0; scene < 50; ++scene) {
        const Ring cells = made::star(random, {6, 4.5}, 1, 4.4, 7 + scene);
        Ring degrees;
        for (const auto p : cells)
            degrees.push_back({west + p.x * step, north - p.y * step});
        const double exact = qitu::geodesy::area({degrees}, qitu::geodesy::Method::straight);
        const Shares shares = shares_of({cells}, rows, RowMeasure(north, -step, qitu::geodesy::cgcs2000));
        double sum = 0;
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column) {
                const double top = north - row * step, left = west + column * step;
                const qitu::geodesy::Ring cell{{left, top},
                                               {left, top - step},
                                               {left + step, top - step},
                                               {left + step, top},
                                               {left, top}};
                sum += shares[static_cast<std::size_t>(row * columns + column)] *
                       qitu::geodesy::area({cell}, qitu::geodesy::Method::straight);
            }
        CHECK(std::abs(sum / exact - 1) < 1e-12);
    }
}
