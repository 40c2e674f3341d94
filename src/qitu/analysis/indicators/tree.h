// The tree of admin units as a workspace has it: region → league → banner.
#pragma once

#include <qitu/analysis/indicators/totals.h>

#include <map>
#include <string>
#include <vector>

namespace qitu::indicators {

/// A unit at one level, with the positions of its banners in Tree::banners.
struct Place {
    std::string code;
    std::string name;
    std::vector<std::size_t> banners;
};

struct Tree {
    Tree(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue);

    [[nodiscard]] std::vector<Place> places(Level by) const; // by code
    [[nodiscard]] Place region() const;

    std::string region_code;
    std::string region_name;
    std::vector<workspace::Boundary> banners; // by code, without geometry
    std::map<std::string, std::string> league_names;
    tabulate::Zones zones; // the banners
};

} // namespace qitu::indicators
