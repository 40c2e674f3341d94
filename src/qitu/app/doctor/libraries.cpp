#include "checks.h"

#include <qitu/app/query/query.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geodesy/geodesy.h>

#include <fmt/format.h>
#include <gdal.h>
#include <geos_c.h>
#include <ogr_srs_api.h>
#include <proj.h>
#include <sqlite3.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::doctor {

namespace {

Check version(const char *name, const std::string &value) {
    return {"versions", name, value, State::good, ""};
}

// The library that GDAL was built with must be the one that we run with, or two copies of it disagree on what
// they know.
Check proj_version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    OSRGetPROJVersion(&major, &minor, &patch);
    Check check = version("proj", proj_info().version);
    if (const std::string of_gdal = fmt::format("{}.{}.{}", major, minor, patch); of_gdal != check.value) {
        check.state = State::attention;
        check.value = say("{}, and GDAL uses {}", check.value, of_gdal);
        check.advice = say("Install GDAL and PROJ from the same distribution.");
    }
    return check;
}

Check spatialite() {
    const std::string found = query::spatialite_version();
    if (!found.empty())
        return version("spatialite", found);
    return {"versions", "spatialite", say("missing"), State::attention,
            say("\"qitu sql\" lacks the ST_ functions. Install the package libsqlite3-mod-spatialite.")};
}

struct Driver {
    const char *name;
    const char *endings;
    bool written;
};

constexpr std::array drivers{Driver{"GPKG", ".gpkg", true},
                             Driver{"ESRI Shapefile", ".shp", true},
                             Driver{"GeoJSON", ".geojson", true},
                             Driver{"CSV", ".csv", true},
                             Driver{"OpenFileGDB", ".gdb", false},
                             Driver{"LIBKML", ".kml .kmz", false},
                             Driver{"GPX", ".gpx", false},
                             Driver{"DXF", ".dxf", false},
                             Driver{"MapInfo File", ".tab .mif", false},
                             Driver{"XLSX", ".xlsx", false},
                             Driver{"XLS", ".xls", false},
                             Driver{"ODS", ".ods", false},
                             Driver{"FlatGeobuf", ".fgb", true},
                             Driver{"SQLite", ".sqlite", true},
                             Driver{"Memory", "–", true},
                             Driver{"PGeo", ".mdb", false},
                             Driver{"CAD", ".dwg", false}};

// Few builds of GDAL have these; a file of theirs is saved in another format first.
bool is_rare(std::string_view driver) {
    return driver == "PGeo" || driver == "CAD";
}

bool can(GDALDriverH driver, const char *what) {
    return GDALGetMetadataItem(driver, what, nullptr) != nullptr;
}

Check check_of(const Driver &wanted) {
    Check check{"drivers", fmt::format("driver.{}", wanted.name), wanted.endings, State::good, ""};
    GDALDriverH driver = GDALGetDriverByName(wanted.name);
    if (driver == nullptr) {
        check.value = say("{}: missing", wanted.endings);
        check.state = is_rare(wanted.name) ? State::note : State::attention;
        check.advice = is_rare(wanted.name)
                           ? say("Such files must be saved in another format first.")
                           : say("Such files cannot be read. Install a GDAL that has this driver.");
    } else if (wanted.written && !can(driver, GDAL_DCAP_CREATE)) {
        check.value = say("{}: cannot be written", wanted.endings);
        check.state = State::attention;
        check.advice = say("Install a GDAL that can write this format.");
    }
    return check;
}

Check coordinate_systems() {
    Check check{"data", "proj.db", "", State::good, ""};
    try {
        check.value = say("{} and others are known", geodesy::Crs::from("EPSG:4526").name());
    } catch (const Error &error) {
        check.value = error.what();
        check.state = State::attention;
        check.advice =
            say("proj.db is not found. Install the package proj-data, or name its folder in PROJ_DATA.");
    }
    return check;
}

} // namespace

void add_libraries(std::vector<Check> &checks, const std::string &own_version) {
    GDALAllRegister();
    checks.push_back(version("qitu", own_version));
    checks.push_back(version("gdal", GDALVersionInfo("RELEASE_NAME")));
    checks.push_back(proj_version());
    checks.push_back(version("geos", GEOSversion()));
    checks.push_back(version("sqlite", sqlite3_libversion()));
    checks.push_back(spatialite());
    for (const Driver &driver : drivers)
        checks.push_back(check_of(driver));
    checks.push_back(coordinate_systems());
}

} // namespace qitu::doctor
