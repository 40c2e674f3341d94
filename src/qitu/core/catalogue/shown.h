// In which units people read figures of land: `[shown]` of programme.toml.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>

#include <optional>
#include <vector>

namespace qitu::catalogue {

struct Shown {
    /// By the level that a table lists: region, league, banner, township. None, and no entry: as each indicator says.
    std::vector<std::optional<Unit>> levels;
    double smallest_mu = 1; // a figure of that much gets more places where two would print it as 0
};

/// Of the catalogue's programme. Throws Error (refused) with file:line for what it should not say.
Shown shown(const Catalogue &catalogue);

} // namespace qitu::catalogue
