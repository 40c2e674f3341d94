// What lies in a workspace around the features that are checked, as quality asks for it.
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/data/workspace/workspace.h>

#include <vector>

namespace qitu::importer {

/// \pre the workspace outlives it.
validation::Surroundings surroundings(const workspace::Workspace &workspace);
validation::Stream stored(const workspace::Workspace &workspace, const catalogue::Layer &layer);
std::vector<validation::Border> borders_of(const std::vector<workspace::Boundary> &boundaries);

} // namespace qitu::importer
