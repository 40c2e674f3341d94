#include "land.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/wkb.h>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qitu::sample {

using geodesy::Point;

namespace {

std::vector<Point> longest_ring(const OGRGeometry &geometry) {
    std::vector<Point> longest;
    const auto offer = [&](const OGRPolygon &polygon) {
        const OGRLinearRing *ring = polygon.getExteriorRing();
        if (ring == nullptr || static_cast<std::size_t>(ring->getNumPoints()) <= longest.size())
            return;
        longest.clear();
        for (int i = 0; i < ring->getNumPoints(); ++i)
            longest.push_back({ring->getX(i), ring->getY(i)});
    };
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon)
        offer(*geometry.toPolygon());
    else if (wkbFlatten(geometry.getGeometryType()) == wkbMultiPolygon)
        for (const OGRPolygon *polygon : *geometry.toMultiPolygon())
            offer(*polygon);
    return longest;
}

} // namespace

struct Land::Banner {
    geometry::GeosGeometry geometry;
    geometry::PreparedGeometry prepared;
    Box box;
    std::vector<Point> border;
    Point heart;
};

struct Land::State {
    geometry::Geos geos; // first, so that it outlives the geometries
    std::map<std::string, Banner> banners;

    Banner banner_of(const OGRGeometry &source) {
        std::vector<std::byte> wkb(source.WkbSize());
        source.exportToWkb(wkbNDR, reinterpret_cast<unsigned char *>(wkb.data()), wkbVariantIso);
        const geometry::Shape shape = geometry::read_wkb(wkb);
        Banner banner;
        banner.border = longest_ring(source);
        if (banner.border.empty())
            return banner;
        banner.geometry = geos.from(shape);
        banner.prepared = geos.prepare(banner.geometry.get());
        banner.box = box_of(shape.points);
        banner.heart = geos.point_on_surface(banner.geometry.get());
        return banner;
    }
    [[nodiscard]] bool contains(const Banner &banner, Point point) {
        return banner.box.contains(point) && geos.contains(banner.prepared.get(), point);
    }
};

Land::Land(const std::filesystem::path &boundaries) : state_(std::make_unique<State>()) {
    GDALAllRegister();
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(boundaries.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    OGRLayer *layer = dataset ? dataset->GetLayerByName("banner") : nullptr;
    const int column = layer != nullptr ? layer->GetLayerDefn()->GetFieldIndex("code") : -1;
    if (column < 0)
        throw Error(ErrorKind::unreadable,
                    say("{}: expected a layer \"banner\" with a column \"code\" and found "
                        "none. Give the boundaries file that came with qitu.",
                        boundaries.string()));
    for (const auto &feature : *layer) {
        const OGRGeometry *geometry = feature->GetGeometryRef();
        if (geometry == nullptr)
            continue;
        Banner banner = state_->banner_of(*geometry);
        if (banner.prepared && !banner.border.empty())
            state_->banners.insert_or_assign(feature->GetFieldAsString(column), std::move(banner));
    }
    for (const auto &[code, banner] : state_->banners)
        codes_.push_back(code);
    if (codes_.empty())
        throw Error(ErrorKind::unreadable,
                    say("{}: layer \"banner\" holds no polygon. Give the boundaries file "
                        "that came with qitu.",
                        boundaries.string()));
}

Land::~Land() = default;

const Land::Banner &Land::banner(const std::string &code) const {
    return state_->banners.at(code);
}

bool Land::has(const std::string &code) const {
    return state_->banners.contains(code);
}

double Land::rough_km2(const std::string &code) const {
    constexpr double degree = 111; // kilometres of latitude
    const Banner &here = banner(code);
    double square_degrees = 0;
    GEOSArea_r(state_->geos.context(), here.geometry.get(), &square_degrees);
    const double middle = here.box.middle().y;
    return square_degrees * degree * degree * std::cos(middle * std::numbers::pi / 180);
}

bool Land::contains(const std::string &code, Point point) const {
    return state_->contains(banner(code), point);
}

std::string Land::banner_at(Point point) const {
    for (const auto &[code, banner] : state_->banners)
        if (state_->contains(banner, point))
            return code;
    return "";
}

Point Land::point_in(const std::string &code, const std::optional<Box> &box, Random &random) const {
    constexpr int tries = 60;
    const Banner &here = banner(code);
    Box common = here.box;
    if (box)
        common = intersection(here.box, *box);
    if (common.min_x >= common.max_x || common.min_y >= common.max_y)
        common = here.box;
    for (int i = 0; i < 2 * tries; ++i) {
        const Box &from = i < tries ? common : here.box;
        const double x = random.between(from.min_x, from.max_x);
        const double y = random.between(from.min_y, from.max_y);
        if (state_->contains(here, {x, y}))
            return {x, y};
    }
    return here.heart;
}

std::optional<Point> Land::border_point(const std::string &code, Random &random) const {
    constexpr double step = 0.008; // degrees, some 700 m
    const Banner &here = banner(code);
    for (int i = 0; i < 40; ++i) {
        const Point on = random.pick(here.border);
        for (int k = 0; k < 8; ++k) {
            const double angle = k * std::numbers::pi / 4;
            const Point beyond{on.x + step * std::cos(angle), on.y + step * std::sin(angle)};
            const std::string neighbour = banner_at(beyond);
            if (!neighbour.empty() && neighbour != code)
                return on;
        }
    }
    return {};
}

Point Land::moved_into(const std::string &code, Point point) const {
    constexpr int steps = 400;
    const Banner &here = banner(code);
    if (state_->contains(here, point))
        return point;
    const auto at = [&](int step) {
        const double t = static_cast<double>(step) / steps;
        return Point{point.x + t * (here.heart.x - point.x), point.y + t * (here.heart.y - point.y)};
    };
    for (int step = 1; step + 2 < steps; ++step)
        if (state_->contains(here, at(step)) && state_->contains(here, at(step + 2)))
            return at(step + 2);
    return here.heart;
}

namespace {
std::pair<int, int> cell_of(Point point) {
    return {static_cast<int>(std::floor(point.x * 10)), static_cast<int>(std::floor(point.y * 10))};
}
} // namespace

double rough_distance(Point a, Point b) {
    constexpr double degree = 111000; // metres of latitude
    const double east = (a.x - b.x) * degree * std::cos(a.y * std::numbers::pi / 180);
    return std::hypot(east, (a.y - b.y) * degree);
}

bool Sites::is_free(Point centre, double radius) const {
    const auto [column, row] = cell_of(centre);
    for (int dx = -1; dx <= 1; ++dx)
        for (int dy = -1; dy <= 1; ++dy) {
            const auto cell = cells_.find({column + dx, row + dy});
            if (cell == cells_.end())
                continue;
            const auto too_near = [&](const Circle &circle) {
                return rough_distance(circle.centre, centre) < circle.radius + radius;
            };
            if (std::any_of(cell->second.begin(), cell->second.end(), too_near))
                return false;
        }
    return true;
}

void Sites::take(Point centre, double radius) {
    cells_[cell_of(centre)].push_back({centre, radius});
}

} // namespace qitu::sample
