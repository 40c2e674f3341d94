#include "plane_near.h"
#include "ring.h"
#include "ring_area.h"

#include <array>
#include <cmath>
#include <memory>
#include <span>

namespace qitu::geodesy {

namespace {

constexpr double longest_part = 70; // m, in the plane

double parts_of(double length) {
    return length > longest_part ? std::floor(length / longest_part) + 1 : 1;
}

// What the cutting of edges adds to the strips below their chords.
class CutEdges {
  public:
    CutEdges(double central_meridian, const GaussKrueger &plane, const Ellipsoid &ellipsoid,
             const StripCoefficients &coefficients, std::unique_ptr<PlaneNear> &near)
        : central_meridian_(central_meridian), plane_(plane), ellipsoid_(ellipsoid),
          coefficients_(coefficients), surely_whole_(60 / ellipsoid.a * (60 / ellipsoid.a)),
          e2_(ellipsoid.e2()), near_(near) {}

    // Cut in k parts, an edge keeps (1 - 1/k²) of the area between its chord and itself.
    double operator()(const Edge &edge) {
        const Point middle{longitude_between(central_meridian_, (edge.from.x + edge.to.x) / 2),
                           (edge.from.y + edge.to.y) / 2};
        if (edge.width * edge.width + edge.height * edge.height < surely_whole_ &&
            std::abs(middle.x) < widest_closed)
            return 0;
        const Chord chord = chord_of(edge, ellipsoid_, e2_);
        const double length2 = chord.length2();
        if (!(length2 < longest_closed * longest_closed && std::abs(middle.x) < widest_closed &&
              chord.cosine2 > least_cosine2))
            return far_bow(edge);
        if (!near_ || !near_->covers(middle))
            near_ = std::make_unique<PlaneNear>(plane_, middle, ellipsoid_);
        const PlaneNear::Shape shape = near_->at(middle, chord);
        const double length = std::sqrt(length2) * shape.scale;
        const double doubt = 1e-7 + length2 * length / (chord.radius * chord.radius);
        const auto full = static_cast<int>(length * (1 / longest_part)); // parts of full length
        const double more = length - longest_part * full;
        if ((full > 0 && more <= doubt) || more >= longest_part - doubt)
            return far_bow(edge);
        if (full == 0)
            return 0;
        const double parts = full + 1;
        return plane_bow(chord, shape.curvature) * (1 - 1 / (parts * parts));
    }

  private:
    // Where the closed form holds: see the header's contract for what was measured.
    static constexpr double longest_closed = 2000; // m
    static constexpr double widest_closed = 20;    // degrees from the meridian; the scale is below 1.07
    static constexpr double least_cosine2 = 0.1;

    // The bow of an edge cut in n parts is a polynomial in 1/n²: that of a few parts tells that of many.
    double far_bow(const Edge &edge) {
        const Point from = plane_.forward(from_meridian(edge.from));
        const Point to = plane_.forward(from_meridian(edge.to));
        const double length = std::hypot(to.x - from.x, to.y - from.y);
        const double parts = parts_of(length);
        if (parts == 1)
            return 0;
        const std::size_t levels = length < 20000 ? 2 : length < 100000 ? 3 : 4;
        const std::size_t most = std::size_t{1} << levels;
        if (parts <= static_cast<double>(most)) {
            const auto all = static_cast<std::size_t>(parts);
            return bow_of(points_on(edge, from, to, all), all, 1);
        }
        const Cut cut = points_on(edge, from, to, most);
        std::array<double, most_levels + 1> bow{};
        std::array<double, most_levels + 1> node{1};
        for (std::size_t i = 1; i <= levels; ++i) {
            const std::size_t n = std::size_t{1} << i;
            node[i] = 1 / static_cast<double>(n * n);
            bow[i] = bow_of(cut, most, most / n);
        }
        return interpolated(node, bow, levels, 1 / (parts * parts));
    }

    static constexpr std::size_t most_levels = 4;
    using Cut = std::array<Point, (std::size_t{1} << most_levels) + 1>;

    // Neville's scheme.
    template <typename Values>
    static double interpolated(const Values &node, Values value, std::size_t last, double x) {
        for (std::size_t step = 1; step <= last; ++step)
            for (std::size_t i = 0; i + step <= last; ++i)
                value[i] = ((x - node[i + step]) * value[i] + (node[i] - x) * value[i + 1]) /
                           (node[i] - node[i + step]);
        return value[0];
    }

    // Where an edge is cut into n equal parts of the plane: longitude from its first end, and latitude's
    // strip from there.
    [[nodiscard]] Cut points_on(const Edge &edge, Point from, Point to, std::size_t n) const {
        Cut cut{};
        const double start = from_meridian(edge.from).x;
        for (std::size_t i = 1; i <= n; ++i) {
            const double t = static_cast<double>(i) / static_cast<double>(n);
            const Point point =
                i == n ? edge.to
                       : plane_.inverse({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
            cut[i] = {i == n ? edge.width : longitude_between(start, point.x) * radian,
                      strip_on(edge, edge.from.y * radian, point.y * radian)};
        }
        return cut;
    }

    [[nodiscard]] double strip_on(const Edge &edge, double south, double north) const {
        return edge.belt->covers(south) && edge.belt->covers(north)
                   ? edge.belt->strip(south, north)
                   : strip_between(coefficients_, south, north);
    }

    // The rule to the letter, with every `stride`-th point: the strips below the parts, less the one below
    // the chord.
    static double bow_of(const Cut &cut, std::size_t last, std::size_t stride) {
        double area = 0;
        for (std::size_t i = 0; i < last; i += stride)
            area += (cut[i].x + cut[i + stride].x) / 2 * (cut[i + stride].y - cut[i].y);
        return area - cut[last].x / 2 * cut[last].y;
    }

    [[nodiscard]] Point from_meridian(Point p) const {
        return {longitude_between(central_meridian_, p.x), p.y};
    }

    double central_meridian_;
    const GaussKrueger &plane_;
    const Ellipsoid &ellipsoid_;
    const StripCoefficients &coefficients_;
    double surely_whole_; // radians²: no shorter edge reaches 70 m in the plane
    double e2_;
    std::unique_ptr<PlaneNear> &near_;
};

} // namespace

double td1055_ring_area(std::span<const Point> ring, double central_meridian, const GaussKrueger &plane,
                        const Ellipsoid &ellipsoid, const StripCoefficients &coefficients,
                        std::unique_ptr<PlaneNear> &near) {
    CutEdges cut(central_meridian, plane, ellipsoid, coefficients, near);
    return std::abs(ring_sum(ring, coefficients, cut));
}

} // namespace qitu::geodesy
