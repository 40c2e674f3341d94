// What lies in each banner, as short SVG paths.
#pragma once

#include <qitu/analysis/indicators/totals.h>

#include <map>
#include <string>
#include <vector>

namespace qitu::map {

/// What lies in each banner, simplified for a small map: a part of report.html.
struct Drawing {
    struct Part {
        std::string layer;
        std::string stage; // "" where the layer has none
        std::string kind;  // polygon, line, point
        std::string path;  // of SVG, in units of the banner's map
    };
    struct Map {
        int width = 0;
        int height = 0;
        double metres_per_unit = 0;
        std::string border; // path
        std::vector<Part> parts;
    };
    std::map<std::string, Map> banners; // by code
};
/// Reads the geometry of every feature once. A feature is drawn in each banner that it has a part of: `parts`
/// are the feature shares of each of `layers`.
Drawing draw(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
             const std::vector<indicators::Totals> &layers,
             const std::vector<indicators::FeatureShares> &parts);

} // namespace qitu::map
