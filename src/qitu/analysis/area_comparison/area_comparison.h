// reconcile: why another way of counting says something else. For each layer of polygons and each banner:
// what lies between qitu's figure and the plain sum of features, geodesic and planar areas, and the areas
// that were declared. Sums in m²; formats nothing.
//
// qitu's figure is net area inside the banners by the chosen method. Every other way differs from it by parts
// that add up: ground that features cover twice, ground outside every banner, features that declare nothing,
// and what the way of counting itself makes of the same features. A feature in two banners is divided between
// them in the shares in which its area is.
#pragma once

#include <qitu/analysis/indicators/indicators.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::area_comparison {

/// Of one unit. The differences are against the plain sum of the same features by qitu's method.
struct Ways {
    double net = 0;        // qitu's figure
    double overlap = 0;    // gross less net
    double geodesic = 0;   // edges are geodesics
    double planar = 0;     // in the Gauss-Krueger plane of each feature
    double unit_plane = 0; // in the 3-degree zone of the banner, for all that lies in it
    double declared = 0;   // declared area of the features that declare one, less their own
    double undeclared = 0; // area of those that do not
};

struct Line {
    std::string admin; // "" outside every banner
    std::string name;
    double central_meridian = 0; // of the banner's zone
    Ways ways;                   // outside: net is 0, overlap its area
};

struct Layer {
    std::string layer;
    std::vector<Line> banners; // with something of the layer, by code; outside last
    Ways inside;               // all banners
    Ways outside;
    bool declares = false; // the layer has a field for it
    std::uint64_t features = 0;
    std::uint64_t undeclared = 0; // features
    std::uint64_t unreadable = 0; // left out of the ways, and said by the findings of the figures
    double farthest_m = 0;        // from the central meridian of its plane
    double farthest_in_unit_plane_degrees = 0; // from that of its banner's zone
};

/// Of a layer of polygons. `totals` and `holdings` are those of one indicators::account.
Layer layer(const workspace::Workspace &workspace, const catalogue::Layer &layer,
            const indicators::Totals &totals, const indicators::Holdings &holdings,
            const tabulate::Options &options);

} // namespace qitu::area_comparison
