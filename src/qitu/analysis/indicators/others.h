// What other workspaces have counted, on the leaves of this one's tree.
#pragma once

#include "leaf_sums.h"

#include <qitu/analysis/indicators/league_sums.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace qitu::indicators {

struct LeagueSums {
    std::uint64_t findings = 0;
    double worst_relative = 0;
    std::map<std::string, std::map<std::string, LeafSums>> indicators; // by id, then by banner
};

class Others {
  public:
    Others(const Tree &tree, std::vector<League> leagues);

    /// Adds what they have of an indicator to this workspace's own, and notes the leaves that several have.
    void add_to(Leaves &leaves, const std::string &indicator);
    /// Takes away from a row what cannot be said of it.
    void mark(ProgressRow &row, const Place &place) const;
    [[nodiscard]] bool any_missing() const { return !missing_.empty(); }
    [[nodiscard]] double worst_relative() const;
    [[nodiscard]] const std::set<std::string> &shared() const { return shared_; }

  private:
    const Tree &tree_;
    std::vector<League> leagues_;
    std::map<std::string, std::size_t> leaves_;  // by code
    std::map<std::string, std::string> missing_; // leagues: names by code
    std::set<std::string> shared_;               // names of leaves
};

} // namespace qitu::indicators
