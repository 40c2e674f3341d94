// The tree of admin units as a workspace has it: region → league → banner.
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/engine/tabulate/reusable_zones.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// A unit at one level, with the positions of its banners, or townships, in Tree::banners.
struct Place {
    std::string code;
    std::string name;
    std::vector<std::size_t> banners;
};

struct Tree {
    /// With townships as leaves where `finest` is township. Throws Error (refused) when there are none.
    Tree(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
         Level finest = Level::banner);

    [[nodiscard]] std::vector<Place> places(Level by) const; // by code
    [[nodiscard]] Place region() const;
    /// The leaves as zones, made ready when they are first asked for.
    [[nodiscard]] const tabulate::ReusableZones &ready_zones(int threads) const;

    std::string region_code;
    std::string region_name;
    std::vector<workspace::Boundary> banners; // the leaves, by code, without geometry
    std::map<std::string, std::string> league_names;
    tabulate::Zones zones; // the leaves

  private:
    const workspace::Workspace *workspace_; // where the leaves are its banners
    mutable std::optional<tabulate::ReusableZones> ready_zones_;
};

/// The banner of a leaf, or the leaf itself.
std::string banner_code(const workspace::Boundary &leaf);

} // namespace qitu::indicators
