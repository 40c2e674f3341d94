// Rings cut to a box.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

namespace qitu::map {

/// The part of a ring inside the box from 0 0 to its width and height, along its sides where the ring leaves it
/// (Sutherland and Hodgman), so that what encloses the box is drawn though it has no vertex there. \pre open, as is the result
geodesy::Ring clipped(geodesy::Ring ring, double width, double height);

} // namespace qitu::map
