// units: what areas, lengths and counts are measured in.
//
// Areas are stored and computed in m² as double, lengths in m. 1 公顷 = 15 亩 exactly, so 1 亩 = 10000/15 m².
#pragma once

#include <string_view>

namespace qitu {

inline constexpr double square_metres_per_hectare = 10000.0;
inline constexpr double square_metres_per_mu = 10000.0 / 15.0;
inline constexpr double square_metres_per_wan_mu = 1e4 * square_metres_per_mu;

/// What a figure is counted in. `works` stands for anything counted one by one: works, banners, zones,
/// stations.
enum class Unit { square_metre, hectare, mu, wan_mu, square_kilometre, metre, kilometre, percent, works };

/// The unit that a table or a TOML file names: m2, ha/公顷, mu/亩, wan_mu/万亩, km2, m, km, percent/%, works
/// and its kin. Throws Error (refused) for any other name.
Unit unit_from(std::string_view name);
std::string_view unit_name(Unit unit, bool chinese);

/// How many m² (or m) one of this unit is; 1 for percent and works.
double unit_size(Unit unit);

} // namespace qitu
