// Simplifies geometry as GDAL gives it: no curves, no Z or M, closed lines as polygons where that is wanted.
#pragma once

#include "open/opened.h"

namespace qitu::reader {

inline constexpr double curve_tolerance_m = 0.01; // largest distance of a chord from its curve

struct Linearized {
    bool curves = false;
    bool heights = false; // or measures
};

/// Replaces curves by chords within the tolerance and drops Z and M.
Linearized linearize(OGRGeometryUniquePtr &geometry);

/// Of a collection of several kinds the parts of most dimensions: a point beside a polygon is its label. Returns how many
/// parts went.
std::size_t keep_most_dimensions(OGRGeometryUniquePtr &geometry);

/// Lines as polygons, holes by containment; null when one is not closed. Ends within `close_m` metres (at least a
/// millimetre) are joined, those of one line or of several in a row.
OGRGeometryUniquePtr closed_lines(const OGRGeometry &geometry, double close_m);

} // namespace qitu::reader
