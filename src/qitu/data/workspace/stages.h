// Choosing features of a layer and bringing them to another stage.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Which features of a layer are meant; those that any member names. Nothing given means none.
struct Selection {
    std::set<std::int64_t> features;
    std::set<std::string> projects;
    std::string where; // SQL condition on the layer's fields
};
/// Ids in ascending order. Throws Error (refused) for ids, project codes and conditions that match no
/// feature.
std::vector<std::int64_t> select(const Workspace &workspace, const catalogue::Layer &layer,
                                 const Selection &selection);

/// Why a change cannot be made to a feature.
struct Obstacle {
    std::int64_t feature = 0;
    std::string project;
    std::string reason;
};

/// Brings features to a stage: to the next one, or with a reason back to an earlier one. When there are
/// obstacles, returns them and changes nothing.
std::vector<Obstacle> advance(Edit &edit, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const std::vector<std::int64_t> &features,
                              const std::string &stage, const std::string &reason_to_go_back);

} // namespace qitu::workspace
