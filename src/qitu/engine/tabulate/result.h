// What the engine gives: figures by zone and group, and what it met on the way.
#pragma once

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/geodesy/geodesy.h>

#include <cstdint>
#include <map>
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

struct Row {
    std::string zone;
    std::uint32_t group = 0;
    Figures figures;
    // What the figures are rounded from: sums of these do not depend on how rows are grouped.
    ExactSum gross{}, net{}, length{}, net_length{};
};

/// Something the engine met that a person should look at; the figures already take it into account.
struct Finding {
    enum class Kind { repaired, rejected, zone_overlap, zone_repaired, not_conserved };
    Kind kind = Kind::repaired;
    std::int64_t feature = 0; // or position of the zone
    std::string what;         // reason, with the place where GEOS gives one
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
    std::uint64_t features = 0;
    std::uint64_t repaired = 0;
    std::uint64_t rejected = 0;
    std::uint64_t long_edges = 0; // of polygons, over 1 km (geodesy::long_edge): there the methods lie apart
    double longest_edge_m = 0;    // of those; both only where the method takes edges as they are, not td1055
    std::vector<Row> rows;        // by zone code, then group; only rows with something in them
    std::map<std::uint32_t, Figures> outside; // by group
    double worst_relative = 0; // conservation: worst |Σ pieces + outside − feature| / feature
    std::map<std::string, std::uint64_t>
        overlay_rungs; // which rung of the overlay ladder was used, how often
    std::vector<Finding> findings;
    std::vector<Subtraction> subtractions; // by feature, zone and prior feature; where Options ask for them
    /// Ids of the features that may share ground or a stretch with another, ascending; all others have the
    /// same net figures whatever decides overlaps.
    std::vector<std::int64_t> contested;
};

} // namespace qitu::tabulate
