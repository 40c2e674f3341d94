#include "made_raster.h"

#include <qitu/engine/raster/slope.h>

#include <GeographicLib/Geodesic.hpp>
#include <catch2/catch.hpp>

#include <cmath>

using namespace qitu;
using namespace qitu::raster;

namespace {

constexpr double degree = 3.141592653589793 / 180;

std::vector<float> slopes(const Grid &grid, const std::function<double(int, int)> &height) {
    auto source = slopes_of(std::make_unique<made::Source<double>>(height, -9999.0), grid, SlopeAs::degrees);
    Values values;
    source->read({0, 0, grid.columns, grid.rows}, values);
    return std::get<std::vector<float>>(values);
}

} // namespace

TEST_CASE("A plane has its slope everywhere but at the edge and beside what has no height") {
    const Grid grid{geodesy::Crs::from("EPSG:4524"), 7, 6, {500000, 4500000}, {30, -25}};
    const double east = std::tan(10 * degree), north = std::tan(7 * degree);
    const auto found = slopes(grid, [&](int column, int row) {
        return column == 5 && row == 3 ? -9999.0 : 1000 + column * 30 * east - row * 25 * north;
    });
    const double expected = std::atan(std::hypot(east, north)) / degree;
    for (int row = 0; row < 6; ++row)
        for (int column = 0; column < 7; ++column) {
            const float slope = found[static_cast<std::size_t>(row * 7 + column)];
            const bool edge = row == 0 || row == 5 || column == 0 || column == 6;
            if (edge || (std::abs(row - 3) <= 1 && std::abs(column - 5) <= 1))
                CHECK(std::isnan(slope));
            else
                CHECK(slope == Approx(expected).margin(1e-5));
        }
}

TEST_CASE("Horn's weights, worked out by hand") {
    // dz/dx = ((3+2·6+9) − (1+2·4+7)) / 8 = 1; dz/dy = ((7+2·8+9) − (1+2·2+3)) / 8 = 3
    const double z[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    CHECK(horn_slope(z, 1, 1) == Approx(std::atan(std::sqrt(10.0)) / degree));
    CHECK(horn_slope(z, 10, 30) == Approx(std::atan(std::hypot(0.1, 0.1)) / degree));
}

TEST_CASE("Between meridians and parallels cells are as long as GeographicLib has them") {
    const Grid grid{geodesy::Crs::from("EPSG:4490"), 10, 10, {107, 53}, {0.01, -0.02}};
    const GeographicLib::Geodesic geodesic(6378137.0, 1 / 298.257222101);
    for (const int row : {0, 7}) {
        const double latitude = 53 - 0.02 * (row + 0.5);
        double dx = 0, dy = 0;
        geodesic.Inverse(latitude, 107, latitude, 107.01, dx);
        geodesic.Inverse(latitude - 0.01, 107, latitude + 0.01, 107, dy);
        CHECK(cell_sides(grid, row).x == Approx(dx).epsilon(1e-9));
        CHECK(cell_sides(grid, row).y == Approx(dy).epsilon(1e-9));
    }
}

TEST_CASE("The five classes of slope have their upper ends") {
    CHECK(slope_class(0) == 1);
    CHECK(slope_class(2) == 1);
    CHECK(slope_class(2.0001) == 2);
    CHECK(slope_class(6) == 2);
    CHECK(slope_class(15) == 3);
    CHECK(slope_class(25) == 4);
    CHECK(slope_class(25.0001) == 5);
    CHECK(slope_class(89) == 5);
    CHECK(slope_class(std::nan("")) == 0);
}
