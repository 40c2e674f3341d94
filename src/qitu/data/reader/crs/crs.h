// Which coordinate system a file is in: what the user says, what the file says, or what the coordinates show;
// and whether they agree.
#pragma once

#include "crs/coordinates.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace qitu::reader {

/// A feature's middle in the coordinates of the file, and the banner that it says it is in.
struct BannerClaim {
    geodesy::Point middle;
    std::string code;
};

struct CrsClaims {
    std::string option;    // --crs
    std::string declared;  // WKT, or the text of a .prj; "" when the file says nothing
    std::string words;     // how the file says it, where that is not the name of the CRS
    std::string set_aside; // what is not taken for what the file says, and why
};

/// What lies where, to hold coordinates against. Either may be empty.
struct Borders {
    std::function<std::string(geodesy::Point)> banner_at; // code, at a longitude and latitude
    std::function<std::string(const std::string &)> name_of;
    std::vector<BannerClaim> claims;
};

struct CrsChoice {
    geodesy::Crs crs;
    std::string evidence;
};

/// Throws Error (unreadable) when a claim contradicts the coordinates, when nothing is claimed and the
/// coordinates allow none or several, or when PROJ knows nothing of what is claimed.
/// `borders` is asked only where nothing else tells.
CrsChoice choose_crs(const std::filesystem::path &file, const CrsClaims &claims,
                     const CoordinateStatistics &statistics, const std::function<Borders()> &borders = {});

/// The zone in front of the easting of a point, where it is not that of a Gauss-Krueger CRS; else 0.
int other_zone(const geodesy::Crs &crs, geodesy::Point point);

/// Its name; of a CRS from a PROJ string, which has none, its figures.
std::string name_for(const geodesy::Crs &crs);

/// "EPSG:4526 (CGCS2000 / 3-degree Gauss-Kruger zone 38)", or the name alone.
std::string described(const geodesy::Crs &crs);

} // namespace qitu::reader
