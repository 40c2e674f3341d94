// A whole divided in proportion to weights, under bounds, in whole steps. Knows no land.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::planning {

/// Who takes part, in the unit of the whole.
struct Claim {
    std::string key;   // ties of remainders go to the smaller
    std::string label; // for messages
    double weight = 0; // 0 or more
    double floor = 0;
    std::optional<double> cap{};
    std::optional<double> fixed{}; // floor and cap in one
};

enum class Bound { none, floor, cap, fixed };

struct Part {
    double value = 0;
    Bound bound = Bound::none; // that keeps it from being in proportion
};

/// The parts, in the order of the claims: each as near to λ·weight as its bounds allow, with the one λ for which they add
/// up (water-filling), then brought to whole steps by largest remainder; their sum in steps is exactly the whole. A floor is
/// raised to a whole step and a cap lowered to one. Neither the order of the claims nor their number changes a part that is
/// bound otherwise.
/// Throws Error (refused), naming the claims in conflict, where bounds cannot be met: a floor above its cap, floors that
/// exceed the whole, caps (and claims without a weight) that do not reach it; and where the whole or a fixed share is no
/// multiple of the step. \pre step > 0
std::vector<Part> apportion(double whole, double step, const std::vector<Claim> &claims);

/// A step of decimal places, such as 0.01 or 0.25, counted in units of its last place: so that a number of steps is the
/// decimal number that people write.
class Step {
  public:
    /// Throws Error (usage) unless it is above 0 and has at most six decimal places.
    explicit Step(double size);
    [[nodiscard]] double size() const { return of(1); }
    [[nodiscard]] double of(std::int64_t steps) const;
    /// Nothing when the value is no multiple, to a millionth of a step.
    [[nodiscard]] std::optional<std::int64_t> steps(double value) const;
    [[nodiscard]] std::int64_t steps_up(double value) const;
    [[nodiscard]] std::int64_t steps_down(double value) const;

  private:
    std::int64_t last_places_ = 1; // of one step
    std::int64_t scale_ = 1;       // last places in 1
};

} // namespace qitu::planning
