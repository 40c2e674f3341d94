#include "surroundings.h"

namespace qitu::admission {

quality::Stream stored(const store::Workspace &workspace, const catalogue::Layer &layer) {
    const auto cursor = std::make_shared<store::Workspace::Cursor>(workspace.features(layer));
    return [cursor](catalogue::Feature &feature) { return cursor->next(feature); };
}

std::vector<quality::Border> borders_of(const std::vector<store::Boundary> &boundaries) {
    std::vector<quality::Border> borders;
    for (const store::Boundary &boundary : boundaries)
        borders.push_back({boundary.code, boundary.wkb});
    return borders;
}

quality::Surroundings surroundings(const store::Workspace &workspace) {
    return {borders_of(workspace.banners()), {}, [&workspace](const catalogue::Layer &layer) {
                return stored(workspace, layer);
            }};
}

} // namespace qitu::admission
