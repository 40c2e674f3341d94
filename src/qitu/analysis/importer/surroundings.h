// What a workspace has around the features that are checked, in the form that validation takes.
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/data/workspace/workspace.h>

#include <vector>

namespace qitu::importer {

/// \pre the workspace outlives the result.
validation::Surroundings surroundings(const workspace::Workspace &workspace);
validation::Stream stored(const workspace::Workspace &workspace, const catalogue::Layer &layer);
} // namespace qitu::importer
