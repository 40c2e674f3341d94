// Where many features lie on one spot: the ground under the prior features of one of them, as few polygons instead of
// many. Otherwise each feature would be overlaid with all that come before it, edge by edge, which grows with
// the fourth power of their number.
//
// A list of prior features is cut into runs of 32, whose ground is united; two unions side by side are united again, and so on as
// far as the list goes. Features on one spot have the same prior features but for the last ones, hence the same runs: each
// union is made once for all of them. What stands for a list depends on the list alone, not on threads nor on what
// waited on disk, so the figures do not either.
#pragma once

#include "feature.h"

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace qitu::tabulate {

class SharedUnions {
  public:
    using List = std::span<const Feature *const>; // in order of precedence

    SharedUnions(std::span<const List> lists, std::size_t threads);

    /// Rings that cover what the features of one of the lists cover; they last as long as this and the features.
    [[nodiscard]] std::vector<Rings> ground_of(List list) const;

  private:
    using Node = std::uint32_t;
    using Run = std::vector<const Feature *>;
    using Row = std::vector<Node>; // unions side by side, of one size
    struct Ground {
        std::vector<Rings> parts; // to be united
        Shape shape;              // their union
    };

    Node node_of_run(List run);
    Node node_of_pair(Node one, Node other);
    void unite(std::size_t threads);

    std::map<Run, Node> runs_;
    std::map<std::pair<Node, Node>, Node> pairs_;
    std::deque<Ground> grounds_;
    std::size_t united_ = 0;
};

} // namespace qitu::tabulate
