// The survey's rule taken literally (DOMAIN 1): what the fast code must agree with. One strip per part, the
// reference meridian at 60°E, in long double.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

namespace literal {

/// Steps 1 and 2 with the exact inverse, nothing rounded. \pre polygon in degrees on CGCS2000
double td1055(const qitu::geodesy::Polygon &polygon, double central_meridian);

/// Steps 1 to 3 with every rounding. \pre polygon in the plane, false easting 500 000 m
double survey_figure(const qitu::geodesy::Polygon &plane_rings, double central_meridian);

} // namespace literal
