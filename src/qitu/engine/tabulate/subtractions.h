// What is subtracted from which feature, for those who explain a figure.
#pragma once

#include "feature.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace qitu::tabulate {

struct ZoneSubtraction {
    std::int64_t feature;
    std::int64_t prior;
    std::int32_t zone;
    double m2; // by the chosen method
};

/// Adds what each of `first`, in their order, takes away that those before it have left. `ground_of(n)` gives rings that
/// cover what the first n of them cover.
void note_subtractions(const Feature &subordinate, std::span<const Feature *const> first,
                       const std::function<std::vector<Rings>(std::size_t n)> &ground_of,
                       FeatureMeasurer &measurer, std::vector<ZoneSubtraction> &taken);

} // namespace qitu::tabulate
