// exact_sum: sums that do not depend on the order of their terms.
#pragma once

#include <array>
#include <cstdint>

namespace qitu {

/// Sum of doubles that is the same whatever the order of the terms: 128-bit fixed point with 2^-60 as its
/// last place. Exact for every term of 2^-8 or more; smaller ones are off by at most 2^-61 each. |sum| must
/// stay below 1e20 (a region is 1.2e12 m², the Earth 5.1e14 m²). Throws std::range_error for a term that is
/// not a number or beyond 1e19: no sum holds it.
class ExactSum {
  public:
    ExactSum &operator+=(double term);
    ExactSum &operator-=(double term) { return *this += -term; }
    ExactSum &operator+=(const ExactSum &other) {
        units_ += other.units_;
        return *this;
    }
    void subtract(const ExactSum &other) { units_ -= other.units_; }
    [[nodiscard]] double value() const;
    /// The sum itself, the high half first: for who keeps it, to add to it later.
    using Bits = std::array<std::uint64_t, 2>;
    [[nodiscard]] Bits bits() const;
    [[nodiscard]] static ExactSum of(const Bits &bits);
    friend bool operator==(const ExactSum &, const ExactSum &) = default;

  private:
    __extension__ typedef __int128 Fixed;
    Fixed units_ = 0;
};

} // namespace qitu
