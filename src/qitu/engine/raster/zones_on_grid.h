// Zones brought to the grid of a raster: never the raster to the zones.
#pragma once

#include <qitu/engine/overlay/zones.h>
#include <qitu/engine/raster/cell_shares.h>
#include <qitu/engine/raster/grid.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::raster {

/// The edges of one zone that reach into a band.
struct ZoneEdges {
    std::uint32_t zone = 0;
    std::vector<CellEdge> edges;
};

/// Rows that are read and worked on at a time, and the columns of them that zones cover.
struct CellBand {
    int first = 0, last = 0, begin = 0, end = 0;
    std::vector<ZoneEdges> zones;
};

struct ZonesOnGrid {
    Grid grid;
    geodesy::Target target = geodesy::Target::china; // what both were brought to
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<std::string> codes; // ascending
    std::vector<double> m2;         // of each zone, by the method: as the engine measures it as a feature
    std::vector<double>
        straight_m2; // the same with edges straight in longitude and latitude, which alone is additive
    std::vector<double> within_m2; // of that, what lies in the grid
    std::vector<overlay::ZoneFinding> findings;
    std::vector<CellBand> bands; // those with zones, from the first row on
};

/// Zones are made valid and a partition by the engine's rules (overlay::prepare_zones). Their edges are straight in
/// longitude and latitude; in the grid of a projection they are the curves that these are there, met to 1e-5 of a cell.
/// `band_rows`: the height of a band. Throws Error (refused) as prepare_zones does, for a zone that td1055 does not
/// measure, and where the frame of the grid is no place on Earth.
ZonesOnGrid zones_on_grid(const overlay::Zones &zones, const Grid &grid, geodesy::Method method,
                          int band_rows, int threads);

} // namespace qitu::raster
