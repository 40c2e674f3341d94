#include "ring.h"
#include "ring_area.h"

#include <array>
#include <cmath>
#include <optional>

namespace qitu::geodesy {

namespace {

constexpr double longest_part = 70; // m, in the plane

double parts_of(double length) {
    return length > longest_part ? std::floor(length / longest_part) + 1 : 1;
}

// What the cutting of edges adds to the strips below their chords.
class CutEdges {
  public:
    CutEdges(double central_meridian, const Ellipsoid &ellipsoid, const StripCoefficients &coefficients)
        : central_meridian_(central_meridian), ellipsoid_(ellipsoid), coefficients_(coefficients),
          surely_whole_(65 / ellipsoid.a * (65 / ellipsoid.a)), e2_(ellipsoid.e2()),
          second_e2_(e2_ / (1 - e2_)) {}

    // Cut in k parts, an edge keeps (1 - 1/k²) of the area between its chord and itself.
    double operator()(const Edge &edge) {
        const double lambda = longitude_between(central_meridian_, (edge.from.x + edge.to.x) / 2) * radian;
        if (edge.width * edge.width + edge.height * edge.height < surely_whole_ && std::abs(lambda) < 0.3)
            return 0;
        const Chord chord = chord_of(edge, ellipsoid_, e2_);
        const double length2 = chord.length2();
        if (!(length2 < longest_closed * longest_closed && std::abs(lambda) < widest_closed &&
              chord.cosine > least_cosine2))
            return far_bow(edge);
        const double length = std::sqrt(length2) * plane_scale(chord, lambda, second_e2_);
        const double parts = parts_of(length);
        const double doubt = 1e-7 + length2 * length / (chord.radius * chord.radius);
        if (parts_of(length - doubt) != parts_of(length + doubt))
            return far_bow(edge);
        return parts == 1 ? 0 : plane_bow(chord, lambda, second_e2_) * (1 - 1 / (parts * parts));
    }

  private:
    // Where the closed form holds: see the header's contract for what was measured.
    static constexpr double longest_closed = 1000;
    static constexpr double widest_closed = 0.065;
    static constexpr double least_cosine2 = 0.1;

    // The bow of an edge cut in n parts is a polynomial in 1/n²: few parts tell that of many.
    double far_bow(const Edge &edge) {
        if (!plane_)
            plane_.emplace(central_meridian_, 0.0, ellipsoid_);
        const Point from = plane_->forward(edge.from);
        const Point to = plane_->forward(edge.to);
        const double parts = parts_of(std::hypot(to.x - from.x, to.y - from.y));
        if (parts == 1)
            return 0;
        if (parts <= 8)
            return bow_of_cut(edge, from, to, static_cast<int>(parts));
        std::array<double, 5> bow{};
        std::array<double, 5> node{};
        for (std::size_t i = 0; i < bow.size(); ++i) {
            const int n = 1 << i;
            node[i] = 1.0 / (n * n);
            bow[i] = n == 1 ? 0 : bow_of_cut(edge, from, to, n);
        }
        return interpolated(node, bow, 1 / (parts * parts));
    }

    // Neville's scheme.
    static double interpolated(const std::array<double, 5> &node, std::array<double, 5> value, double x) {
        for (std::size_t step = 1; step < value.size(); ++step)
            for (std::size_t i = 0; i + step < value.size(); ++i)
                value[i] = ((x - node[i + step]) * value[i] + (node[i] - x) * value[i + 1]) /
                           (node[i] - node[i + step]);
        return value[0];
    }

    // The rule to the letter: the strips below n parts, less the one below the chord. Counted from the first
    // end, so nothing large cancels.
    double bow_of_cut(const Edge &edge, Point from, Point to, int n) const {
        double area = 0;
        double height = 0;
        Point last{0, edge.from.y * radian};
        for (int i = 1; i <= n; ++i) {
            const double t = static_cast<double>(i) / n;
            const Point next =
                i == n ? Point{edge.width, edge.to.y * radian}
                       : offset(edge, {from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
            const double strip = strip_between(coefficients_, last.y, next.y);
            area += (last.x + next.x) / 2 * strip;
            height += strip;
            last = next;
        }
        return area - edge.width / 2 * height;
    }

    [[nodiscard]] Point offset(const Edge &edge, Point in_plane) const {
        const Point point = plane_->inverse(in_plane);
        return {longitude_between(edge.from.x, point.x) * radian, point.y * radian};
    }

    double central_meridian_;
    const Ellipsoid &ellipsoid_;
    const StripCoefficients &coefficients_;
    double surely_whole_; // radians²: no shorter edge reaches 70 m where the plane's scale is below 1.05
    double e2_;
    double second_e2_;
    std::optional<GaussKrueger> plane_;
};

} // namespace

double td1055_ring_area(std::span<const Point> ring, double central_meridian, const Ellipsoid &ellipsoid) {
    const StripCoefficients coefficients = strip_coefficients(ellipsoid);
    CutEdges cut(central_meridian, ellipsoid, coefficients);
    return std::abs(ring_sum(ring, coefficients, cut));
}

} // namespace qitu::geodesy
