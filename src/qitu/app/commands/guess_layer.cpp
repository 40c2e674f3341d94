#include "guess_layer.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/raw_file.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace qitu::commands {

namespace {

namespace fs = std::filesystem;

std::string words_below(const fs::path &file, const fs::path &top) {
    return folded(file.lexically_relative(top).string());
}

// The layer with the longest of its names in the words; null for none, or for several by the same name.
const catalogue::Layer *named_in(const std::string &words, const catalogue::Catalogue &catalogue) {
    const catalogue::Layer *best = nullptr;
    std::size_t longest = 0;
    bool several = false;
    for (const catalogue::Layer &layer : catalogue.layers())
        for (const std::string &name : {layer.id, layer.names.zh, layer.names.en}) {
            const std::string wanted = folded(name);
            if (wanted.empty() || words.find(wanted) == std::string::npos || wanted.size() < longest)
                continue;
            several = wanted.size() == longest && best != &layer;
            longest = wanted.size();
            best = &layer;
        }
    return several ? nullptr : best;
}

std::set<std::string> names_of(const catalogue::Field &field) {
    std::set<std::string> names{folded(field.id), folded(field.names.zh), folded(field.names.en)};
    for (const std::string &alias : field.aliases)
        names.insert(folded(alias));
    return names;
}

// How many of the file's columns are fields of the layer.
std::size_t fields_known(const std::vector<std::string> &columns, const catalogue::Layer &layer) {
    std::size_t known = 0;
    for (const catalogue::Field &field : layer.fields) {
        const std::set<std::string> names = names_of(field);
        known += std::any_of(columns.begin(), columns.end(),
                             [&](const std::string &column) { return names.contains(folded(column)); })
                     ? 1
                     : 0;
    }
    return known;
}

const catalogue::Layer *known_by_fields(const std::vector<std::string> &columns,
                                        std::optional<catalogue::GeometryType> geometry,
                                        const catalogue::Catalogue &catalogue) {
    const catalogue::Layer *best = nullptr;
    std::size_t most = 0;
    bool several = false;
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (geometry && layer.geometry != *geometry)
            continue;
        const std::size_t known = fields_known(columns, layer);
        several = known == most ? true : known > most ? false : several;
        if (known > most) {
            most = known;
            best = &layer;
        }
    }
    return several ? nullptr : best;
}

} // namespace

GuessedLayer guess_layer(const fs::path &file, const fs::path &top, const catalogue::Catalogue &catalogue,
                         const reader::OpenOptions &options) {
    if (const catalogue::Layer *layer = named_in(words_below(file, top), catalogue); layer != nullptr)
        return {layer, say("its name")};
    try {
        const reader::RawFile raw(file, options);
        if (const catalogue::Layer *layer = known_by_fields(raw.fields(), raw.geometry(), catalogue);
            layer != nullptr)
            return {layer, say("its fields")};
    } catch (const Error &error) {
        return {nullptr, error.what()};
    }
    return {
        nullptr,
        say("Neither its name nor its fields tell the layer; put the layer's name into the file's name.")};
}

std::string banner_in_name(const fs::path &file, const fs::path &top, const catalogue::Catalogue &catalogue) {
    const std::string words = words_below(file, top);
    std::string code;
    std::size_t longest = 0;
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        for (const std::string &name : {unit.code, unit.names.zh})
            if (const std::string wanted = folded(name);
                unit.level == 2 && wanted.size() > longest && words.find(wanted) != std::string::npos) {
                longest = wanted.size();
                code = unit.code;
            }
    return code;
}

} // namespace qitu::commands
