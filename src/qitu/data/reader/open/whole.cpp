#include "open/whole.h"

#include "open/dbase.h"
#include "open/whole_shapefile.h"
#include "open/written_numbers.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <string_view>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

/// Rows of a .mid that are not blank; a text in quotation marks may have several lines.
std::uint64_t rows_of(const Path &mid) {
    std::uint64_t rows = 0;
    bool open = false;
    std::string line;
    for (std::ifstream stream(mid, std::ios::binary); std::getline(stream, line);) {
        rows += open || line.find_first_not_of(" \t\r\x1A") == std::string::npos ? 0 : 1;
        open = open != (std::count(line.begin(), line.end(), '"') % 2 != 0);
    }
    return rows;
}

/// A .mid has a row for each object of the .mif. What lies in a collection is counted too, which finds less.
void refuse_cut_interchange(const Path &file, const Path &mif) {
    constexpr std::array<std::string_view, 12> objects{"none",    "point",      "line",      "pline",
                                                       "region",  "arc",        "text",      "rect",
                                                       "ellipse", "multipoint", "roundrect", "collection"};
    const Path mid = part_of(mif, ".mid");
    if (mid.empty())
        return;
    const std::uint64_t rows = rows_of(mid);
    std::uint64_t drawn = 0;
    bool data = false;
    std::string line;
    for (std::ifstream stream(mif, std::ios::binary); std::getline(stream, line);) {
        const std::string text = folded(line);
        const std::string_view word = std::string_view(text).substr(0, text.find_first_of(" \t"));
        data = data || word == "data";
        drawn += data && std::find(objects.begin(), objects.end(), word) != objects.end() ? 1 : 0;
    }
    if (rows > drawn)
        incomplete(file, say("its .mid has {} rows and its .mif {} objects", rows, drawn));
}

// Of formats that are text: GDAL stops there in silence.
bool is_text(const std::string &ending) {
    constexpr std::array<std::string_view, 9> endings{
        ".geojson", ".json", ".geojsonl", ".geojsons", ".topojson", ".gml", ".mif", ".mid", ".dxf"};
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

void refuse_nul_in_text(const Path &file, const Path &from) {
    constexpr std::array<std::string_view, 3> others{"\xFF\xFE", "\xFE\xFF", "AutoCAD Binary"}; // UTF-16
    std::ifstream stream(from, std::ios::binary);
    std::string bytes(1U << 20U, ' ');
    for (std::size_t before = 0;
         stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) || stream.gcount() > 0;
         before += static_cast<std::size_t>(stream.gcount())) {
        const std::string_view part(bytes.data(), static_cast<std::size_t>(stream.gcount()));
        if (before == 0 && std::any_of(others.begin(), others.end(),
                                       [&](std::string_view head) { return part.starts_with(head); }))
            return;
        if (const std::size_t at = part.find('\0'); at != std::string_view::npos)
            incomplete(file, say("its text has a NUL at byte {}", before + at));
    }
}

/// Of a .tab, without those that are marked as deleted in its .dat.
std::int64_t rows_of_table(const Opened &opened) {
    const Path rows = part_of(opened.file, ".dat");
    const auto table =
        folded(opened.file.extension().string()) == ".tab" && !rows.empty() ? Dbase::read(rows) : nullptr;
    return table ? static_cast<std::int64_t>(table->records() - table->deleted()) : -1;
}

} // namespace

void incomplete(const Path &file, const std::string &found) {
    throw Error(
        ErrorKind::unreadable,
        say("{}: {}. The file is truncated or damaged: send it again, complete.", file.string(), found));
}

void refuse_incomplete(const Path &file, const Path &from) {
    const std::string ending = folded(from.extension().string());
    if (is_text(ending))
        refuse_nul_in_text(file, from);
    if (ending == ".shp")
        refuse_incomplete_shapefile(file, from);
    else if (ending == ".mif")
        refuse_cut_interchange(file, from);
}

std::int64_t features_promised(const Opened &opened) {
    constexpr std::array<std::string_view, 2> drivers{"FlatGeobuf", "OpenFileGDB"};
    if (opened.in_memory)
        return -1;
    if (opened.driver == "GML")
        return members_of_gml(opened.file, opened.layer->GetName());
    if (opened.driver == "MapInfo File")
        return rows_of_table(opened);
    return std::find(drivers.begin(), drivers.end(), opened.driver) == drivers.end()
               ? -1
               : opened.layer->GetFeatureCount();
}

void refuse_fewer(const Path &file, std::int64_t promised, std::int64_t read) {
    if (promised >= 0 && read < promised)
        incomplete(file, say("it says that it has {} features, and {} can be read", promised, read));
}

} // namespace qitu::reader
