#include "history.h"
#include "source.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace qitu::history {

namespace {

// Features with a piece in one of the zones; the zones are few, so what lies elsewhere costs little.
std::set<std::int64_t> inside(const store::Workspace &workspace, const catalogue::Layer &layer,
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

// Corners of any WKB in two dimensions.
class Corners {
  public:
    explicit Corners(std::span<const std::byte> wkb) : wkb_(wkb) {}

    std::vector<geodesy::Point> read() {
        if (!wkb_.empty())
            geometry();
        return std::move(points_);
    }

  private:
    template <typename T>
    T take() {
        T value{};
        if (at_ + sizeof value > wkb_.size())
            throw Error(Status::refused, say("A geometry is damaged; \"qitu check\" names it."));
        std::memcpy(&value, wkb_.data() + at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    void points(std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto x = take<double>();
            points_.push_back({x, take<double>()});
        }
    }
    void geometry() {
        ++at_; // byte order: the workspace keeps little-endian only
        const auto type = take<std::uint32_t>();
        if (type == 1)
            return points(1);
        const auto count = take<std::uint32_t>();
        if (type == 2)
            return points(count);
        for (std::uint32_t i = 0; i < count; ++i)
            if (type == 3)
                points(take<std::uint32_t>());
            else
                geometry();
    }

    std::span<const std::byte> wkb_;
    std::size_t at_ = 0;
    std::vector<geodesy::Point> points_;
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

double size_of(const std::vector<std::byte> &wkb, catalogue::GeometryType type, tabulate::Options options) {
    Items items;
    if (wkb.empty())
        return 0;
    items.add(0, wkb, {}, 1);
    options.net = false;
    const tabulate::Result result = tabulate::tabulate(items, {geodesy::Crs::from("EPSG:4490"), {}}, options);
    const auto outside = result.outside.find(0);
    if (outside == result.outside.end())
        return 0;
    return type == catalogue::GeometryType::line ? outside->second.length_m : outside->second.gross_m2;
}

} // namespace

std::uint64_t fork(const store::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const catalogue::AdminUnit &admin, const std::filesystem::path &out,
                   const tabulate::Options &options) {
    std::vector<store::Boundary> taken = workspace.banners();
    std::erase_if(taken, [&](const store::Boundary &banner) {
        return admin.level != 0 && banner.code != admin.code && banner.league != admin.code;
    });
    if (taken.empty())
        throw Error(Status::refused,
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

Apart apart(const std::vector<std::byte> &a, const std::vector<std::byte> &b, catalogue::GeometryType type,
            const tabulate::Options &options) {
    const std::vector<geodesy::Point> from = Corners(a).read();
    const std::vector<geodesy::Point> to = Corners(b).read();
    return {size_of(a, type, options), size_of(b, type, options),
            std::max(furthest(from, to), furthest(to, from))};
}

} // namespace qitu::history
