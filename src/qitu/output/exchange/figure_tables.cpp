#include "figure_tables.h"

#include <qitu/core/base/local_words.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>
#include <qitu/output/qgis/tables.h>

#include <algorithm>
#include <cstdint>

namespace qitu::exchange {

namespace {

using catalogue::Value;
using indicators::ProgressRow;
using qgis::ColumnType;
using qgis::with_unit;

constexpr std::size_t main_columns = 5; // percent, percent_shown, target, done, remaining

Value value_of(const std::optional<double> &figure) {
    return figure ? Value(*figure) : Value();
}

std::string unit_of(const ProgressRow &row) {
    return row.unit_words.zh.empty() ? std::string(unit_name(row.unit, true)) : row.unit_words.zh;
}

Value percent_of(const ProgressRow &row) {
    return value_of(row.percent);
}
Value target_of(const ProgressRow &row) {
    return value_of(row.target);
}
Value remaining_of(const ProgressRow &row) {
    return value_of(row.remaining);
}
Value done_of(const ProgressRow &row) {
    return row.done;
}

// As every output prints it; nothing where there is no percentage.
Value percent_shown(const ProgressRow &row) {
    return row.percent ? Value(format::percent_text(row.percent)) : Value();
}

// The same of a rounded figure.
Value shown(const std::optional<double> &figure, const ProgressRow &rounded, bool trace = false) {
    return figure ? Value(format::figure_text(figure, rounded, trace)) : Value();
}

std::string column_prefix(std::string indicator) {
    std::replace_if(
        indicator.begin(), indicator.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return indicator;
}

const catalogue::Indicator *find_indicator(const catalogue::Catalogue &catalogue, const std::string &id) {
    const auto &all = catalogue.indicators();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const catalogue::Indicator &it) { return it.id == id; });
    return found == all.end() ? nullptr : &*found;
}

std::string indicator_name(const catalogue::Catalogue &catalogue, const std::string &id) {
    const catalogue::Indicator *indicator = find_indicator(catalogue, id);
    return indicator == nullptr ? id : indicator->names.zh;
}

std::vector<std::string> indicators_of(const indicators::ProgressTable &progress) {
    std::vector<std::string> result;
    for (const ProgressRow &row : progress.rows)
        if (std::find(result.begin(), result.end(), row.indicator) == result.end())
            result.push_back(row.indicator);
    return result;
}

} // namespace

// ---------------------------------------------------------------- admin units

FigureColumns::FigureColumns(const indicators::ProgressTable &progress,
                             const catalogue::Catalogue &catalogue) {
    std::map<std::string, std::string> units;
    for (const Row &row : progress.rows) {
        rows_.emplace(std::pair(row.indicator, row.admin), &row);
        units.emplace(row.indicator, unit_of(row));
    }
    const std::vector<std::string> indicators = indicators_of(progress);
    const std::string main = units.contains(catalogue.mapped_indicator()) || indicators.empty()
                                 ? catalogue.mapped_indicator()
                                 : indicators.front();
    add_main(main, indicator_name(catalogue, main), units[main]);
    for (const std::string &indicator : indicators)
        add_indicator(indicator, indicator_name(catalogue, indicator), units[indicator]);
}

void FigureColumns::add(const std::string &name, const std::string &title, const std::string &indicator,
                        Value (*value)(const Row &), const std::string &percentage_of) {
    sources_.push_back({{.name = name,
                         .title = title,
                         .type = value == percent_shown ? ColumnType::text : ColumnType::real,
                         .hidden = value == percent_shown,
                         .tab = percentage_of.empty() && sources_.size() < main_columns ? "进度" : "各项指标",
                         .percentage_of = percentage_of},
                        indicator,
                        value});
}

void FigureColumns::add_main(const std::string &indicator, const std::string &name, const std::string &unit) {
    add("percent", name + "·完成率（%）", indicator, percent_of);
    add("percent_shown", name + "·完成率（%，显示）", indicator, percent_shown);
    add("target", with_unit(name + "·任务", unit), indicator, target_of);
    add("done", with_unit(name + "·已完成", unit), indicator, done_of);
    add("remaining", with_unit(name + "·尚差", unit), indicator, remaining_of);
}

void FigureColumns::add_indicator(const std::string &indicator, const std::string &name,
                                  const std::string &unit) {
    const auto has = [&](auto figure) {
        return std::any_of(rows_.begin(), rows_.end(), [&](const auto &entry) {
            return entry.first.first == indicator && figure(*entry.second);
        });
    };
    const bool any_target = has([](const Row &row) { return row.target.has_value(); });
    const bool any_percent = has([](const Row &row) { return row.percent.has_value(); });
    // The region's own row stands in each table; a map needs more than that.
    const auto percents = std::count_if(rows_.begin(), rows_.end(), [&](const auto &entry) {
        return entry.first.first == indicator && entry.second->percent.has_value();
    });
    if (!any_target && !any_percent && !has([](const Row &row) { return row.done != 0; }))
        return;
    const std::string prefix = column_prefix(indicator);
    add(prefix + "_done", with_unit(name + "·完成", unit), indicator, done_of);
    if (any_target)
        add(prefix + "_target", with_unit(name + "·目标", unit), indicator, target_of);
    if (any_percent)
        add(prefix + "_percent", name + "·百分比", indicator, percent_of, percents > 1 ? name : "");
    if (any_percent)
        add(prefix + "_percent_shown", name + "·百分比（显示）", indicator, percent_shown);
}

void FigureColumns::append_to(std::vector<qgis::Column> &columns) const {
    for (const Source &source : sources_)
        columns.push_back(source.column);
}

void FigureColumns::append_to(std::vector<Value> &values, const std::string &admin) const {
    for (const auto &[column, indicator, value] : sources_) {
        const auto row = rows_.find({indicator, admin});
        values.push_back(row == rows_.end() ? Value() : value(*row->second));
    }
}

// ---------------------------------------------------------------- progress

qgis::Table progress_table() {
    qgis::Table table{.name = "progress", .identifier = "任务进度", .description = "行政区与进度"};
    table.place = qgis::Place::admin;
    table.banner_column = "admin";
    table.columns = {{.name = "indicator", .title = "指标代码"},
                     {.name = "indicator_name", .title = "指标"},
                     {.name = "level",
                      .title = "层级",
                      .choices = {{"region", in_local_words("自治区")},
                                  {"league", in_local_words("盟市")},
                                  {"banner", in_local_words("旗县")}}},
                     {.name = "admin", .title = "行政区代码"},
                     {.name = "name", .title = "行政区"},
                     {.name = "year", .title = "年度", .type = ColumnType::short_integer},
                     {.name = "unit", .title = "单位"},
                     {.name = "target", .title = "任务", .type = ColumnType::real},
                     {.name = "illustrative", .title = "任务为示例", .type = ColumnType::boolean},
                     {.name = "done", .title = "已完成", .type = ColumnType::real},
                     {.name = "under_construction", .title = "在建", .type = ColumnType::real},
                     {.name = "approved", .title = "已立项", .type = ColumnType::real},
                     {.name = "percent", .title = "完成率（%）", .type = ColumnType::real},
                     {.name = "remaining", .title = "尚差", .type = ColumnType::real},
                     {.name = "target_shown", .title = "任务（显示）"},
                     {.name = "done_shown", .title = "已完成（显示）"},
                     {.name = "percent_shown", .title = "完成率（%，显示）"},
                     {.name = "unit_shown", .title = "单位（显示）"}};
    return table;
}

void fill_progress(GeoPackage::Rows &rows, const report::Figures &figures,
                   const catalogue::Catalogue &catalogue) {
    std::int64_t id = 0;
    for (const indicators::ProgressTable *table : {&figures.region_and_leagues, &figures.banners}) {
        const indicators::ProgressTable rounded = format::rounded_for_display(*table, catalogue);
        for (std::size_t i = 0; i < rounded.rows.size(); ++i) {
            const ProgressRow &row = table->rows[i];
            const ProgressRow &printed = rounded.rows[i];
            const catalogue::AdminUnit *unit = catalogue.find_admin(row.admin);
            const auto level = unit == nullptr ? table->by : static_cast<indicators::Level>(unit->level);
            if (level == indicators::Level::region && table != &figures.region_and_leagues)
                continue; // stands at the head of both
            rows.add(
                ++id, {},
                {row.indicator, indicator_name(catalogue, row.indicator),
                 std::string(indicators::level_name(level)), row.admin, row.name, std::int64_t{table->year},
                 unit_of(row), target_of(row), std::int64_t{row.target_illustrative ? 1 : 0}, row.done,
                 value_of(row.under_construction), value_of(row.approved), percent_of(row), remaining_of(row),
                 shown(printed.target, printed), shown(format::done_of(printed), printed, printed.trace_done),
                 percent_shown(printed), unit_of(printed)});
        }
    }
}

} // namespace qitu::exchange
