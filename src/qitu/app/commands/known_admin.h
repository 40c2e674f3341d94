// A unit of administration that a command is asked about.
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/data/workspace/workspace.h>

#include <string>

namespace qitu::commands {

struct KnownAdmin {
    std::string code;
    std::string name;
    indicators::Level level = indicators::Level::region;
};

/// The region, a league or a banner by code or name in either language, or a township of the workspace by code,
/// by name, or by the names of its banner and its own (五原县隆兴昌镇) where several bear it. Throws Error
/// (refused) with the nearest names when there is none, or several.
KnownAdmin known_admin(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                       const std::string &name);

/// Levels of the tree as text, as they are asked for: region, league, banner, township.
std::string level_word(indicators::Level level);

} // namespace qitu::commands
