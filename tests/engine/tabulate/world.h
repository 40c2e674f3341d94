// Small worlds for the engine's tests: shapes as WKB, a source over a vector, random messy parcels and zones.
#pragma once

#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

namespace world {

using qitu::geodesy::Point;
using qitu::geodesy::Polygon;
using qitu::geodesy::Ring;
using qitu::tabulate::Item;
using qitu::tabulate::Zone;
using qitu::tabulate::Zones;

using Wkb = std::vector<std::byte>;

template <typename T>
void put(Wkb &wkb, T value) {
    const std::size_t end = wkb.size();
    wkb.resize(end + sizeof(T));
    std::memcpy(wkb.data() + end, &value, sizeof(T));
}

inline void put_points(Wkb &wkb, const Ring &points) {
    put(wkb, static_cast<std::uint32_t>(points.size()));
    for (const Point p : points) {
        put(wkb, p.x);
        put(wkb, p.y);
    }
}

inline Wkb polygon(const Polygon &rings) {
    Wkb wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{3});
    put(wkb, static_cast<std::uint32_t>(rings.size()));
    for (const Ring &ring : rings)
        put_points(wkb, ring);
    return wkb;
}

inline Wkb line(const Ring &points) {
    Wkb wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{2});
    put_points(wkb, points);
    return wkb;
}

inline Wkb point(Point p) {
    Wkb wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{1});
    put(wkb, p.x);
    put(wkb, p.y);
    return wkb;
}

inline Ring box(double x0, double y0, double x1, double y1) {
    return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
}

inline Item item(std::int64_t id, Wkb wkb, std::uint32_t group = 0, std::int64_t priority = 0) {
    Item result;
    result.id = id;
    result.group = group;
    result.priority = priority;
    result.wkb = std::move(wkb);
    return result;
}

class Source : public qitu::tabulate::Source {
  public:
    explicit Source(std::vector<Item> items, const char *crs = "EPSG:4490")
        : items_(std::move(items)), crs_(qitu::geodesy::Crs::from(crs)) {}
    [[nodiscard]] qitu::geodesy::Crs crs() const override { return crs_; }
    bool next(Item &item) override {
        if (next_ == items_.size())
            return false;
        item = items_[next_++];
        return true;
    }

  private:
    std::vector<Item> items_;
    qitu::geodesy::Crs crs_;
    std::size_t next_ = 0;
};

inline Zones zones(std::vector<Zone> list, const char *crs = "EPSG:4490") {
    return {qitu::geodesy::Crs::from(crs), std::move(list)};
}

inline qitu::tabulate::Result run(std::vector<Item> items, const Zones &zones,
                                  qitu::geodesy::Method method = qitu::geodesy::Method::straight,
                                  int threads = 1) {
    Source source(std::move(items));
    qitu::tabulate::Options options;
    options.method = method;
    options.threads = threads;
    return qitu::tabulate::tabulate(source, zones, options);
}

/// The same in small portions, with nothing kept in memory that can wait on disk.
inline qitu::tabulate::Result run_tiled(std::vector<Item> items, const Zones &zones,
                                        qitu::geodesy::Method method = qitu::geodesy::Method::straight) {
    Source source(std::move(items));
    qitu::tabulate::Options options;
    options.method = method;
    options.threads = 2;
    options.memory = 0;
    options.batch = 3;
    return qitu::tabulate::tabulate(source, zones, options);
}

/// Area of a box with edges straight in longitude and latitude, by the closed form for a spheroid's zone:
/// b²/2 · Δλ · [sin φ/(1 - e² sin² φ) + ln((1 + e sin φ)/(1 - e sin φ))/(2e)] (Snyder, Map Projections, 1987,
/// 3-12).
inline double box_area(double x0, double y0, double x1, double y1) {
    const qitu::geodesy::Ellipsoid ellipsoid = qitu::geodesy::cgcs2000;
    const long double e = std::sqrt(static_cast<long double>(ellipsoid.e2()));
    const long double radian = 3.14159265358979323846264338327950288L / 180;
    const auto below = [&](double degrees) {
        const long double s = std::sin(degrees * radian);
        return s / (1 - e * e * s * s) + std::log((1 + e * s) / (1 - e * s)) / (2 * e);
    };
    const long double b = ellipsoid.b();
    return static_cast<double>(b * b / 2 * (static_cast<long double>(x1) - x0) * radian *
                               (below(y1) - below(y0)));
}

/// A messy neighbourhood: field blocks on a lattice whose parcels share edges, rebuilt projects over them,
/// stars, bow-ties, duplicates, slivers; zones that are a jittered lattice.
struct Neighbourhood {
    std::vector<Item> items;
    std::vector<Zone> zones;
};
Neighbourhood neighbourhood(unsigned seed, std::size_t features, Point corner = {110.3, 40.7});

/// Corner of a neighbourhood in whose midst four tiles meet, in which features wait on disk.
inline constexpr Point where_tiles_meet{110.485, 40.74};

} // namespace world
