#include "overlay_layer.h"

#include "feature_file.h"

#include <qitu/core/base/units.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/output/qgis/table.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace qitu::exchange {

namespace {

using layer_overlay::Analysis;
using layer_overlay::GroundInfo;
using layer_overlay::ParcelRow;
using qgis::ColumnType;

// A layer with more classes than this has the sum of them only.
constexpr std::size_t most_classes = 40;

bool classed(const GroundInfo &ground) {
    return ground.classes.size() > 1 && ground.classes.size() <= most_classes;
}

qgis::Table overlay_table(const Analysis &analysis) {
    qgis::Table table;
    table.name = "overlay_parcels";
    table.identifier = "套合分析";
    table.shape = qgis::Shape::polygon;
    table.style = "_overlay";
    table.fallback = "_polygon";
    table.columns = {{"feature", "原要素", ColumnType::integer},
                     {"project_code", "项目编号"},
                     {"area_m2", "面积（平方米）", ColumnType::real},
                     {"area_mu", "面积（亩）", ColumnType::real},
                     {.name = "lies",
                      .title = "位置关系",
                      .choices = {{"outside", "不压占"}, {"partly", "部分压占"}, {"within", "全部压占"}}}};
    std::set<std::string> names;
    const auto add = [&](std::string name, const std::string &title) {
        while (!names.insert(name).second)
            name += "_";
        table.columns.push_back({name, title, ColumnType::real});
    };
    for (const GroundInfo &ground : analysis.grounds) {
        add(ground.layer + "_m2", ground.names.zh + "（平方米）");
        add(ground.layer + "_percent", ground.names.zh + "（%）");
        if (classed(ground))
            for (const layer_overlay::Class &cls : ground.classes)
                add(ground.layer + "_" + (cls.code.empty() ? "none" : cls.code) + "_m2",
                    ground.names.zh + " " + (cls.names.zh.empty() ? "未分类" : cls.names.zh) + "（平方米）");
    }
    return table;
}

/// How a parcel lies to all layers: on the ground of none, wholly on that of one at least, or partly.
const char *lies(const layer_overlay::Figures &figures) {
    constexpr double rounding = 1e-9;
    bool upon = false;
    for (const double outside : figures.outside) {
        if (outside <= rounding * figures.m2)
            return "within";
        upon = upon || outside < figures.m2 * (1 - rounding);
    }
    return upon ? "partly" : "outside";
}

std::vector<catalogue::Value> values_of(const Analysis &analysis, const ParcelRow &row) {
    const double m2 = row.figures.m2;
    std::map<std::pair<std::size_t, std::size_t>, double> upon;
    for (const layer_overlay::Share &share : row.figures.upon)
        upon[{share.ground, share.cls}] = share.m2;
    std::vector<catalogue::Value> values{row.feature, row.project, m2, m2 / square_metres_per_mu,
                                         std::string(lies(row.figures))};
    for (std::size_t i = 0; i < analysis.grounds.size(); ++i) {
        constexpr double hundred = 100;
        const double inside = m2 - row.figures.outside[i];
        values.emplace_back(inside);
        values.emplace_back(m2 > 0 ? hundred * inside / m2 : 0);
        if (classed(analysis.grounds[i]))
            for (std::size_t cls = 0; cls < analysis.grounds[i].classes.size(); ++cls)
                values.emplace_back(upon.contains({i, cls}) ? upon.at({i, cls}) : 0.0);
    }
    return values;
}

} // namespace

std::uint64_t write_overlay(const std::filesystem::path &file, sources::Parcels &parcels,
                            const Analysis &analysis, const std::filesystem::path &styles_dir) {
    geodesy::ToGeographic to_geographic(parcels.crs());
    std::size_t next = 0;
    sources::Parcel parcel;
    geometry::Shape shape;
    const auto give = [&](FeatureRow &row) {
        while (next < analysis.parcels.size() && parcels.next(parcel)) {
            if (parcel.item.id != analysis.parcels[next].feature)
                continue; // it was rejected
            geometry::read_wkb(parcel.item.wkb, shape);
            (void)to_geographic.place(shape.points, shape.path_ends);
            row = {geometry::write_wkb(shape), values_of(analysis, analysis.parcels[next++])};
            return true;
        }
        return false;
    };
    return write_features(file, overlay_table(analysis), styles_dir, give);
}

} // namespace qitu::exchange
