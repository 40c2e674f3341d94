// What a workspace was at earlier times: at its seals, and day by day as its record says.
#pragma once

#include <qitu/analysis/overview/overview.h>

#include <vector>

namespace qitu::overview {

/// Those counted by the method; another one's figures cannot stand beside them.
std::vector<SealedState> sealed_states(const workspace::Workspace &workspace, geodesy::Method method);

std::vector<Grown> growth(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue);

} // namespace qitu::overview
