// A raster as the engine sees it: where its cells lie, and how their values are read. Knows no format.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace qitu::raster {

using geodesy::Point;

/// Cells of one size, their sides along the axes of a CRS. Points "in cells" count columns (x) and rows (y) from the
/// outer corner of the first cell: (0, 0) to (columns, rows).
struct Grid {
    geodesy::Crs crs;
    int columns = 0, rows = 0;
    Point corner{}; // that outer corner, in units of the CRS, easting or longitude first
    Point
        step{}; // to the next column, and to the next row: y is below 0 where the first row is the northern one

    [[nodiscard]] Point in_cells(Point p) const {
        return {(p.x - corner.x) / step.x, (p.y - corner.y) / step.y};
    }
    [[nodiscard]] Point on_ground(Point cells) const {
        return {corner.x + cells.x * step.x, corner.y + cells.y * step.y};
    }
};

/// Some columns of some rows.
struct Window {
    int column = 0, row = 0, columns = 0, rows = 0;
    [[nodiscard]] std::size_t size() const {
        return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    }
};

/// Row by row. A real value that is not a number stands for none.
using Values = std::variant<std::vector<std::uint8_t>, std::vector<std::int32_t>, std::vector<float>,
                            std::vector<double>>;

/// Where values come from: a file, heights, a test. Each thread has one of its own.
class CellSource {
  public:
    virtual ~CellSource() = default;
    /// \pre the window lies in the grid. Always the same type of values.
    virtual void read(const Window &window, Values &values) = 0;
    /// The value that stands for none, where there is one.
    [[nodiscard]] virtual std::optional<double> no_data() const = 0;
};

} // namespace qitu::raster
