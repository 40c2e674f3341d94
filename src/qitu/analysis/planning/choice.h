// Which blocks to build: an optimisation for each unit that has a quota, not a sort.
#pragma once

#include "solver.h"

#include <optional>
#include <vector>

namespace qitu::planning {

struct Option {
    double mu = 0;
    double score = 0; // 0 to 1
};

struct ChoiceRules {
    double over_penalty =
        2; // for each mu beyond what is needed; above 1, the best score, so that nothing is chosen in vain
};

struct Choice {
    std::vector<char> chosen; // of each option
    double mu = 0;
    double objective = 0; // Σ score·mu of what is chosen − over_penalty·what goes beyond the need
    double bound = 0;     // nothing better is possible
    bool proven = true;   // within the gap that was asked for
};

/// What is needed is reached wherever the options reach it; where they do not, all are chosen. \param needed mu
Choice choose(const std::vector<Option> &options, double needed, const ChoiceRules &rules,
              const SolverLimits &limits);

double objective_of(const std::vector<Option> &options, const std::vector<char> &chosen, double needed,
                    const ChoiceRules &rules);

} // namespace qitu::planning
