// What each unit with a quota still has to find.
#pragma once

#include <qitu/analysis/planning/candidates.h>

#include <map>

namespace qitu::planning {

struct Needs {
    std::vector<UnitChoice> units;              // by code
    std::map<std::string, std::size_t> unit_of; // of a banner; none where nobody above it has a quota either
};
Needs needs_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
               const catalogue::Indicator &indicator, const CandidateRules &rules,
               const tabulate::Options &options);

} // namespace qitu::planning
