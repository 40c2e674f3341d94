#include "geopackage_export.h"
#include "single_layer.h"

#include <qitu/analysis/remaining_land/remaining_land.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/local_words.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/units.h>
#include <qitu/output/exchange/exchange.h>

#include <cstdint>
#include <vector>

namespace qitu::exchange {

namespace {

qgis::Table table_of(const catalogue::Indicator &indicator) {
    using qgis::ColumnType;
    qgis::Table table;
    table.name = "left_to_build";
    table.identifier = indicator.names.zh;
    table.description = indicator.id;
    table.shape = qgis::Shape::polygon;
    table.style = "_left";
    table.fallback = "_polygon";
    table.columns = {
        {"admin_code", in_local_words("旗县代码")},      {"name", in_local_words("旗县")},
        {"feature", "原要素", ColumnType::integer},      {"project_code", "项目编号"},
        {"area_m2", "面积（平方米）", ColumnType::real}, {"area_mu", "面积（亩）", ColumnType::real}};
    return table;
}

} // namespace

std::uint64_t write_remaining_land(const std::filesystem::path &file, const workspace::Workspace &workspace,
                                   const catalogue::Catalogue &catalogue,
                                   const catalogue::Indicator &indicator, int year,
                                   const tabulate::Options &options, const std::filesystem::path &styles_dir,
                                   bool overwrite) {
    refuse_existing(file, overwrite);
    const StagedFile staged(file);
    const qgis::Table table = table_of(indicator);
    std::int64_t count = 0;
    {
        GeoPackage geopackage(staged.path(), file, time_stamp());
        auto rows = geopackage.add(table);
        remaining_land::remaining_land(workspace, catalogue, indicator, year, options,
                                       [&](const remaining_land::Piece &piece) {
                                           rows.add(++count, piece.wkb,
                                                    {piece.admin, piece.name, piece.feature, piece.project,
                                                     piece.m2, piece.m2 / square_metres_per_mu});
                                       });
        std::vector<std::vector<qgis::Style>> styles;
        styles.push_back(qgis::StyleFolder(styles_dir).styles_of(table));
        geopackage.add_styles({table}, styles);
        geopackage.finish();
    }
    staged.commit();
    return static_cast<std::uint64_t>(count);
}

} // namespace qitu::exchange
