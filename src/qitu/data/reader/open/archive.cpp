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

constexpr std::array dataset_endings{".shp",   ".gpkg", ".geojson", ".json",   ".geojsonl", ".kml",
                                     ".ovkml", ".kmz",  ".ovkmz",   ".gpx",    ".dxf",      ".dwg",
                                     ".tab",   ".mif",  ".fgb",     ".txt",    ".csv",      ".xlsx",
                                     ".xls",   ".ods",  ".mdb",     ".sqlite", ".gml",      ".vct"};
constexpr std::array archives{".zip", ".rar", ".7z", ".tar", ".tgz"};
constexpr std::array packed_markup{".kmz", ".ovkmz"};

template <typename Endings>
bool has_ending(const Path &file, const Endings &any) {
    return std::find(any.begin(), any.end(), folded(file.extension().string())) != any.end();
}

bool is_dataset(const std::filesystem::directory_entry &entry) {
    const std::string ending = folded(entry.path().extension().string());
    if (entry.is_directory())
        return ending == ".gdb";
    return has_ending(entry.path(), dataset_endings);
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

constexpr int most_nested = 3; // archives in archives

/// What 奥维 keeps for itself.
void refuse_ovital(const Path &file) {
    const std::string ending = folded(file.extension().string());
    if (ending.starts_with(".ov") && ending != ".ovkml" && ending != ".ovkmz")
        throw Error(
            ErrorKind::unreadable,
            say("{}: this is a file of 奥维 (Ovital) itself, whose format is not published. Export the "
                "objects from 奥维 as KML (or .ovkml) and send that.",
                file.string()));
}

/// Archives in a folder, each into a folder of its name.
void unpack_nested(const Path &folder, int depth) {
    std::vector<Path> inner;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && has_ending(entry.path(), archives))
            inner.push_back(entry.path());
    for (const Path &one : inner) {
        if (depth > most_nested)
            throw Error(ErrorKind::unreadable,
                        say("{}: its archives are nested more than {} deep. Unpack them.",
                            one.filename().string(), most_nested));
        const Path into = one.string() + ".d";
        std::filesystem::create_directories(into);
        unpack(one, into);
        unpack_nested(into, depth + 1);
    }
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
    refuse_ovital(file);
    Opened opened;
    opened.file = file;
    for (int depth = 0; has_ending(opened.file, archives) || has_ending(opened.file, packed_markup);
         ++depth) {
        if (depth > most_nested)
            throw Error(ErrorKind::unreadable,
                        say("{}: its archives are nested more than {} deep. Unpack them.", file.string(),
                            most_nested));
        if (!opened.scratch)
            opened.scratch = std::make_unique<TemporaryFolder>();
        const Path folder = opened.scratch->path() / std::to_string(depth);
        std::filesystem::create_directories(folder);
        unpack(opened.file, folder);
        unpack_nested(folder, depth + 1);
        opened.file = chosen(file, datasets_in(folder), layer);
    }
    return opened;
}

} // namespace qitu::reader
