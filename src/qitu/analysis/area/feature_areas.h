// Measures features; one per thread.
#pragma once

#include <qitu/analysis/area/area.h>
#include <qitu/core/geometry/geos.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::area {

class FeatureAreas {
  public:
    FeatureAreas(const geodesy::Crs &crs, const std::optional<geodesy::Crs> &plane, double max_edge);

    struct Outcome {
        Figures figures;
        std::optional<Finding> finding;
        std::uint64_t long_edges = 0; // of a polygon
        double longest_edge_m = 0;
    };
    Outcome of(std::int64_t feature, std::span<const std::byte> wkb);

  private:
    /// What belongs to one central meridian.
    struct Plane {
        double central_meridian;
        geodesy::GaussKrueger projection;
        geodesy::SurveyFigure survey;
    };
    const Plane &plane_of(double central_meridian);
    std::optional<Finding> make_valid(std::int64_t feature);
    void measure_polygon(Outcome &outcome);
    [[nodiscard]] std::optional<double> survey_area(const Plane &plane) const; // of the rings in the plane
    static void note_beyond_plane(const Plane &plane, Outcome &outcome);
    void measure_lengths(Outcome &outcome);
    void to_plane(const Plane &plane);
    [[nodiscard]] bool plane_of_file() const { return false_easting_ && !repaired_; }
    double geodesic_area();

    geodesy::ToGeographic to_geographic_;
    geodesy::Ellipsoid ellipsoid_;
    std::optional<double> meridian_;      // the plane of all features, if they have one
    std::optional<double> false_easting_; // of the file, if its coordinates are in that plane
    geodesy::Space space_;                // of the file's coordinates
    double max_edge_;
    geodesy::RingArea td1055_;
    geodesy::RingArea geodesic_;
    geodesy::EdgeLength edge_length_;
    std::map<double, Plane> planes_;
    geometry::Geos geos_;
    geometry::Shape shape_;    // in the file's coordinates
    geometry::Shape degrees_;  // the same in longitude and latitude, made valid
    geometry::Shape in_plane_; // and in the plane
    bool repaired_ = false;
};

} // namespace qitu::area
