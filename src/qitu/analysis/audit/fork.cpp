#include "audit.h"
#include "source.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace qitu::audit {

namespace {

// Features with a piece in one of the zones; the zones are few, so what lies elsewhere costs little.
std::set<std::int64_t> inside(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                              const tabulate::Zones &zones, tabulate::Options options) {
    Items items;
    auto cursor = workspace.features(layer);
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

// Corners and size of any WKB in two dimensions.
class Shape {
  public:
    Shape(std::span<const std::byte> wkb, geodesy::Method method) : wkb_(wkb), method_(method) {
        if (!wkb_.empty())
            geometry();
    }
    [[nodiscard]] const std::vector<geodesy::Point> &corners() const { return corners_; }
    [[nodiscard]] double m2() const { return m2_; }
    [[nodiscard]] double m() const { return m_; }

  private:
    template <typename T>
    T take() {
        T value{};
        if (at_ + sizeof value > wkb_.size())
            throw Error(ErrorKind::refused, say("A geometry is damaged; \"qitu check\" names it."));
        std::memcpy(&value, wkb_.data() + at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    std::vector<geodesy::Point> points(std::uint32_t count) {
        std::vector<geodesy::Point> result;
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto x = take<double>();
            result.push_back({x, take<double>()});
        }
        corners_.insert(corners_.end(), result.begin(), result.end());
        return result;
    }
    void polygon() {
        geodesy::Polygon rings(take<std::uint32_t>());
        for (geodesy::Ring &ring : rings)
            ring = points(take<std::uint32_t>());
        m2_ += geodesy::area(rings, method_);
    }
    void geometry() {
        ++at_; // byte order: the workspace keeps little-endian only
        switch (take<std::uint32_t>()) {
        case 1:
            (void)points(1);
            return;
        case 2:
            m_ += geodesy::length(points(take<std::uint32_t>()));
            return;
        case 3:
            return polygon();
        default:
            for (auto parts = take<std::uint32_t>(); parts > 0; --parts)
                geometry();
        }
    }

    std::span<const std::byte> wkb_;
    geodesy::Method method_;
    std::size_t at_ = 0;
    std::vector<geodesy::Point> corners_;
    double m2_ = 0, m_ = 0;
};

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
                    say("{}: has no border of {}.", workspace.file().string(), admin.names.zh));
    const tabulate::Zones zones = zones_of(taken);
    std::map<std::string, std::set<std::int64_t>> features;
    std::uint64_t count = 0;
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace.count(layer) == 0)
            continue;
        features[layer.id] = inside(workspace, layer, zones, options);
        count += features[layer.id].size();
    }
    workspace.fork(out, admin.code, features);
    return count;
}

Apart apart(const std::vector<std::byte> &a, const std::vector<std::byte> &b, geodesy::Method method) {
    const Shape from(a, method), to(b, method);
    return {from.m2(), to.m2(), from.m(), to.m(),
            std::max(furthest(from.corners(), to.corners()), furthest(to.corners(), from.corners()))};
}

} // namespace qitu::audit
