#include "zone_overlay.h"

#include <qitu/core/geometry/meets.h>
#include <qitu/core/geometry/repair.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace qitu::overlay {

double straight_area(const Shape &shape, Point origin, const geodesy::Ellipsoid &ellipsoid) {
    geodesy::StraightStrips strips(ellipsoid);
    strips.set_parallel(origin.y);
    return area_of_rings(shape, [&](std::span<const Point> ring) {
        double area = 0;
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            area += strips(ring[i], ring[i + 1]);
        return std::abs(area);
    });
}

double relative_error(double difference, double whole, double nothing) {
    constexpr double rounding = 1e-9;
    if (!(whole > 0) || (difference <= nothing && difference > rounding * whole))
        return 0;
    return difference / whole;
}

namespace {

bool is_corner(Point p, const Box &box) {
    return (p.x == box.min_x || p.x == box.max_x) && (p.y == box.min_y || p.y == box.max_y);
}

} // namespace

NearZone near_zone(const Shape &zone, const Box &box, Point origin) {
    const double margin = std::max({box.max_x - box.min_x, box.max_y - box.min_y, 1e-6}) / 2;
    const Box window{box.min_x - origin.x - margin, box.min_y - origin.y - margin,
                     box.max_x - origin.x + margin, box.max_y - origin.y + margin};
    NearZone near;
    near.shape.kind = Kind::polygon;
    std::vector<Point> ring;
    std::vector<Point> spare;
    for (std::size_t part = 0; part < zone.part_ends.size(); ++part) {
        const std::size_t shell = zone.part_begin(part);
        bool kept = false;
        for (std::size_t path = shell; path < zone.part_ends[part]; ++path) {
            ring.clear();
            for (const Point p : zone.path(path))
                ring.push_back({p.x - origin.x, p.y - origin.y});
            if (!box_of(ring).overlaps(window)) {
                if (path == shell)
                    break;
                continue;
            }
            geometry::clip_ring(ring, spare, window);
            if (ring.size() < 4) {
                if (path == shell)
                    break;
                continue;
            }
            near.shape.points.insert(near.shape.points.end(), ring.begin(), ring.end());
            near.shape.end_path();
            kept = true;
        }
        if (kept)
            near.shape.end_part();
    }
    const auto &points = near.shape.points;
    near.whole = near.shape.paths() == 1 && points.size() == 5 &&
                 std::all_of(points.begin(), points.end(), [&](Point p) { return is_corner(p, window); });
    return near;
}

GeosGeometry valid_ground(const NearZone &near, Geos &geos) {
    GeosGeometry ground = geos.from(near.shape);
    return geos.invalid(ground.get()) ? geos.make_valid(ground.get()) : std::move(ground);
}

ZoneOverlay::ZoneOverlay(const std::vector<Shape> &zones, const ZoneIndex &index,
                         const geodesy::Ellipsoid &ellipsoid)
    : zones_(zones), index_(index), ellipsoid_(ellipsoid), arrangement_(&index, ellipsoid) {}

Cut ZoneOverlay::cut(const Shape &shape, const Box &box, double whole) {
    Cut cut;
    cut.zone = index_.around(box);
    if (cut.zone != ZoneIndex::several)
        return cut;
    const auto no_border_near = [&] {
        index_.borders_near(box, borders_);
        return borders_.empty();
    };
    if (whole > 0 && shape.kind == Kind::point)
        place_points(shape, whole, cut);
    else if (!(whole > 0) || no_border_near())
        cut.zone = index_.at(shape.points.front());
    else if (shape.kind == Kind::polygon)
        cut_polygon(shape, box, whole, cut);
    else
        cut_line(shape, box, whole, cut);
    return cut;
}

namespace {

// Less than this share of a shape is rounding of the cut, not ground.
constexpr double negligible = 1e-12;

// Parts were measured one by one; their sum is set to the whole, and how far it was from it is told.
void make_add_up(Cut &cut, double whole) {
    std::erase_if(cut.shares, [&](const Share &share) { return share.measure <= negligible * whole; });
    double sum = 0;
    for (const Share &share : cut.shares)
        sum += share.measure;
    cut.relative_error = relative_error(std::abs(sum - whole), whole);
    if (cut.shares.size() == 1) {
        cut.zone = cut.shares.front().zone;
        cut.shares.clear();
    }
    for (Share &share : cut.shares)
        share.measure *= whole / sum;
}

} // namespace

void ZoneOverlay::cut_polygon(const Shape &shape, const Box &box, double whole, Cut &cut) {
    if (!arrangement_.resolve(rings_of(shape), box, {}))
        return cut_polygon_by_geos(shape, box, whole, cut);
    ++by_sides_;
    for (const Arrangement::Part &part : arrangement_.parts())
        cut.shares.push_back({part.zone, part.all});
    make_add_up(cut, whole);
}

// Every zone with a border near the shape, or that it lies in.
std::vector<std::uint32_t> ZoneOverlay::zones_near(const Shape &shape, const Box &box) {
    index_.borders_near(box, borders_);
    std::vector<std::uint32_t> zones;
    for (const ZoneIndex::Edge &edge : borders_)
        zones.push_back(edge.zone);
    if (const std::int32_t home = index_.at(shape.points.front()); home >= 0)
        zones.push_back(static_cast<std::uint32_t>(home));
    std::sort(zones.begin(), zones.end());
    zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
    return zones;
}

// A ring that runs back along itself to within rounding is valid, and can still mislead an overlay in floating
// point. Its parts then do not add up, which on a grid they do.
void ZoneOverlay::cut_polygon_by_geos(const Shape &shape, const Box &box, double whole, Cut &cut) {
    constexpr double conserved = 1e-10;
    cut = cut_by_geos(shape, box, whole, 0);
    if (cut.relative_error <= conserved)
        return;
    Cut on_grid = cut_by_geos(shape, box, whole, geometry::finer_to_coarser[1]);
    if (on_grid.relative_error < cut.relative_error)
        cut = std::move(on_grid);
}

Cut ZoneOverlay::cut_by_geos(const Shape &shape, const Box &box, double whole, double grid) {
    Cut cut;
    cut.zone = ZoneIndex::several;
    const Point origin = box.middle();
    const GeosGeometry feature = geos_.from(shape, origin);
    double sum = 0;
    std::vector<GeosGeometry> taken;
    for (const std::uint32_t zone : zones_near(shape, box)) {
        const NearZone near = near_zone(zones_[zone], box, origin);
        if (near.shape.empty())
            continue;
        GeosGeometry ground = valid_ground(near, geos_);
        Shape piece;
        geos_.read(geos_.intersection(feature.get(), ground.get(), grid).get(), Kind::polygon, piece);
        const double measure = straight_area(piece, origin, ellipsoid_);
        cut.shares.push_back({static_cast<std::int32_t>(zone), measure});
        sum += measure;
        taken.push_back(std::move(ground));
    }
    if (taken.empty()) {
        cut.shares.push_back({ZoneIndex::outside, whole});
    } else if (sum < whole * (1 - 1e-10)) {
        Shape rest;
        geos_.read(geos_.difference(feature.get(), geos_.united(std::move(taken)).get()).get(), Kind::polygon,
                   rest);
        cut.shares.insert(cut.shares.begin(), {ZoneIndex::outside, straight_area(rest, origin, ellipsoid_)});
    }
    make_add_up(cut, whole);
    return cut;
}

void ZoneOverlay::cut_line(const Shape &shape, const Box &box, double whole, Cut &cut) {
    arrangement_.resolve_line(shape, box);
    ++by_sides_;
    for (const Arrangement::Part &part : arrangement_.parts())
        cut.shares.push_back({part.zone, part.all});
    make_add_up(cut, whole);
}

void ZoneOverlay::place_points(const Shape &shape, double whole, Cut &cut) const {
    std::map<std::int32_t, double> found;
    for (const Point p : shape.points)
        found[index_.at(p)] += whole / static_cast<double>(shape.points.size());
    for (const auto &[zone, measure] : found)
        cut.shares.push_back({zone, measure});
    make_add_up(cut, whole);
}

double ZoneOverlay::subtract(const Rings &feature, std::span<const Rings> priors, std::int32_t zone,
                             double &taken, std::vector<Share> *shares) {
    if (!arrangement_.resolve(feature, box_of(feature.all()), priors, zone))
        return subtract_by_geos(feature, priors, taken, shares);
    ++by_sides_;
    double misplaced = 0;
    for (const Arrangement::Part &part : arrangement_.parts())
        if (shares == nullptr)
            taken += part.taken;
        else if (const auto share = std::ranges::find(*shares, part.zone, &Share::zone);
                 share != shares->end())
            share->taken = part.taken;
        else
            misplaced += part.taken;
    return misplaced;
}

namespace {

double length_in_degrees(const Rings &rings) {
    double length = 0;
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const std::span<const Point> ring = rings.ring(i);
        for (std::size_t k = 1; k < ring.size(); ++k)
            length += std::hypot(ring[k].x - ring[k - 1].x, ring[k].y - ring[k - 1].y);
    }
    return length;
}

} // namespace

// An overlay that spikes mislead may lose ground without a word, and its difference then keeps it. So no way is believed
// alone: of two that agree the finer one is.
std::optional<ZoneOverlay::Ground> ZoneOverlay::agreed_ground(const Rings &feature, double whole,
                                                              std::span<const Rings> priors, Point origin) {
    constexpr double agreeing = 1e-7;
    constexpr double m2_of_square_degree = 1.24e10;
    const double length = length_in_degrees(feature);
    const GeosGeometry own = geos_.from(shape_of(feature), origin);
    std::vector<Shape> prior_shapes;
    for (const Rings &prior : priors)
        prior_shapes.push_back(shape_of(prior));
    std::vector<Ground> found;
    for (const double grid : geometry::finer_to_coarser) {
        Ground ground;
        try {
            std::vector<GeosGeometry> parts;
            for (const Shape &prior : prior_shapes)
                parts.push_back(geos_.from(prior, origin));
            const GeosGeometry all = geos_.united(std::move(parts), grid);
            geos_.read(geos_.intersection(own.get(), all.get(), grid).get(), Kind::polygon, ground.shape);
        } catch (const GeosError &) {
            continue;
        }
        ground.m2 = straight_area(ground.shape, origin, ellipsoid_);
        for (Ground &finer : found)
            if (std::abs(finer.m2 - ground.m2) <= agreeing * whole + grid * length * m2_of_square_degree)
                return std::move(finer);
        found.push_back(std::move(ground));
    }
    return std::nullopt;
}

double ZoneOverlay::subtract_by_geos(const Rings &feature, std::span<const Rings> priors, double &taken,
                                     std::vector<Share> *shares) {
    const Point origin = box_of(feature.all()).middle();
    const double whole = straight_area(moved(shape_of(feature), origin), origin, ellipsoid_);
    std::optional<Ground> common = agreed_ground(feature, whole, priors, origin);
    if (!common)
        return whole;
    if (common->shape.empty())
        return 0;
    if (shares == nullptr) {
        taken = common->m2;
        return 0;
    }
    Shape shape = moved(common->shape, {-origin.x, -origin.y});
    if (geometry::find_defect(shape, geos_)) // degrees are coarser than offsets: a spike may have turned over
        shape = geometry::make_valid(shape, geos_);
    if (shape.empty())
        return common->m2;
    orient(shape);
    return note_taken(cut(shape, box_of(shape.points), common->m2), common->m2, *shares);
}

double ZoneOverlay::note_taken(const Cut &lost, double measure, std::vector<Share> &shares) {
    double misplaced = lost.relative_error * measure;
    const auto note = [&](std::int32_t zone, double part) {
        if (const auto share = std::ranges::find(shares, zone, &Share::zone); share != shares.end())
            share->taken = part;
        else
            misplaced += part;
    };
    if (lost.shares.empty())
        note(lost.zone, measure);
    for (const Share &part : lost.shares)
        note(part.zone, part.measure);
    return misplaced;
}

} // namespace qitu::overlay
