// What a banner, or township, adds to an indicator: sums that add up exactly, over the leaves of a tree and over
// workspaces that have counted the same leaves.
#pragma once

#include "counting.h"

#include <qitu/core/base/exact_sum.h>

#include <array>
#include <cstddef>
#include <vector>

namespace qitu::indicators {

/// Exact sums by status: they do not depend on the order of banners and groups, nor on how fine groups are.
class StatusSums {
  public:
    using Sums = std::array<ExactSum, 4>; // by CountingStatus

    StatusSums() = default;
    explicit StatusSums(const Sums &sums) : sums_(sums) {}

    void add(CountingStatus status, const ExactSum &sum) { sums_[static_cast<std::size_t>(status)] += sum; }
    StatusSums &operator+=(const StatusSums &other) {
        for (std::size_t i = 0; i < sums_.size(); ++i)
            sums_[i] += other.sums_[i];
        return *this;
    }
    [[nodiscard]] const Sums &all() const { return sums_; }
    [[nodiscard]] const ExactSum &sum(CountingStatus status) const {
        return sums_[static_cast<std::size_t>(status)];
    }
    [[nodiscard]] double of(CountingStatus status) const { return sum(status).value(); }
    [[nodiscard]] double from(CountingStatus least) const {
        ExactSum sum;
        for (auto i = static_cast<std::size_t>(least); i < sums_.size(); ++i)
            sum += sums_[i];
        return sum.value();
    }
    friend bool operator==(const StatusSums &, const StatusSums &) = default;

  private:
    Sums sums_{};
};

/// A project in a leaf, and how far some of its features are.
struct WorkPart {
    Project project;
    CountingStatus now = CountingStatus::none;
    bool before = false; // done, and counted in an earlier year
    bool ever = false;   // done in any year up to this one, of what counts by years
};

struct LeafSums {
    StatusSums now; // what counts for the year: m², m, numbers of a field, or features where there is no area
    StatusSums ever{};             // likewise in all years up to it, of what counts by years
    ExactSum whole{};              // of a share: what it is held against, in m²
    std::vector<WorkPart> works{}; // of works: each combination once

    LeafSums &operator+=(const LeafSums &other) {
        now += other.now;
        ever += other.ever;
        whole += other.whole;
        works.insert(works.end(), other.works.begin(), other.works.end());
        return *this;
    }
    [[nodiscard]] bool empty() const {
        return works.empty() && now == StatusSums() && ever == StatusSums() && whole == ExactSum();
    }
};
using Leaves = std::vector<LeafSums>; // by position in Tree::banners

} // namespace qitu::indicators
