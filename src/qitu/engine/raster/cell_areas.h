// The ground of each cell on the ellipsoid, m².
#pragma once

#include <qitu/engine/raster/grid.h>

#include <memory>
#include <span>
#include <vector>

namespace qitu::raster {

/// What a grid is brought to: the datum of the zones (geodesy::common_target).
class CellAreas {
  public:
    CellAreas(const Grid &grid, geodesy::Target target);
    ~CellAreas();
    CellAreas(CellAreas &&) noexcept;

    /// Makes ready for the rows [first, last) and the columns [begin, end).
    void set_window(int first, int last, int begin, int end);
    /// \pre the row lies in the window
    void set_row(int row);

    /// Whether all cells of a row are equal: rows between parallels. The closed form of the ground between two parallels
    /// and two meridians.
    [[nodiscard]] bool equal_in_row() const { return equal_in_row_; }
    /// \pre equal_in_row()
    [[nodiscard]] double of_row() const { return of_row_; }
    /// By column, from the window's first. The ground between a cell's corners, with edges straight in longitude and
    /// latitude; between nodes some kilometres apart it is interpolated (quadratic both ways), off by 1e-9 at most.
    /// NaN beyond the projection's domain. \pre not equal_in_row()
    [[nodiscard]] std::span<const double> of_cells() const { return of_cells_; }

  private:
    struct Belt { // rows between three rows of nodes
        int first = 0, last = 0;
        std::vector<double> nodes; // three rows of them
    };
    void make_belt(int first, int last);
    [[nodiscard]] double measured(Point first_corner);
    [[nodiscard]] std::vector<double> measured_row(double row);

    Grid grid_;
    std::unique_ptr<geodesy::ToGeographic> to_geographic_;
    geodesy::StraightStrips strips_;
    bool equal_in_row_;
    double of_row_ = 0;
    int tile_ = 1; // cells between a node and the next but one
    int begin_ = 0, end_ = 0, last_ = 0;
    Belt belt_;
    std::vector<double> of_cells_;
};

} // namespace qitu::raster
