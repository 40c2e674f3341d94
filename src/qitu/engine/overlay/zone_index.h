// Where zones lie. A grid whose cells lie wholly within one zone (or outside all) decides for most features at a
// glance; for the rest the zones' borders are kept row by row.
#pragma once

#include <qitu/engine/overlay/names.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::overlay {

class ZoneIndex {
  public:
    /// \pre zones do not overlap (disjoint interiors), are oriented, in longitude and latitude.
    explicit ZoneIndex(const std::vector<Shape> &zones, std::size_t threads = 1);

    static constexpr std::int32_t outside = -1;
    static constexpr std::int32_t several = -2;

    /// The zone that the whole box lies in, `outside` when it lies outside all, `several` when the grid
    /// cannot tell.
    [[nodiscard]] std::int32_t around(const Box &box) const;

    /// The zone that holds the point; on a border the lowest that touches it. `outside` when none does.
    [[nodiscard]] std::int32_t at(Point p) const;

    struct Edge {
        Point from, to; // the zone on its left
        std::uint32_t zone = 0;
    };
    /// Border edges whose box meets the given one, each once, in a fixed order.
    void borders_near(const Box &box, std::vector<Edge> &edges) const;

    /// A zone other than these two holds the point. \pre it lies on no border but theirs.
    [[nodiscard]] bool held_by_others(Point p, std::int64_t one, std::int64_t other) const;

    [[nodiscard]] int rows() const { return rows_; }
    /// Row after row; an edge that runs through several is in each.
    [[nodiscard]] std::span<const Edge> edges() const { return edges_; }
    [[nodiscard]] std::span<const Edge> edges_in(int row) const;

  private:
    [[nodiscard]] int column(double x) const;
    [[nodiscard]] int row(double y) const;
    [[nodiscard]] std::int32_t &cell(int column, int row);
    [[nodiscard]] std::int32_t cell(int column, int row) const;
    void collect_rows(const std::vector<Shape> &zones);
    void fill_inside(int row);
    void mark_border(const Edge &edge, int row);

    Box box_;
    int columns_ = 1;
    int rows_ = 1;
    double cell_x_ = 1;
    double cell_y_ = 1;
    std::vector<std::int32_t> cells_;      // zone, outside, or several
    std::vector<Edge> edges_;              // row after row, in each by zone
    std::vector<std::uint32_t> row_begin_; // into edges_ (rows + 1 entries)
};

} // namespace qitu::overlay
