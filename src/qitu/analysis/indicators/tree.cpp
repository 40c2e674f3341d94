#include "tree.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sources/ready_banners.h>
#include <qitu/data/sources/zones.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

namespace qitu::indicators {

std::string banner_code(const workspace::Boundary &leaf) {
    constexpr std::size_t digits = 6;
    return leaf.code.substr(0, digits);
}

Level level_to_township_from(std::string_view name) {
    const std::string wanted = folded(name);
    for (const char *known : {"township", "苏木乡镇", "乡镇"})
        if (wanted == known)
            return Level::township;
    return level_from(name);
}

std::string_view level_name(Level level) {
    switch (level) {
    case Level::region:
        return "region";
    case Level::league:
        return "league";
    case Level::banner:
        return "banner";
    case Level::township:
        return "township";
    }
    return "";
}

Level level_from(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Level>, 6> names{{{"region", Level::region},
                                                                       {"自治区", Level::region},
                                                                       {"league", Level::league},
                                                                       {"盟市", Level::league},
                                                                       {"banner", Level::banner},
                                                                       {"旗县", Level::banner}}};
    const std::string wanted = folded(name);
    for (const auto &[known, level] : names)
        if (wanted == known)
            return level;
    throw Error(ErrorKind::usage, say("Unknown level \"{}\". Use region, league or banner.", name));
}

namespace {

// Townships, and banners that have none, by code.
std::vector<workspace::Boundary> townships_of(const workspace::Workspace &workspace) {
    std::vector<workspace::Boundary> leaves = workspace.townships();
    if (leaves.empty())
        throw Error(ErrorKind::refused,
                    say("{}: has no borders of townships. They are given when a workspace is "
                        "created.",
                        workspace.file().string()));
    std::set<std::string> divided;
    for (const workspace::Boundary &township : leaves)
        divided.insert(township.league);
    for (workspace::Boundary &banner : workspace.banners()) {
        for (workspace::Boundary &township : leaves)
            if (township.league == banner.code)
                township.league = banner.league;
        if (!divided.contains(banner.code))
            leaves.push_back(std::move(banner));
    }
    std::sort(leaves.begin(), leaves.end(),
              [](const workspace::Boundary &a, const workspace::Boundary &b) { return a.code < b.code; });
    return leaves;
}

} // namespace

Tree::Tree(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, Level finest)
    : region_code(catalogue.region().code), region_name(catalogue.region().names.zh),
      banners(finest == Level::township ? townships_of(workspace) : workspace.banners()),
      zones(sources::zones_of(banners)), workspace_(finest == Level::township ? nullptr : &workspace) {
    for (workspace::Boundary &banner : banners) {
        banner.wkb = {}; // it is in `zones`
        const catalogue::AdminUnit *league = catalogue.find_admin(banner.league);
        league_names[banner.league] = league == nullptr ? banner.league : league->names.zh;
    }
    for (const workspace::Boundary &league : workspace.leagues())
        league_names[league.code] = league.name;
}

const tabulate::ReusableZones &Tree::ready_zones(int threads) const {
    if (!ready_zones_)
        ready_zones_ = workspace_ == nullptr ? tabulate::ReusableZones(zones, zones.crs, threads)
                                             : sources::ready_banners(*workspace_, threads);
    return *ready_zones_;
}

Place Tree::region() const {
    Place place{region_code, region_name, std::vector<std::size_t>(banners.size())};
    std::iota(place.banners.begin(), place.banners.end(), std::size_t{0});
    return place;
}

std::vector<Place> Tree::places(Level by) const {
    if (by == Level::region)
        return {region()};
    std::vector<Place> result;
    if (by == Level::banner || by == Level::township) {
        for (std::size_t i = 0; i < banners.size(); ++i)
            result.push_back({banners[i].code, banners[i].name, {i}});
        return result;
    }
    for (const auto &[code, name] : league_names) {
        result.push_back({code, name, {}});
        for (std::size_t i = 0; i < banners.size(); ++i)
            if (banners[i].league == code)
                result.back().banners.push_back(i);
    }
    return result;
}

} // namespace qitu::indicators
