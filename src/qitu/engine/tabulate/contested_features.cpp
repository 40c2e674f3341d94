#include "contested_features.h"

#include <utility>

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
    Feature copy = untouched(feature);
    copy.rings = arena_.keep(feature.rings);
    features_.push_back(std::move(copy));
}

} // namespace qitu::tabulate
