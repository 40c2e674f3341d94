// Classifies coordinates by their magnitude alone: degrees, eastings with or without zone prefix, axes swapped.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/box.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

/// Where the data are expected: longitude and latitude of a box around it.
struct Region {
    geometry::Box box;
    bool given = false; // by the caller, as that of its boundaries; else all of China

    [[nodiscard]] bool holds(geodesy::Point p) const { return box.contains(p); }
    /// Central meridians of the 3-degree zones that it reaches into.
    [[nodiscard]] std::vector<int> meridians() const;
    /// A northing that a point of it can have.
    [[nodiscard]] bool has_northing(double northing) const;
};

/// The region of the options, else the extent of China (EPSG's area of use of CGCS2000, on land).
Region region_of(const std::optional<geometry::Box> &box);

struct CoordinateKind {
    enum class Form {
        region_degrees,      // longitude and latitude inside the region
        swapped_degrees,     // latitude first
        other_degrees,       // could be degrees, not there
        with_zone_prefix,    // easting of a plane with its zone in front (带号), northing of the region
        without_zone_prefix, // easting of a plane without, northing of the region
        swapped_plane,       // northing first
        other
    };
    Form form = Form::other;
    int zone = 0; // of with_zone_prefix
    auto operator<=>(const CoordinateKind &) const = default;
};

CoordinateKind kind_of(geodesy::Point point, const Region &region = region_of({}));

/// The zones of CGCS2000, Xian 1980 and Beijing 1954: 13 to 23 of 6 degrees, 25 to 45 of 3.
inline bool known_zone(int zone) {
    return (zone >= 13 && zone <= 23) || (zone >= 25 && zone <= 45);
}
inline int meridian_of_zone(int zone) {
    return zone >= 25 ? 3 * zone : 6 * zone - 3;
}

/// The easting lies in a zone's own strip, or half as far beyond it: whoever sees it reads the number in front
/// of it as that zone.
bool natural_in_zone(geodesy::Point plane, int zone);

/// The easting, counted from a false easting, lies on the plane at all: 15° to either side of the meridian.
bool on_plane(geodesy::Point plane, double false_easting);

/// Counts features by the kind of the centre of their bounding box.
class CoordinateStatistics {
  public:
    explicit CoordinateStatistics(Region region = region_of({})) : region_(region) {}
    void add(geodesy::Point middle);
    [[nodiscard]] const Region &region() const { return region_; }

    struct Found {
        CoordinateKind kind;
        std::uint64_t count = 0;
        geodesy::Point mean;
    };
    [[nodiscard]] std::uint64_t total() const { return total_; }
    [[nodiscard]] std::vector<Found> found() const;      // the most frequent first
    [[nodiscard]] std::optional<Found> majority() const; // more than half
    /// At least 95 % are of one kind: enough to infer a CRS from.
    [[nodiscard]] std::optional<Found> unanimous() const;

  private:
    struct Sum {
        std::uint64_t count = 0;
        geodesy::Point middles;
    };
    Region region_;
    std::map<CoordinateKind, Sum> sums_;
    std::uint64_t total_ = 0;
};

/// "metres with zone prefix 38": for messages and evidence.
std::string words_for(const CoordinateKind &kind);

} // namespace qitu::reader
