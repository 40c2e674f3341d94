#include "comparison_layer.h"

#include "feature_file.h"

#include <qitu/core/base/units.h>
#include <qitu/output/qgis/table.h>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace qitu::exchange {

namespace {

using layer_comparison::Change;
using layer_comparison::Comparison;
using layer_comparison::Edition;
using layer_comparison::Kind;
using qgis::ColumnType;

qgis::Table comparison_table() {
    qgis::Table table;
    table.name = "compared";
    table.identifier = "对比";
    table.shape = qgis::Shape::polygon;
    table.style = "_compared";
    table.fallback = "_polygon";
    table.columns = {{.name = "kind",
                      .title = "变化",
                      .choices = {{"unchanged", "未变"},
                                  {"changed", "属性变化"},
                                  {"redrawn", "边界变化"},
                                  {"moved", "位移"},
                                  {"moved_from", "位移前"},
                                  {"split", "分割"},
                                  {"merged", "合并"},
                                  {"rearranged", "重划"},
                                  {"removed", "删除"},
                                  {"added", "新增"}}},
                     {"edition", "来自"},
                     {"feature", "原要素", ColumnType::integer},
                     {"code", "编号"},
                     {"area_m2", "面积（平方米）", ColumnType::real},
                     {"area_mu", "面积（亩）", ColumnType::real},
                     {"difference_mu", "变化后比变化前多（亩）", ColumnType::real},
                     {"changed_values", "属性变化"}};
    return table;
}

struct Drawn {
    const Change *change;
    const layer_comparison::ComparedFeature *feature;
    bool of_a;
};

std::vector<Drawn> drawn_features(const Edition &a, const Edition &b, const Comparison &comparison) {
    std::vector<Drawn> drawn;
    for (const Change &change : comparison.changes) {
        if (change.kind == Kind::removed || change.kind == Kind::moved)
            for (const std::uint32_t i : change.a)
                drawn.push_back({&change, &a.features[i], true});
        for (const std::uint32_t i : change.b)
            drawn.push_back({&change, &b.features[i], false});
    }
    std::erase_if(drawn, [](const Drawn &one) { return one.feature->wkb.empty(); });
    return drawn;
}

std::string values_text(const Comparison &comparison, const Change &change) {
    std::string text;
    for (const layer_comparison::ValueChange &value : change.values)
        text += fmt::format("{}{}: {} → {}", text.empty() ? "" : "; ", comparison.field_names[value.field].zh,
                            value.a, value.b);
    return text;
}

} // namespace

std::uint64_t write_comparison(const std::filesystem::path &file, const Edition &a, const Edition &b,
                               const Comparison &comparison, const std::filesystem::path &styles_dir) {
    const std::vector<Drawn> drawn = drawn_features(a, b, comparison);
    std::size_t next = 0;
    return write_features(file, comparison_table(), styles_dir, [&](FeatureRow &row) {
        if (next == drawn.size())
            return false;
        const Drawn &one = drawn[next++];
        const std::string kind = one.of_a && one.change->kind == Kind::moved
                                     ? "moved_from"
                                     : std::string(layer_comparison::kind_name(one.change->kind));
        row = {one.feature->wkb,
               {kind, std::string(one.of_a ? "A" : "B"), one.feature->id, one.feature->code, one.feature->m2,
                one.feature->m2 / square_metres_per_mu,
                (one.change->b_m2 - one.change->a_m2) / square_metres_per_mu,
                values_text(comparison, *one.change)}};
        return true;
    });
}

} // namespace qitu::exchange
