// Works and zones that the programme names, near their real location, and smaller ones of the same kinds.
#pragma once

#include "farmland.h"

#include <cstdint>
#include <vector>

namespace qitu::sample {

/// What all drawing functions need.
struct Setting {
    const catalogue::Catalogue &catalogue;
    const Land &land;
    Sites &sites;
    std::uint64_t seed;
};

Sheet draw_transfers(const catalogue::Layer &layer, const Setting &setting);
Sheet draw_reservoirs(const catalogue::Layer &layer, const Setting &setting);
Sheet draw_rivers(const catalogue::Layer &layer, const Setting &setting);
Sheet draw_irrigation_districts(const catalogue::Layer &layer, const Setting &setting);
Sheet draw_overdraft_zones(const catalogue::Layer &layer, const Setting &setting);

/// Small blocks of parcels in banners that the programme names for a layer.
Sheet draw_saline_land(const catalogue::Layer &layer, const Setting &setting);
Sheet draw_black_soil(const catalogue::Layer &layer, const Setting &setting);
Sheet draw_supplements(const catalogue::Layer &layer, const Setting &setting);
/// Larger blocks around parts of the field blocks, as another surveyor would draw them later.
void draw_basic_farmland(const catalogue::Layer &layer, const std::vector<FieldSite> &fields,
                         const Setting &setting, const TakeItem &take);

/// A line through the waypoints that meanders between them like a river.
geodesy::Ring wandering(const std::vector<geodesy::Point> &way, double step_metres, Random &random);
/// A closed, wavy outline around a point.
geodesy::Ring outline(geodesy::Point centre, double radius_metres, Random &random);

} // namespace qitu::sample
