#include <qitu/core/base/exact_sum.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/numbers.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ostream>
#include <string_view>

namespace qitu::console {

namespace {

std::string_view name_of(tabulate::Finding::Kind kind) {
    using Kind = tabulate::Finding::Kind;
    switch (kind) {
    case Kind::repaired:
        return "repaired";
    case Kind::rejected:
        return "rejected";
    case Kind::zone_overlap:
        return "zone_overlap";
    case Kind::zone_repaired:
        return "zone_repaired";
    case Kind::not_conserved:
        return "not_conserved";
    case Kind::not_drawn:
        return "not_drawn";
    }
    return "";
}

} // namespace

void write_json(std::ostream &out, const Json &json) {
    out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::vector<std::string> figure_headers() {
    return {"features", "gross_m2", "net_m2", "length_m"};
}

std::vector<std::string> figure_cells(const tabulate::Figures &figures) {
    return {std::to_string(figures.features), format::shortest(figures.gross_m2),
            format::shortest(figures.net_m2), format::shortest(figures.length_m)};
}

void put_figures(Json &object, const tabulate::Figures &figures) {
    object["features"] = figures.features;
    object["gross_m2"] = figures.gross_m2;
    object["net_m2"] = figures.net_m2;
    object["length_m"] = figures.length_m;
}

namespace {

bool is_column(const std::string &name) {
    constexpr std::array<std::string_view, 11> columns{"zone",
                                                       "layer",
                                                       "admin",
                                                       "name",
                                                       "features",
                                                       "gross_m2",
                                                       "net_m2",
                                                       "length_m",
                                                       "percent_of_zone",
                                                       "percent_of_class",
                                                       "percent_of_all"};
    return std::find(columns.begin(), columns.end(), name) != columns.end();
}

} // namespace

std::string group_header(const std::string &field) {
    return is_column(field) ? "group_" + field : field;
}

std::string zone_header(const std::string &field, const std::vector<std::string> &group_fields) {
    const bool taken =
        is_column(field) || std::find(group_fields.begin(), group_fields.end(), field) != group_fields.end();
    return taken ? "zone_" + field : field;
}

Json json_of(const std::vector<tabulate::Finding> &findings) {
    Json result = Json::array();
    for (const tabulate::Finding &finding : findings)
        result.push_back({{"kind", name_of(finding.kind)},
                          {"feature", finding.feature},
                          {"what", finding.what},
                          {"m2", finding.m2}});
    return result;
}

Json json_of(const std::optional<double> &value) {
    return value ? Json(*value) : Json();
}

tabulate::Figures sum_of(const std::vector<tabulate::Figures> &parts) {
    std::uint64_t features = 0;
    ExactSum gross, net, length, net_length;
    for (const tabulate::Figures &part : parts) {
        features += part.features;
        gross += part.gross_m2;
        net += part.net_m2;
        length += part.length_m;
        net_length += part.net_length_m;
    }
    return {features, gross.value(), net.value(), length.value(), net_length.value()};
}

} // namespace qitu::console
