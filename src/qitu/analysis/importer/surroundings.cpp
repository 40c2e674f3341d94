#include "surroundings.h"

namespace qitu::importer {

validation::Stream stored(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    const auto cursor = std::make_shared<workspace::Workspace::Cursor>(workspace.features(layer));
    return [cursor](catalogue::Feature &feature) { return cursor->next(feature); };
}

std::vector<validation::Border> borders_of(const std::vector<workspace::Boundary> &boundaries) {
    std::vector<validation::Border> borders;
    for (const workspace::Boundary &boundary : boundaries)
        borders.push_back({boundary.code, boundary.wkb});
    return borders;
}

validation::Surroundings surroundings(const workspace::Workspace &workspace) {
    return {borders_of(workspace.banners()), {}, [&workspace](const catalogue::Layer &layer) {
                return stored(workspace, layer);
            }};
}

} // namespace qitu::importer
