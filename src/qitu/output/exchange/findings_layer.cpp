#include "geopackage_export.h"
#include "single_layer.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/staging.h>
#include <qitu/output/exchange/exchange.h>

#include <cstring>

namespace qitu::exchange {

namespace {

using validation::Finding;
namespace fs = std::filesystem;

constexpr const char *points = "findings";
constexpr const char *areas = "findings_area";

std::vector<std::byte> wkb_of(geodesy::Point point) {
    constexpr std::uint32_t type = 1;
    std::vector<std::byte> wkb(1 + sizeof type + sizeof point);
    wkb[0] = std::byte{1};
    std::memcpy(wkb.data() + 1, &type, sizeof type);
    std::memcpy(wkb.data() + 1 + sizeof type, &point, sizeof point);
    return wkb;
}

qgis::Table table_of(const char *name, const char *title, qgis::Shape shape) {
    using qgis::ColumnType;
    qgis::Table table;
    table.name = name;
    table.identifier = title;
    table.description = "qitu check";
    table.shape = shape;
    table.style = shape == qgis::Shape::point ? "_findings" : "_findings_area";
    table.fallback = shape == qgis::Shape::point ? "_point" : "_polygon";
    table.columns = {{"rule", "规则"},
                     {"severity", "严重程度", ColumnType::text, {{"error", "错误"}, {"warning", "警告"}}},
                     {"layer", "图层"},
                     {"feature", "要素", ColumnType::integer},
                     {"project_code", "项目编号"},
                     {"measured", "量测值", ColumnType::real},
                     {"limit_value", "限值", ColumnType::real},
                     {"message_zh", "说明"},
                     {"message_en", "Message"}};
    return table;
}

catalogue::Value or_null(const std::optional<double> &number) {
    return number ? catalogue::Value(*number) : catalogue::Value();
}

std::vector<catalogue::Value> values_of(const Finding &finding) {
    return {finding.rule,
            std::string(finding.severity == validation::Severity::error ? "error" : "warning"),
            finding.layer,
            finding.feature,
            finding.project,
            or_null(finding.measured),
            or_null(finding.limit),
            finding.message.zh,
            finding.message.en};
}

} // namespace

void write_findings(const fs::path &file, const validation::Findings &findings, const fs::path &styles_dir) {
    refuse_unless_ours(file, {points, areas});
    const StagedFile staged(file);
    const qgis::Table point_table = table_of(points, "检查结果", qgis::Shape::point);
    const qgis::Table area_table = table_of(areas, "检查结果（范围）", qgis::Shape::polygon);
    {
        GeoPackage geopackage(staged.path(), file, time_stamp());
        std::int64_t id = 0;
        auto rows = geopackage.add(point_table);
        for (const Finding &finding : findings)
            rows.add(++id, finding.place ? wkb_of(*finding.place) : std::vector<std::byte>(),
                     values_of(finding));
        id = 0;
        auto area_rows = geopackage.add(area_table);
        for (const Finding &finding : findings) {
            ++id;
            if (!finding.wkb.empty())
                area_rows.add(id, finding.wkb, values_of(finding));
        }
        const qgis::StyleFolder folder(styles_dir);
        std::vector<std::vector<qgis::Style>> styles;
        for (const qgis::Table &table : {point_table, area_table})
            styles.push_back(folder.styles_of(table));
        geopackage.add_styles({point_table, area_table}, styles);
        geopackage.finish();
    }
    staged.commit();
}

} // namespace qitu::exchange
