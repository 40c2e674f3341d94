#include "figure_table.h"

#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/numbers.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

namespace qitu::console {

namespace {

using Measured = tabulate::Figures;
using tabulate::Result;
using Groups = std::vector<std::vector<std::string>>;

std::vector<std::string> labels(const std::string &zone, const std::vector<std::string> &values) {
    std::vector<std::string> result{zone};
    result.insert(result.end(), values.begin(), values.end());
    return result;
}

void print_table(std::ostream &out, const Result &result, const std::vector<std::string> &fields,
                 const Groups &values) {
    std::vector<FigureLine> lines;
    for (const tabulate::Row &row : result.rows)
        lines.push_back({labels(row.zone, values.at(row.group)), {row.zone}, row.figures});
    for (const auto &[group, figures] : result.outside)
        if (figures.features > 0)
            lines.push_back({labels(say("outside"), values.at(group)), {"outside"}, figures});
    print(out, figure_table(labels(say("zone"), fields), lines, result.features - result.rejected));
    out << '\n' << method_line(result.method, result.worst_relative) << '\n';
    if (result.max_edge > 0)
        out << say("Edges longer than {} m were divided.", result.max_edge) << '\n';
    out << say("Read {} features: {} repaired, {} rejected.", format::with_separators(result.features),
               result.repaired, result.rejected)
        << '\n';
}

void print_csv(std::ostream &out, const Result &result, const std::vector<std::string> &fields,
               const Groups &values) {
    const auto line = [&](std::vector<std::string> cells, const std::vector<std::string> &figures) {
        cells.insert(cells.end(), figures.begin(), figures.end());
        write_csv(out, cells);
    };
    std::vector<std::string> headers{"zone"};
    for (const std::string &field : fields)
        headers.push_back(group_header(field));
    line(std::move(headers), figure_headers());
    for (const tabulate::Row &row : result.rows)
        line(labels(row.zone, values.at(row.group)), figure_cells(row.figures));
    for (const auto &[group, figures] : result.outside)
        if (figures.features > 0)
            line(labels("", values.at(group)), figure_cells(figures));
}

Json measured(const Measured &figures) {
    Json json = Json::object();
    put_figures(json, figures);
    return json;
}

// Without the numbers that the file gives its features: the same features in another order are the same JSON.
Json findings_by_place(std::vector<tabulate::Finding> findings) {
    std::sort(findings.begin(), findings.end(), [](const tabulate::Finding &a, const tabulate::Finding &b) {
        return std::tie(a.kind, a.what, a.m2) < std::tie(b.kind, b.what, b.m2);
    });
    Json result = json_of(findings);
    for (Json &finding : result)
        finding.erase("feature");
    return result;
}

void print_json(std::ostream &out, const Result &result, const std::vector<std::string> &fields,
                const Groups &values, const std::string &zones) {
    Json rows = Json::array();
    for (const tabulate::Row &row : result.rows) {
        Json group = Json::object();
        for (std::size_t i = 0; i < fields.size(); ++i)
            group[fields[i]] = values.at(row.group).at(i);
        Json json{{"zone", row.zone}, {"group", group}};
        put_figures(json, row.figures);
        rows.push_back(std::move(json));
    }
    std::vector<Measured> outside;
    for (const auto &[group, figures] : result.outside)
        outside.push_back(figures);
    write_json(
        out, {{"method", geodesy::method_name(result.method)},
              {"zones", zones},
              {"input",
               {{"features", result.features}, {"repaired", result.repaired}, {"rejected", result.rejected}}},
              {"rows", rows},
              {"outside", measured(sum_of(outside))},
              {"max_edge_m", result.max_edge > 0 ? Json(result.max_edge) : Json()},
              {"long_edges", {{"count", result.long_edges}, {"longest_m", result.longest_edge_m}}},
              {"conservation", {{"worst_relative", result.worst_relative}}},
              {"overlay_rungs", result.overlay_rungs},
              {"findings", findings_by_place(result.findings)}});
}

} // namespace

void print(std::ostream &out, const Result &result, const std::vector<std::string> &group_fields,
           const Groups &group_values, const std::string &zones, Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, result, group_fields, group_values);
    case Format::csv:
        return print_csv(out, result, group_fields, group_values);
    case Format::json:
        return print_json(out, result, group_fields, group_values, zones);
    }
}

} // namespace qitu::console
