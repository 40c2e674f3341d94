// What phones and map apps write, KML and GPX, as layers in memory: nothing is guessed by a driver, so that a
// coordinate that is not a number stops the file, and what only decorates the map (overlays, links, models)
// is counted and named instead of becoming land.
#pragma once

#include "open/opened.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

struct MarkupLayer {
    /// Coordinate systems that its features name, as they are written (OvCoordType of 奥维); "" of those that
    /// name none.
    std::set<std::string> systems;
    std::size_t heights = 0; // features that had some
    std::size_t parts_left_out =
        0; // points and lines that stand in one feature with polygons, or points with lines
};

struct Markup {
    GDALDatasetUniquePtr dataset;              // in degrees on WGS 84, texts in UTF-8
    std::map<std::string, MarkupLayer> layers; // by name
    std::vector<std::string> notes;            // what was left out
};

/// Each folder with placemarks of its own is a layer, in the order of the file; a placemark's number is its
/// place among those of its folder. Columns: Name, description, times, and those of ExtendedData; columns of
/// numbers only where the schema says so and all are. LinearRing is a polygon. Throws Error (unreadable) for
/// text that is not whole XML or a coordinate that is not a number, naming the placemark.
Markup read_kml(const std::filesystem::path &file, const std::string &text);

/// Layers waypoints, routes and tracks (a track is one feature, its segments are parts).
Markup read_gpx(const std::filesystem::path &file, const std::string &text);

} // namespace qitu::reader
