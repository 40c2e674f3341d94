// A polygon's rings where they lie in memory: shells counter-clockwise, holes clockwise, so that the interior
// is on the left of every edge. What the second half of a run keeps of a feature.
#pragma once

#include "shape.h"

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace qitu::tabulate {

struct Rings {
    const Point *points = nullptr;
    const std::uint32_t *ends = nullptr; // of each ring, into points
    std::uint32_t count = 0;             // of rings

    [[nodiscard]] std::span<const Point> ring(std::uint32_t i) const {
        const std::uint32_t begin = i == 0 ? 0 : ends[i - 1];
        return {points + begin, ends[i] - begin};
    }
    [[nodiscard]] std::span<const Point> all() const { return {points, count == 0 ? 0 : ends[count - 1]}; }
};

inline Rings rings_of(const Shape &shape) {
    return {shape.points.data(), shape.path_ends.data(), static_cast<std::uint32_t>(shape.path_ends.size())};
}

/// In the plane; counter-clockwise is positive.
double twice_signed_area(std::span<const Point> ring);

/// Shells counter-clockwise, holes clockwise.
void orient(Shape &shape);

/// Back to a shape with parts: every counter-clockwise ring begins a new one.
Shape shape_of(const Rings &rings);

/// Calls take(from, to) for every edge that has a length.
template <typename Take>
void for_each_edge(const Rings &rings, const Take &take) {
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const auto ring = rings.ring(i);
        for (std::size_t k = 0; k + 1 < ring.size(); ++k)
            if (ring[k] != ring[k + 1])
                take(ring[k], ring[k + 1]);
    }
}

/// Even-odd; a point on the border may be either.
bool inside(const Rings &rings, Point p);

/// Holds points for as long as a run lasts, in large blocks, so that nothing is copied when it grows.
class Arena {
  public:
    Rings keep(const Rings &rings);

  private:
    template <typename T>
    class Blocks {
      public:
        T *take(std::size_t count) {
            if (count > left_) {
                const std::size_t size = std::max(count, block_size);
                blocks_.push_back(std::make_unique_for_overwrite<T[]>(size));
                next_ = blocks_.back().get();
                left_ = size;
            }
            left_ -= count;
            return std::exchange(next_, next_ + count);
        }

      private:
        static constexpr std::size_t block_size = 1U << 16U;
        std::vector<std::unique_ptr<T[]>> blocks_;
        T *next_ = nullptr;
        std::size_t left_ = 0;
    };
    Blocks<Point> points_;
    Blocks<std::uint32_t> ends_;
};

} // namespace qitu::tabulate
