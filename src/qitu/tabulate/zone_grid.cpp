#include "zone_grid.h"

#include <cmath>

namespace qitu::tabulate {

namespace {

// About eight cells along the mean zone's side, within what memory and set-up time allow.
int cells_per_side(std::size_t zones) {
    const double side = 48.0 * std::sqrt(static_cast<double>(std::max<std::size_t>(zones, 1)));
    return static_cast<int>(std::clamp(side, 64.0, 2048.0));
}

} // namespace

ZoneGrid::ZoneGrid(const std::vector<Shape> &zones) {
    for (const Shape &zone : zones)
        for (const Point p : zone.points)
            box_.add(p);
    if (box_.empty())
        box_ = {0, 0, 1, 1};
    columns_ = rows_ = cells_per_side(zones.size());
    cell_x_ = std::max((box_.max_x - box_.min_x) / columns_, 1e-9);
    cell_y_ = std::max((box_.max_y - box_.min_y) / rows_, 1e-9);
    const std::size_t cells = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
    state_.assign(cells, outside);

    std::vector<std::pair<std::uint32_t, std::uint32_t>> marks; // cell, zone
    for (std::uint32_t i = 0; i < zones.size(); ++i)
        mark_borders(zones[i], i, marks);
    for (std::uint32_t i = 0; i < zones.size(); ++i)
        fill_inside(zones[i], i);

    std::sort(marks.begin(), marks.end());
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    list_begin_.assign(cells + 1, 0);
    lists_.reserve(marks.size());
    for (const auto &[cell, zone] : marks) {
        ++list_begin_[cell + 1];
        lists_.push_back(zone);
        state_[cell] = several;
    }
    for (std::size_t i = 0; i < cells; ++i)
        list_begin_[i + 1] += list_begin_[i];
}

int ZoneGrid::column(double x) const {
    return static_cast<int>(std::clamp(std::floor((x - box_.min_x) / cell_x_), 0.0, columns_ - 1.0));
}

int ZoneGrid::row(double y) const {
    return static_cast<int>(std::clamp(std::floor((y - box_.min_y) / cell_y_), 0.0, rows_ - 1.0));
}

ZoneGrid::Cells ZoneGrid::cells_of(const Box &box) const {
    return {column(box.min_x), row(box.min_y), column(box.max_x), row(box.max_y)};
}

// Row by row along the edge; a margin of a thousandth of a cell keeps rounding from missing a cell.
void ZoneGrid::mark_borders(const Shape &zone, std::uint32_t position,
                            std::vector<std::pair<std::uint32_t, std::uint32_t>> &marks) {
    const double margin_x = cell_x_ * 1e-3;
    const double margin_y = cell_y_ * 1e-3;
    for (std::size_t path = 0; path < zone.paths(); ++path) {
        const auto points = zone.path(path);
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            const Point low = points[i].y <= points[i + 1].y ? points[i] : points[i + 1];
            const Point high = points[i].y <= points[i + 1].y ? points[i + 1] : points[i];
            const int last_row = row(high.y + margin_y);
            for (int r = row(low.y - margin_y); r <= last_row; ++r) {
                const double bottom = box_.min_y + r * cell_y_ - margin_y;
                const double top = box_.min_y + (r + 1) * cell_y_ + margin_y;
                double x0 = low.x;
                double x1 = high.x;
                if (high.y > low.y) {
                    const double slope = (high.x - low.x) / (high.y - low.y);
                    x0 = low.x + slope * (std::max(bottom, low.y) - low.y);
                    x1 = low.x + slope * (std::min(top, high.y) - low.y);
                }
                const int last_column = column(std::max(x0, x1) + margin_x);
                for (int c = column(std::min(x0, x1) - margin_x); c <= last_column; ++c)
                    marks.emplace_back(static_cast<std::uint32_t>(r * columns_ + c), position);
            }
        }
    }
}

// Even-odd along each row's middle line. Cells with a border are overwritten afterwards, so only whole cells
// matter.
void ZoneGrid::fill_inside(const Shape &zone, std::uint32_t position) {
    if (zone.empty())
        return;
    const Cells cells = cells_of(box_of(zone.points));
    std::vector<std::vector<double>> crossings(static_cast<std::size_t>(cells.y1 - cells.y0 + 1));
    for (std::size_t path = 0; path < zone.paths(); ++path) {
        const auto points = zone.path(path);
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            const Point low = points[i].y <= points[i + 1].y ? points[i] : points[i + 1];
            const Point high = points[i].y <= points[i + 1].y ? points[i + 1] : points[i];
            const int last_row = row(high.y);
            for (int r = row(low.y); r <= last_row; ++r) {
                const double y = box_.min_y + (r + 0.5) * cell_y_;
                if (low.y <= y && y < high.y)
                    crossings[static_cast<std::size_t>(r - cells.y0)].push_back(
                        low.x + (high.x - low.x) * ((y - low.y) / (high.y - low.y)));
            }
        }
    }
    for (int r = cells.y0; r <= cells.y1; ++r) {
        auto &xs = crossings[static_cast<std::size_t>(r - cells.y0)];
        std::sort(xs.begin(), xs.end());
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
            for (int c = column(xs[i]); c <= column(xs[i + 1]); ++c) {
                const double middle = box_.min_x + (c + 0.5) * cell_x_;
                if (xs[i] < middle && middle < xs[i + 1])
                    state_[static_cast<std::size_t>(r * columns_ + c)] = static_cast<std::int32_t>(position);
            }
        }
    }
}

std::int32_t ZoneGrid::find(const Box &box, std::vector<std::uint32_t> &candidates) const {
    candidates.clear();
    if (!box.meets(box_))
        return outside;
    const Cells cells = cells_of(box);
    const std::int32_t first = state_[static_cast<std::size_t>(cells.y0 * columns_ + cells.x0)];
    bool uniform =
        first != several && box_.contains({box.min_x, box.min_y}) && box_.contains({box.max_x, box.max_y});
    for (int r = cells.y0; r <= cells.y1; ++r) {
        for (int c = cells.x0; c <= cells.x1; ++c) {
            const auto cell = static_cast<std::size_t>(r * columns_ + c);
            uniform = uniform && state_[cell] == first;
            if (state_[cell] >= 0)
                candidates.push_back(static_cast<std::uint32_t>(state_[cell]));
            for (std::uint32_t i = list_begin_[cell]; i < list_begin_[cell + 1]; ++i)
                candidates.push_back(lists_[i]);
        }
    }
    if (uniform) {
        candidates.clear();
        return first;
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    return several;
}

} // namespace qitu::tabulate
