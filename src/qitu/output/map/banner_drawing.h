// What lies in each banner, on a small grid of its own.
#pragma once

#include "borders.h"

#include <qitu/analysis/indicators/totals.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace qitu::map {

struct Line {
    std::vector<GridPoint> points;
    bool closed = false;
};

/// What lies in each banner, simplified for a small map: a part of report.html and of the report in Word.
struct Drawing {
    struct Part {
        std::string layer;
        std::string stage; // "" where the layer has none
        geometry::Kind kind = geometry::Kind::polygon;
        bool wide = false;        // large areas, to be drawn lightly
        std::int64_t feature = 0; // its number in the layer; 0: all of the stage
        std::vector<Line> lines;
    };
    struct Neighbour {
        std::string name;
        std::vector<Line> lines;
        GridPoint at; // where there is room for the name
    };
    struct Map {
        int width = 0;
        int height = 0;
        double metres_per_unit = 0;
        bool by_feature = false;
        std::vector<Line> border;
        std::vector<Neighbour> neighbours;
        std::vector<Part> parts; // what is large before what is small
        Placing placing{};
    };
    std::map<std::string, Map> banners; // by code
};

/// Which banners, and how closely: each feature by itself, fine enough to be zoomed, with the neighbours around.
struct Wanted {
    std::string only{}; // the banner; "" for all
    bool features = false;
};

/// Reads the geometry of every feature once. A feature is drawn in each banner that it has a part of: `parts`
/// are the feature shares of each of `layers`. A banner of very many features is drawn by stage all the same.
Drawing draw(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
             const std::vector<indicators::Totals> &layers,
             const std::vector<indicators::FeatureShares> &parts, const Wanted &wanted = {});

/// Whether a neighbour's name, written so high and around its place, is not cut off by the edge of the map.
bool name_fits(const Drawing::Neighbour &neighbour, const Drawing::Map &map, int size);

/// Path data of SVG: relative to where the last line left the pen.
std::string path_of(const std::vector<Line> &lines);

} // namespace qitu::map
