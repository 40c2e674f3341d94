// Rings that are kept for as long as a run lasts.
#pragma once

#include <qitu/engine/overlay/names.h>

#include <cstdint>
#include <memory>
#include <utility>

namespace qitu::overlay {

/// Holds points in large blocks, so that nothing is copied when it grows.
class Arena {
  public:
    Rings keep(const Rings &rings) {
        const auto all = rings.all();
        Point *points = points_.take(all.size());
        std::uint32_t *ends = ends_.take(rings.count);
        std::copy(all.begin(), all.end(), points);
        std::copy_n(rings.ends, rings.count, ends);
        return {points, ends, rings.count};
    }

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

} // namespace qitu::overlay
