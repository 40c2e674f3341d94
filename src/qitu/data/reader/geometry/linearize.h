// Geometry as GDAL gives it made plain: no curves, no heights, closed lines as polygons where that is wanted.
#pragma once

#include "open/opened.h"

namespace qitu::reader {

inline constexpr double curve_tolerance_m = 0.01; // a curve's chords lie no farther from it

struct Linearized {
    bool curves = false;
    bool heights = false; // or measures
};

/// Makes curves straight to the tolerance and drops Z and M.
Linearized linearize(OGRGeometryUniquePtr &geometry);

/// Lines as polygons, holes by containment; nothing when one is not closed. Ends that lie within `close_m`
/// metres (a millimetre at least) meet.
OGRGeometryUniquePtr closed_lines(const OGRGeometry &geometry, double close_m);

} // namespace qitu::reader
