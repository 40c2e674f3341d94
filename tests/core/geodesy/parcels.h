// Random parcels in the plane: stars of any size and strips as thin as a canal, some with a hole.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <cmath>
#include <numbers>
#include <random>

class Parcels {
  public:
    explicit Parcels(unsigned seed) : random_(seed) {}

    double uniform(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random_);
    }
    /// Sizes of every order of magnitude.
    double size(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }
    int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

    qitu::geodesy::Ring star(qitu::geodesy::Point centre, double radius, int corners) {
        qitu::geodesy::Ring ring;
        const double turn = uniform(0, 6);
        for (int i = 0; i < corners; ++i) {
            const double angle = turn + 2 * std::numbers::pi * i / corners;
            const double reach = radius * uniform(0.4, 1);
            ring.push_back({centre.x + reach * std::cos(angle), centre.y + reach * std::sin(angle)});
        }
        ring.push_back(ring.front());
        return ring;
    }

    qitu::geodesy::Ring strip(qitu::geodesy::Point centre, double length, double width) {
        const double angle = uniform(0, 6);
        const qitu::geodesy::Point along{std::cos(angle) * length / 2, std::sin(angle) * length / 2};
        const qitu::geodesy::Point across{-std::sin(angle) * width / 2, std::cos(angle) * width / 2};
        qitu::geodesy::Ring ring{{centre.x - along.x - across.x, centre.y - along.y - across.y},
                                 {centre.x + along.x - across.x, centre.y + along.y - across.y},
                                 {centre.x + along.x + across.x, centre.y + along.y + across.y},
                                 {centre.x - along.x + across.x, centre.y - along.y + across.y}};
        ring.push_back(ring.front());
        return ring;
    }

    qitu::geodesy::Polygon parcel(qitu::geodesy::Point centre, double largest) {
        if (whole(0, 3) == 0)
            return {strip(centre, size(10, largest), uniform(0.5, 30))};
        const double radius = size(1, largest / 2);
        qitu::geodesy::Polygon polygon{star(centre, radius, whole(3, 40))};
        if (whole(0, 3) == 0)
            polygon.push_back(star(centre, radius * 0.3, whole(3, 8)));
        return polygon;
    }

  private:
    std::mt19937_64 random_;
};

template <typename Way>
qitu::geodesy::Polygon through(qitu::geodesy::Polygon polygon, Way way) {
    for (qitu::geodesy::Ring &ring : polygon)
        for (qitu::geodesy::Point &point : ring)
            point = way(point);
    return polygon;
}
