#include <qitu/core/geometry/box_tree.h>

#include <algorithm>
#include <cmath>

namespace qitu::geometry {

BoxTree::BoxTree(const std::vector<Box> &boxes) {
    for (std::uint32_t i = 0; i < boxes.size(); ++i)
        if (!boxes[i].empty())
            items_.push_back({boxes[i], i});
    if (items_.empty())
        return;
    pack_leaves();
    std::size_t first = 0;
    for (std::size_t count = nodes_.size(); count > 1; count = nodes_.size() - first) {
        const std::size_t next = nodes_.size();
        pack_above(first, count);
        first = next;
    }
}

// Slices by x, in each runs by y.
void BoxTree::pack_leaves() {
    const auto by_x = [](const Item &a, const Item &b) { return a.box.middle().x < b.box.middle().x; };
    const auto by_y = [](const Item &a, const Item &b) { return a.box.middle().y < b.box.middle().y; };
    std::stable_sort(items_.begin(), items_.end(), by_x);
    const std::size_t leaves = (items_.size() + fanout - 1) / fanout;
    const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(leaves))));
    const std::size_t per_slice = (leaves + slices - 1) / slices * fanout;
    for (std::size_t begin = 0; begin < items_.size(); begin += per_slice) {
        const std::size_t end = std::min(begin + per_slice, items_.size());
        std::stable_sort(items_.begin() + static_cast<std::ptrdiff_t>(begin),
                         items_.begin() + static_cast<std::ptrdiff_t>(end), by_y);
    }
    for (std::size_t begin = 0; begin < items_.size(); begin += fanout) {
        const std::size_t end = std::min(begin + fanout, items_.size());
        Node &node = nodes_.emplace_back();
        node.first = static_cast<std::uint32_t>(begin);
        node.count = static_cast<std::uint32_t>(end - begin);
        for (std::size_t i = begin; i < end; ++i)
            node.box.add(items_[i].box);
    }
}

void BoxTree::pack_above(std::size_t first, std::size_t count) {
    for (std::size_t begin = first; begin < first + count; begin += fanout) {
        const std::size_t end = std::min(begin + fanout, first + count);
        Node node;
        node.leaf = false;
        node.first = static_cast<std::uint32_t>(begin);
        node.count = static_cast<std::uint32_t>(end - begin);
        for (std::size_t i = begin; i < end; ++i)
            node.box.add(nodes_[i].box);
        nodes_.push_back(node);
    }
}

} // namespace qitu::geometry
