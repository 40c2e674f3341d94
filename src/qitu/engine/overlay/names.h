// The words of geometry that the engine speaks in.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/predicates.h>
#include <qitu/core/geometry/wkb.h>

namespace qitu::overlay {

using geometry::Box;
using geometry::Geos;
using geometry::GeosError;
using geometry::GeosGeometry;
using geometry::InvalidGeometry;
using geometry::Kind;
using geometry::Point;
using geometry::Rings;
using geometry::Shape;

} // namespace qitu::overlay
