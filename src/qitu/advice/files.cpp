#include "files.h"

#include <algorithm>
#include <array>

namespace qitu::advice {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_names = 4000; // a folder with more is no desk

template <std::size_t N>
bool one_of(const std::string &word, const std::array<std::string_view, N> &words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// What holds nothing but geometry with its fields, so that even a name that tells nothing may be a layer.
bool surely_spatial(const std::string &ending) {
    return one_of(ending, std::array<std::string_view, 8>{".shp", ".geojson", ".kml", ".kmz", ".dxf", ".gdb",
                                                          ".fgb", ".gml"});
}

bool maybe_spatial(const std::string &ending) {
    return one_of(ending, std::array<std::string_view, 6>{".gpkg", ".csv", ".txt", ".xlsx", ".xls", ".zip"});
}

bool is_table(const std::string &ending) {
    return one_of(ending, std::array<std::string_view, 4>{".csv", ".xlsx", ".xls", ".ods"});
}

bool names_quotas(const std::string &stem) {
    constexpr std::array<std::string_view, 5> words{"任务分解", "指标分解", "任务表", "下达", "quota"};
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return stem.find(word) != std::string::npos; });
}

// The layer with the longest name that the file's name holds.
std::string layer_named(const std::string &stem, const catalogue::Catalogue &catalogue) {
    std::string best;
    std::size_t longest = 0;
    for (const catalogue::Layer &layer : catalogue.layers())
        for (const std::string &name : {layer.id, layer.names.zh, layer.names.en})
            if (name.size() > longest && stem.find(folded(name)) != std::string::npos) {
                longest = name.size();
                best = layer.id;
            }
    return best;
}

void take(const fs::path &file, const catalogue::Catalogue &catalogue, std::vector<Candidate> &candidates) {
    const std::string ending = folded(file.extension().string());
    const std::string stem = folded(file.stem().string());
    if (is_table(ending) && names_quotas(stem))
        return candidates.push_back({file, "", true});
    if (!surely_spatial(ending) && !maybe_spatial(ending))
        return;
    const std::string layer = layer_named(stem, catalogue);
    if (!layer.empty() || surely_spatial(ending))
        candidates.push_back({file, layer, false});
}

std::vector<fs::path> entries(const fs::path &folder) {
    std::vector<fs::path> result;
    std::error_code closed;
    for (fs::directory_iterator entry(folder, closed), end;
         !closed && entry != end && result.size() < most_names; entry.increment(closed))
        if (!entry->path().filename().string().starts_with('.'))
            result.push_back(entry->path());
    std::sort(result.begin(), result.end());
    return result;
}

} // namespace

Listed names_in(const fs::path &folder, const catalogue::Catalogue &catalogue) {
    Listed names;
    const auto note = [&](const fs::path &path) {
        take(path.lexically_relative(folder), catalogue, names.candidates);
    };
    std::error_code closed;
    for (const fs::path &entry : entries(folder)) {
        const std::string ending = folded(entry.extension().string());
        if (ending == ".gpkg" && fs::is_regular_file(entry, closed))
            names.geopackages.push_back(entry);
        if (fs::is_directory(entry, closed) && ending != ".gdb") {
            for (const fs::path &below : entries(entry))
                note(below);
        } else {
            note(entry);
        }
    }
    return names;
}

} // namespace qitu::advice
