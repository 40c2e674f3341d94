#include "found_files.h"

#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace qitu::suggestions {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_names = 4000; // enough for a working folder

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

// The longest run of characters that both have, in characters.
std::size_t common_run(const std::u32string &a, const std::u32string &b) {
    std::size_t longest = 0;
    std::vector<std::size_t> above(b.size() + 1);
    for (const char32_t character : a) {
        std::vector<std::size_t> row(b.size() + 1);
        for (std::size_t j = 0; j < b.size(); ++j)
            if (character == b[j])
                longest = std::max(longest, row[j + 1] = above[j] + 1);
        above = std::move(row);
    }
    return longest;
}

// A name is told by a run of it: four Chinese characters (or all of a shorter name), or nearly the whole in
// Latin letters.
std::size_t run_that_tells(const std::u32string &name) {
    constexpr std::size_t chinese = 4;
    constexpr char32_t first_chinese = 0x2E80;
    const bool latin = std::all_of(name.begin(), name.end(), [](char32_t c) { return c < first_chinese; });
    return latin ? name.size() : std::min(chinese, name.size());
}

// The layer whose name shares the longest run with the file's; none where two share the same.
std::string layer_named(const std::string &stem, const catalogue::Catalogue &catalogue) {
    std::string best;
    std::size_t longest = 0;
    const std::u32string file = code_points(stem);
    for (const catalogue::Layer &layer : catalogue.layers())
        for (const std::string &word : {layer.id, layer.names.zh, layer.names.en}) {
            const std::u32string name = code_points(folded(word));
            const std::size_t run = common_run(file, name);
            if (run < run_that_tells(name) || run < longest)
                continue;
            best = run > longest || best == layer.id ? layer.id : std::string();
            longest = run;
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

// In the catalogue's order, then quotas, then what is not known.
std::size_t place_of(const Candidate &candidate, const catalogue::Catalogue &catalogue) {
    const auto &layers = catalogue.layers();
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const catalogue::Layer &layer) {
        return layer.id == candidate.layer;
    });
    return static_cast<std::size_t>(found - layers.begin()) +
           (found == layers.end() && !candidate.quotas ? 1 : 0);
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
    std::stable_sort(names.candidates.begin(), names.candidates.end(),
                     [&](const Candidate &a, const Candidate &b) {
                         return place_of(a, catalogue) < place_of(b, catalogue);
                     });
    return names;
}

} // namespace qitu::suggestions
