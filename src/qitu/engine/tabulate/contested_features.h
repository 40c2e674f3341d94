// Copies of features that contest ground, as they were before anything was subtracted from them.
#pragma once

#include "feature.h"

#include <qitu/engine/overlay/arena.h>

#include <cstddef>
#include <span>
#include <vector>

namespace qitu::tabulate {

class ContestedFeatures {
  public:
    explicit ContestedFeatures(std::size_t memory) : memory_(memory) {}

    void add(const Feature &feature);
    /// False once they would have taken more than the memory: then there are none.
    [[nodiscard]] bool complete() const { return complete_; }
    [[nodiscard]] std::span<const Feature> all() const { return features_; }

  private:
    std::size_t memory_;
    std::size_t bytes_ = 0;
    bool complete_ = true;
    std::vector<Feature> features_;
    overlay::Arena arena_;
};

} // namespace qitu::tabulate
