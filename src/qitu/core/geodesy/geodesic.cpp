#include "ring.h"
#include "ring_area.h"

#include <geodesic.h>

#include <cmath>
#include <span>

namespace qitu::geodesy {

namespace {

geod_geodesic geodesic_on(const Ellipsoid &ellipsoid) {
    geod_geodesic geodesic{};
    geod_init(&geodesic, ellipsoid.a, ellipsoid.f);
    return geodesic;
}

double karney_ring_area(std::span<const Point> ring, const Ellipsoid &ellipsoid) {
    const geod_geodesic geodesic = geodesic_on(ellipsoid);
    geod_polygon polygon{};
    geod_polygon_init(&polygon, 0);
    for (const Point point : ring.first(ring.size() - 1))
        geod_polygon_addpoint(&geodesic, &polygon, point.y, point.x);
    double area = 0;
    geod_polygon_compute(&geodesic, &polygon, 0, 1, &area, nullptr);
    return std::abs(area);
}

// The area between short geodesics and their chords; `enough` turns false at an edge that is not short.
struct ShortGeodesics {
    static constexpr double longest = 1500; // m
    static constexpr double least_cosine2 = 0.1;

    const Ellipsoid &ellipsoid;
    double e2 = ellipsoid.e2();
    bool enough = true;

    double operator()(const Edge &edge) {
        const Chord chord = chord_of(edge, ellipsoid, e2);
        if (!(chord.length2() < longest * longest && chord.cosine2 > least_cosine2))
            enough = false;
        return geodesic_bow(chord);
    }
};

} // namespace

double geodesic_ring_area(std::span<const Point> ring, const Ellipsoid &ellipsoid,
                          const StripCoefficients &coefficients) {
    ShortGeodesics bow{ellipsoid};
    const double area = ring_sum(ring, coefficients, bow);
    return bow.enough ? std::abs(area) : karney_ring_area(ring, ellipsoid);
}

} // namespace qitu::geodesy
