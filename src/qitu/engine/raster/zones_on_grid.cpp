#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/prepared_zones.h>
#include <qitu/engine/overlay/zone_overlay.h>
#include <qitu/engine/raster/zones_on_grid.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qitu::raster {

namespace {

using overlay::Box;
using overlay::Geos;
using overlay::Kind;
using overlay::Rings;
using overlay::Shape;

constexpr double most_bend = 1e-5;        // of a cell, between a curve and the chords that stand for it
constexpr double least_bend = 1e-9;       // of a cell: below that it is straight
constexpr double longest_parabola = 0.05; // degrees: up to there a parabola meets the curve to 1e-4 m
constexpr int frame_points = 4096;        // on each side of the frame of a projected grid

// ---------------------------------------------------------------- area of a zone

void refuse_too_far(const Box &box, double meridian, const std::string &code) {
    const geodesy::GaussKrueger plane(meridian);
    for (const double x : {box.min_x, box.max_x})
        for (const double y : {box.min_y, box.max_y})
            if (!plane.covers({x, y}))
                throw Error(ErrorKind::refused,
                            say("Zone {} reaches too far from the central meridian {:g}° for "
                                "td1055; the geodesic method measures it.",
                                code, meridian));
}

double area_by(geodesy::Method method, const Shape &zone, const std::string &code,
               const overlay::PreparedZones &prepared, const geodesy::Crs &crs) {
    const Box box = geometry::box_of(zone.points);
    if (method == geodesy::Method::straight)
        return overlay::straight_area(geometry::moved(zone, box.middle()), box.middle(), prepared.ellipsoid);
    const double meridian =
        crs.gauss_krueger() ? crs.central_meridian() : geodesy::central_meridian_near(box.middle().x);
    if (method == geodesy::Method::td1055)
        refuse_too_far(box, meridian, code);
    geodesy::RingArea ring_area(method, prepared.ellipsoid);
    return geometry::area_of_rings(zone,
                                   [&](std::span<const Point> ring) { return ring_area(ring, meridian); });
}

// ---------------------------------------------------------------- to cells

/// Points of longitude and latitude in cells.
class ToCells {
  public:
    ToCells(const Grid &grid, geodesy::Target target) : grid_(grid), to_geographic_(grid.crs, {}, target) {}

    [[nodiscard]] bool straight() const { return to_geographic_.takes_as_they_are(); }
    void apply(std::span<Point> points) const {
        to_geographic_.back(points);
        for (Point &point : points)
            point = grid_.in_cells(point);
    }
    /// The border of the grid in longitude and latitude.
    [[nodiscard]] Shape frame() const {
        const int pieces = straight() ? 1 : frame_points;
        const Point corners[]{{0, 0},
                              {static_cast<double>(grid_.columns), 0},
                              {static_cast<double>(grid_.columns), static_cast<double>(grid_.rows)},
                              {0, static_cast<double>(grid_.rows)}};
        std::vector<Point> ring;
        for (std::size_t side = 0; side < 4; ++side)
            for (int i = 0; i < pieces; ++i) {
                const Point a = corners[side], b = corners[(side + 1) % 4];
                const double t = static_cast<double>(i) / pieces;
                ring.push_back(grid_.on_ground({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}));
            }
        ring.push_back(ring.front());
        to_geographic_.apply(ring);
        if (!geometry::all_finite(ring))
            throw Error(ErrorKind::refused,
                        say("The raster reaches beyond the domain of its projection {}. Cut it "
                            "to the zones first.",
                            grid_.crs.name()));
        Shape frame;
        frame.kind = Kind::polygon;
        frame.add_path(ring);
        frame.end_part();
        geometry::orient(frame);
        return frame;
    }

  private:
    Grid grid_;
    geodesy::ToGeographic to_geographic_;
};

/// A zone's edges in cells, as they come: from the one end to the other, whichever way its ring goes.
class EdgesInCells {
  public:
    explicit EdgesInCells(const ToCells &to_cells) : to_cells_(to_cells) {}

    /// `turn` degrees of longitude are added first.
    std::vector<CellEdge> of(const Shape &zone, double turn) {
        to_cells_.straight() ? take_straight(zone, turn) : take_curved(zone);
        return edges_.take();
    }

  private:
    void take_straight(const Shape &zone, double turn) {
        std::vector<Point> points = zone.points;
        for (Point &point : points)
            point.x += turn;
        to_cells_.apply(points);
        const Rings rings{points.data(), zone.path_ends.data(), static_cast<std::uint32_t>(zone.paths())};
        geometry::for_each_edge(rings, [&](Point a, Point b) { edges_.add(a, b); });
    }

    // Of each edge the ends and the middle go to the grid in one call; the parabola through them stands for the curve.
    // Two zones that share an edge get the same points: each goes from the end that comes first.
    void take_curved(const Shape &zone) {
        triples_.clear();
        forward_.clear();
        geometry::for_each_edge(geometry::rings_of(zone), [&](Point a, Point b) {
            const bool forward = geometry::before(a, b);
            forward ? add_triples(a, b, 1) : add_triples(b, a, -1);
        });
        to_cells_.apply(triples_);
        for (std::size_t i = 0; i < forward_.size(); ++i)
            add_parabola(triples_[3 * i], triples_[3 * i + 1], triples_[3 * i + 2], forward_[i]);
    }

    void add_triples(Point a, Point b, double forward) {
        const int parts =
            std::max(1, static_cast<int>(std::ceil(std::hypot(b.x - a.x, b.y - a.y) / longest_parabola)));
        const auto at = [&](double t) { return Point{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; };
        for (int i = 0; i < parts; ++i) {
            triples_.push_back(i == 0 ? a : at(static_cast<double>(i) / parts));
            triples_.push_back(at((i + 0.5) / parts));
            triples_.push_back(i + 1 == parts ? b : at((i + 1.0) / parts));
            forward_.push_back(forward);
        }
    }

    // Chords whose corners stand off the curve by so much that they have the parabola's ground under them.
    void add_parabola(Point a, Point middle, Point b, double forward) {
        const Point bend{middle.x - (a.x + b.x) / 2, middle.y - (a.y + b.y) / 2};
        const double height = std::hypot(bend.x, bend.y);
        const int parts = height < least_bend
                              ? 1
                              : std::clamp(static_cast<int>(std::sqrt(height / most_bend)), 1, 1 << 16) + 1;
        const double stand_off = parts == 1 ? 1 : 1 / (1 - 1 / (static_cast<double>(parts) * parts));
        Point from = a;
        for (int i = 1; i <= parts; ++i) {
            const double t = static_cast<double>(i) / parts;
            const double weight = 4 * t * (1 - t) * stand_off;
            const Point to = i == parts ? b
                                        : Point{a.x + (b.x - a.x) * t + weight * bend.x,
                                                a.y + (b.y - a.y) * t + weight * bend.y};
            edges_.add(from, to, forward);
            from = to;
        }
    }

    const ToCells &to_cells_;
    CellEdges edges_;
    std::vector<Point> triples_;
    std::vector<double> forward_;
};

// A raster may count longitudes from 0 to 360°.
double turn_to_meet(const Box &zone, const Box &frame) {
    for (const double turn : {0.0, 360.0, -360.0})
        if (Box{zone.min_x + turn, zone.min_y, zone.max_x + turn, zone.max_y}.overlaps(frame))
            return turn;
    return 0;
}

void refuse_beyond(const std::vector<CellEdge> &edges, const std::string &code, const Grid &grid) {
    for (const CellEdge &edge : edges)
        if (!geometry::is_finite(edge.low) || !geometry::is_finite(edge.high))
            throw Error(ErrorKind::refused,
                        say("Zone {} reaches beyond the domain of the raster's projection {}. Use "
                            "zones that lie in it.",
                            code, grid.crs.name()));
}

// ---------------------------------------------------------------- bands

void put_into_bands(std::vector<CellBand> &bands, std::uint32_t zone, const std::vector<CellEdge> &edges,
                    const Grid &grid, int band_rows) {
    for (const CellEdge &edge : edges) {
        if (edge.high.y <= 0 || edge.low.y >= grid.rows)
            continue;
        const int first = static_cast<int>(std::max(0.0, edge.low.y)) / band_rows;
        const int last = static_cast<int>(std::min<double>(grid.rows - 1, edge.high.y)) / band_rows;
        const double left = std::min(edge.low.x, edge.high.x), right = std::max(edge.low.x, edge.high.x);
        for (int i = first; i <= last; ++i) {
            CellBand &band = bands[static_cast<std::size_t>(i)];
            band.begin =
                std::min(band.begin, static_cast<int>(std::clamp<double>(std::floor(left), 0, grid.columns)));
            band.end =
                std::max(band.end, static_cast<int>(std::clamp<double>(std::ceil(right), 0, grid.columns)));
            if (left >= grid.columns)
                continue; // it closes the zone beyond the last column
            if (band.zones.empty() || band.zones.back().zone != zone)
                band.zones.push_back({zone, {}});
            band.zones.back().edges.push_back(edge);
        }
    }
}

std::vector<CellBand> empty_bands(const Grid &grid, int band_rows) {
    std::vector<CellBand> bands;
    for (int first = 0; first < grid.rows; first += band_rows)
        bands.push_back({first, std::min(grid.rows, first + band_rows), grid.columns, 0, {}});
    return bands;
}

// ---------------------------------------------------------------- what lies in the grid

struct InCells {
    std::vector<CellEdge> edges;
    bool inside = true; // of the grid, as a whole
};

bool lie_in(const std::vector<CellEdge> &edges, const Grid &grid) {
    Box box;
    for (const CellEdge &edge : edges) {
        box.add(edge.low);
        box.add(edge.high);
    }
    return !box.empty() && box.min_x >= 0 && box.min_y >= 0 && box.max_x <= grid.columns &&
           box.max_y <= grid.rows;
}

double common_m2(const Shape &zone, const Shape &frame, const geodesy::Ellipsoid &ellipsoid) {
    const Box box = geometry::box_of(zone.points);
    if (!box.overlaps(geometry::box_of(frame.points)))
        return 0;
    Geos geos;
    const Point origin = box.middle();
    Shape common;
    geos.read(geos.intersection(geos.from(zone, origin).get(), geos.from(frame, origin).get()).get(),
              Kind::polygon, common);
    return overlay::straight_area(common, origin, ellipsoid);
}

} // namespace

ZonesOnGrid zones_on_grid(const overlay::Zones &zones, const Grid &grid, geodesy::Method method,
                          int band_rows, int threads) {
    Geos geos;
    overlay::PreparedZones prepared =
        overlay::prepare_zones(zones, grid.crs, geos, qitu::threads_for(threads));
    ZonesOnGrid result{grid, prepared.target, method, {}, {}, {}, {}, std::move(prepared.findings), {}};
    constexpr double rounding = 1e-12; // of a zone
    const ToCells to_cells(grid, prepared.target);
    const Shape frame = to_cells.frame();
    const Box frame_box = geometry::box_of(frame.points);
    std::vector<CellBand> bands = empty_bands(grid, band_rows);
    EdgesInCells in_cells(to_cells);
    for (std::size_t i = 0; i < prepared.shapes.size(); ++i) {
        const Shape &zone = prepared.shapes[i];
        const double turn = to_cells.straight() ? turn_to_meet(geometry::box_of(zone.points), frame_box) : 0;
        const std::vector<CellEdge> edges = in_cells.of(zone, turn);
        refuse_beyond(edges, prepared.codes[i], grid);
        const double straight =
            area_by(geodesy::Method::straight, zone, prepared.codes[i], prepared, zones.crs);
        result.straight_m2.push_back(straight);
        result.m2.push_back(area_by(method, zone, prepared.codes[i], prepared, zones.crs));
        const double common = lie_in(edges, grid)
                                  ? straight
                                  : common_m2(geometry::moved(zone, {-turn, 0}), frame, prepared.ellipsoid);
        result.within_m2.push_back(common > straight * (1 - rounding) ? straight : common);
        put_into_bands(bands, static_cast<std::uint32_t>(i), edges, grid, band_rows);
    }
    std::erase_if(bands, [](const CellBand &band) { return band.zones.empty() || band.begin >= band.end; });
    result.bands = std::move(bands);
    result.codes = std::move(prepared.codes);
    return result;
}

} // namespace qitu::raster
