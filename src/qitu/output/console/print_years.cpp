// Progress of several years: for every unit the task, what is done and what is done up to the year.
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace qitu::console {

namespace {

using indicators::ProgressRow;
using indicators::ProgressTable;
using YearsKey = std::pair<std::string, std::string>; // indicator, unit

/// The rows of all years, by indicator and unit.
class RowsOfYears {
  public:
    explicit RowsOfYears(const std::vector<ProgressTable> &tables) {
        for (const ProgressTable &table : tables)
            for (const ProgressRow &row : table.rows) {
                auto &years = rows_[{row.indicator, row.admin}];
                if (years.empty())
                    order_.emplace_back(row.indicator, row.admin);
                years.emplace_back(table.year, &row);
            }
    }
    [[nodiscard]] const std::vector<YearsKey> &order() const { return order_; }
    [[nodiscard]] const std::vector<std::pair<int, const ProgressRow *>> &of(const YearsKey &key) const {
        return rows_.at(key);
    }

  private:
    std::vector<YearsKey> order_;
    std::map<YearsKey, std::vector<std::pair<int, const ProgressRow *>>> rows_;
};

bool any_year_has_something(const std::vector<std::pair<int, const ProgressRow *>> &years) {
    return std::any_of(years.begin(), years.end(),
                       [](const auto &year) { return format::has_something(*year.second); });
}

void print_years_table(std::ostream &out, const std::vector<ProgressTable> &tables,
                       const catalogue::Catalogue &catalogue) {
    std::vector<ProgressTable> rounded;
    for (const ProgressTable &table : tables)
        rounded.push_back(format::rounded_for_display(table, catalogue));
    const RowsOfYears years(rounded);
    Table table{{say("indicator"), say("unit of administration"), say("year"), say("target"), say("done"),
                 "%", say("done up to the year"), say("remaining")},
                {false, false, true, true, true, true, true, true},
                {}};
    for (const YearsKey &key : years.order()) {
        const auto &rows = years.of(key);
        if (!any_year_has_something(rows))
            continue;
        bool first = true;
        for (const auto &[year, row] : rows) {
            const catalogue::Indicator *indicator = format::find_indicator(catalogue, key.first);
            table.cells.push_back(
                {first ? format::indicator_label(indicator, key.first) : "", first ? row->name : "",
                 fmt::format("{}", year),
                 row->target ? format::target_label(format::figure_text(row->target, *row), row->target_kind)
                             : say("no target"),
                 format::done_text(*row), format::percent_text(row->percent),
                 format::figure_text(row->cumulative, *row), format::figure_text(row->remaining, *row)});
            first = false;
        }
    }
    print(out, table);
}

std::string year_csv(const std::optional<double> &value) {
    return value ? format::shortest(*value) : "";
}

void print_years_csv(std::ostream &out, const std::vector<ProgressTable> &tables) {
    write_csv(out,
              {"indicator", "admin", "name", "year", "target", "done", "percent", "cumulative", "remaining"});
    for (const ProgressTable &table : tables)
        for (const ProgressRow &row : table.rows)
            write_csv(out, {row.indicator, row.admin, row.name, fmt::format("{}", table.year),
                            year_csv(row.target), format::shortest(row.done), year_csv(row.percent),
                            year_csv(row.cumulative), year_csv(row.remaining)});
}

void print_years_json(std::ostream &out, const std::vector<ProgressTable> &tables) {
    const RowsOfYears years(tables);
    Json rows = Json::array();
    for (const YearsKey &key : years.order()) {
        Json of_years = Json::array();
        for (const auto &[year, row] : years.of(key))
            of_years.push_back({{"year", year},
                                {"target", json_of(row->target)},
                                {"done", row->done},
                                {"percent", json_of(row->percent)},
                                {"cumulative", json_of(row->cumulative)},
                                {"remaining", json_of(row->remaining)},
                                {"under_construction", json_of(row->under_construction)},
                                {"approved", json_of(row->approved)}});
        const ProgressRow &first = *years.of(key).front().second;
        rows.push_back(
            {{"indicator", key.first}, {"admin", key.second}, {"name", first.name}, {"years", of_years}});
    }
    write_json(out, {{"rows", rows}});
}

} // namespace

void print(std::ostream &out, const std::vector<ProgressTable> &years, const catalogue::Catalogue &catalogue,
           Format format) {
    switch (format) {
    case Format::table:
        return print_years_table(out, years, catalogue);
    case Format::csv:
        return print_years_csv(out, years);
    case Format::json:
        return print_years_json(out, years);
    }
}

} // namespace qitu::console
