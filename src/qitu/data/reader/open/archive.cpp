#include "open/opened.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

constexpr std::array dataset_endings{".shp", ".gpkg", ".geojson", ".json", ".kml",     ".kmz", ".gpx",
                                     ".dxf", ".dwg",  ".tab",     ".mif",  ".fgb",     ".txt", ".csv",
                                     ".mdb", ".xlsx", ".sqlite",  ".gml",  ".geojsonl"};

bool is_dataset(const std::filesystem::directory_entry &entry) {
    const std::string ending = folded(entry.path().extension().string());
    if (entry.is_directory())
        return ending == ".gdb";
    return std::find(dataset_endings.begin(), dataset_endings.end(), ending) != dataset_endings.end();
}

std::vector<Path> datasets_in(const Path &folder) {
    std::vector<Path> found;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder);
         entry != std::filesystem::recursive_directory_iterator(); ++entry) {
        if (!is_dataset(*entry) || entry->path().filename().string().starts_with("._"))
            continue;
        found.push_back(entry->path());
        if (entry->is_directory())
            entry.disable_recursion_pending();
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string names_of(const std::vector<Path> &files) {
    std::vector<std::string> names;
    for (const Path &file : files)
        names.push_back(file.filename().string());
    return fmt::format("{}", fmt::join(names, ", "));
}

Path chosen(const Path &zip, const std::vector<Path> &found, std::string &layer) {
    for (const Path &file : found)
        if (folded(file.stem().string()) == folded(layer) ||
            folded(file.filename().string()) == folded(layer)) {
            layer.clear();
            return file;
        }
    if (found.size() == 1)
        return found.front();
    if (found.empty())
        throw Error(ErrorKind::unreadable, say("{}: the archive contains no vector file. Send a Shapefile "
                                               "with all its parts, a GeoPackage or a File Geodatabase.",
                                               zip.string()));
    throw NeedsParameter(Parameter::source_layer, ErrorKind::unreadable,
                         say("{}: the archive contains {} data sets: {}. Choose one by name.", zip.string(),
                             found.size(), names_of(found)));
}

} // namespace

Opened unpacked(const Path &file, std::string &layer) {
    GDALAllRegister();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(ErrorKind::unreadable, say("{}: there is no such file. Check the path.", file.string()));
    if (!std::filesystem::is_regular_file(file) && !std::filesystem::is_directory(file))
        throw Error(
            ErrorKind::unreadable,
            say("{}: it is a pipe or a device, not a file. Save what it gives to a file.", file.string()));
    Opened opened;
    opened.file = file;
    if (folded(file.extension().string()) != ".zip")
        return opened;
    opened.scratch = std::make_unique<TemporaryFolder>();
    unpack(file, opened.scratch->path());
    opened.file = chosen(file, datasets_in(opened.scratch->path()), layer);
    return opened;
}

} // namespace qitu::reader
