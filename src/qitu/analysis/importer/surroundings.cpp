#include "surroundings.h"

#include <qitu/data/sources/ready_banners.h>
#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/features.h>

#include <memory>

namespace qitu::importer {

validation::Stream stored(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    const auto cursor = std::make_shared<workspace::FeatureCursor>(workspace::features(workspace, layer));
    return [cursor](catalogue::Feature &feature) { return cursor->next(feature); };
}

validation::Surroundings surroundings(const workspace::Workspace &workspace) {
    validation::Surroundings around;
    around.banners = sources::zones_of(workspace.banners()).zones;
    if (!around.banners.empty())
        around.ready_banners = sources::ready_banners(workspace);
    around.other = [&workspace](const catalogue::Layer &layer) { return stored(workspace, layer); };
    return around;
}

} // namespace qitu::importer
