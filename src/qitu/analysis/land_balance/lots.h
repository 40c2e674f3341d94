// What lots of land can be taken out of others.
#pragma once

#include "account_lines.h"

#include <functional>
#include <optional>
#include <vector>

namespace qitu::land_balance {

using Quality = std::function<std::optional<double>(const Lot &)>; // more is better; none: unknown

/// Land that goes of a better mean than the best land of the same area that comes.
struct Excess {
    double mu = 0;
    double asked = 0; // mean of what goes
    double most = 0;  // mean of the best that there is
};

/// The lots that go can be cut out of those that come, each a mixture of them, if and only if the best of what
/// goes is never more in sum than the best of what comes over the same area (majorization: Hardy, Littlewood,
/// Pólya, Inequalities, 2.18). Only land of known quality is taken. `tolerance` is per mu.
std::optional<Excess> exceeds(const std::vector<Lot> &going, const std::vector<Lot> &coming,
                              const Quality &quality, double tolerance);

} // namespace qitu::land_balance
