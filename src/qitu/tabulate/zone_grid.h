// Which zones can have part of a feature: a grid whose cells either lie wholly within one zone (or outside
// all), or list the zones whose border runs through them. Most features are settled by the cells under their
// box, without GEOS.
#pragma once

#include "shape.h"

#include <cstdint>
#include <vector>

namespace qitu::tabulate {

/// \pre zones do not overlap (disjoint interiors); longitude and latitude.
class ZoneGrid {
  public:
    explicit ZoneGrid(const std::vector<Shape> &zones);

    static constexpr std::int32_t outside = -1;
    static constexpr std::int32_t several = -2;

    /// The zone that the whole box lies in, `outside` when it lies outside all, `several` when only the
    /// candidates can tell. Candidates are zone positions in ascending order, without repetition.
    std::int32_t find(const Box &box, std::vector<std::uint32_t> &candidates) const;

  private:
    struct Cells {
        int x0, y0, x1, y1;
    };
    [[nodiscard]] Cells cells_of(const Box &box) const;
    [[nodiscard]] int column(double x) const;
    [[nodiscard]] int row(double y) const;
    void mark_borders(const Shape &zone, std::uint32_t position,
                      std::vector<std::pair<std::uint32_t, std::uint32_t>> &marks);
    void fill_inside(const Shape &zone, std::uint32_t position);

    Box box_;
    int columns_ = 1;
    int rows_ = 1;
    double cell_x_ = 1;
    double cell_y_ = 1;
    std::vector<std::int32_t> state_;       // zone, outside, or several
    std::vector<std::uint32_t> list_begin_; // of a cell in lists_ (cells + 1 entries)
    std::vector<std::uint32_t> lists_;
};

} // namespace qitu::tabulate
