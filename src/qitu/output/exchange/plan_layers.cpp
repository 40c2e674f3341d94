#include "geopackage_export.h"
#include "single_layer.h"

#include <qitu/analysis/planning/plan_layer.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/units.h>
#include <qitu/output/exchange/plan_layers.h>
#include <qitu/output/qgis/tables.h>

#include <functional>
#include <string>

namespace qitu::exchange {

namespace {

using qgis::ColumnType;
using Rows = GeoPackage::Rows;

std::uint64_t write_table(const PlanLayerTarget &target, const qgis::Table &table, std::size_t rows,
                          const std::function<void(Rows &)> &fill) {
    refuse_unless_ours(target.file, {table.name});
    const StagedFile staged(target.file);
    {
        GeoPackage geopackage(staged.path(), target.file, time_stamp());
        Rows written = geopackage.add(table);
        fill(written);
        std::vector<std::vector<qgis::Style>> styles;
        styles.push_back(qgis::StyleFolder(target.styles_dir).styles_of(table));
        geopackage.add_styles({table}, styles);
        geopackage.finish();
    }
    staged.commit();
    return rows;
}

} // namespace

std::uint64_t write_plan_blocks(const PlanLayerTarget &target, const planning::Candidates &plan,
                                const catalogue::Catalogue &catalogue) {
    const catalogue::Layer &layer = planning::plan_layer(catalogue);
    const auto features = planning::block_features(layer, target.file.stem().string(), plan, plan.year);
    return write_table(target, qgis::layer_table(layer, {&catalogue, {}}), features.size(), [&](Rows &rows) {
        for (const catalogue::Feature &feature : features)
            rows.add(feature.id, feature.wkb, feature.values);
    });
}

std::uint64_t write_lots(const PlanLayerTarget &target, const planning::Lots &lots) {
    qgis::Table table = polygon_table("plan_lots", "标段", "_plan_lots");
    table.columns = {{"lot", "标段号", ColumnType::integer},
                     {"parcels", "地块数", ColumnType::integer},
                     {"net_m2", "净面积（平方米）", ColumnType::real},
                     {"net_mu", "净面积（亩）", ColumnType::real}};
    return write_table(target, table, lots.lots.size(), [&](Rows &rows) {
        for (const planning::Lot &lot : lots.lots)
            rows.add(lot.id, lot.wkb,
                     {lot.id, static_cast<std::int64_t>(lot.parcels), lot.net_m2,
                      lot.net_m2 / square_metres_per_mu});
    });
}

std::uint64_t write_order_faults(const PlanLayerTarget &target, const planning::Joint &joint) {
    qgis::Table table = polygon_table("plan_order", "实施顺序问题", "_plan_order");
    table.columns = {{.name = "kind",
                      .title = "问题",
                      .choices = {{"farmland_first", "农田先于灌区改造验收"},
                                  {"nothing_planned", "灌区已改造而无农田项目"}}},
                     {"district", "灌区"},
                     {"feature", "原要素", ColumnType::integer},
                     {"project_code", "项目编号"},
                     {"m2", "面积（平方米）", ColumnType::real},
                     {"mu", "面积（亩）", ColumnType::real}};
    return write_table(target, table, joint.faults.size(), [&](Rows &rows) {
        std::int64_t id = 0;
        for (const planning::OrderFault &fault : joint.faults)
            rows.add(++id, fault.wkb,
                     {fault.kind, fault.district,
                      fault.feature == 0 ? catalogue::Value() : catalogue::Value(fault.feature),
                      fault.project, fault.m2, fault.m2 / square_metres_per_mu});
    });
}

} // namespace qitu::exchange
