#include <qitu/engine/raster/slope.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace qitu::raster {

namespace {

constexpr std::array class_ends{2.0, 6.0, 15.0, 25.0}; // degrees, each in the class below it

} // namespace

double horn_slope(const double (&z)[3][3], double dx, double dy) {
    const double east = z[0][2] + 2 * z[1][2] + z[2][2];
    const double west = z[0][0] + 2 * z[1][0] + z[2][0];
    const double south = z[2][0] + 2 * z[2][1] + z[2][2];
    const double north = z[0][0] + 2 * z[0][1] + z[0][2];
    return std::atan(std::hypot((east - west) / (8 * dx), (south - north) / (8 * dy))) * 180 /
           std::numbers::pi;
}

std::uint8_t slope_class(double degrees) {
    constexpr std::array<double, 4> ends = class_ends;
    if (std::isnan(degrees))
        return 0;
    return static_cast<std::uint8_t>(1 +
                                     (std::lower_bound(ends.begin(), ends.end(), degrees) - ends.begin()));
}

std::string_view slope_class_name(std::int64_t number) {
    constexpr std::array<std::string_view, 5> names{"≤2°", "2°–6°", "6°–15°", "15°–25°", ">25°"};
    return names.at(static_cast<std::size_t>(number - 1));
}

Point cell_sides(const Grid &grid, int row) {
    if (!grid.crs.geographic())
        return {std::abs(grid.step.x) * grid.crs.unit(), std::abs(grid.step.y) * grid.crs.unit()};
    const double latitude = grid.corner.y + (row + 0.5) * grid.step.y;
    const geodesy::EdgeLength length(grid.crs.ellipsoid());
    return {length({0, latitude}, {grid.step.x, latitude}),
            length({0, latitude - grid.step.y / 2}, {0, latitude + grid.step.y / 2})};
}

namespace {

class Slopes : public CellSource {
  public:
    Slopes(std::unique_ptr<CellSource> heights, Grid grid, SlopeAs as)
        : heights_(std::move(heights)), grid_(std::move(grid)), as_(as) {}

    void read(const Window &window, Values &values) override {
        read_heights(window);
        if (as_ == SlopeAs::classes)
            fill(window, into<std::uint8_t>(values), ClassOfRise());
        else
            fill(window, into<float>(values), [](double rise2) {
                return static_cast<float>(std::atan(std::sqrt(rise2)) * 180 / std::numbers::pi);
            });
    }
    [[nodiscard]] std::optional<double> no_data() const override {
        return as_ == SlopeAs::classes ? std::optional<double>(0) : std::nullopt;
    }

  private:
    /// Of the squared rise of the ground, m a m: without an arc tangent, and without branches.
    class ClassOfRise {
      public:
        ClassOfRise() {
            for (std::size_t i = 0; i < ends_.size(); ++i) {
                const double rise = std::tan(class_ends[i] * std::numbers::pi / 180);
                ends_[i] = rise * rise;
            }
        }
        std::uint8_t operator()(double rise2) const {
            const int number = 1 + (rise2 > ends_[0] ? 1 : 0) + (rise2 > ends_[1] ? 1 : 0) +
                               (rise2 > ends_[2] ? 1 : 0) + (rise2 > ends_[3] ? 1 : 0);
            return static_cast<std::uint8_t>(std::isnan(rise2) ? 0 : number);
        }

      private:
        std::array<double, class_ends.size()> ends_{};
    };

    template <typename T>
    static std::vector<T> &into(Values &values) {
        if (!std::holds_alternative<std::vector<T>>(values))
            values = std::vector<T>();
        return std::get<std::vector<T>>(values);
    }

    // With a margin of one cell all round, NaN beyond the grid.
    void read_heights(const Window &window) {
        const int column = std::max(0, window.column - 1), row = std::max(0, window.row - 1);
        const Window wider{column, row, std::min(grid_.columns, window.column + window.columns + 1) - column,
                           std::min(grid_.rows, window.row + window.rows + 1) - row};
        heights_->read(wider, raw_);
        width_ = static_cast<std::size_t>(window.columns) + 2;
        z_.assign(width_ * (static_cast<std::size_t>(window.rows) + 2),
                  std::numeric_limits<double>::quiet_NaN());
        const std::size_t left = static_cast<std::size_t>(wider.column - (window.column - 1));
        const std::size_t top = static_cast<std::size_t>(wider.row - (window.row - 1));
        std::visit([&](const auto &raw) { copy(raw, wider, left, top); }, raw_);
    }

    template <typename T>
    void copy(const std::vector<T> &raw, const Window &from, std::size_t left, std::size_t top) {
        const std::optional<double> none = heights_->no_data();
        const T no_height = static_cast<T>(none.value_or(0));
        const auto columns = static_cast<std::size_t>(from.columns);
        for (std::size_t row = 0; row < static_cast<std::size_t>(from.rows); ++row)
            for (std::size_t column = 0; column < columns; ++column) {
                const T value = raw[row * columns + column];
                z_[(row + top) * width_ + column + left] = none && value == no_height
                                                               ? std::numeric_limits<double>::quiet_NaN()
                                                               : static_cast<double>(value);
            }
    }

    // Horn's differences row by row: down each column first, then along the row. Nothing of a cell without a height.
    template <typename T, typename Shown>
    void fill(const Window &window, std::vector<T> &slopes, const Shown &shown) {
        const auto columns = static_cast<std::size_t>(window.columns);
        slopes.resize(window.size());
        sums_.resize(width_);
        steps_.resize(width_);
        for (int row = 0; row < window.rows; ++row) {
            const Point sides = cell_sides(grid_, window.row + row);
            const double east = 1 / (8 * sides.x), south = 1 / (8 * sides.y);
            const double *above = z_.data() + static_cast<std::size_t>(row) * width_;
            const double *here = above + width_, *below = here + width_;
            for (std::size_t i = 0; i < width_; ++i) {
                sums_[i] = above[i] + 2 * here[i] + below[i];
                steps_[i] = below[i] - above[i];
            }
            T *to = slopes.data() + static_cast<std::size_t>(row) * columns;
            for (std::size_t i = 0; i < columns; ++i) {
                const double x = (sums_[i + 2] - sums_[i]) * east;
                const double y = (steps_[i] + 2 * steps_[i + 1] + steps_[i + 2]) * south;
                to[i] = shown(x * x + y * y + 0 * here[i + 1]);
            }
        }
    }

    std::unique_ptr<CellSource> heights_;
    Grid grid_;
    SlopeAs as_;
    Values raw_;
    std::size_t width_ = 0;
    std::vector<double> z_;
    std::vector<double> sums_,
        steps_; // of a row's columns: weighted heights, and what they rise to the next row but one
};

} // namespace

std::unique_ptr<CellSource> slopes_of(std::unique_ptr<CellSource> heights, const Grid &grid, SlopeAs as) {
    return std::make_unique<Slopes>(std::move(heights), grid, as);
}

} // namespace qitu::raster
