#include "cut.h"

#include <cmath>

namespace qitu::tabulate {

double straight_area(const Shape &shape, Point origin, const geodesy::Ellipsoid &ellipsoid) {
    double area = 0;
    for (std::size_t part = 0; part < shape.part_ends.size(); ++part) {
        const std::size_t shell = shape.part_begin(part);
        for (std::size_t ring = shell; ring < shape.part_ends[part]; ++ring) {
            const double size = std::abs(geodesy::straight_ring_area(shape.path(ring), origin, ellipsoid));
            area += ring == shell ? size : -size;
        }
    }
    return area;
}

Shape moved(const Shape &shape, Point origin) {
    Shape result = shape;
    for (Point &p : result.points)
        p = {p.x - origin.x, p.y - origin.y};
    return result;
}

namespace {

double line_length(const Shape &shape, Point origin, const geodesy::Ellipsoid &ellipsoid) {
    std::vector<Point> points;
    double length = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        points.assign(shape.path(i).begin(), shape.path(i).end());
        for (Point &p : points)
            p = {p.x + origin.x, p.y + origin.y};
        length += geodesy::length(points, ellipsoid);
    }
    return length;
}

// One side of Sutherland and Hodgman's clipping; degenerate edges along the side do no harm, they lie outside
// the shape.
template <typename Inside, typename Crossing>
void clip_side(const std::vector<Point> &in, std::vector<Point> &out, Inside inside, Crossing crossing) {
    out.clear();
    for (std::size_t i = 0; i + 1 < in.size(); ++i) {
        const bool from = inside(in[i]);
        const bool to = inside(in[i + 1]);
        if (from)
            out.push_back(in[i]);
        if (from != to)
            out.push_back(crossing(in[i], in[i + 1]));
    }
    if (!out.empty())
        out.push_back(out.front());
}

void clip_ring(std::vector<Point> &ring, std::vector<Point> &spare, const Box &box) {
    const auto at_x = [](double x) {
        return [x](Point a, Point b) { return Point{x, a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x))}; };
    };
    const auto at_y = [](double y) {
        return [y](Point a, Point b) { return Point{a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y}; };
    };
    clip_side(
        ring, spare, [&](Point p) { return p.x >= box.min_x; }, at_x(box.min_x));
    clip_side(
        spare, ring, [&](Point p) { return p.x <= box.max_x; }, at_x(box.max_x));
    clip_side(
        ring, spare, [&](Point p) { return p.y >= box.min_y; }, at_y(box.min_y));
    clip_side(
        spare, ring, [&](Point p) { return p.y <= box.max_y; }, at_y(box.max_y));
}

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
            clip_ring(ring, spare, window);
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

bool covers(const Shape &zone, Point p) {
    bool inside = false;
    for (std::size_t path = 0; path < zone.paths(); ++path) {
        const auto ring = zone.path(path);
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const Point a = ring[i];
            const Point b = ring[i + 1];
            const double side = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            if (side == 0 && box_of(std::array{a, b}).contains(p))
                return true;
            if ((a.y > p.y) != (b.y > p.y) && (side > 0) == (b.y > a.y))
                inside = !inside;
        }
    }
    return inside;
}

Cutter::Cutter(const std::vector<Shape> &zones, const ZoneGrid &grid, const geodesy::Ellipsoid &ellipsoid)
    : zones_(zones), grid_(grid), ellipsoid_(ellipsoid) {}

void Cutter::cut(const Shape &shape, const Box &box, double whole, Geos &geos, Cut &cut) {
    cut.zones.clear();
    cut.outside = 0;
    cut.relative_error = 0;
    const std::int32_t only = grid_.find(box, candidates_);
    if (only >= 0)
        cut.zones.push_back({static_cast<std::uint32_t>(only), whole});
    else if (only == ZoneGrid::outside)
        cut.outside = whole;
    else if (shape.kind == Kind::polygon)
        cut_polygon(shape, box, whole, geos, cut);
    else if (shape.kind == Kind::line)
        cut_line(shape, box, whole, geos, cut);
    else
        place_point(shape, whole, cut);
}

namespace {

// Less than this share of a shape is rounding of the cut, not ground.
constexpr double negligible = 1e-12;

// Parts were measured one by one; their sum is set to the whole, and how far it was from it is told.
void settle(Cutter::Cut &cut, double whole) {
    std::erase_if(cut.zones, [&](const Share &share) { return share.measure <= negligible * whole; });
    if (cut.outside <= negligible * whole)
        cut.outside = 0;
    double sum = cut.outside;
    for (const Share &share : cut.zones)
        sum += share.measure;
    cut.relative_error = whole > 0 ? std::abs(sum - whole) / whole : 0;
    for (Share &share : cut.zones)
        share.measure *= whole / sum;
    cut.outside *= whole / sum;
}

} // namespace

void Cutter::cut_polygon(const Shape &shape, const Box &box, double whole, Geos &geos, Cut &cut) {
    const Point origin = box.middle();
    const Geometry feature = geos.from(shape, origin);
    double sum = 0;
    std::vector<Geometry> taken;
    for (const std::uint32_t zone : candidates_) {
        NearZone near = near_zone(zones_[zone], box, origin);
        if (near.shape.empty())
            continue;
        if (near.whole) {
            cut.zones.assign(1, {zone, whole});
            return;
        }
        Geometry ground = geos.from(near.shape, {0, 0});
        Shape piece;
        geos.read(geos.intersection(feature.get(), ground.get()).get(), Kind::polygon, piece);
        const double measure = straight_area(piece, origin, ellipsoid_);
        if (measure > 0)
            cut.zones.push_back({zone, measure});
        sum += measure;
        taken.push_back(std::move(ground));
    }
    if (taken.empty())
        cut.outside = whole;
    else if (sum < whole * (1 - 1e-10)) {
        Shape rest;
        geos.read(geos.difference(feature.get(), geos.united(std::move(taken)).get()).get(), Kind::polygon,
                  rest);
        cut.outside = straight_area(rest, origin, ellipsoid_);
    }
    settle(cut, whole);
}

// What a zone has taken is gone for the next one, so a line along a border counts once, for the lower code.
void Cutter::cut_line(const Shape &shape, const Box &box, double whole, Geos &geos, Cut &cut) {
    const Point origin = box.middle();
    Geometry rest = geos.from(shape, origin);
    for (const std::uint32_t zone : candidates_) {
        const NearZone near = near_zone(zones_[zone], box, origin);
        if (near.shape.empty())
            continue;
        const Geometry ground = geos.from(near.shape, {0, 0});
        Shape piece;
        geos.read(geos.intersection(rest.get(), ground.get()).get(), Kind::line, piece);
        if (piece.empty())
            continue;
        cut.zones.push_back({zone, line_length(piece, origin, ellipsoid_)});
        rest = geos.difference(rest.get(), ground.get());
    }
    Shape left;
    geos.read(rest.get(), Kind::line, left);
    cut.outside = line_length(left, origin, ellipsoid_);
    settle(cut, whole);
}

void Cutter::place_point(const Shape &shape, double whole, Cut &cut) const {
    const double each = whole / static_cast<double>(shape.points.size());
    std::vector<double> found(zones_.size(), 0.0);
    for (const Point p : shape.points) {
        const auto home = std::find_if(candidates_.begin(), candidates_.end(),
                                       [&](std::uint32_t zone) { return covers(zones_[zone], p); });
        if (home == candidates_.end())
            cut.outside += each;
        else
            found[*home] += each;
    }
    for (const std::uint32_t zone : candidates_)
        if (found[zone] > 0)
            cut.zones.push_back({zone, found[zone]});
}

} // namespace qitu::tabulate
