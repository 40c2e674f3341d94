#include "single_layer.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/vector_writer.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <set>

namespace qitu::exchange {

namespace {

using catalogue::Feature;
using catalogue::Field;
using catalogue::FieldType;
using catalogue::Layer;

constexpr std::size_t longest_name = 10; // bytes that dBASE gives a name
constexpr int longest_text = 254;        // and a text

bool fits(const std::string &name) {
    return !name.empty() && name.size() <= longest_name &&
           std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A name that import knows again: the field's id, else an alias; each used once.
std::string name_for(const Field &field, std::set<std::string> &used) {
    std::vector<std::string> names = field.aliases;
    names.insert(names.begin(), field.id);
    for (const std::string &name : names)
        if (fits(name) && used.insert(folded(name)).second)
            return name;
    for (int i = 1;; ++i) {
        std::string name = fmt::format("{}{}", field.id.substr(0, longest_name - 2), i);
        if (used.insert(folded(name)).second)
            return name;
    }
}

gdal::LayerDefinition definition_of(const std::string &name, const Layer &layer,
                                    const OGRSpatialReference &reference) {
    gdal::LayerDefinition definition{.name = name,
                                     .geometry = static_cast<OGRwkbGeometryType>(multi_type(layer.geometry)),
                                     .reference = &reference,
                                     .options = {"ENCODING=UTF-8"}};
    std::set<std::string> used;
    for (const Field &field : layer.fields)
        definition.fields.push_back({.name = name_for(field, used),
                                     .type = gdal::field_type(field.type),
                                     .width = field.type == FieldType::text ? longest_text : 0});
    return definition;
}

bool is_cut(const catalogue::Value &value) {
    const auto *text = std::get_if<std::string>(&value);
    return text != nullptr && text->size() > std::size_t{longest_text};
}

} // namespace

void write_empty_shapefile(const std::filesystem::path &file, const Layer &layer) {
    const StagedFolder staged(file);
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter writer("ESRI Shapefile", staged.path(), file);
    writer.add_layer(definition_of(file.stem().string(), layer, *reference));
    writer.finish();
    gdal::move_to_target(staged, file);
}

ExportResult write_shapefile(const std::filesystem::path &file, const workspace::Workspace &workspace,
                             const Layer &layer, bool overwrite) {
    refuse_existing(file, overwrite);
    refuse_empty(workspace, layer);
    const StagedFolder staged(file);
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter writer("ESRI Shapefile", staged.path(), file);
    gdal::LayerWriter rows = writer.add_layer(definition_of(file.stem().string(), layer, *reference));
    FormatLosses losses(layer);
    ExportResult result{{file}, 0, {}};
    std::uint64_t cut = 0;
    auto features = workspace::features(workspace, layer);
    for (Feature feature; next_to_write(features, layer, feature); ++result.features) {
        losses.count(feature);
        for (std::size_t i = 0; i < feature.values.size(); ++i)
            rows.set(i, feature.values[i]);
        cut +=
            static_cast<std::uint64_t>(std::count_if(feature.values.begin(), feature.values.end(), is_cut));
        rows.set_geometry(feature.wkb);
        rows.write();
    }
    writer.finish();
    gdal::move_to_target(staged, file);
    result.losses = losses.listed();
    if (cut > 0)
        result.losses.push_back(say("the ends of {} texts of more than 254 bytes", cut));
    return result;
}

} // namespace qitu::exchange
