// What kind of coordinates a file holds, by their magnitudes alone: degrees, eastings with or without the
// zone in front, axes swapped. DOMAIN, 3.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace qitu::reader {

/// The region that qitu serves, with a margin of about 0.2 degree: 97°10′–126°04′ E, 37°24′–53°23′ N.
struct Box {
    double west = 0, east = 0, south = 0, north = 0;
    [[nodiscard]] bool holds(geodesy::Point p) const {
        return p.x >= west && p.x <= east && p.y >= south && p.y <= north;
    }
};
inline constexpr Box region{97, 127, 37, 54};

struct CoordinateKind {
    enum class Form {
        region_degrees,      // longitude and latitude inside the region
        swapped_degrees,     // latitude first
        other_degrees,       // could be degrees, not here
        with_zone_prefix,    // easting of a plane with its zone in front (带号), northing of the region
        without_zone_prefix, // easting of a plane without, northing of the region
        swapped_plane,       // northing first
        other
    };
    Form form = Form::other;
    int zone = 0; // of with_zone_prefix
    auto operator<=>(const CoordinateKind &) const = default;
};

CoordinateKind kind_of(geodesy::Point point);

/// Counts features by the kind of their middle point.
class CoordinateStatistics {
  public:
    void add(geodesy::Point middle);

    struct Found {
        CoordinateKind kind;
        std::uint64_t count = 0;
        geodesy::Point mean;
    };
    [[nodiscard]] std::uint64_t total() const { return total_; }
    [[nodiscard]] std::vector<Found> found() const;      // the most frequent first
    [[nodiscard]] std::optional<Found> majority() const; // more than half
    /// Nearly all are of one kind: good enough to infer a CRS from.
    [[nodiscard]] std::optional<Found> unanimous() const;

  private:
    struct Sum {
        std::uint64_t count = 0;
        geodesy::Point middles;
    };
    std::map<CoordinateKind, Sum> sums_;
    std::uint64_t total_ = 0;
};

/// "eastings with zone 38 in front": for messages and evidence.
std::string words_for(const CoordinateKind &kind);

} // namespace qitu::reader
