// GCJ-02 and BD-09: longitudes and latitudes that Chinese web maps have moved by a secret formula. What is
// public is an approximation of it that many programs carry (first in "eviltransform", 2013): it meets the
// maps to about a metre, and is inverted here to a micrometre.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

namespace qitu::geodesy {

/// Longitude and latitude on WGS 84 of a point as such a map gives it. Points outside China are not moved, as on the
/// maps.
Point unmoved(Point moved, Crs::MapShift shift);

/// The other way: for tests.
Point moved(Point wgs84, Crs::MapShift shift);

} // namespace qitu::geodesy
