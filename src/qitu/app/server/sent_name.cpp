#include "sent_name.h"

#include "http.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace qitu::server {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 17> readable_endings{
    ".zip", ".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".gml", ".gpx",
    ".dxf", ".txt", ".csv",  ".xlsx",    ".xls",  ".ods", ".vct", ".mif"};
constexpr std::array<std::string_view, 11> part_endings{".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx",
                                                        ".qix", ".qpj", ".fix", ".mid", ".tfw"};

bool is_one_of(std::string_view ending, const auto &list) {
    return std::find(list.begin(), list.end(), ending) != list.end();
}

std::string sent_ending(const fs::path &file) {
    return folded(file.extension().string());
}

std::string sent_stem(const fs::path &file) {
    return folded(file.stem().string());
}

bool is_plain(const std::string &name) {
    constexpr std::size_t longest = 200;
    constexpr std::string_view refused = "/\\:*?\"<>|";
    const bool has_controls = std::any_of(name.begin(), name.end(),
                                          [](char sign) { return static_cast<unsigned char>(sign) < ' '; });
    return !name.empty() && !has_controls && name.size() <= longest && is_utf8(name) && name.front() != '.' &&
           name.front() != '-' && name == trimmed(name) && printable(name) == name &&
           name.find_first_of(refused) == std::string::npos;
}

} // namespace

void refuse_bad_name(const std::string &name) {
    if (!is_plain(name))
        throw bad_request(
            say("\"{}\" is not a plain name of a file.", printable(first_characters(name, 100))));
    if (const std::string ending = sent_ending(name);
        !is_one_of(ending, readable_endings) && !is_one_of(ending, part_endings))
        throw bad_request(say("{}: files of this kind are not read. Those that are: {}.", name,
                              fmt::join(readable_endings, " ")));
}

std::vector<fs::path> without_parts(const std::vector<fs::path> &files) {
    std::set<std::string> whole; // stems of files that have parts
    for (const fs::path &file : files)
        if (const std::string ending = sent_ending(file); ending == ".shp" || ending == ".mif")
            whole.insert(sent_stem(file));
    std::vector<fs::path> kept;
    for (const fs::path &file : files)
        if (!is_one_of(sent_ending(file), part_endings) || !whole.contains(sent_stem(file)))
            kept.push_back(file);
    return kept;
}

} // namespace qitu::server
