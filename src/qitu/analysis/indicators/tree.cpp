#include "tree.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sources/zones.h>

#include <array>
#include <numeric>
#include <string_view>
#include <utility>

namespace qitu::indicators {

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

Tree::Tree(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue)
    : region_code("150000"), banners(workspace.banners()), zones(sources::zones_of(banners)) {
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (unit.level == 0) {
            region_code = unit.code;
            region_name = unit.names.zh;
        }
    for (workspace::Boundary &banner : banners) {
        banner.wkb = {}; // it is in `zones`
        const catalogue::AdminUnit *league = catalogue.find_admin(banner.league);
        league_names[banner.league] = league == nullptr ? banner.league : league->names.zh;
    }
    for (const workspace::Boundary &league : workspace.leagues())
        league_names[league.code] = league.name;
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
    if (by == Level::banner) {
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
