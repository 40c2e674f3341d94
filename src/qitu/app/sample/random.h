// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood, Fast splittable
// pseudorandom number generators, OOPSLA 2014). The standard library's distributions differ from one to the
// next, so none is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace qitu::sample {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    /// A stream of its own for one topic, so that a change in one file leaves the others as they are.
    Random(std::uint64_t seed, std::string_view topic) : state_(seed) {
        for (const char c : topic)
            state_ = next() ^ static_cast<unsigned char>(c);
    }

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; } // in [0, 1)
    double between(double low, double high) { return low + (high - low) * unit(); }
    double around(double spread) { return between(-spread, spread); }
    bool chance(double probability) { return unit() < probability; }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    template <typename T>
    const T &pick(const std::vector<T> &choices) {
        return choices[below(choices.size())];
    }

  private:
    std::uint64_t state_;
};

} // namespace qitu::sample
