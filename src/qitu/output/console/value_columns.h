// Columns of fields whose values are added up, as people and as programs read them.
#pragma once

#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::console {

/// Of a row; nothing where there is none.
std::optional<double> value_in(const ValueColumn &column, const std::vector<tabulate::ValueSums> &values);
std::string value_text(const ValueColumn &column, const std::vector<tabulate::ValueSums> &values);
std::string value_heading(const ValueColumn &column);
std::string value_key(const ValueColumn &column); // sum_FIELD, mean_FIELD, min_FIELD, max_FIELD

/// percent_of_zone, percent_of_class, percent_of_all: in this order in CSV and JSON, as the figures before them.
std::vector<std::string> percent_headers();
std::vector<std::string> percent_cells(const tabulate::Percents &percents);
void put_percents(Json &object, const tabulate::Percents &percents);
std::vector<std::string> value_headers(const std::vector<ValueColumn> &columns);
std::vector<std::string> value_cells(const std::vector<ValueColumn> &columns,
                                     const std::vector<tabulate::ValueSums> &values);
/// sums, means, mins, maxs by field.
void put_values(Json &object, const std::vector<ValueColumn> &columns,
                const std::vector<tabulate::ValueSums> &values);

} // namespace qitu::console
