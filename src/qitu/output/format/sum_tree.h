// The one rule of rounding: figures are rounded from the top of their tree down, so that parts add up to
// their rounded parent.
//
// A total is rounded to the nearest; its parts by the largest remainder, so that they add up to it; their
// parts likewise. What a figure is rounded to depends on the tree alone (region → league → banner → group),
// not on the lines that an output shows.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

namespace qitu::format {

/// The sums that a figure is a part of, from the top down, itself last: {"150800", "150802"}.
using Path = std::vector<std::string>;

/// Leaves under sums under one total.
class SumTree {
  public:
    /// `leaves` has the path of the sums above each leaf; a leaf without sums stands below the total itself.
    explicit SumTree(std::vector<Path> leaves);

    struct Rounded {
        double total = 0;
        std::map<Path, double> sums; // by path
        std::vector<double> leaves;  // as they were given
    };
    /// \pre one value for each leaf
    [[nodiscard]] Rounded rounded(std::span<const double> leaves, int decimals) const;

  private:
    std::map<Path, std::size_t> sums_; // every sum, its parent before it; the total is the empty path
    std::vector<Path> leaves_;
};

} // namespace qitu::format
