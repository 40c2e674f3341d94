// Net: each overlap is taken from the feature that comes later, so it does not matter who is looked at first.
#pragma once

#include "worker.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::tabulate {

class Overlaps {
  public:
    /// \param ranks those of Source::group_ranks
    Overlaps(std::span<const std::unique_ptr<Worker>> workers, const std::vector<std::uint32_t> &ranks)
        : workers_(workers), ranks_(ranks) {}

    /// Settles all that the workers keep; features that waited on disk are added to the sums, those in memory
    /// are not yet.
    void settle();

  private:
    struct Loss {
        Feature *loser;
        const Feature *taker;
        friend auto operator<=>(const Loss &, const Loss &) = default;
    };
    /// Polygons looked at together: the first `own`, and others that only those are compared with.
    struct Company {
        std::vector<Feature *> areas;
        std::vector<Box> boxes;
        std::size_t own = 0;
    };
    /// What tiles leave for the end: features in memory that lose, with copies of their takers.
    struct Deferred {
        std::vector<Loss> losses;
        std::deque<Feature> takers;
        overlay::Arena arena;
    };
    using Crew = std::span<const std::unique_ptr<Worker>>;

    void gather_in_memory();
    void settle_tiles();
    void settle_tile(std::size_t tile, Crew one, Deferred &deferred) const;
    std::vector<Loss> find_losses(const Company &company, Crew crew) const;
    void settle(std::vector<Loss> losses, Crew crew) const;
    void take_from(std::span<const Loss> losses, Worker &worker) const;

    Crew workers_;
    const std::vector<std::uint32_t> &ranks_;
    Company in_memory_;
    std::vector<std::vector<std::uint32_t>> in_tile_; // which of those in memory meet it
    std::vector<Deferred> deferred_;                  // by worker
};

} // namespace qitu::tabulate
