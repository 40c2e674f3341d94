#include "value_columns.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/numbers.h>

#include <nlohmann/json.hpp>

#include <utility>

namespace qitu::console {

namespace {

using tabulate::ValueSums;
using What = ValueColumn::What;

constexpr int value_decimals = 2;

std::string exact_text(const std::optional<double> &value) {
    return value ? format::shortest(*value) : "";
}

} // namespace

std::optional<double> value_in(const ValueColumn &column, const std::vector<ValueSums> &values) {
    if (column.index >= values.size())
        return std::nullopt;
    const ValueSums &sums = values[column.index];
    switch (column.what) {
    case What::sum:
        return sums.sum();
    case What::mean:
        return sums.mean();
    case What::least:
        return sums.least();
    case What::greatest:
        return sums.greatest();
    }
    return std::nullopt;
}

std::string value_text(const ValueColumn &column, const std::vector<ValueSums> &values) {
    const std::optional<double> value = value_in(column, values);
    return value ? format::with_separators(*value, value_decimals) : "";
}

std::string value_heading(const ValueColumn &column) {
    switch (column.what) {
    case What::sum:
        return say("sum {}", column.field);
    case What::mean:
        return say("mean {}", column.field);
    case What::least:
        return say("least {}", column.field);
    case What::greatest:
        return say("greatest {}", column.field);
    }
    return column.field;
}

std::string value_key(const ValueColumn &column) {
    switch (column.what) {
    case What::sum:
        return "sum_" + column.field;
    case What::mean:
        return "mean_" + column.field;
    case What::least:
        return "min_" + column.field;
    case What::greatest:
        return "max_" + column.field;
    }
    return column.field;
}

std::vector<std::string> percent_headers() {
    return {"percent_of_zone", "percent_of_class", "percent_of_all"};
}

std::vector<std::string> percent_cells(const tabulate::Percents &percents) {
    return {exact_text(percents.of_zone), exact_text(percents.of_class), exact_text(percents.of_all)};
}

void put_percents(Json &object, const tabulate::Percents &percents) {
    object["percent_of_zone"] = json_of(percents.of_zone);
    object["percent_of_class"] = json_of(percents.of_class);
    object["percent_of_all"] = json_of(percents.of_all);
}

std::vector<std::string> value_headers(const std::vector<ValueColumn> &columns) {
    std::vector<std::string> headers;
    for (const ValueColumn &column : columns)
        headers.push_back(value_key(column));
    return headers;
}

std::vector<std::string> value_cells(const std::vector<ValueColumn> &columns,
                                     const std::vector<ValueSums> &values) {
    std::vector<std::string> cells;
    for (const ValueColumn &column : columns)
        cells.push_back(exact_text(value_in(column, values)));
    return cells;
}

void put_values(Json &object, const std::vector<ValueColumn> &columns, const std::vector<ValueSums> &values) {
    constexpr std::pair<What, const char *> keys[] = {
        {What::sum, "sums"}, {What::mean, "means"}, {What::least, "mins"}, {What::greatest, "maxs"}};
    for (const auto &[what, key] : keys) {
        object[key] = Json::object();
        for (const ValueColumn &column : columns)
            if (column.what == what)
                object[key][column.field] = json_of(value_in(column, values));
    }
}

} // namespace qitu::console
