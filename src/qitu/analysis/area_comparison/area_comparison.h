// area_comparison: why two ways of measuring area give different totals. For each polygon layer and banner,
// the differences between the net area that qitu reports and the plain sum of the features, their geodesic
// and planar areas, and their declared areas. m²; nothing is formatted.
//
// The reported figure is net area inside the banners by the chosen method. Any other figure differs from it
// by parts that add up: area covered by more than one feature, area outside every banner, features without a
// declared area, and the method itself. A feature in two banners is divided between them in proportion to its
// area in each.
#pragma once

#include <qitu/analysis/indicators/totals.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::area_comparison {

/// Differences from the plain sum of the same features by the method of the figures.
struct Differences {
    double net = 0;        // the reported figure
    double overlap = 0;    // gross less net
    double geodesic = 0;   // edges are geodesics
    double planar = 0;     // in the Gauss-Krueger plane of each feature
    double unit_plane = 0; // in the 3-degree zone of the banner, for all that lies in it
    double declared = 0;   // of the features that declare an area
    double undeclared = 0; // area of those that declare none
};

struct BannerComparison {
    std::string admin; // "" outside every banner
    std::string name;
    double central_meridian = 0; // of the banner's zone
    Differences differences;     // outside: net is 0, overlap its area
};

struct LayerComparison {
    std::string layer;
    std::vector<BannerComparison> banners; // that the layer has features in, by code; outside last
    Differences inside;                    // all banners
    Differences outside;
    bool declares = false; // the layer has a field for it
    std::uint64_t features = 0;
    std::uint64_t undeclared = 0;              // features
    std::uint64_t unreadable = 0;              // not compared; listed among the findings of the figures
    double farthest_m = 0;                     // from the central meridian of its plane
    double farthest_in_unit_plane_degrees = 0; // from that of its banner's zone
};

/// Of a layer of polygons. `totals` and `shares` are those of one indicators::summarize.
LayerComparison compare_area(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                             const indicators::Totals &totals, const indicators::FeatureShares &shares,
                             const tabulate::Options &options);

} // namespace qitu::area_comparison
