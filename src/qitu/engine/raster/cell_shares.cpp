#include <qitu/core/geometry/box.h>
#include <qitu/engine/raster/cell_shares.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace qitu::raster {

namespace {

double x_at(const CellEdge &edge, double y) {
    if (y <= edge.low.y)
        return edge.low.x;
    if (y >= edge.high.y)
        return edge.high.x;
    return edge.low.x + (y - edge.low.y) / (edge.high.y - edge.low.y) * (edge.high.x - edge.low.x);
}

} // namespace

void CellEdges::add(Point from, Point to, double forward) {
    if (from.y < to.y)
        edges_.push_back({from, to, forward});
    else if (from.y > to.y)
        edges_.push_back({to, from, -forward});
}

std::vector<CellEdge> CellEdges::take() {
    double twice_area = 0;
    for (const CellEdge &edge : edges_)
        twice_area += edge.inside * (edge.high.y - edge.low.y) * (edge.low.x + edge.high.x);
    if (twice_area > 0) // the ground lies where x is smaller
        for (CellEdge &edge : edges_)
            edge.inside = -edge.inside;
    return std::exchange(edges_, {});
}

RowMeasure::RowMeasure(double top, double step, const geodesy::Ellipsoid &ellipsoid)
    : even_(false), top_(top), step_(step), strips_(ellipsoid) {
    set_row(0);
}

void RowMeasure::set_row(int row) {
    if (even_)
        return;
    strips_.set_parallel(top_ + row * step_);
    whole_ = strips_({0, step_}, {1, step_});
}

double RowMeasure::mean_above(double from, double to) const {
    return even_ ? (from + to) / 2 : strips_({0, from * step_}, {1, to * step_}) / whole_;
}

std::span<const Span> CellShares::cover(std::span<const CellEdge> edges, int first, int last) {
    pieces_.clear();
    spans_.clear();
    row_ = -1;
    for (const CellEdge &edge : edges)
        take(edge, first, last);
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece &a, const Piece &b) {
        return std::tie(a.row, a.column, a.own, a.further) < std::tie(b.row, b.column, b.own, b.further);
    });
    add_up();
    return spans_;
}

void CellShares::take(const CellEdge &edge, int first, int last) {
    const double top = std::max<double>(edge.low.y, first);
    const double bottom = std::min<double>(edge.high.y, last);
    for (int row = static_cast<int>(std::floor(top)); row < bottom; ++row) {
        const double from = std::max<double>(top, row);
        const double to = std::min<double>(bottom, row + 1);
        if (from < to)
            take_in_row(row, {x_at(edge, from), from - row}, {x_at(edge, to), to - row}, edge.inside);
    }
}

// The edge from left to right, so that it meets one column after the other.
void CellShares::take_in_row(int row, Point from, Point to, double inside) {
    if (std::min(from.x, to.x) >= columns_)
        return;
    if (row != row_)
        measure_.set_row(row_ = row);
    if (from.x > to.x) {
        std::swap(from, to);
        inside = -inside;
    }
    const auto height_at = [&](double x) {
        return from.y + (x - from.x) / (to.x - from.x) * (to.y - from.y);
    };
    if (from.x < 0) {
        const double height = to.x <= 0 ? to.y : height_at(0);
        pieces_.push_back({row, -1, 0, inside * (measure_.above(height) - measure_.above(from.y))});
        if (to.x <= 0)
            return;
        from = {0, height};
    }
    double above = measure_.above(from.y);
    for (int column = static_cast<int>(from.x); column < columns_; ++column) {
        const double right = column + 1;
        const bool last = to.x <= right;
        const Point end = last ? to : Point{right, height_at(right)};
        const double above_end = measure_.above(end.y);
        const double own = (right - end.x) * above_end - (right - from.x) * above +
                           (end.x - from.x) * measure_.mean_above(from.y, end.y);
        pieces_.push_back({row, column, inside * own, inside * (above_end - above)});
        if (last)
            return;
        from = end;
        above = above_end;
    }
}

void CellShares::add_up() {
    for (std::size_t i = 0; i < pieces_.size();) {
        const int row = pieces_[i].row;
        double running = 0;
        int next = 0; // column that is not yet told
        while (i < pieces_.size() && pieces_[i].row == row) {
            const int column = pieces_[i].column;
            double own = 0, further = 0;
            for (; i < pieces_.size() && pieces_[i].row == row && pieces_[i].column == column; ++i) {
                own += pieces_[i].own;
                further += pieces_[i].further;
            }
            if (column >= 0) {
                add_span(row, next, column, running);
                add_span(row, column, column + 1, running + own);
                next = column + 1;
            }
            running += further;
        }
        add_span(row, next, columns_, running);
    }
}

void CellShares::add_span(int row, int begin, int end, double share) {
    constexpr double rounding = 1e-12;
    if (begin >= end || share <= rounding)
        return;
    share = share >= 1 - rounding ? 1 : share;
    if (!spans_.empty() && spans_.back().row == row && spans_.back().end == begin &&
        spans_.back().share == share)
        spans_.back().end = end;
    else
        spans_.push_back({row, begin, end, share});
}

Window window_of(const std::vector<CellEdge> &edges, const Grid &grid) {
    geometry::Box box;
    for (const CellEdge &edge : edges) {
        box.add(edge.low);
        box.add(edge.high);
    }
    const auto within = [](double cell, int most) {
        return static_cast<int>(std::clamp<double>(cell, 0, most));
    };
    const int left = within(std::floor(box.min_x), grid.columns),
              right = within(std::ceil(box.max_x), grid.columns);
    const int top = within(std::floor(box.min_y), grid.rows),
              bottom = within(std::ceil(box.max_y), grid.rows);
    return {left, top, right - left, bottom - top};
}

} // namespace qitu::raster
