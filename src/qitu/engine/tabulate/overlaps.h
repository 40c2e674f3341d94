// Net: each overlap is taken from the feature that comes later, so it does not matter who is looked at first.
#pragma once

#include "contested_features.h"
#include "shared_unions.h"
#include "worker.h"

#include <qitu/engine/overlay/box_pairs.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::tabulate {

/// Features that are prior or subordinate to another, ascending: those that are counted, and those that other parts count.
struct ContestedIds {
    std::vector<std::int64_t> own, rivals;

    void add(const Feature &feature) { (feature.rival ? rivals : own).push_back(feature.id); }
    void add(const ContestedIds &others);
    /// Each once.
    void sort();
};

class Overlaps {
  public:
    /// \param ranks those of Source::group_ranks
    Overlaps(std::span<const std::unique_ptr<Worker>> workers, const std::vector<std::uint32_t> &ranks)
        : workers_(workers), ranks_(ranks) {}

    /// Resolves all that the workers keep; features that waited on disk are added to the sums, those in memory
    /// are not yet. What contests ground is added to `kept`, where that is given, which has one for each worker.
    ContestedIds resolve(std::span<ContestedFeatures> kept = {});

  private:
    struct OverlapPair {
        Feature *subordinate;
        const Feature *prior;
        friend auto operator<=>(const OverlapPair &, const OverlapPair &) = default;
    };
    struct Loser {
        Feature *subordinate = nullptr;
        std::vector<const Feature *> first; // in order of precedence
        bool crowded = false;               // by very many of them
    };
    /// Polygons or lines looked at together: the first `own`, and others that only those are compared with.
    struct Company {
        std::vector<Feature *> areas;
        std::vector<Box> boxes;
        std::size_t own = 0;
    };
    /// What tiles leave for the end: subordinate features in memory, with copies of their prior ones.
    struct Deferred {
        std::vector<OverlapPair> overlapping;
        ContestedIds contested;
        std::deque<Feature> priors;
        overlay::Arena arena;
    };
    using Crew = std::span<const std::unique_ptr<Worker>>;

    [[nodiscard]] Company in_memory(Kind kind) const;
    void resolve_tiles(std::span<ContestedFeatures> kept);
    void resolve_tile(std::size_t tile, Crew one, Deferred &deferred, ContestedFeatures *kept) const;
    void keep(const std::vector<std::int64_t> &contested, std::span<ContestedFeatures> kept) const;
    [[nodiscard]] std::vector<OverlapPair> find_overlaps(const Company &company, Crew crew) const;
    [[nodiscard]] OverlapPair ordered(Feature &a, Feature &b) const;
    std::vector<OverlapPair> set_copies_aside(const Company &company, overlay::BoxPairs &pairs) const;
    [[nodiscard]] static bool share(const Company &company, std::size_t i, std::size_t j, Worker &worker);
    void resolve(std::vector<OverlapPair> overlapping, Crew crew) const;
    [[nodiscard]] Loser loser_of(std::span<const OverlapPair> overlapping) const;
    static void subtract(const Loser &loser, const SharedUnions &unions, Worker &worker);

    Crew workers_;
    const std::vector<std::uint32_t> &ranks_;
    Company polygons_;                                // in memory
    std::vector<std::vector<std::uint32_t>> in_tile_; // which of those in memory meet it
    std::vector<Deferred> deferred_;                  // by worker
};

} // namespace qitu::tabulate
