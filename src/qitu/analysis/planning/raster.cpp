#include "raster.h"

#include <qitu/core/geometry/predicates.h>
#include <qitu/data/rasters/raster_file.h>
#include <qitu/engine/raster/cell_shares.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace qitu::planning {

namespace {

using geometry::Point;

std::unique_ptr<raster::CellSource> cells_of(const rasters::RasterFacts &facts, bool slope) {
    return slope ? rasters::open_slopes(facts, raster::SlopeAs::degrees) : rasters::open_cells(facts);
}

} // namespace

struct RasterCondition::State {
    rasters::RasterFacts facts;
    std::unique_ptr<raster::CellSource> cells;
    geodesy::ToGeographic to_geographic;
    raster::CellShares shares;
    raster::Values values{};

    State(rasters::RasterFacts opened, bool slope)
        : facts(std::move(opened)), cells(cells_of(facts, slope)), to_geographic(facts.grid.crs),
          shares(facts.grid.columns, {}) {}

    /// Nothing where some of it lies beyond the raster's projection.
    [[nodiscard]] std::optional<std::vector<raster::CellEdge>> edges_of(const geometry::Shape &shape) const {
        std::vector<Point> points = shape.points;
        to_geographic.back(points);
        if (points.empty() || !geometry::all_finite(points))
            return std::nullopt;
        for (Point &point : points)
            point = facts.grid.in_cells(point);
        raster::CellEdges edges;
        geometry::for_each_edge(
            {points.data(), shape.path_ends.data(), static_cast<std::uint32_t>(shape.paths())},
            [&](Point a, Point b) { edges.add(a, b); });
        return edges.take();
    }

    /// take(value, share) for all cells with a value.
    template <typename Take>
    void for_each_cell(const std::vector<raster::CellEdge> &edges, const raster::Window &window,
                       const Take &take) {
        cells->read(window, values);
        const std::optional<double> none = cells->no_data();
        const auto take_span = [&](const raster::Span &span, const auto &all) {
            for (int column = span.begin; column < span.end; ++column) {
                const auto at = static_cast<std::size_t>(span.row - window.row) *
                                    static_cast<std::size_t>(window.columns) +
                                static_cast<std::size_t>(column - window.column);
                const double value = static_cast<double>(all[at]);
                if (!std::isnan(value) && value != none)
                    take(value, span.share);
            }
        };
        for (const raster::Span &span : shares.cover(edges, window.row, window.row + window.rows))
            std::visit([&](const auto &all) { take_span(span, all); }, values);
    }
};

RasterCondition::RasterCondition(const RasterRule &rule)
    : rule_(rule), state_(std::make_unique<State>(rasters::facts_of(rule.file), rule.slope)) {}

RasterCondition::~RasterCondition() = default;
RasterCondition::RasterCondition(RasterCondition &&) noexcept = default;

std::optional<double> RasterCondition::broken(const geometry::Shape &shape) {
    const std::optional<std::vector<raster::CellEdge>> edges = state_->edges_of(shape);
    if (!edges)
        return {};
    const raster::Window window = raster::window_of(*edges, state_->facts.grid);
    if (window.size() == 0)
        return {};
    double known = 0, against = 0;
    state_->for_each_cell(*edges, window, [&](double value, double share) {
        known += share;
        const bool listed = rule_.values.empty() ||
                            std::find(rule_.values.begin(), rule_.values.end(), value) != rule_.values.end();
        const bool meant = listed && value >= rule_.least && value <= rule_.most;
        if (meant == rule_.forbidden)
            against += share;
    });
    return known > 0 ? std::optional(against / known) : std::nullopt;
}

} // namespace qitu::planning
