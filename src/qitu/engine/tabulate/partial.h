// A part of a run: what some of the features give, in sums that add up exactly. The parts of one run, in any order and of
// any number, give together the result of that run to the bit.
//
// A run is divided by place: features are put in order along a curve through the middles of their boxes, and the curve is cut
// into pieces with equal numbers of features. A part counts the features of its piece. Which ground they have of
// that under several features is decided by all whose boxes meet one of its own: these are read and brought to degrees too,
// but not counted. So each part reads all features, twice where overlaps are resolved, and measures its own and those
// around them.
//
// Who looks at contested features again, by other rules, does so in parts too: each part for its own, with the rivals of other
// parts that it has found.
#pragma once

#include <qitu/core/base/digest.h>
#include <qitu/engine/tabulate/reusable_zones.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace qitu::tabulate {

/// Which part of how many; from 1.
struct PartNumber {
    std::uint32_t number = 1;
    std::uint32_t of = 1;
    friend bool operator==(const PartNumber &, const PartNumber &) = default;
};

/// A group of features in a zone, by its place among the codes; -1 outside all zones.
struct Place {
    std::uint32_t group;
    std::int32_t zone;
    friend auto operator<=>(const Place &, const Place &) = default;
};

struct Sums {
    std::uint64_t features = 0;
    ExactSum gross, net, length, net_length, ground; // as in Row
    std::vector<ValueSums> values;

    Sums &operator+=(const Sums &other);
};

struct Partial {
    // The same in all parts of a run.
    geodesy::Method method = geodesy::Method::td1055;
    double max_edge = 0;
    bool net = true; // overlaps were resolved
    geodesy::Target target = geodesy::Target::china;
    std::vector<std::string> codes; // of zones, ascending
    std::vector<double> zone_m2;    // as in ZoneGround
    std::vector<Finding> zone_findings;
    std::map<std::string, std::uint64_t> zone_rungs; // that made zones ready
    std::uint64_t rows = 0; // features that were read, in this and all other parts; 0 of some by their ids
    Hash read{};            // digest of them, in their order; of a part by place only

    // Its own.
    std::uint64_t features = 0, repaired = 0, rejected = 0, long_edges = 0;
    double longest_edge_m = 0, worst_relative = 0;
    std::map<std::string, std::uint64_t> rungs; // as Result::overlay_rungs
    std::vector<Finding> findings;              // of features
    std::map<Place, Sums> sums;
    std::vector<std::int64_t> contested; // as Result::contested
    std::vector<std::int64_t> rivals; // features of other parts that may share ground with these; ascending
};

/// Gets pieces as tabulate() tells them.
using TakePiece = std::function<void(const Piece &)>;

/// What a part counts, with the pieces of its own features. Throws as tabulate() does, Error (usage) for a number that is none, Error (refused) where the
/// features change while they are read. \pre the source can be rewound, and ids are unique; `options` ask for no subtractions and no shapes
Partial tabulate_part(Source &features, const ReusableZones &zones, const Options &options, PartNumber part,
                      const TakePiece &piece = {});

/// Likewise for the features with these ids, which ascend; all others that are read only take ground from them.
Partial tabulate_some(Source &features, const ReusableZones &zones, const Options &options,
                      const std::vector<std::int64_t> &own, const TakePiece &piece = {});

/// Adds another part of the same run, but for its rivals. \pre neither has what the other has
void add(Partial &all, const Partial &part);

/// The result of a run whose parts were all added. Throws Error (refused) when conservation is worse than 1e-9 relative.
Result result_of(const Partial &all);

} // namespace qitu::tabulate
