// random: numbers that look random and are the same on every machine. The distributions of the standard
// library differ from one implementation to the next, so none is used.
#pragma once

#include <cstdint>

namespace qitu {

/// The odd number nearest to 2^64 divided by the golden ratio.
inline constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15ULL;

/// The finaliser of SplitMix64: every bit of the input changes half the bits of the output. A hash of a
/// number.
constexpr std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31U);
}

/// SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014).
class SplitMix64 {
  public:
    explicit constexpr SplitMix64(std::uint64_t seed) : state_(seed) {}
    constexpr std::uint64_t next() { return mixed(state_ += golden_gamma); }

  private:
    std::uint64_t state_;
};

} // namespace qitu
