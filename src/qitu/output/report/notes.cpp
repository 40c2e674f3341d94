#include "notes.h"

#include <qitu/core/base/message.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace qitu::report {

namespace {

bool any_illustrative(const Figures &figures) {
    const auto marked = [](const indicators::ProgressRow &row) { return row.target_illustrative; };
    const auto &leagues = figures.region_and_leagues.rows;
    const auto &banners = figures.banners.rows;
    return std::any_of(leagues.begin(), leagues.end(), marked) ||
           std::any_of(banners.begin(), banners.end(), marked);
}

std::string text_in(const console::Json &object, const char *key) {
    if (!object.is_object())
        return "";
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// In the language in use; older workspaces have it in that of the import.
std::string operation_in(const console::Json &understood) {
    const auto found = understood.is_object() ? understood.find("operation") : understood.end();
    if (found == understood.end() || found->is_string())
        return text_in(understood, "operation");
    return text_in(*found, language_in_use() == Language::zh ? "zh" : "en");
}

} // namespace

std::vector<Note> notes_of(const Figures &figures) {
    std::vector<Note> notes{
        {say("Area"), format::method_label(figures.banners.method)},
        {say("Coordinates"), say("CGCS2000 longitude and latitude (EPSG:4490).")},
        {say("Units"), say("1 ha = 15 mu exactly; 1 mu = 10000/15 m², about 666.67 m².")},
        {say("Done"),
         say("Net area (length, number) of what has reached the indicator's stage, as a rule acceptance. "
             "What is under construction or approved stands beside it, never inside it.")},
        {say("Overlaps"),
         say("Every place counts once, for the feature furthest along in its stage, then the earliest "
             "year, then the smallest id. Gross counts a place as often as features cover it; gross "
             "minus net is the overlap.")},
        {say("Boundaries"),
         say("Features that straddle a boundary are cut there. Source of the boundaries: {}",
             figures.boundaries_source.empty() ? "–" : figures.boundaries_source)},
        {say("Year"),
         say("Indicators of the programme year count features of {}; stock indicators and the totals of "
             "layers count all years.",
             figures.banners.year)},
        {say("No target"), say("Where no target is set, no percentage is given: neither 0 % nor 100 %.")},
        {say("Rounding"), say("Rounded parts of a column add up to its rounded total (largest remainder).")},
        {say("Check"),
         say("Conservation: the parts of each feature add up to the feature; worst relative difference "
             "{:.1e}.",
             std::max(figures.banners.worst_relative, figures.region_and_leagues.worst_relative))}};
    if (figures.seal)
        notes.push_back({say("Seal"), figures.seal->changes_since == 0
                                          ? figures.seal->short_hash()
                                          : say("{} changes since {}", figures.seal->changes_since,
                                                figures.seal->short_hash())});
    if (any_illustrative(figures))
        notes.push_back({say("Illustrative targets"),
                         say("Targets marked \"illustrative\" are examples, not assigned by any bureau.")});
    return notes;
}

std::vector<Note> source_notes(const Figures &figures, const catalogue::Catalogue &catalogue) {
    std::vector<Note> notes;
    for (const workspace::ImportRecord &import : figures.imports) {
        const console::Json understood = console::Json::parse(import.understood, nullptr, false);
        std::string meaning = say("{} ({} features)", std::filesystem::path(import.file).filename().string(),
                                  format::with_separators(import.features));
        if (const std::string crs = text_in(understood, "crs"); !crs.empty())
            meaning += "; " + crs;
        if (const std::string operation = operation_in(understood); !operation.empty())
            meaning += "; " + operation;
        notes.push_back({format::layer_label(format::find_layer(catalogue, import.layer), import.layer),
                         std::move(meaning)});
    }
    return notes;
}

} // namespace qitu::report
