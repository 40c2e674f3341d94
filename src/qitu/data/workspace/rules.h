// Whether a workspace that an earlier qitu, or another catalogue, has written is counted as it was then.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <string>
#include <vector>

namespace qitu::workspace {

/// Layers with features whose indicators are counted by other rules today than by those that were written into
/// the workspace with the layer: its figures may differ from those that were printed then.
std::vector<std::string> layers_counted_otherwise(const Workspace &workspace,
                                                  const catalogue::Catalogue &catalogue);

/// What the catalogue's rules of counting are: equal for equal rules. Of all layers.
std::string rules_digest(const catalogue::Catalogue &catalogue);

} // namespace qitu::workspace
