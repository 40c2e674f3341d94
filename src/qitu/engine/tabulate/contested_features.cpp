#include "contested_features.h"

namespace qitu::tabulate {

void ContestedFeatures::add(const Feature &feature) {
    bytes_ += sizeof(Feature) + feature.rings.all().size_bytes();
    if (bytes_ > memory_ && complete_) {
        complete_ = false;
        features_ = std::vector<Feature>();
        arena_ = overlay::Arena();
    }
    if (!complete_)
        return;
    features_.push_back(untouched(feature, arena_));
}

} // namespace qitu::tabulate
