// Who takes from whom, for those who explain a figure.
#pragma once

#include "feature.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::tabulate {

struct TakenInZone {
    std::int64_t feature;
    std::int64_t taker;
    std::int32_t zone;
    double m2; // by the chosen method
};

/// Adds what each of `first`, in their order, takes that those before it have left.
void note_takers(const Feature &loser, std::span<const Feature *const> first, Surveyor &surveyor,
                 std::vector<TakenInZone> &taken);

} // namespace qitu::tabulate
