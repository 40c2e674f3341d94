// Which features a part of a run counts, and which others it needs.
#pragma once

#include "names.h"

#include <qitu/engine/tabulate/partial.h>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace qitu::tabulate {

class Division {
  public:
    /// none: of another part, and far from all of this one; rival: of another, but may share ground with one of this
    enum class Role : char { none, own, rival };

    /// The next feature's box in degrees, as its points are before they are made valid; nothing where it has no place.
    void add(const std::optional<Box> &box);
    /// Call it when all are there.
    void divide(const PartNumber &part);
    /// Of a feature by its place among those that were added.
    [[nodiscard]] Role role(std::size_t row) const { return roles_[row]; }
    [[nodiscard]] std::size_t size() const { return boxes_.size(); }

  private:
    using Coarse = std::array<float, 4>; // least x, y, greatest x, y: rounded outwards

    [[nodiscard]] std::vector<Box> own_boxes() const;

    std::vector<Coarse> boxes_; // the first greater than the third where there is none
    std::vector<Role> roles_;
};

} // namespace qitu::tabulate
