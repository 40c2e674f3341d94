// Which features of two editions are the same.
#pragma once

#include "layer_comparison.h"

#include <cstdint>
#include <vector>

namespace qitu::layer_comparison {

/// Ground that a feature of A and one of B have in common, by the method of their areas.
struct Common {
    std::uint32_t a, b;
    double m2;
};

/// What became of what; each feature is in one of them.
struct Group {
    std::vector<std::uint32_t> a, b;
    double common_m2 = 0;
    bool same_geometry = false; // to the bit
};

std::vector<Group> match(const Edition &a, const Edition &b, const Settings &settings);

} // namespace qitu::layer_comparison
