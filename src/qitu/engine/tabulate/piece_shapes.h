// What the pieces of a feature look like.
#pragma once

#include "feature.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::tabulate {

/// In degrees; empty where there is nothing.
struct PieceShape {
    std::int32_t zone = ZoneIndex::outside;
    Shape kept;       // what the feature has of the zone
    Shape subtracted; // what features that come first take from that; of polygons
};

/// Draws the pieces that a feature was cut into, by GEOS. One per thread.
class PieceShapes {
  public:
    PieceShapes(const PreparedZones &zones, Geos &geos) : zones_(zones), geos_(geos) {}

    /// By zone, as the feature's shares.
    std::vector<PieceShape> of(const Feature &feature, std::span<const Rings> priors);
    /// How much of a piece of the last polygon is drawn in the wrong place or not at all, of the whole polygon; 0 below what
    /// rounding may do.
    [[nodiscard]] double worst_relative() const { return worst_relative_; }

  private:
    std::vector<PieceShape> of_polygon(const Feature &feature, std::span<const Rings> priors);
    std::vector<PieceShape> of_polygon_on(double grid, const Feature &feature, std::span<const Rings> priors);
    [[nodiscard]] std::vector<PieceShape> of_line(const Feature &feature);
    [[nodiscard]] std::vector<PieceShape> of_points(const Feature &feature) const;
    GeosGeometry cut(const GEOSGeometry *whole, const Share &share);
    GeosGeometry outside(const Feature &feature, const GEOSGeometry *whole);
    GeosGeometry ground(std::int32_t zone, bool clipped);
    [[nodiscard]] bool as_measured(const GEOSGeometry *piece, double measure);
    Shape degrees(const GEOSGeometry *geometry, Kind kind);
    [[nodiscard]] double misdrawn(const Feature &feature, const std::vector<PieceShape> &pieces) const;

    const PreparedZones &zones_;
    Geos &geos_;
    Box box_;
    Point origin_;
    double grid_ = 0; // in degrees; 0: floating point
    double worst_relative_ = 0;
};

} // namespace qitu::tabulate
