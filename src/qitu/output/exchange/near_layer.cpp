#include "near_layer.h"

#include "feature_file.h"

#include <qitu/core/geometry/wkb.h>
#include <qitu/output/qgis/table.h>

#include <string>
#include <vector>

namespace qitu::exchange {

namespace {

using qgis::ColumnType;

qgis::Table nearness_table(const nearby::Nearness &nearness) {
    qgis::Table table;
    table.name = "near_features";
    table.identifier = "周边分析";
    table.shape = qgis::Shape::any;
    table.style = "_near";
    table.fallback = "_polygon";
    table.columns = {{"feature", "原要素", ColumnType::integer}, {"project_code", "项目编号"}};
    for (const nearby::LayerInfo &layer : nearness.layers) {
        table.columns.push_back(
            {layer.layer + "_nearest", layer.names.zh + "（最近要素）", ColumnType::integer});
        table.columns.push_back({layer.layer + "_name", layer.names.zh + "（名称）"});
        table.columns.push_back({layer.layer + "_m", layer.names.zh + "（距离，米）", ColumnType::real});
    }
    return table;
}

std::vector<catalogue::Value> nearness_values(const nearby::Nearness &nearness, const nearby::NearRow &row) {
    std::vector<catalogue::Value> values{row.feature, row.project};
    for (std::uint32_t layer = 0; layer < nearness.layers.size(); ++layer) {
        const auto near = std::find_if(row.near.begin(), row.near.end(),
                                       [&](const nearby::Near &one) { return one.layer == layer; });
        if (near == row.near.end()) {
            values.insert(values.end(), 3, catalogue::Value());
            continue;
        }
        values.emplace_back(near->feature);
        values.emplace_back(near->name);
        values.emplace_back(near->m);
    }
    return values;
}

} // namespace

std::uint64_t write_nearness(const std::filesystem::path &file, sources::Parcels &features,
                             const nearby::Nearness &nearness, const std::filesystem::path &styles_dir) {
    geodesy::ToGeographic to_geographic(features.crs());
    std::size_t next = 0;
    sources::Parcel feature;
    geometry::Shape shape;
    return write_features(file, nearness_table(nearness), styles_dir, [&](FeatureRow &row) {
        while (next < nearness.rows.size() && features.next(feature)) {
            if (feature.item.id != nearness.rows[next].feature)
                continue; // it has no geometry
            geometry::read_wkb(feature.item.wkb, shape);
            (void)to_geographic.place(shape.points, shape.path_ends);
            row = {geometry::write_wkb(shape), nearness_values(nearness, nearness.rows[next++])};
            return true;
        }
        return false;
    });
}

} // namespace qitu::exchange
