#include "named_zones.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

namespace qitu::planning {

void require_field(const catalogue::Layer &layer, const std::string &field) {
    if (layer.field(field) != nullptr)
        return;
    std::vector<std::string> fields;
    for (const catalogue::Field &one : layer.fields)
        fields.push_back(one.id);
    throw Error(ErrorKind::usage,
                say("The layer {} has no field {}. It has {}.", layer.id, field, fmt::join(fields, ", ")));
}

NamedZones::NamedZones(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                       const std::string &field) {
    if (layer.geometry != catalogue::GeometryType::polygon)
        throw Error(ErrorKind::usage, say("The layer {} has no polygons, so it divides no land.", layer.id));
    require_field(layer, field);
    const auto place = static_cast<std::size_t>(layer.index_of(field));
    const int project = layer.index_of(catalogue::field_id::project_name);
    zones.crs = geodesy::Crs::from("EPSG:4490");
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature);) {
        const std::string name = trimmed(catalogue::text_of(feature.values[place]));
        names.push_back(name.empty() && project >= 0
                            ? catalogue::text_of(feature.values[static_cast<std::size_t>(project)])
                            : name);
        zones.zones.push_back({fmt::format("{:09}", features.size()), std::move(feature.wkb)});
        feature.wkb.clear();
        features.push_back(feature);
    }
    if (features.empty())
        throw Error(ErrorKind::refused,
                    say("The layer {} has no features. Import it first.", layer.names.in(language_in_use())));
}

} // namespace qitu::planning
