// Pairs of boxes that meet, found strip by strip, so that threads can share the work.
#pragma once

#include <qitu/engine/overlay/names.h>

#include <cstdint>
#include <span>
#include <tuple>
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

    /// Calls take(boxes) for each set of at least `least` boxes that are equal, to the step of the grid.
    template <typename Take>
    void equal_boxes(std::size_t least, const Take &take) const;
    /// From now on `of_strip` does not see them.
    void leave_out(const std::vector<bool> &boxes);

  private:
    // Coordinates as steps of a grid over all boxes: comparing them never misses a pair.
    struct Entry {
        std::uint32_t min_x, max_x, min_y, max_y, box;
        [[nodiscard]] auto sides() const { return std::tie(min_x, max_x, min_y, max_y); }
    };
    std::vector<Entry> entries_; // strip after strip, in each by their sides
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

template <typename Take>
void BoxPairs::equal_boxes(std::size_t least, const Take &take) const {
    std::vector<std::uint32_t> equal;
    for (std::size_t strip = 0; strip < strips(); ++strip)
        for (std::uint32_t i = strips_[strip], end = i; i < strips_[strip + 1]; i = end) {
            while (end < strips_[strip + 1] && entries_[end].sides() == entries_[i].sides())
                ++end;
            if (end - i < least || entries_[i].min_y / strip_height_ != strip)
                continue;
            equal.clear();
            for (std::uint32_t k = i; k < end; ++k)
                equal.push_back(entries_[k].box);
            take(std::span<const std::uint32_t>(equal));
        }
}

} // namespace qitu::overlay
