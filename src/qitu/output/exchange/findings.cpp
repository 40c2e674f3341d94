#include "style.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/output/exchange/exchange.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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

Table table_of(const char *name, const char *title, OGRwkbGeometryType geometry) {
    Table table;
    table.name = name;
    table.identifier = title;
    table.description = "qitu check";
    table.geometry = geometry;
    table.style = geometry == wkbMultiPoint ? "_findings" : "_findings_area";
    table.fallback = geometry == wkbMultiPoint ? "_point" : "_polygon";
    table.columns = {{"rule", "规则"},
                     {"severity", "严重程度", OFTString, OFSTNone, {{"error", "错误"}, {"warning", "警告"}}},
                     {"layer", "图层"},
                     {"feature", "要素", OFTInteger64},
                     {"project_code", "项目编号"},
                     {"measured", "量测值", OFTReal},
                     {"limit_value", "限值", OFTReal},
                     {"message_zh", "说明"},
                     {"message_en", "Message"}};
    return table;
}

catalogue::Value value_of(const std::optional<double> &number) {
    return number ? catalogue::Value(*number) : catalogue::Value();
}

std::vector<catalogue::Value> values_of(const Finding &finding) {
    return {finding.rule,
            std::string(finding.severity == validation::Severity::error ? "error" : "warning"),
            finding.layer,
            finding.feature,
            finding.project,
            value_of(finding.measured),
            value_of(finding.limit),
            finding.message.zh,
            finding.message.en};
}

// Nothing is replaced but what a check has written before.
void refuse_unless_ours(const fs::path &file) {
    if (!fs::exists(fs::symlink_status(file)))
        return;
    const QuietGdal quiet;
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> found(
        GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    const auto ours = [](OGRLayer *layer) {
        const std::string_view name = layer->GetName();
        return name == points || name == areas || name == "layer_styles" || name == "qgis_projects";
    };
    bool all_ours = found && found->GetLayerByName(points) != nullptr;
    for (int i = 0; all_ours && i < found->GetLayerCount(); ++i)
        all_ours = ours(found->GetLayer(i));
    if (!all_ours)
        throw Error(ErrorKind::refused,
                    say("{}: exists already and holds more than findings, or none. It is left alone; choose "
                        "another name.",
                        file.string()));
}

} // namespace

void write_findings(const fs::path &file, const validation::Findings &findings, const fs::path &styles_dir) {
    refuse_unless_ours(file);
    const StagedFile staged(file);
    const QuietGdal quiet;
    const std::string time = time_stamp();
    const Table point_table = table_of(points, "检查结果", wkbMultiPoint);
    const Table area_table = table_of(areas, "检查结果（范围）", wkbMultiPolygon);
    {
        GeoPackage geopackage(staged.path(), file, time);
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
        const StyleFolder folder(styles_dir);
        std::vector<std::vector<Style>> styles;
        for (const Table &table : {point_table, area_table})
            styles.push_back(folder.styles_of(table));
        add_styles(geopackage, {point_table, area_table}, styles, time);
        geopackage.finish();
    }
    staged.commit();
}

} // namespace qitu::exchange
