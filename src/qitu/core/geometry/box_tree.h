// Boxes in a tree, packed once (sort-tile-recursive), asked for those near a box.
#pragma once

#include <qitu/core/geometry/box.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qitu::geometry {

class BoxTree {
  public:
    BoxTree() = default;
    explicit BoxTree(const std::vector<Box> &boxes);

    /// Calls visit(i) for every box that meets the window.
    template <typename Visit>
    void each_meeting(const Box &window, const Visit &visit) const {
        if (!nodes_.empty())
            descend(nodes_.size() - 1, window, visit);
    }

  private:
    static constexpr std::size_t fanout = 16;
    struct Node {
        Box box;
        std::uint32_t first = 0, count = 0; // into items_ of a leaf, into nodes_ of another
        bool leaf = true;
    };
    struct Item {
        Box box;
        std::uint32_t number = 0;
    };

    void pack_leaves();
    void pack_above(std::size_t first, std::size_t count);
    template <typename Visit>
    void descend(std::size_t at, const Box &window, const Visit &visit) const {
        const Node &node = nodes_[at];
        if (!node.box.meets(window))
            return;
        for (std::uint32_t i = node.first; i < node.first + node.count; ++i)
            if (!node.leaf)
                descend(i, window, visit);
            else if (items_[i].box.meets(window))
                visit(items_[i].number);
    }

    std::vector<Item> items_;
    std::vector<Node> nodes_; // level after level, the root last
};

} // namespace qitu::geometry
