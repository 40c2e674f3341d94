// The words that this room borrows.
#pragma once

#include <qitu/engine/overlay/names.h>

namespace qitu::coverage {

using geometry::Box;
using geometry::Geos;
using geometry::GeosGeometry;
using geometry::Kind;
using geometry::Point;
using geometry::Rings;
using geometry::Shape;

} // namespace qitu::coverage
