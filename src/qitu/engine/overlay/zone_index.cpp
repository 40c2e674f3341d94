#include "zone_index.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/names.h>

#include <cmath>

namespace qitu::overlay {

namespace {

// About ten cells along the mean zone's side, within what memory and set-up time allow.
int cells_per_side(std::size_t zones) {
    const double side = 96.0 * std::sqrt(static_cast<double>(std::max<std::size_t>(zones, 1)));
    return static_cast<int>(std::clamp(side, 64.0, 1536.0));
}

// Where the edge crosses the horizontal line; \pre it does.
double crossing(const ZoneIndex::Edge &edge, double y) {
    return edge.from.x + (edge.to.x - edge.from.x) * ((y - edge.from.y) / (edge.to.y - edge.from.y));
}

} // namespace

ZoneIndex::ZoneIndex(const std::vector<Shape> &zones, std::size_t threads) {
    for (const Shape &zone : zones)
        for (const Point p : zone.points)
            box_.add(p);
    if (box_.empty())
        box_ = {0, 0, 1, 1};
    columns_ = rows_ = cells_per_side(zones.size());
    cell_x_ = std::max((box_.max_x - box_.min_x) / columns_, 1e-9);
    cell_y_ = std::max((box_.max_y - box_.min_y) / rows_, 1e-9);
    cells_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), outside);
    collect_rows(zones);
    parallel_for(threads, static_cast<std::size_t>(rows_), 16, [&](std::size_t, std::size_t i) {
        const int r = static_cast<int>(i);
        fill_inside(r);
        for (const Edge &edge : edges_in(r))
            mark_border(edge, r);
    });
}

int ZoneIndex::column(double x) const {
    return static_cast<int>(std::clamp(std::floor((x - box_.min_x) / cell_x_), 0.0, columns_ - 1.0));
}

int ZoneIndex::row(double y) const {
    return static_cast<int>(std::clamp(std::floor((y - box_.min_y) / cell_y_), 0.0, rows_ - 1.0));
}

std::int32_t &ZoneIndex::cell(int column, int row) {
    return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(column)];
}

std::int32_t ZoneIndex::cell(int column, int row) const {
    return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(column)];
}

std::span<const ZoneIndex::Edge> ZoneIndex::edges_in(int row) const {
    const auto r = static_cast<std::size_t>(row);
    return std::span(edges_).subspan(row_begin_[r], row_begin_[r + 1] - row_begin_[r]);
}

// Counted first, then laid out; zones come in ascending order and so does each row.
void ZoneIndex::collect_rows(const std::vector<Shape> &zones) {
    row_begin_.assign(static_cast<std::size_t>(rows_) + 1, 0);
    const auto for_each_row = [&](const auto &take) {
        for (std::uint32_t zone = 0; zone < zones.size(); ++zone)
            for_each_edge(rings_of(zones[zone]), [&](Point from, Point to) {
                const int last = row(std::max(from.y, to.y));
                for (int r = row(std::min(from.y, to.y)); r <= last; ++r)
                    take(static_cast<std::size_t>(r), Edge{from, to, zone});
            });
    };
    for_each_row([&](std::size_t r, const Edge &) { ++row_begin_[r + 1]; });
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows_); ++r)
        row_begin_[r + 1] += row_begin_[r];
    edges_.resize(row_begin_.back());
    std::vector<std::uint32_t> next(row_begin_.begin(), row_begin_.end() - 1);
    for_each_row([&](std::size_t r, const Edge &edge) { edges_[next[r]++] = edge; });
}

// Even-odd along the row's middle line, zone by zone. Cells with a border are marked afterwards, so only
// whole cells matter here.
void ZoneIndex::fill_inside(int r) {
    const double y = box_.min_y + (r + 0.5) * cell_y_;
    std::vector<double> xs;
    const auto fill = [&](std::uint32_t zone) {
        std::sort(xs.begin(), xs.end());
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2)
            for (int c = column(xs[i]); c <= column(xs[i + 1]); ++c)
                cell(c, r) = static_cast<std::int32_t>(zone);
        xs.clear();
    };
    const auto edges = edges_in(r);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if ((edges[i].from.y > y) != (edges[i].to.y > y))
            xs.push_back(crossing(edges[i], y));
        if (i + 1 == edges.size() || edges[i + 1].zone != edges[i].zone)
            fill(edges[i].zone);
    }
}

// A margin of a thousandth of a cell keeps rounding from missing one.
void ZoneIndex::mark_border(const Edge &edge, int r) {
    const double bottom = box_.min_y + (r - 1e-3) * cell_y_;
    const double top = box_.min_y + (r + 1 + 1e-3) * cell_y_;
    const Box box = box_of_edge(edge.from, edge.to);
    double x0 = box.min_x;
    double x1 = box.max_x;
    if (box.min_y < bottom || box.max_y > top) {
        const double low = crossing(edge, std::max(bottom, box.min_y));
        const double high = crossing(edge, std::min(top, box.max_y));
        x0 = std::min(low, high);
        x1 = std::max(low, high);
    }
    const int last = column(x1 + cell_x_ * 1e-3);
    for (int c = column(x0 - cell_x_ * 1e-3); c <= last; ++c)
        cell(c, r) = several;
}

std::int32_t ZoneIndex::around(const Box &box) const {
    if (!box.meets(box_))
        return outside;
    if (!box_.contains({box.min_x, box.min_y}) || !box_.contains({box.max_x, box.max_y}))
        return several;
    const int last_column = column(box.max_x);
    const int last_row = row(box.max_y);
    const std::int32_t first = cell(column(box.min_x), row(box.min_y));
    if (first == several)
        return several;
    for (int r = row(box.min_y); r <= last_row; ++r)
        for (int c = column(box.min_x); c <= last_column; ++c)
            if (cell(c, r) != first)
                return several;
    return first;
}

std::int32_t ZoneIndex::at(Point p) const {
    if (!box_.contains(p))
        return outside;
    const int r = row(p.y);
    const std::int32_t known = cell(column(p.x), r);
    if (known != several)
        return known;
    bool odd = false;
    const auto edges = edges_in(r);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const Edge &edge = edges[i];
        if ((edge.from.y > p.y) != (edge.to.y > p.y) || edge.from.y == p.y || edge.to.y == p.y) {
            const double turn = (edge.to.x - edge.from.x) * (p.y - edge.from.y) -
                                (edge.to.y - edge.from.y) * (p.x - edge.from.x);
            if (turn == 0 && box_of_edge(edge.from, edge.to).contains(p))
                return static_cast<std::int32_t>(edge.zone);
            if ((edge.from.y > p.y) != (edge.to.y > p.y))
                odd = odd != ((turn > 0) == (edge.to.y > edge.from.y));
        }
        if (i + 1 == edges.size() || edges[i + 1].zone != edge.zone) {
            if (odd)
                return static_cast<std::int32_t>(edge.zone);
            odd = false;
        }
    }
    return outside;
}

bool ZoneIndex::held_by_others(Point p, std::int64_t one, std::int64_t other) const {
    bool odd = false;
    const auto edges = edges_in(row(p.y));
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const Edge &edge = edges[i];
        if (edge.zone == one || edge.zone == other)
            continue;
        if ((edge.from.y > p.y) != (edge.to.y > p.y)) {
            const double turn = (edge.to.x - edge.from.x) * (p.y - edge.from.y) -
                                (edge.to.y - edge.from.y) * (p.x - edge.from.x);
            odd = odd != ((turn > 0) == (edge.to.y > edge.from.y));
        }
        if (i + 1 == edges.size() || edges[i + 1].zone != edge.zone) {
            if (odd)
                return true;
            odd = false;
        }
    }
    return false;
}

void ZoneIndex::borders_near(const Box &box, std::vector<Edge> &edges) const {
    edges.clear();
    if (!box.meets(box_))
        return;
    const int first = row(box.min_y);
    const int last = row(box.max_y);
    for (int r = first; r <= last; ++r)
        for (const Edge &edge : edges_in(r)) {
            const Box own = box_of_edge(edge.from, edge.to);
            if (own.meets(box) && std::max(row(own.min_y), first) == r)
                edges.push_back(edge);
        }
}

} // namespace qitu::overlay
