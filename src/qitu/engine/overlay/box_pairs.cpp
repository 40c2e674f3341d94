#include "box_pairs.h"

#include <qitu/core/base/parallel.h>

#include <cmath>

namespace qitu::overlay {

namespace {

constexpr double grid_steps = 4294967295.0;
constexpr double most_strips = 65536;

// Strips about twice as high as the typical box: few boxes stand in several, few in one are far apart.
double strip_height(const std::vector<Box> &boxes, const Box &all) {
    double sum = 0;
    const double cap = (all.max_y - all.min_y) / 64; // a few large features must not coarsen the rest
    for (const Box &box : boxes)
        sum += std::min(box.max_y - box.min_y, cap);
    return 2 * sum / static_cast<double>(std::max<std::size_t>(boxes.size(), 1));
}

} // namespace

BoxPairs::BoxPairs(const std::vector<Box> &boxes, std::size_t threads) : strips_(2, 0) {
    Box all;
    for (const Box &box : boxes)
        all.add(box);
    if (boxes.empty())
        return;
    const double scale_x = grid_steps / std::max(all.max_x - all.min_x, 1e-9);
    const double scale_y = grid_steps / std::max(all.max_y - all.min_y, 1e-9);
    const auto step = [](double offset, double scale) {
        return static_cast<std::uint32_t>(std::clamp(std::floor(offset * scale), 0.0, grid_steps));
    };
    const double height = std::max(strip_height(boxes, all) * scale_y, grid_steps / most_strips);
    strip_height_ = static_cast<std::uint32_t>(std::clamp(height, 1.0, grid_steps));

    const auto entry_of = [&](std::uint32_t i) {
        const Box &box = boxes[i];
        return Entry{step(box.min_x - all.min_x, scale_x), step(box.max_x - all.min_x, scale_x),
                     step(box.min_y - all.min_y, scale_y), step(box.max_y - all.min_y, scale_y), i};
    };
    const auto count = static_cast<std::uint32_t>(boxes.size());
    strips_.assign(static_cast<std::size_t>(0xffffffffU / strip_height_) + 2, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
        const Entry entry = entry_of(i);
        for (std::uint32_t s = entry.min_y / strip_height_; s <= entry.max_y / strip_height_; ++s)
            ++strips_[s + 1];
    }
    for (std::size_t s = 1; s < strips_.size(); ++s)
        strips_[s] += strips_[s - 1];
    entries_.resize(strips_.back());
    std::vector<std::uint32_t> next(strips_.begin(), strips_.end() - 1);
    for (std::uint32_t i = 0; i < count; ++i) {
        const Entry entry = entry_of(i);
        for (std::uint32_t s = entry.min_y / strip_height_; s <= entry.max_y / strip_height_; ++s)
            entries_[next[s]++] = entry;
    }
    parallel_for(threads, strips(), 64, [&](std::size_t, std::size_t s) {
        std::sort(entries_.begin() + strips_[s], entries_.begin() + strips_[s + 1],
                  [](const Entry &a, const Entry &b) { return a.sides() < b.sides(); });
    });
}

void BoxPairs::leave_out(const std::vector<bool> &boxes) {
    std::uint32_t kept = 0;
    for (std::size_t strip = 0; strip < strips(); ++strip) {
        const std::uint32_t begin = std::exchange(strips_[strip], kept);
        for (std::uint32_t i = begin; i < strips_[strip + 1]; ++i)
            if (!boxes[entries_[i].box])
                entries_[kept++] = entries_[i];
    }
    strips_.back() = kept;
    entries_.resize(kept);
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> sorted_pairs(const std::vector<Box> &boxes) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    const BoxPairs all(boxes);
    for (std::size_t strip = 0; strip < all.strips(); ++strip)
        all.of_strip(strip, [&](std::uint32_t a, std::uint32_t b) { pairs.emplace_back(std::minmax(a, b)); });
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

} // namespace qitu::overlay
