// Which coordinate system a file is in: what the user says, what the file says, or what the coordinates show;
// and whether they agree.
#pragma once

#include "coordinates.h"

namespace qitu::intake {

struct CrsClaims {
    std::string option;   // --crs
    std::string declared; // WKT, or the text of a .prj; "" when the file says nothing
};

struct CrsChoice {
    geodesy::Crs crs;
    std::string evidence;
};

/// Throws Error (unreadable) when a claim contradicts the coordinates, when nothing is claimed and the
/// coordinates allow none or several, or when PROJ knows nothing of what is claimed.
CrsChoice choose_crs(const std::filesystem::path &file, const CrsClaims &claims,
                     const CoordinateCensus &census);

/// "EPSG:4526 (CGCS2000 / 3-degree Gauss-Kruger zone 38)", or the name alone.
std::string described(const geodesy::Crs &crs);

} // namespace qitu::intake
