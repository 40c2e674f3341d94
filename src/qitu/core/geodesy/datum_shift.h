// What a user gives to bring an old datum to CGCS2000, as a PROJ pipeline.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/geodesy/geodesy.h>

#include <string>

namespace qitu::geodesy {

struct DatumShift {
    std::string pipeline; // file's coordinates to degrees
    Names words;          // for the record
};

/// Throws Error (usage) for a text that is neither seven numbers nor a pipeline, and (refused) for a CRS
/// whose coordinates seven parameters alone cannot bring to an ellipsoid.
DatumShift datum_shift(const Crs &source, const std::string &shift);

} // namespace qitu::geodesy
