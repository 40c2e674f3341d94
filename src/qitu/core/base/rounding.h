// rounding: figures that still add up when they are printed.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace qitu {

/// Rounds parts to `decimals` so that they add up to their rounded total (largest remainder; ties to the
/// earlier part).
std::vector<double> rounded_to_total(std::span<const double> parts, int decimals);

/// A measure of any size for people: four significant digits, all digits before the point, no exponent: 191234, 12.84, 0.0282.
std::string significant(double value);

} // namespace qitu
