// Small files as bureaus send them, written with GDAL into a folder that goes away with the test.
#pragma once

#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/core/catalogue/catalogue.h>

#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace files {

/// With GDAL's drivers registered and messages in English.
class Folder : public support::Folder {
  public:
    Folder();
};

struct Column {
    std::string name;
    OGRFieldType type = OFTString;
    int width = 0;
};

struct Row {
    std::string wkt; // "" for no geometry
    std::vector<std::string> values;
};

struct Sheet {
    std::vector<Column> columns;
    std::vector<Row> rows;
    OGRwkbGeometryType geometry = wkbPolygon;
    std::string layer = "parcels";
    std::string driver = "ESRI Shapefile";
    std::string crs = {};      // what the file says; "" for nothing
    std::string encoding = {}; // into which texts are put byte by byte; "" for UTF-8
};

/// Adds a layer to a file. A Shapefile gets no .cpg.
void write(const std::filesystem::path &path, const Sheet &sheet);

/// The same WKT in another CRS, by PROJ, easting or longitude first.
std::string moved(const std::string &wkt, const std::string &from, const std::string &to);
/// The .prj that Esri's software writes for it.
std::string esri_prj(const std::string &crs);
std::string swapped(const std::string &wkt);

/// Kind and message of the Error that `job` ends in; neither when it ends well.
struct Refusal {
    std::optional<qitu::ErrorKind> kind;
    std::string message;
};
Refusal refusal(const std::function<void()> &job);

/// A square of about 100 m near 临河区, in degrees.
inline const std::string field_wkt =
    "POLYGON ((107.4 40.8,107.4012 40.8,107.4012 40.8009,107.4 40.8009,107.4 40.8))";

const qitu::catalogue::Catalogue &catalogue();
qitu::catalogue::Layer layer(); // a small layer: codes, dates, numbers, units

} // namespace files
