#include "surroundings.h"

#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/features.h>

#include <memory>

namespace qitu::importer {

validation::Stream stored(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    const auto cursor = std::make_shared<workspace::FeatureCursor>(workspace::features(workspace, layer));
    return [cursor](catalogue::Feature &feature) { return cursor->next(feature); };
}

validation::Surroundings surroundings(const workspace::Workspace &workspace) {
    return {sources::zones_of(workspace.banners()).zones, {}, [&workspace](const catalogue::Layer &layer) {
                return stored(workspace, layer);
            }};
}

} // namespace qitu::importer
