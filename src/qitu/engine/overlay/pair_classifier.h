// Which features really overlap. Most pairs whose boxes meet are neighbours along a common edge; they are
// told apart by their shared vertices.
#pragma once

#include <qitu/engine/overlay/names.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace qitu::overlay {

enum class PairRelation { disjoint, overlapping, undetermined };

/// Tells pairs of polygons apart; keeps its buffers between calls.
class PairClassifier {
  public:
    /// `disjoint` only when the interiors provably have no point in common; `undetermined` where vertices
    /// touch edges midway or edges run along each other. \pre both are oriented, valid polygons.
    PairRelation classify(const Rings &a, const Box &box_a, const Rings &b, const Box &box_b);

    struct Edge {
        Point from, to;
        Box box;
        bool shared;
    };

  private:
    std::vector<Edge> a_, b_;
};

} // namespace qitu::overlay
