#include "piece_shapes.h"

#include <qitu/core/geometry/repair.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace qitu::tabulate {

namespace {

// What rounding may put on the wrong side of a border: a square centimetre.
constexpr double rounding_m2 = 1e-4;
constexpr double rounding_relative = 1e-9;

Shape whole_shape(const Feature &feature) {
    if (feature.kind == Kind::polygon)
        return shape_of(feature.rings);
    Shape shape;
    shape.kind = feature.kind;
    for (std::uint32_t i = 0; i < feature.rings.count; ++i) {
        shape.add_path(feature.rings.ring(i));
        shape.end_part();
    }
    return shape;
}

// Without the parts that are rounding: spikes and specks where borders meet.
Shape without_specks(const Shape &shape, Point origin, const geodesy::Ellipsoid &ellipsoid) {
    constexpr double speck_m2 = 1e-6;
    Shape result;
    result.kind = shape.kind;
    for (std::size_t i = 0; i < shape.parts(); ++i) {
        Shape part;
        part.kind = shape.kind;
        for (std::size_t path = shape.part_begin(i); path < shape.part_ends[i]; ++path)
            part.add_path(shape.path(path));
        part.end_part();
        if (overlay::straight_area(part, origin, ellipsoid) < speck_m2)
            continue;
        for (std::size_t path = 0; path < part.paths(); ++path)
            result.add_path(part.path(path));
        result.end_part();
    }
    return result;
}

} // namespace

std::vector<PieceShape> PieceShapes::of(const Feature &feature, std::span<const Rings> priors) {
    worst_relative_ = 0;
    if (!feature.shares && (priors.empty() || feature.kind != Kind::polygon))
        return {{feature.zone, whole_shape(feature), {}}};
    box_ = box_of(feature.rings.all());
    origin_ = box_.middle();
    if (feature.kind == Kind::polygon)
        return of_polygon(feature, priors);
    return feature.kind == Kind::line ? of_line(feature) : of_points(feature);
}

// Spikes may mislead an overlay in floating point, but not so that it has the areas that the engine found: then on a grid.
std::vector<PieceShape> PieceShapes::of_polygon(const Feature &feature, std::span<const Rings> priors) {
    std::vector<PieceShape> best;
    std::optional<GeosError> fault;
    for (const double grid : geometry::finer_to_coarser) {
        try {
            std::vector<PieceShape> pieces = of_polygon_on(grid, feature, priors);
            const double wrong = misdrawn(feature, pieces);
            if (best.empty() || wrong < worst_relative_) {
                best = std::move(pieces);
                worst_relative_ = wrong;
            }
        } catch (const GeosError &error) {
            fault = error;
        }
        if (!best.empty() && worst_relative_ == 0)
            break;
    }
    if (best.empty())
        throw GeosError(*fault);
    return best;
}

std::vector<PieceShape> PieceShapes::of_polygon_on(double grid, const Feature &feature,
                                                   std::span<const Rings> priors) {
    grid_ = grid;
    const GeosGeometry whole = geos_.from(shape_of(feature.rings), origin_);
    GeosGeometry taken;
    if (!priors.empty()) {
        std::vector<GeosGeometry> parts;
        for (const Rings &prior : priors)
            parts.push_back(geos_.from(shape_of(prior), origin_));
        taken = geos_.united(std::move(parts), grid_);
    }
    const std::vector<Share> shares =
        feature.shares ? *feature.shares : std::vector<Share>{{feature.zone, feature.whole, feature.taken}};
    std::vector<PieceShape> pieces;
    for (const Share &share : shares) {
        GeosGeometry part;
        if (feature.shares)
            part = share.zone == ZoneIndex::outside ? outside(feature, whole.get()) : cut(whole.get(), share);
        const GEOSGeometry *piece = part ? part.get() : whole.get();
        PieceShape &shape = pieces.emplace_back();
        shape.zone = share.zone;
        if (taken) {
            shape.kept = degrees(geos_.difference(piece, taken.get(), grid_).get(), Kind::polygon);
            shape.subtracted = degrees(geos_.intersection(piece, taken.get(), grid_).get(), Kind::polygon);
        } else {
            shape.kept = degrees(piece, Kind::polygon);
        }
    }
    return pieces;
}

// Near the feature a part of the zone is enough, which is quicker; where that misleads the overlay, the whole zone is taken.
GeosGeometry PieceShapes::cut(const GEOSGeometry *whole, const Share &share) {
    if (const GeosGeometry near = ground(share.zone, true)) {
        GeosGeometry piece = geos_.intersection(whole, near.get(), grid_);
        if (as_measured(piece.get(), share.measure))
            return piece;
    }
    return geos_.intersection(whole, ground(share.zone, false).get(), grid_);
}

GeosGeometry PieceShapes::outside(const Feature &feature, const GEOSGeometry *whole) {
    std::vector<GeosGeometry> inside;
    for (const Share &share : *feature.shares)
        if (share.zone != ZoneIndex::outside)
            inside.push_back(cut(whole, share));
    return geos_.difference(whole, geos_.united(std::move(inside), grid_).get(), grid_);
}

// The zone, or what of it lies near the feature; nothing where that is nothing.
GeosGeometry PieceShapes::ground(std::int32_t zone, bool clipped) {
    const Shape &shape = zones_.shapes[static_cast<std::size_t>(zone)];
    if (!clipped)
        return geos_.from(shape, origin_);
    const overlay::NearZone near = overlay::near_zone(shape, box_, origin_);
    return near.shape.empty() ? GeosGeometry() : overlay::valid_ground(near, geos_);
}

bool PieceShapes::as_measured(const GEOSGeometry *piece, double measure) {
    Shape shape;
    geos_.read(piece, Kind::polygon, shape);
    const double m2 = shape.empty() ? 0 : overlay::straight_area(shape, origin_, zones_.ellipsoid);
    return std::abs(m2 - measure) <= std::max(rounding_m2, rounding_relative * measure);
}

Shape PieceShapes::degrees(const GEOSGeometry *geometry, Kind kind) {
    Shape shape;
    geos_.read(geometry, kind, shape);
    shape.kind = kind;
    if (kind == Kind::polygon)
        shape = without_specks(shape, origin_, zones_.ellipsoid);
    if (shape.empty())
        return shape;
    shape = moved(shape, {-origin_.x, -origin_.y});
    // Degrees are coarser than offsets: a spike may have turned over.
    if (kind == Kind::polygon && geometry::find_defect(shape, geos_))
        shape = geometry::make_valid(shape, geos_);
    return shape;
}

double PieceShapes::misdrawn(const Feature &feature, const std::vector<PieceShape> &pieces) const {
    const auto m2 = [&](const Shape &shape) {
        return shape.empty() ? 0 : overlay::straight_area(moved(shape, origin_), origin_, zones_.ellipsoid);
    };
    double wrong = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Share share =
            feature.shares ? (*feature.shares)[i] : Share{feature.zone, feature.whole, feature.taken};
        const double subtracted = m2(pieces[i].subtracted);
        wrong = std::max({wrong, std::abs(m2(pieces[i].kept) + subtracted - share.measure),
                          std::abs(subtracted - std::min(share.taken, share.measure))});
    }
    return wrong > std::max(rounding_m2, rounding_relative * feature.whole) ? wrong / feature.whole : 0;
}

// What runs along a border is the lower zone's.
std::vector<PieceShape> PieceShapes::of_line(const Feature &feature) {
    GeosGeometry rest = geos_.from(whole_shape(feature), origin_);
    std::vector<PieceShape> pieces;
    for (const Share &share : *feature.shares) {
        if (share.zone == ZoneIndex::outside)
            continue;
        const GeosGeometry zone = ground(share.zone, false);
        pieces.push_back(
            {share.zone, degrees(geos_.intersection(rest.get(), zone.get()).get(), Kind::line), {}});
        rest = geos_.difference(rest.get(), zone.get());
    }
    if (feature.shares->front().zone == ZoneIndex::outside)
        pieces.insert(pieces.begin(), {ZoneIndex::outside, degrees(rest.get(), Kind::line), {}});
    return pieces;
}

std::vector<PieceShape> PieceShapes::of_points(const Feature &feature) const {
    std::vector<PieceShape> pieces;
    for (const Share &share : *feature.shares)
        pieces.push_back({share.zone, {}, {}});
    for (const Point &p : feature.rings.all()) {
        const auto piece = std::ranges::find(pieces, zones_.index->at(p), &PieceShape::zone);
        if (piece == pieces.end())
            continue;
        piece->kept.kind = Kind::point;
        piece->kept.add_path(std::span(&p, 1));
        piece->kept.end_part();
    }
    return pieces;
}

} // namespace qitu::tabulate
