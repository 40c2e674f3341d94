#include "single_layer.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/workspace.h>

#include <algorithm>

namespace qitu::exchange {

void refuse_existing(const std::filesystem::path &file, bool overwrite) {
    if (!overwrite && std::filesystem::exists(file))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", file.string()));
    workspace::refuse_workspace(file);
}

void refuse_unless_ours(const std::filesystem::path &file, std::initializer_list<std::string_view> layers) {
    if (!std::filesystem::exists(std::filesystem::symlink_status(file)))
        return;
    const gdal::Quiet quiet;
    constexpr const char *geopackage[] = {"GPKG", nullptr};
    const gdal::Dataset found = gdal::open_vector(file.string(), geopackage);
    const auto ours = [&](OGRLayer *layer) {
        const std::string_view name = layer->GetName();
        return name == "layer_styles" || name == "qgis_projects" ||
               std::find(layers.begin(), layers.end(), name) != layers.end();
    };
    bool all_ours = found && found->GetLayerByName(std::string(*layers.begin()).c_str()) != nullptr;
    for (int i = 0; all_ours && i < found->GetLayerCount(); ++i)
        all_ours = ours(found->GetLayer(i));
    if (!all_ours)
        throw Error(ErrorKind::refused,
                    say("{}: exists already and holds more than {}, or none. It is left alone; choose "
                        "another name.",
                        file.string(), fmt::join(layers, ", ")));
}

void refuse_empty(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    if (workspace::feature_count(workspace, layer) == 0)
        throw Error(ErrorKind::refused,
                    say("{}: layer {} has no features to write.", workspace.file().string(), layer.id));
}

qgis::Table polygon_table(const char *name, const char *title, const char *style) {
    qgis::Table table;
    table.name = name;
    table.identifier = title;
    table.shape = qgis::Shape::polygon;
    table.style = style;
    table.fallback = "_polygon";
    return table;
}

bool next_to_write(workspace::FeatureCursor &features, const catalogue::Layer &layer,
                   catalogue::Feature &feature) {
    if (!features.next(feature))
        return false;
    if (feature.no_place)
        throw Error(
            ErrorKind::refused,
            say("Layer {}, feature {}: {}. Nothing was written. Another program has put this geometry "
                "into the workspace: correct or delete it there and export again.",
                layer.id, feature.id, feature.no_place->in(language_in_use())));
    return true;
}

FormatLosses::FormatLosses(const catalogue::Layer &layer, const std::vector<std::string> &written)
    : layer_(layer), values_(layer.fields.size()) {
    for (const catalogue::Field &field : layer.fields)
        written_.push_back(std::find(written.begin(), written.end(), field.id) != written.end());
}

FormatLosses::FormatLosses(const catalogue::Layer &layer)
    : layer_(layer), written_(layer.fields.size(), true), values_(layer.fields.size()) {}

void FormatLosses::count(const catalogue::Feature &feature) {
    for (std::size_t i = 0; i < values_.size(); ++i)
        values_[i] += std::holds_alternative<std::monostate>(feature.values[i]) ? 0 : 1;
    meridians_ += feature.central_meridian ? 1 : 0;
}

std::vector<std::string> FormatLosses::listed() const {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < values_.size(); ++i)
        if (!written_[i] && values_[i] > 0)
            result.push_back(say("{} ({} values)", layer_.fields[i].id, values_[i]));
    if (meridians_ > 0)
        result.push_back(
            say("the central meridian of the plane that the source was drawn in ({} values)", meridians_));
    return result;
}

} // namespace qitu::exchange
