// rounding: figures that still add up when they are printed.
#pragma once

#include <span>
#include <vector>

namespace qitu {

/// Rounds parts to `decimals` so that they add up to their rounded total (largest remainder; ties to the
/// earlier part).
std::vector<double> rounded_to_total(std::span<const double> parts, int decimals);

} // namespace qitu
