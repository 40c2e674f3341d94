// One feature on its way through the engine: read, brought to longitude and latitude, made valid, measured,
// cut. What is kept of it until overlaps are resolved.
#pragma once

#include "names.h"

#include <qitu/engine/overlay/arena.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace qitu::tabulate {

/// Kept compact: a run may hold millions.
struct Feature {
    std::int64_t id = 0;
    std::int64_t priority = 0;
    Key key{};
    Rings rings;          // degrees; of a polygon oriented, of a line its paths; kept by somebody else
    double whole = 0;     // straight m² near its middle, geodesic m of a line, number of points
    double by_method = 0; // the same by the chosen method
    double taken = 0;     // of the whole, by features that come first, when it lies in one zone
    std::unique_ptr<std::vector<Share>> shares;  // when it lies in several
    std::unique_ptr<std::vector<double>> values; // where items have some
    std::uint32_t group = 0;
    std::int32_t zone = ZoneIndex::outside;
    Kind kind = Kind::none;
    bool from_disk = false; // lasts as long as its tile is at hand (spill.h)
    bool rival = false;     // counted by another part: it only takes ground from others
};

/// A copy from which nothing has been subtracted yet; its rings are those of the other.
Feature untouched(const Feature &feature);
/// Likewise with rings of its own.
Feature untouched(const Feature &feature, overlay::Arena &arena);

/// How features are measured: see Options.
struct Measuring {
    geodesy::Method method = geodesy::Method::td1055;
    double max_edge = 0;
    bool outside = true; // also what lies outside all zones
    bool points = false; // where points lie is kept
};

/// Reads and measures features; one per thread.
class FeatureMeasurer {
  public:
    FeatureMeasurer(const geodesy::Crs &crs, const Measuring &measuring, const PreparedZones &zones);

    struct Outcome {
        std::optional<Feature> feature; // empty: rejected
        std::optional<Finding> finding;
        double relative_error = 0;
        std::uint64_t long_edges = 0; // see Result
        double longest_edge_m = 0;
    };
    /// A feature's rings last until the next one is measured.
    Outcome measure(const Item &item);
    /// The feature as one that only takes ground from others; nothing where it has no place. Its rings last likewise.
    std::optional<Feature> rival(const Item &item);
    /// Its box in degrees, before it is made valid; nothing where it has no place.
    std::optional<Box> place(const Item &item);
    /// Of the feature at hand.
    [[nodiscard]] const Box &box() const { return box_; }
    [[nodiscard]] const Shape &shape() const { return shape_; }
    /// Subtracts from the feature what lies under `first`, which are prior to it. Returns how far that is from adding up,
    /// relative to the feature.
    double subtract(Feature &feature, std::span<const Rings> first);

    [[nodiscard]] const ZoneOverlay &zone_overlay() const { return zone_overlay_; }
    [[nodiscard]] ZoneOverlay &zone_overlay() { return zone_overlay_; }

  private:
    std::string bring_to_degrees(const Item &item);
    std::string take_in(const Item &item, Outcome &outcome);
    [[nodiscard]] Feature named(const Item &item) const;
    void measure_and_cut(const Item &item, Outcome &outcome);
    void shorten_edges();
    void note_long_edges(Outcome &outcome) const;
    [[nodiscard]] double plane_of(const Item &item) const; // its central meridian
    [[nodiscard]] bool covered_by(double meridian) const;  // the feature at hand
    void measure_whole(Feature &feature, double plane);
    [[nodiscard]] double straight_area_of(std::span<const Point> ring) const;
    std::optional<Finding> make_valid(std::int64_t id);

    geodesy::ToGeographic to_geographic_;
    Measuring measuring_;
    geodesy::Space space_; // of the source's coordinates
    geodesy::Ellipsoid ellipsoid_;
    geodesy::EdgeLength edge_length_;
    std::optional<double> plane_; // of the source, where it is Gauss-Krueger
    geodesy::RingArea ring_area_;
    geodesy::StraightStrips strips_;
    ZoneOverlay zone_overlay_;
    Shape shape_; // of the feature at hand
    Box box_;
};

/// True when `a` comes before `b`: higher priority, smaller key, earlier group, then by geometry, then by
/// values; never by the order of input. Of twins in all that, which give the same figures either way, the smaller id: so that all parts
/// of a run agree. `ranks` are those of Source::group_ranks.
bool comes_first(const Feature &a, const Feature &b, const std::vector<std::uint32_t> &ranks);

} // namespace qitu::tabulate
