#include "layered_zones.h"

#include "worker.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/geometry/box_tree.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace qitu::tabulate {

namespace {

/// A set without zones has an index in which everything lies outside. Where zones overlap, boxes tell which are near.
struct ZoneSet {
    PreparedZones prepared;
    geometry::BoxTree boxes;       // of all zones
    geometry::BoxTree overlapping; // of those that have ground in common with another
};

ZoneSet zone_set(const overlay::Zones &zones, const geodesy::Crs &features, std::size_t threads) {
    ZoneSet set;
    if (zones.zones.empty()) {
        set.prepared.ellipsoid = zones.crs.ellipsoid();
        set.prepared.target = common_target(features, zones.crs);
        set.prepared.index.emplace(set.prepared.shapes);
        return set;
    }
    Geos geos;
    set.prepared = overlay::prepare_zones_as_drawn(zones, features, geos, threads);
    if (set.prepared.overlapping.empty())
        return set;
    std::vector<Box> boxes;
    for (const Shape &shape : set.prepared.shapes)
        boxes.push_back(box_of(shape.points));
    set.boxes = geometry::BoxTree(boxes);
    std::vector<Box> contested;
    for (const std::uint32_t zone : set.prepared.overlapping)
        contested.push_back(boxes[zone]);
    set.overlapping = geometry::BoxTree(contested);
    return set;
}

} // namespace

struct LayeredZones::State {
    std::vector<ZoneSet> sets;
};

LayeredZones::LayeredZones(std::span<const overlay::Zones> sets, const geodesy::Crs &features, int threads)
    : state_(std::make_unique<State>()) {
    for (const overlay::Zones &zones : sets) {
        state_->sets.push_back(zone_set(zones, features, threads_for(threads)));
        if (state_->sets.back().prepared.target != state_->sets.front().prepared.target)
            throw Error(ErrorKind::refused,
                        say("The layers lie on datums that cannot be taken as one: {} and {}. Bring them to "
                            "the same coordinate system first.",
                            sets.front().crs.datum_name(), zones.crs.datum_name()));
    }
}
LayeredZones::~LayeredZones() = default;
LayeredZones::LayeredZones(LayeredZones &&) noexcept = default;
LayeredZones &LayeredZones::operator=(LayeredZones &&) noexcept = default;

std::size_t LayeredZones::sets() const {
    return state_->sets.size();
}

const std::vector<overlay::ZoneFinding> &LayeredZones::findings(std::size_t set) const {
    return state_->sets.at(set).prepared.findings;
}

namespace {

using Upon = std::vector<std::vector<ZonePart>>;

/// A polygon with the area that its shares are turned into.
struct Measured {
    const Shape &shape;
    const Box &box;
    double straight; // m², of this shape
    double m2;       // by the chosen method
};

std::vector<ZonePart> parts_of(const Cut &cut, const Measured &polygon) {
    if (cut.shares.empty())
        return {{cut.zone < 0 ? ZonePart::outside : cut.zone, polygon.m2}};
    std::vector<ZonePart> parts;
    for (const Share &share : cut.shares)
        parts.push_back({share.zone < 0 ? ZonePart::outside : share.zone,
                         share.measure * (polygon.m2 / polygon.straight)});
    return parts;
}

// Less than this share of a feature is rounding of the cut, not ground.
constexpr double negligible = 1e-12;

/// Lays polygons upon one set.
class SetOverlay {
  public:
    /// \param overlay over the zones of the set
    SetOverlay(const ZoneSet &set, ZoneOverlay &overlay) : set_(set), overlay_(overlay) {}

    /// True where the index does not know all zones that the box meets.
    [[nodiscard]] bool contested(const Box &box) const {
        bool any = false;
        set_.overlapping.each_meeting(box, [&](std::uint32_t) { any = true; });
        return any;
    }

    Cut cut(const Measured &polygon) {
        return contested(polygon.box) ? cut_one_by_one(polygon)
                                      : overlay_.cut(polygon.shape, polygon.box, polygon.straight);
    }

    /// What each zone covers that those before it do not: the union of the zones so far, less that of those before.
    Cut cut_one_by_one(const Measured &polygon) {
        std::vector<std::uint32_t> near;
        set_.boxes.each_meeting(polygon.box, [&](std::uint32_t zone) { near.push_back(zone); });
        std::sort(near.begin(), near.end());
        Cut cut;
        cut.zone = ZoneIndex::several;
        std::vector<Rings> covering;
        double covered = 0;
        for (const std::uint32_t zone : near) {
            covering.push_back(rings_of(set_.prepared.shapes[zone]));
            double now = 0;
            overlay_.subtract(rings_of(polygon.shape), covering, nowhere, now, nullptr);
            cut.relative_error = std::max(cut.relative_error,
                                          overlay::relative_error(now - polygon.straight, polygon.straight));
            now = std::clamp(now, covered, polygon.straight);
            if (now - covered > negligible * polygon.straight) {
                cut.shares.push_back({static_cast<std::int32_t>(zone), now - covered});
                covered = now;
            }
        }
        if (polygon.straight - covered > negligible * polygon.straight || cut.shares.empty())
            cut.shares.insert(cut.shares.begin(), {ZoneIndex::outside, polygon.straight - covered});
        return cut;
    }

  private:
    static constexpr std::int32_t nowhere = 0; // one zone, whichever: borders are left out

    const ZoneSet &set_;
    ZoneOverlay &overlay_;
};

} // namespace

struct LayeredMeasurer::State {
    State(const LayeredZones &zones, const geodesy::Crs &features, geodesy::Method method,
          std::optional<std::size_t> split)
        : sets(zones.state_->sets), split_by(split),
          measurer(features, Measuring{method}, sets.front().prepared) {
        overlays.emplace_back(sets.front(), measurer.zone_overlay());
        for (std::size_t set = 1; set < sets.size(); ++set) {
            const PreparedZones &prepared = sets[set].prepared;
            others.push_back(
                std::make_unique<ZoneOverlay>(prepared.shapes, *prepared.index, prepared.ellipsoid));
            overlays.emplace_back(sets[set], *others.back());
        }
    }

    // The cut of the first set was made when the feature was measured, where its index sufficed for that.
    Upon lay_feature(const Measured &polygon, const Feature &feature, double first_error, double &worst) {
        Upon upon;
        if (overlays.front().contested(polygon.box)) {
            upon.push_back(lay(0, polygon, 1, worst));
        } else {
            worst = first_error;
            upon.push_back(parts_of(
                {feature.zone, feature.shares ? *feature.shares : std::vector<Share>{}, 0}, polygon));
        }
        for (std::size_t set = 1; set < sets.size(); ++set)
            upon.push_back(lay(set, polygon, 1, worst));
        return upon;
    }

    // `share` is the part that the polygon is of its feature.
    std::vector<ZonePart> lay(std::size_t set, const Measured &polygon, double share, double &worst) {
        const Cut cut = overlays[set].cut(polygon);
        worst = std::max(worst, cut.relative_error * share);
        return parts_of(cut, polygon);
    }

    // What of the shape lies in a zone, or outside all.
    Shape clipped(const Shape &shape, const Box &box, std::int32_t zone, std::span<const ZonePart> parts) {
        const std::vector<Shape> &zones = sets[*split_by].prepared.shapes;
        const Point origin = box.middle();
        geometry::GeosGeometry ground = geos.from(shape, origin);
        for (const ZonePart &part : parts) {
            if (part.zone < 0 || (zone >= 0 && part.zone > zone))
                continue;
            const overlay::NearZone near =
                overlay::near_zone(zones[static_cast<std::size_t>(part.zone)], box, origin);
            if (near.shape.empty())
                continue;
            const geometry::GeosGeometry there = overlay::valid_ground(near, geos);
            ground = part.zone == zone ? geos.intersection(ground.get(), there.get())
                                       : geos.difference(ground.get(), there.get());
        }
        Shape rest;
        rest.kind = Kind::polygon;
        geos.read(ground.get(), Kind::polygon, rest);
        orient(rest);
        return moved(rest, {-origin.x, -origin.y});
    }

    std::vector<Placement::Split> split(const Measured &polygon, const Upon &upon, double &worst) {
        const std::vector<ZonePart> &parts = upon[*split_by];
        if (parts.size() == 1)
            return {{parts.front().zone, polygon.m2, upon, {}}};
        std::vector<Placement::Split> splits;
        for (const ZonePart &part : parts)
            splits.push_back(lay_part(polygon, part, parts, worst));
        return splits;
    }

    // A sliver that GEOS rounds away lies outside: its area is below what an overlay can tell.
    Placement::Split lay_part(const Measured &polygon, const ZonePart &part, std::span<const ZonePart> parts,
                              double &worst) {
        Shape shape = clipped(polygon.shape, polygon.box, part.zone, parts);
        const Box box = box_of(shape.points);
        const Point origin = box.middle();
        const double straight = shape.empty() ? 0
                                              : overlay::straight_area(moved(shape, origin), origin,
                                                                       sets[*split_by].prepared.ellipsoid);
        if (!(straight > 0))
            return {part.zone, part.m2, Upon(sets.size(), {{ZonePart::outside, part.m2}}), {}};
        Upon upon;
        for (std::size_t set = 0; set < sets.size(); ++set)
            upon.push_back(lay(set, {shape, box, straight, part.m2}, part.m2 / polygon.m2, worst));
        return {part.zone, part.m2, std::move(upon), std::move(shape)};
    }

    const std::vector<ZoneSet> &sets;
    std::optional<std::size_t> split_by;
    FeatureMeasurer measurer;
    std::vector<std::unique_ptr<ZoneOverlay>> others; // of all sets but the first, which is the measurer's
    std::vector<SetOverlay> overlays;
    Geos geos;
};

LayeredMeasurer::LayeredMeasurer(const LayeredZones &zones, const geodesy::Crs &features,
                                 geodesy::Method method, std::optional<std::size_t> split_by)
    : state_(std::make_unique<State>(zones, features, method, split_by)) {}
LayeredMeasurer::~LayeredMeasurer() = default;
LayeredMeasurer::LayeredMeasurer(LayeredMeasurer &&) noexcept = default;
LayeredMeasurer &LayeredMeasurer::operator=(LayeredMeasurer &&) noexcept = default;

Placement LayeredMeasurer::place(const Item &feature) {
    State &state = *state_;
    FeatureMeasurer::Outcome outcome = state.measurer.measure(feature);
    Placement placement;
    placement.finding = std::move(outcome.finding);
    placement.rejected = !outcome.feature;
    if (!placement.rejected && outcome.feature->kind != Kind::polygon) {
        placement.finding = Finding{Finding::Kind::rejected, feature.id, say("it is not a polygon"), 0};
        placement.rejected = true;
    }
    if (placement.rejected)
        return placement;
    placement.m2 = outcome.feature->by_method;
    placement.straight_m2 = outcome.feature->whole;
    const Measured polygon{state.measurer.shape(), state.measurer.box(), outcome.feature->whole,
                           placement.m2};
    placement.upon =
        state.lay_feature(polygon, *outcome.feature, outcome.relative_error, placement.worst_relative);
    if (state.split_by)
        placement.splits = state.split(polygon, placement.upon, placement.worst_relative);
    refuse_unless_conserved(placement.worst_relative);
    return placement;
}

const geometry::Shape &LayeredMeasurer::shape() const {
    return state_->measurer.shape();
}

} // namespace qitu::tabulate
