// Cutting: how much of a shape lies in each zone, with edges straight in longitude and latitude, where area
// is exactly additive. Most shapes lie within one zone and the index says so; polygons are cut by their sides
// (arrangement.h), and by GEOS where that fails.
#pragma once

#include <qitu/engine/overlay/arrangement.h>
#include <qitu/engine/overlay/names.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace qitu::overlay {

/// Straight area of all rings, shells minus holes; `shape` holds offsets from `origin`.
double straight_area(const Shape &shape, Point origin, const geodesy::Ellipsoid &ellipsoid);

/// What of a zone matters for a box: its rings clipped to the box with a margin, as offsets from `origin`.
/// `whole` is set when the zone covers the box.
struct NearZone {
    Shape shape;
    bool whole = false;
};
NearZone near_zone(const Shape &zone, const Box &box, Point origin);
/// The same for GEOS. A ring that was clipped may run back along a side of the box, which is invalid, and an overlay with it
/// may come out empty. \pre not empty
GeosGeometry valid_ground(const NearZone &near, Geos &geos);

/// How far parts are from adding up, of the whole. Where that is more than rounding of most features, but no more than
/// `nothing`, the whole is a sliver, and 0 is told.
/// \param nothing m², or m of lines; a square millimetre
double relative_error(double difference, double whole, double nothing = 1e-6);

/// A part of a feature: m² straight for polygons, m geodesic for lines, a number of points.
struct Share {
    std::int32_t zone; // or ZoneIndex::outside
    double measure;
    double taken = 0; // of the measure, by features that come first
};

/// Where a feature lies: in one zone wholly, or in several with its share in each (by zone, outside first),
/// which add up to the whole.
struct Cut {
    std::int32_t zone = ZoneIndex::outside; // or several
    std::vector<Share> shares;              // of several
    double relative_error = 0;              // |Σ shares − whole| / whole before they were made to add up
};

/// One per thread.
class ZoneOverlay {
  public:
    ZoneOverlay(const std::vector<Shape> &zones, const ZoneIndex &index, const geodesy::Ellipsoid &ellipsoid);

    /// False: all of the box lies outside all zones.
    [[nodiscard]] bool may_meet_zones(const Box &box) const {
        return index_.around(box) != ZoneIndex::outside;
    }
    /// `whole` is the shape's own measure.
    Cut cut(const Shape &shape, const Box &box, double whole);

    /// What prior features have of a subordinate one; the result is written to `taken`, or to the shares when it has any.
    /// Returns how many m² of it could not be placed: rounding, or a reason to refuse.
    double subtract(const Rings &feature, std::span<const Rings> priors, std::int32_t zone, double &taken,
                    std::vector<Share> *shares);
    /// The same of lines: a stretch is shared where both follow it to within a centimetre.
    void subtract_line(const Rings &line, std::span<const Rings> priors, double &taken,
                       std::vector<Share> *shares);
    /// In m; 0 for lines that only cross or touch.
    double common_length(const Rings &a, const Rings &b);

    /// How often parts were found by sides, and by each rung of GEOS's ladder.
    [[nodiscard]] std::uint64_t by_sides() const { return by_sides_; }
    [[nodiscard]] const Geos &geos() const { return geos_; }
    [[nodiscard]] Geos &geos() { return geos_; }

  private:
    void cut_polygon(const Shape &shape, const Box &box, double whole, Cut &cut);
    void cut_polygon_by_geos(const Shape &shape, const Box &box, double whole, Cut &cut);
    void cut_line(const Shape &shape, const Box &box, double whole, Cut &cut);
    Shape common_stretch(const Rings &line, std::span<const Rings> others, Point origin);
    Shape common_on_grid(const Shape &line, std::span<const Shape> others, Point origin, double grid);
    [[nodiscard]] double length_of(const Shape &lines) const;
    static double note_taken(const Cut &lost, double measure, std::vector<Share> &shares);
    Cut cut_by_geos(const Shape &shape, const Box &box, double whole, double grid);
    void place_points(const Shape &shape, double whole, Cut &cut) const;
    struct Ground {
        Shape shape; // offsets from an origin
        double m2 = 0;
    };
    std::optional<Ground> agreed_ground(const Rings &feature, double whole, std::span<const Rings> priors,
                                        Point origin);
    double subtract_by_geos(const Rings &feature, std::span<const Rings> priors, double &taken,
                            std::vector<Share> *shares);
    std::vector<std::uint32_t> zones_near(const Shape &shape, const Box &box);

    const std::vector<Shape> &zones_;
    const ZoneIndex &index_;
    geodesy::Ellipsoid ellipsoid_;
    Arrangement arrangement_;
    Geos geos_;
    std::uint64_t by_sides_ = 0;
    std::vector<ZoneIndex::Edge> borders_;
};

} // namespace qitu::overlay
