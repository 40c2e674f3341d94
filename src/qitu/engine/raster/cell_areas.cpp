#include "cell_areas.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qitu::raster {

namespace {

constexpr double most_between_nodes =
    16000; // m: there a quadratic is off by 1e-9 in the Mercator plane, elsewhere by less
constexpr int most_tile = 256, least_tile = 4; // below it nodes are more work than cells

int tile_of(const Grid &grid) {
    const double metres = std::max(std::abs(grid.step.x), std::abs(grid.step.y)) *
                          (grid.crs.geographic() ? 6.4e6 : 1.0) * grid.crs.unit();
    return std::clamp(static_cast<int>(most_between_nodes / metres), 1, most_tile);
}

/// The quadratic through values at 0, 1/2 and 1.
struct Quadratic {
    double at_0, slope, bend;
    Quadratic(double a, double b, double c) : at_0(a), slope(4 * b - 3 * a - c), bend(2 * (a - 2 * b + c)) {}
    [[nodiscard]] double operator()(double t) const { return at_0 + t * (slope + t * bend); }
};

double turned_near(double longitude, double other) {
    return longitude + 360 * std::round((other - longitude) / 360);
}

} // namespace

CellAreas::CellAreas(const Grid &grid, geodesy::Target target)
    : grid_(grid), to_geographic_(std::make_unique<geodesy::ToGeographic>(grid.crs, std::string(), target)),
      strips_(to_geographic_->ellipsoid()), equal_in_row_(to_geographic_->takes_as_they_are()),
      tile_(tile_of(grid)) {}

CellAreas::~CellAreas() = default;
CellAreas::CellAreas(CellAreas &&) noexcept = default;

void CellAreas::set_window(int first, int last, int begin, int end) {
    begin_ = begin;
    end_ = end;
    last_ = last;
    belt_ = {first, first, {}};
    of_cells_.resize(equal_in_row_ ? 0 : static_cast<std::size_t>(end - begin));
}

void CellAreas::set_row(int row) {
    if (equal_in_row_) {
        strips_.set_parallel(grid_.corner.y + row * grid_.step.y);
        of_row_ = std::abs(strips_({0, grid_.step.y}, {grid_.step.x, grid_.step.y}));
        return;
    }
    if (tile_ < least_tile) {
        for (int column = begin_; column < end_; ++column)
            of_cells_[static_cast<std::size_t>(column - begin_)] =
                measured({static_cast<double>(column), static_cast<double>(row)});
        return;
    }
    if (row >= belt_.last)
        make_belt(row, std::min(row + tile_, last_));
    const std::size_t count = belt_.nodes.size() / 3;
    const double down = static_cast<double>(row - belt_.first) / (belt_.last - belt_.first);
    const auto node = [&](std::size_t i) {
        return Quadratic(belt_.nodes[i], belt_.nodes[count + i], belt_.nodes[2 * count + i])(down);
    };
    double left = node(0);
    for (int column = begin_, tile = 0; column < end_; column += tile_, ++tile) {
        const double middle = node(2 * static_cast<std::size_t>(tile) + 1);
        const double right = node(2 * static_cast<std::size_t>(tile) + 2);
        const int stop = std::min(tile_, end_ - column);
        double *cells = of_cells_.data() + (column - begin_);
        const Quadratic along(left, middle, right);
        const double step = 1.0 / tile_;
        for (int i = 0; i < stop; ++i)
            cells[i] = along(i * step);
        if (std::isnan(left) || std::isnan(middle) || std::isnan(right)) // a node lies beyond the domain
            for (int i = 0; i < stop; ++i)
                cells[i] = measured({static_cast<double>(column + i), static_cast<double>(row)});
        left = right;
    }
}

void CellAreas::make_belt(int first, int last) {
    belt_.first = first;
    belt_.last = last;
    belt_.nodes.clear();
    for (const double row : {static_cast<double>(first), (first + last) / 2.0, static_cast<double>(last)}) {
        const std::vector<double> nodes = measured_row(row);
        belt_.nodes.insert(belt_.nodes.end(), nodes.begin(), nodes.end());
    }
}

// Nodes are cells too, though most of them lie between those of the grid.
std::vector<double> CellAreas::measured_row(double row) {
    const int tiles = (end_ - begin_ + tile_ - 1) / tile_;
    std::vector<double> nodes;
    for (int i = 0; i <= 2 * tiles; ++i)
        nodes.push_back(measured({begin_ + i * tile_ / 2.0, row}));
    return nodes;
}

double CellAreas::measured(Point first_corner) {
    std::array<Point, 4> ring{first_corner, Point{first_corner.x + 1, first_corner.y},
                              Point{first_corner.x + 1, first_corner.y + 1},
                              Point{first_corner.x, first_corner.y + 1}};
    for (Point &corner : ring)
        corner = grid_.on_ground(corner);
    to_geographic_->apply(ring);
    const Point origin = ring[0];
    if (!std::isfinite(origin.y))
        return std::nan("");
    for (Point &corner : ring)
        corner = {turned_near(corner.x, origin.x) - origin.x, corner.y - origin.y};
    strips_.set_parallel(origin.y);
    double m2 = 0;
    for (std::size_t i = 0; i < ring.size(); ++i)
        m2 += strips_(ring[i], ring[(i + 1) % ring.size()]);
    return std::isfinite(m2) ? std::abs(m2) : std::nan("");
}

} // namespace qitu::raster
