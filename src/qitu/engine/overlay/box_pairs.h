// Pairs of boxes that meet, found strip by strip, so that threads can share the work.
#pragma once

#include <qitu/engine/overlay/names.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace qitu::overlay {

class BoxPairs {
  public:
    explicit BoxPairs(const std::vector<Box> &boxes, std::size_t threads = 1);

    [[nodiscard]] std::size_t strips() const { return strips_.size() - 1; }
    /// Calls take(i, j) for the pairs of this strip whose boxes meet, each pair in one strip only.
    template <typename Take>
    void of_strip(std::size_t strip, const Take &take) const;

  private:
    // Coordinates as steps of a grid over all boxes: comparing them never misses a pair.
    struct Entry {
        std::uint32_t min_x, max_x, min_y, max_y, box;
    };
    std::vector<Entry> entries_; // strip after strip, in each by min_x
    std::vector<std::uint32_t> strips_;
    std::uint32_t strip_height_ = 1;
};

/// All pairs (i < j) in ascending order, for sets that are small.
std::vector<std::pair<std::uint32_t, std::uint32_t>> sorted_pairs(const std::vector<Box> &boxes);

template <typename Take>
void BoxPairs::of_strip(std::size_t strip, const Take &take) const {
    const std::uint32_t end = strips_[strip + 1];
    for (std::uint32_t i = strips_[strip]; i < end; ++i) {
        const Entry &a = entries_[i];
        for (std::uint32_t j = i + 1; j < end && entries_[j].min_x <= a.max_x; ++j) {
            const Entry &b = entries_[j];
            if (a.min_y <= b.max_y && b.min_y <= a.max_y &&
                std::max(a.min_y, b.min_y) / strip_height_ == strip)
                take(a.box, b.box);
        }
    }
}

} // namespace qitu::overlay
