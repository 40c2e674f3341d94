// The parts of JSON that several outputs share. Who writes JSON includes <nlohmann/json.hpp> itself.
#pragma once

#include <qitu/engine/tabulate/tabulate.h>

#include <nlohmann/json_fwd.hpp>

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace qitu::console {

using Json = nlohmann::ordered_json;

/// Two blanks of indent and a line feed at the end.
void write_json(std::ostream &out, const Json &json);

/// features, gross_m2, net_m2, length_m: in this order in CSV and JSON.
std::vector<std::string> figure_headers();
std::vector<std::string> figure_cells(const tabulate::Figures &figures);
void put_figures(Json &object, const tabulate::Figures &figures);

/// A group field as a column of its own; "group_" goes before one that bears the name of another column.
std::string group_header(const std::string &field);
/// Likewise a zone's, with "zone_" before one that bears the name of another column or of a group field.
std::string zone_header(const std::string &field, const std::vector<std::string> &group_fields);

Json json_of(const std::vector<tabulate::Finding> &findings);

/// null where there is none.
Json json_of(const std::optional<double> &value);

tabulate::Figures sum_of(const std::vector<tabulate::Figures> &parts);

} // namespace qitu::console
