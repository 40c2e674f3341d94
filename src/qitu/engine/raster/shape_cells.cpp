#include "cell_areas.h"
#include "edges_in_cells.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/predicates.h>
#include <qitu/engine/overlay/zone_overlay.h>
#include <qitu/engine/raster/shape_cells.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <variant>

namespace qitu::raster {

namespace {

constexpr int cells_at_a_time = 1 << 22;

bool all_finite(const std::vector<CellEdge> &edges) {
    return std::ranges::all_of(edges, [](const CellEdge &edge) {
        return geometry::is_finite(edge.low) && geometry::is_finite(edge.high);
    });
}

} // namespace

struct ShapeCells::State {
    State(Grid its_grid, geodesy::Target target, std::unique_ptr<CellSource> its_cells)
        : grid(std::move(its_grid)), cells(std::move(its_cells)), to_cells(grid, target),
          edges_in_cells(to_cells), frame(to_cells.frame()), frame_box(geometry::box_of(frame.points)),
          areas(grid, target), to_geographic(grid.crs, {}, target), ellipsoid(to_geographic.ellipsoid()),
          shares(grid.columns,
                 to_cells.straight() ? RowMeasure(grid.corner.y, grid.step.y, ellipsoid) : RowMeasure()) {}

    GroundParts of(const Shape &polygon, double straight_m2) {
        const Box box = geometry::box_of(polygon.points);
        const double turn = to_cells.straight() ? turn_to_meet(box, frame_box) : 0;
        const std::vector<CellEdge> edges = edges_in_cells.of(polygon, turn);
        GroundParts parts;
        largest_cell = 0;
        if (all_finite(edges))
            add_cells(edges, window_of(edges, grid), parts);
        double ground = parts.no_data;
        for (const auto &[value, m2] : parts.by_value)
            ground += m2;
        if (!(ground > 0)) {
            parts = {};
            parts.outside = 1;
            return parts;
        }
        const double within =
            lie_in(edges, grid)
                ? straight_m2
                : std::min(straight_m2, common_m2(geometry::moved(polygon, {-turn, 0}), frame, ellipsoid));
        refuse_apart(ground, within, straight_m2);
        const double part = within / straight_m2;
        parts.no_data *= part / ground;
        for (auto &[value, m2] : parts.by_value)
            m2 *= part / ground;
        parts.outside = 1 - part;
        return parts;
    }

    // Ground in m², some rows at a time.
    void add_cells(const std::vector<CellEdge> &edges, const Window &all, GroundParts &parts) {
        if (all.columns == 0)
            return;
        const int rows = std::max(1, cells_at_a_time / all.columns);
        for (int row = 0; row < all.rows; row += rows) {
            const Window window{all.column, all.row + row, all.columns, std::min(rows, all.rows - row)};
            const std::span<const Span> spans = shares.cover(edges, window.row, window.row + window.rows);
            if (spans.empty())
                continue;
            cells->read(window, values);
            areas.set_window(window.row, window.row + window.rows, window.column,
                             window.column + window.columns);
            std::visit([&](const auto &of_window) { add_spans(spans, window, of_window, parts); }, values);
        }
    }

    template <typename T>
    void add_spans(std::span<const Span> spans, const Window &window, const std::vector<T> &of_window,
                   GroundParts &parts) {
        const std::optional<double> none = cells->no_data();
        int row = -1;
        double last = std::nan("");
        double *of_last = nullptr;
        for (const Span &span : spans) {
            if (span.row != row)
                areas.set_row(row = span.row);
            const std::size_t first =
                static_cast<std::size_t>(row - window.row) * static_cast<std::size_t>(window.columns);
            for (int column = span.begin; column < span.end; ++column) {
                const auto at = static_cast<std::size_t>(column - window.column);
                const double cell = areas.equal_in_row() ? areas.of_row() : areas.of_cells()[at];
                const auto value = static_cast<double>(of_window[first + at]);
                largest_cell = std::max(largest_cell, cell);
                if (of_last == nullptr || value != last) {
                    of_last = std::isnan(value) || value == none ? &parts.no_data : &parts.by_value[value];
                    last = value;
                }
                *of_last += span.share * cell;
            }
        }
    }

    // Edges are met to 1e-5 of a cell, which is much of a polygon far smaller than one.
    void refuse_apart(double ground, double within, double straight_m2) const {
        constexpr double most_apart = 1e-3, of_a_cell = 1e-4;
        if (!(std::abs(ground - within) <= most_apart * straight_m2 + of_a_cell * largest_cell))
            throw Error(
                ErrorKind::refused,
                say("A feature has {:.6g} m² of cells, but {:.6g} m² of it lie in the raster. Nothing was "
                    "totalled. Check the coordinate systems of both.",
                    ground, within));
    }

    Grid grid;
    std::unique_ptr<CellSource> cells;
    ToCells to_cells;
    EdgesInCells edges_in_cells;
    Shape frame;
    Box frame_box;
    CellAreas areas;
    geodesy::ToGeographic to_geographic;
    geodesy::Ellipsoid ellipsoid;
    CellShares shares;
    Values values;
    double largest_cell = 0; // m², of those under the polygon at hand
};

ShapeCells::ShapeCells(const Grid &grid, geodesy::Target target, std::unique_ptr<CellSource> cells)
    : state_(std::make_unique<State>(grid, target, std::move(cells))) {}
ShapeCells::~ShapeCells() = default;
ShapeCells::ShapeCells(ShapeCells &&) noexcept = default;

GroundParts ShapeCells::of(const geometry::Shape &polygon, double straight_m2) {
    return state_->of(polygon, straight_m2);
}

GroundParts ShapeCells::of(const geometry::Shape &polygon) {
    const Point origin = geometry::box_of(polygon.points).middle();
    return of(polygon, overlay::straight_area(geometry::moved(polygon, origin), origin, state_->ellipsoid));
}

} // namespace qitu::raster
