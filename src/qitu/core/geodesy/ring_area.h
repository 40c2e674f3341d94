// Area of one ring by each method whose edges are no chords.
#pragma once

#include "authalic.h"

#include <memory>
#include <span>

namespace qitu::geodesy {

/// Absolute area by DOMAIN 1, steps 1 and 2; \pre four points or more, survey_coefficients.
/// \param plane that of the meridian 0, without false easting: longitudes in it count from central_meridian
/// \param near what was last found of the plane near a ring, to be used again; may be empty
double td1055_ring_area(std::span<const Point> ring, double central_meridian, const GaussKrueger &plane,
                        const Ellipsoid &ellipsoid, const StripCoefficients &coefficients,
                        std::unique_ptr<PlaneNear> &near);

/// Absolute geodesic area; \pre four points or more, exact_coefficients.
double geodesic_ring_area(std::span<const Point> ring, const Ellipsoid &ellipsoid,
                          const StripCoefficients &coefficients);

} // namespace qitu::geodesy
