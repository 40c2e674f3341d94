// What lies in a workspace around the features that are checked, as quality asks for it.
#pragma once

#include <qitu/quality/quality.h>
#include <qitu/store/store.h>

namespace qitu::admission {

/// \pre the workspace outlives it.
quality::Surroundings surroundings(const store::Workspace &workspace);
quality::Stream stored(const store::Workspace &workspace, const catalogue::Layer &layer);
std::vector<quality::Border> borders_of(const std::vector<store::Boundary> &boundaries);

} // namespace qitu::admission
