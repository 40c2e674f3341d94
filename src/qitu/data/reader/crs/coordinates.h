// Classifies coordinates by their magnitude alone: degrees, eastings with or without zone prefix, axes swapped.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/box.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace qitu::reader {

/// The region, 97°10′–126°04′ E, 37°24′–53°23′ N, with a margin of about 0.2 degree.
inline constexpr geometry::Box region{97, 37, 127, 54};

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

/// Counts features by the kind of the centre of their bounding box.
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
    /// At least 95 % are of one kind: enough to infer a CRS from.
    [[nodiscard]] std::optional<Found> unanimous() const;

  private:
    struct Sum {
        std::uint64_t count = 0;
        geodesy::Point middles;
    };
    std::map<CoordinateKind, Sum> sums_;
    std::uint64_t total_ = 0;
};

/// "metres with zone prefix 38": for messages and evidence.
std::string words_for(const CoordinateKind &kind);

} // namespace qitu::reader
