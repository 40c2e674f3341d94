#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/sources/zones.h>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace qitu::sources {

std::optional<geometry::Box> region_around(const std::vector<workspace::Boundary> &boundaries) {
    constexpr double beyond = 0.1;
    geometry::Box box;
    for (const workspace::Boundary &boundary : boundaries)
        box.add(geometry::box_of(geometry::read_wkb(boundary.wkb).points));
    if (box.empty())
        return std::nullopt;
    return geometry::Box{std::floor(box.min_x - beyond), std::floor(box.min_y - beyond),
                         std::ceil(box.max_x + beyond), std::ceil(box.max_y + beyond)};
}

namespace {

using BoundaryText = std::string workspace::Boundary::*;

BoundaryText boundary_field(const std::string &name) {
    constexpr std::array<std::pair<const char *, BoundaryText>, 3> known{
        {{"code", &workspace::Boundary::code},
         {"name", &workspace::Boundary::name},
         {"league", &workspace::Boundary::league}}};
    for (const auto &[field, member] : known)
        if (name == field)
            return member;
    throw Error(ErrorKind::usage,
                say("Banners and leagues have no field \"{}\". Theirs are: code, name, league.", name));
}

} // namespace

ZoneTable zone_table(const std::vector<workspace::Boundary> &boundaries,
                     const std::vector<std::string> &fields) {
    ZoneTable table{zones_of(boundaries), fields, {}};
    if (fields.empty())
        table.fields = {"name"};
    for (const std::string &field : table.fields) {
        const BoundaryText member = boundary_field(field);
        for (const workspace::Boundary &boundary : boundaries)
            table.values[boundary.code].emplace_back(boundary.*member);
    }
    return table;
}

overlay::Zones zones_of(const std::vector<workspace::Boundary> &boundaries) {
    overlay::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (const workspace::Boundary &boundary : boundaries)
        zones.zones.push_back({boundary.code, boundary.wkb});
    return zones;
}

} // namespace qitu::sources
