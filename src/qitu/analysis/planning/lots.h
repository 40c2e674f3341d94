// A project area cut along parcel lines into connected lots (标段) of about equal area.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::planning {

struct Lot {
    std::int64_t id = 0; // from 1, from west to east
    double net_m2 = 0;
    std::size_t parcels = 0;
    std::vector<std::int64_t> features; // ascending
    std::vector<std::byte> wkb;         // multipolygon; where it was asked for
};

struct Lots {
    std::vector<Lot> lots;
    double worst_deviation = 0;
    std::vector<std::string> notes;
};

/// \param features ids of the layer that make up the area. Parcels are neighbours as in adjacency.h, or, where the area is in
/// several pieces, across the shortest gaps between them, as long as none is wider than `bridge_m`. Throws Error (refused) where
/// pieces lie farther apart, naming how many there are and how wide the gap is, and where there are fewer parcels than lots.
Lots lots_of(const workspace::Workspace &workspace, const catalogue::Layer &layer,
             const std::vector<std::int64_t> &features, std::uint32_t count, double bridge_m, bool shapes,
             const tabulate::Options &options);

} // namespace qitu::planning
