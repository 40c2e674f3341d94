#include "works.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace qitu::sample {

using geodesy::Point;
using geodesy::Ring;

Ring wandering(const std::vector<Point> &way, double step_metres, Random &random) {
    Ring line;
    for (std::size_t leg = 0; leg + 1 < way.size(); ++leg) {
        const Point from = way[leg];
        const Point to = way[leg + 1];
        const auto steps = static_cast<std::size_t>(rough_distance(from, to) / step_metres) + 1;
        const double swing = random.between(0.01, 0.03);
        for (std::size_t i = 0; i < steps; ++i) {
            const double t = static_cast<double>(i) / static_cast<double>(steps);
            const double aside =
                i == 0 ? 0
                       : swing * std::sin(2 * std::numbers::pi * t) + random.around(0.1 * step_metres / 1e5);
            line.push_back(rounded({from.x + t * (to.x - from.x) - aside * (to.y - from.y),
                                    from.y + t * (to.y - from.y) + aside * (to.x - from.x)},
                                   Drawn::geographic));
        }
    }
    line.push_back(rounded(way.back(), Drawn::geographic));
    return line;
}

Ring outline(Point centre, double radius_metres, Random &random) {
    constexpr int corners = 48;
    const Frame frame(Drawn::geographic, centre, random.between(0, 2 * std::numbers::pi));
    const double lobe = random.between(0.1, 0.2);
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double radius = radius_metres * (1 + lobe * std::sin(3 * angle) + random.around(0.04));
        ring.push_back(frame.at(radius * std::cos(angle), radius * std::sin(angle)));
    }
    ring.push_back(ring.front());
    return ring;
}

} // namespace qitu::sample
