#include "audit.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/sources/item_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/fork.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace qitu::audit {

namespace {

// Features with a piece in one of the zones; the zones are few, so what lies elsewhere costs little.
std::set<std::int64_t> inside(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                              const tabulate::Zones &zones, tabulate::Options options) {
    sources::ItemSource items;
    auto cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature);)
        if (!feature.wkb.empty())
            items.add(0, feature.wkb, feature.central_meridian, feature.id);
    std::set<std::int64_t> result;
    options.net = false;
    (void)tabulate::tabulate(items, zones, options, [&](const tabulate::Piece &piece) {
        if (!piece.zone.empty())
            result.insert(piece.feature);
    });
    return result;
}

geometry::Shape shape_of(const std::vector<std::byte> &wkb) {
    try {
        return wkb.empty() ? geometry::Shape{} : geometry::read_wkb(wkb);
    } catch (const geometry::InvalidGeometry &) {
        throw Error(ErrorKind::refused, say("A geometry is damaged; \"qitu check\" names it."));
    }
}

double area_of(const geometry::Shape &shape, geodesy::Method method) {
    double m2 = 0;
    if (shape.kind == geometry::Kind::polygon)
        for (const geometry::Polygon &polygon : polygons_of(shape))
            m2 += geodesy::area(polygon, method);
    return m2;
}

double length_of(const geometry::Shape &shape) {
    double m = 0;
    for (std::size_t i = 0; i < shape.paths() && shape.kind == geometry::Kind::line; ++i)
        m += geodesy::length(shape.path(i));
    return m;
}

double distance(const geodesy::Point &a, const geodesy::Point &b) {
    return geodesy::length(std::array{a, b});
}

// The furthest that a point of one lies from the nearest of the other.
double furthest(const std::vector<geodesy::Point> &from, const std::vector<geodesy::Point> &to) {
    double result = 0;
    for (const geodesy::Point &point : from) {
        const auto nearest = std::min_element(to.begin(), to.end(), [&](const auto &a, const auto &b) {
            return std::hypot(a.x - point.x, a.y - point.y) < std::hypot(b.x - point.x, b.y - point.y);
        });
        if (nearest != to.end())
            result = std::max(result, distance(point, *nearest));
    }
    return result;
}

} // namespace

std::uint64_t fork(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const catalogue::AdminUnit &admin, const std::filesystem::path &out,
                   const tabulate::Options &options) {
    std::vector<workspace::Boundary> taken = workspace.banners();
    std::erase_if(taken, [&](const workspace::Boundary &banner) {
        return admin.level != 0 && banner.code != admin.code && banner.league != admin.code;
    });
    if (taken.empty())
        throw Error(ErrorKind::refused,
                    say("{}: there is no boundary of {}.", workspace.file().string(), admin.names.zh));
    const tabulate::Zones zones = sources::zones_of(taken);
    std::map<std::string, std::set<std::int64_t>> features;
    std::uint64_t count = 0;
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace::feature_count(workspace, layer) == 0)
            continue;
        features[layer.id] = inside(workspace, layer, zones, options);
        count += features[layer.id].size();
    }
    workspace::fork(workspace, out, admin.code, features);
    return count;
}

Apart apart(const std::vector<std::byte> &a, const std::vector<std::byte> &b, geodesy::Method method) {
    const geometry::Shape from = shape_of(a);
    const geometry::Shape to = shape_of(b);
    return {area_of(from, method), area_of(to, method), length_of(from), length_of(to),
            std::max(furthest(from.points, to.points), furthest(to.points, from.points))};
}

} // namespace qitu::audit
