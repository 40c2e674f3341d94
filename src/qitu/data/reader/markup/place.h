// A place in a file of places, and folders of them, on the way to layers in memory.
#pragma once

#include "markup/markup.h"

#include <qitu/core/geometry/point.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

/// The figures of one place by their kind.
struct PlaceFigures {
    std::vector<geometry::Polygon> polygons;
    std::vector<geometry::Ring> lines;
    geometry::Ring points;
};

struct Place {
    PlaceFigures figures;
    bool heights = false;
    std::string system;                                      // "" where it names none
    std::vector<std::pair<std::string, std::string>> values; // by column
};

struct Folder {
    std::string name;
    std::vector<Place> places;
    std::map<std::string, bool> numeric; // columns that are to hold numbers
};

/// Adds the folders that have places, each as a layer in this CRS, which may be null.
void add_layers(const std::vector<Folder> &folders, OGRSpatialReference *crs, Markup &markup);

} // namespace qitu::reader
