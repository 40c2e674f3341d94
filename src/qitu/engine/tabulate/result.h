// What the engine gives: figures by zone and group, and what it met on the way.
#pragma once

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/tabulate/value_sums.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::tabulate {

/// Area and length of the same features in the same place.
struct Figures {
    std::uint64_t features = 0;
    double gross_m2 = 0;
    double net_m2 = 0;
    double length_m = 0;
    double net_length_m = 0; // of lines; a stretch that several features share counts once
};

/// What a row is of wholes, in %, by net area; where there is no area at all by net length, and where there is no length either
/// by number. Nothing where the whole is less than 1e-6 m² or m.
struct Percents {
    /// Of the zone's ground, both with edges straight in longitude and latitude, where area is exactly additive: what groups
    /// have of a zone and what they leave of it add up to 100. Of area only.
    std::optional<double> of_zone{};
    std::optional<double> of_class{}; // of all that the group has, in zones and outside
    std::optional<double> of_all{};   // of all groups
};

struct Row {
    std::string zone;
    std::uint32_t group = 0;
    Figures figures;
    // What the figures are rounded from: sums of these do not depend on how rows are grouped.
    ExactSum gross{}, net{}, length{}, net_length{};
    ExactSum ground{}; // net area with edges straight in longitude and latitude, as zones cut
    Percents percents{};
    std::vector<ValueSums> values{}; // as Item::values
};

/// A zone's own ground.
struct ZoneGround {
    std::string zone;
    double m2 = 0;                      // edges straight in longitude and latitude, as it cuts
    std::optional<double> covered_m2{}; // likewise, by any feature; nothing where overlaps were not resolved
    [[nodiscard]] std::optional<double> uncovered_percent() const {
        return covered_m2 ? std::optional((m2 - *covered_m2) / m2 * 100) : std::nullopt;
    }
};

/// Something the engine met that a person should look at; the figures already take it into account.
struct Finding {
    enum class Kind { repaired, rejected, zone_overlap, zone_repaired, not_conserved, not_drawn };
    Kind kind = Kind::repaired;
    std::int64_t feature = 0; // or position of the zone
    std::string what;         // reason, with the place where GEOS gives one; not_drawn: how much, or why
    double m2 = 0;            // area concerned
};

/// A piece of one feature in one zone, for those who explain a figure or draw what lies outside.
struct Piece {
    std::int64_t feature = 0;
    std::string zone; // "" outside all zones
    double gross_m2 = 0;
    double net_m2 = 0;
    double length_m = 0;
    double net_length_m = 0;
    std::uint32_t group = 0;
    std::uint64_t points = 0; // of a feature of points
    /// What the feature keeps, and what others that come first take from it, in degrees on Result::target, where Options ask for
    /// shapes; null or empty for nothing. Of lines and points all is kept. Only during the call.
    const geometry::Shape *kept = nullptr;
    const geometry::Shape *subtracted = nullptr;
};

/// What is subtracted from a feature in one zone in favour of a prior one: m², or m of lines. A place that several
/// claim goes to the first of them.
struct Subtraction {
    std::int64_t feature = 0;
    std::int64_t prior = 0;
    std::string zone; // "" outside all zones
    double m2 = 0;
};

struct Result {
    geodesy::Method method = geodesy::Method::td1055;
    double max_edge = 0; // as asked for
    geodesy::Target target = geodesy::Target::china;
    std::uint64_t features = 0;
    std::uint64_t repaired = 0;
    std::uint64_t rejected = 0;
    std::uint64_t long_edges = 0; // of polygons, over 1 km (geodesy::long_edge): there the methods lie apart
    double longest_edge_m = 0;    // of those; both only where the method takes edges as they are, not td1055
    std::vector<Row> rows;        // by zone code, then group; only rows with something in them
    std::map<std::uint32_t, Figures> outside; // by group
    std::map<std::uint32_t, Percents> outside_percents;
    std::map<std::uint32_t, std::vector<ValueSums>> outside_values;
    std::vector<ZoneGround> zones; // all of them, by code
    double worst_relative = 0;     // conservation: worst |Σ pieces + outside − feature| / feature
    std::map<std::string, std::uint64_t>
        overlay_rungs; // which rung of the overlay ladder was used, how often
    std::vector<Finding> findings;
    std::vector<Subtraction> subtractions; // by feature, zone and prior feature; where Options ask for them
    /// Ids of the features that may share ground or a stretch with another, ascending; all others have the
    /// same net figures whatever decides overlaps.
    std::vector<std::int64_t> contested;
};

} // namespace qitu::tabulate
