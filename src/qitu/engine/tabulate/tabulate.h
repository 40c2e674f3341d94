// tabulate: the engine. Features × zones × groups → gross, net, length, count; each place counted once in
// net, every feature's area conserved. Knows nothing of layers, stages or quotas: what decides an overlap
// arrives as a number.
//
// Definitions (DESIGN, Words and rules; docs/figures.md):
//  gross   a place counts as often as features cover it
//  net     a place, or a stretch of lines, counts once, for the feature that comes first: higher priority, then smaller key, then
//          earlier group, then by its geometry, so that neither the order of input nor the number of threads
//          changes a bit
//  shares  cutting is done with edges straight in longitude and latitude, where area is exactly additive; the
//          area of a whole feature by the chosen method is divided among its pieces in those shares. So
//          every method conserves.
//  zones   a partition; where two zones overlap the place goes to the lower code, and the overlap is reported
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/overlay/zones.h>
#include <qitu/engine/tabulate/item.h>
#include <qitu/engine/tabulate/result.h>

#include <cstddef>
#include <functional>

namespace qitu::tabulate {

using overlay::Zone;
using overlay::Zones;

struct Options {
    geodesy::Method method = geodesy::Method::td1055;
    bool net = true;
    int threads = 0;           // 0: all cores
    bool subtractions = false; // list them (Result::subtractions): much slower where many overlap
    bool outside = true;       // false: what lies outside all zones is passed over, as if it were not there
    bool shapes = false; // pieces are drawn (Piece::kept, Piece::subtracted), each by an overlay of its own
    /// Bytes of features that are kept in memory until overlaps are resolved; what is beyond waits in a file
    /// in the folder for temporary files. No bit of the figures depends on it. Pieces are told from memory.
    std::size_t memory = std::size_t{512} << 20U;
    /// geodesic and straight: points are put into polygons' edges longer than so many m, on a straight line
    /// in the source's coordinates, before anything is measured or cut; 0: edges stay as they are.
    double max_edge = 0;
    std::size_t batch = 512; // features that a thread reads at a time
    Progress progress;
};

/// Runs the engine. `piece`, when given, is called for every piece once gross and net are known, in a fixed
/// order. Throws Error (refused) when conservation is worse than 1e-9 relative, Error (usage) for a max_edge
/// below 1 m or with td1055, which cuts edges by its own rule.
Result tabulate(Source &features, const Zones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece = {});

} // namespace qitu::tabulate
