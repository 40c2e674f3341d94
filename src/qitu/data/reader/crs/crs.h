// Determines the CRS of a file: what the user specifies, what the file declares, or what the coordinates show; and
// whether they agree.
#pragma once

#include "crs/coordinates.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace qitu::reader {

/// The centre of a feature, in the coordinates of the file, and the banner in its attributes.
struct BannerClaim {
    geodesy::Point middle;
    std::string code;
};

struct CrsClaims {
    std::string option;    // given by the caller
    std::string declared;  // WKT, or the text of a .prj; "" when the file declares nothing
    std::string words;     // how the file declares it, where that is not the name of the CRS
    std::string set_aside; // a declaration that is ignored, and why
};

/// Boundaries to check coordinates against. Either may be empty.
struct Borders {
    std::function<std::string(geodesy::Point)> banner_at; // code, at a longitude and latitude
    std::function<std::string(const std::string &)> name_of;
    std::vector<BannerClaim> claims;
};

struct CrsChoice {
    geodesy::Crs crs;
    std::string evidence;
};

/// Throws Error (unreadable) when a claim contradicts the coordinates, when nothing is claimed and the coordinates
/// allow none or several, or when PROJ does not know what is claimed. `borders` is called only where nothing else
/// decides.
CrsChoice choose_crs(const std::filesystem::path &file, const CrsClaims &claims,
                     const CoordinateStatistics &statistics, const std::function<Borders()> &borders = {});

/// The zone prefix of the easting of a point, where it is not that of the Gauss-Krueger CRS, and either nearly all of the
/// file lies in the zone of the CRS or the point looks like one of that other zone; else 0.
int other_zone(const geodesy::Crs &crs, geodesy::Point point, const CoordinateStatistics &all);

/// Its name; of a CRS from a PROJ string, which has none, its parameters.
std::string name_for(const geodesy::Crs &crs);

/// "EPSG:4526 (CGCS2000 / 3-degree Gauss-Kruger zone 38)", or the name alone.
std::string described(const geodesy::Crs &crs);

} // namespace qitu::reader
