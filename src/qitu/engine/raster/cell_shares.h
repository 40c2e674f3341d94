// Which share of each cell a polygon covers, exactly: no cell is sampled and no polygon is clipped.
//
// Within a row, an edge of the polygon takes away (or gives) the ground between itself and the row's right end. So each
// edge adds to the cell that it lies in what lies right of it there, and its whole height to all cells further right; the
// running sum along the row is the share of each cell. All edges of a valid polygon together leave nothing over, whatever
// their order, and two polygons that share an edge share its cells without rest.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/raster/grid.h>

#include <span>
#include <vector>

namespace qitu::raster {

using geodesy::Point;

/// An edge of a polygon in cells, from the smaller y to the greater.
struct CellEdge {
    Point low, high;
    double inside = 1; // 1 where the polygon lies on the side of the greater x, -1 where on the other
};

/// Gathers the edges of one polygon as its rings go.
class CellEdges {
  public:
    /// \param forward 1, or -1 for an edge that the ring goes the other way
    void add(Point from, Point to, double forward = 1);
    /// All of them, the polygon's side told: rings may go round either way, holes the other way than their shells.
    std::vector<CellEdge> take();

  private:
    std::vector<CellEdge> edges_;
};

/// Cells of one row that a polygon covers to the same share.
struct Span {
    int row = 0, begin = 0, end = 0; // columns
    double share = 0;                // of each cell's ground: above 0, at most 1
};

/// How the ground of a cell is spread between its upper side (0) and its lower one (1).
class RowMeasure {
  public:
    /// As in the plane of the grid: evenly.
    RowMeasure() = default;
    /// Rows between parallels, on the ellipsoid: `top` is the latitude of the first row's outer side, `step` leads to the
    /// next row, in degrees.
    RowMeasure(double top, double step, const geodesy::Ellipsoid &ellipsoid);

    void set_row(int row);
    /// The mean, along an edge between two heights of the row, of the share of the ground that lies above it. Of a height
    /// alone: that share.
    [[nodiscard]] double mean_above(double from, double to) const;
    [[nodiscard]] double above(double height) const { return mean_above(height, height); }

  private:
    bool even_ = true;
    double top_ = 0, step_ = 0, whole_ = 1;
    geodesy::StraightStrips strips_;
};

class CellShares {
  public:
    CellShares(int columns, const RowMeasure &measure) : columns_(columns), measure_(measure) {}

    /// The cells of the rows [first, last) that a polygon covers, row by row from left to right. `edges`: those of its edges
    /// that reach into these rows, also left of the grid; others do no harm. Edges along a row may be left out.
    /// \pre the polygon is valid
    std::span<const Span> cover(std::span<const CellEdge> edges, int first, int last);

  private:
    struct Piece {
        int row, column; // -1: left of the grid
        double own;      // what it adds to its cell
        double further;  // and to all cells right of it
    };
    void take(const CellEdge &edge, int first, int last);
    void take_in_row(int row, Point from, Point to, double inside);
    void add_up();
    void add_span(int row, int begin, int end, double share);

    int columns_;
    RowMeasure measure_;
    int row_ = -1; // of the measure
    std::vector<Piece> pieces_;
    std::vector<Span> spans_;
};

/// The cells that the edges reach into; no rows or no columns where they lie beside the grid.
Window window_of(const std::vector<CellEdge> &edges, const Grid &grid);

} // namespace qitu::raster
