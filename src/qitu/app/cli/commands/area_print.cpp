#include "area_print.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string_view>

namespace qitu::cli {

namespace {

using Json = nlohmann::ordered_json;
using area::Column;
using area::Figures;
using area::Summary;

const char *kind_of(const Figures &figures) {
    if (!figures.type)
        return "rejected";
    switch (*figures.type) {
    case catalogue::GeometryType::point:
        return "point";
    case catalogue::GeometryType::line:
        return "line";
    case catalogue::GeometryType::polygon:
        return "polygon";
    }
    return "";
}

constexpr std::size_t feature_width = 10;
constexpr std::size_t kind_width = 8;

// Names of columns and kinds are for programs; a table is for people.
std::string word_of(std::string_view name) {
    return translated(std::string(name).c_str());
}

std::size_t width_of(const Column &column) {
    const std::string_view name = column.name;
    const std::size_t figures = name == "meridian"      ? 8
                                : name == "deviation"   ? 9
                                : name.ends_with("_m2") ? 16
                                                        : 14;
    return std::max(figures, display_width(word_of(name)));
}

std::string gap(std::size_t width, const std::string &word) {
    return std::string(width - std::min(width, display_width(word)), ' ');
}
std::string to_the_right(const std::string &word, std::size_t width) {
    return gap(width, word) + word;
}
std::string to_the_left(const std::string &word, std::size_t width) {
    return word + gap(width, word);
}

std::string heads(const std::vector<Column> &columns) {
    std::string text =
        to_the_right(word_of("feature"), feature_width) + "  " + to_the_left(word_of("kind"), kind_width);
    for (const Column &column : columns)
        text += "  " + to_the_right(word_of(column.name), width_of(column));
    return text;
}

std::string csv_heads(const std::vector<Column> &columns) {
    std::string text = "feature,kind";
    for (const Column &column : columns)
        text += fmt::format(",{}", column.name);
    return text;
}

void put_row(std::string &text, const std::vector<Column> &columns, const Figures &figures) {
    fmt::format_to(std::back_inserter(text), "{:>{}}  {}", figures.feature, feature_width,
                   to_the_left(word_of(kind_of(figures)), kind_width));
    for (const Column &column : columns) {
        const auto value = column.value(figures);
        if (value)
            fmt::format_to(std::back_inserter(text), "  {:>{}.{}f}", *value, width_of(column),
                           column.decimals);
        else
            text.append(width_of(column) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
}

void put_csv(std::string &text, const std::vector<Column> &columns, const Figures &figures) {
    fmt::format_to(std::back_inserter(text), "{},{}", figures.feature, kind_of(figures));
    for (const Column &column : columns) {
        text += ',';
        if (const auto value = column.value(figures))
            fmt::format_to(std::back_inserter(text), "{}", *value);
    }
    text += '\n';
}

void put_json(std::string &text, const std::vector<Column> &columns, const Figures &figures) {
    fmt::format_to(std::back_inserter(text), ",\n    {{\"feature\": {}, \"kind\": \"{}\"", figures.feature,
                   kind_of(figures));
    for (const Column &column : columns)
        if (const auto value = column.value(figures))
            fmt::format_to(std::back_inserter(text), ", \"{}\": {}", column.name, *value);
        else
            fmt::format_to(std::back_inserter(text), ", \"{}\": null", column.name);
    text += '}';
}

void put_area(Json &json, const std::string &method, double m2) {
    json[method + "_m2"] = m2;
    json[method + "_ha"] = m2 / square_metres_per_hectare;
    json[method + "_mu"] = m2 / square_metres_per_mu;
}

Json totals_json(const Summary &summary) {
    Json json{{"features", summary.features}, {"polygons", summary.polygons}, {"lines", summary.lines},
              {"points", summary.points},     {"repaired", summary.repaired}, {"rejected", summary.rejected}};
    put_area(json, "td1055", summary.td1055_m2);
    put_area(json, "geodesic", summary.geodesic_m2);
    put_area(json, "planar", summary.planar_m2);
    json["perimeter_m"] = summary.perimeter_m;
    json["length_m"] = summary.line_length_m;
    return json;
}

Json long_edges_json(const Summary &summary) {
    return {{"count", summary.long_edges},
            {"longest_m", summary.longest_edge_m},
            {"feature", summary.longest_edge_m > 0 ? Json(summary.longest_edge_of) : Json()}};
}

Json declared_json(const area::DeclaredSummary &declared) {
    Json beyond = Json::array();
    for (const area::Deviation &deviation : declared.beyond)
        beyond.push_back({{"feature", deviation.feature},
                          {"declared_m2", deviation.declared_m2},
                          {"td1055_m2", deviation.td1055_m2},
                          {"deviation", deviation.relative}});
    return {{"unit", unit_name(declared.unit, false)},
            {"evidence", declared.evidence},
            {"compared", declared.compared},
            {"missing", declared.missing},
            {"equal_to_survey", declared.as_surveyed},
            {"declared_m2", declared.declared_m2},
            {"beyond", beyond}};
}

Json control_json(const std::vector<area::ControlledUnit> &units) {
    Json json = Json::array();
    for (const area::ControlledUnit &unit : units)
        json.push_back({{"unit", unit.unit},
                        {"parcels", unit.parcels},
                        {"survey_m2", unit.survey_m2},
                        {"control_m2", unit.control_m2},
                        {"spread_m2", unit.rest_m2()}});
    return json;
}

const char *name_of(area::Finding::Kind kind) {
    switch (kind) {
    case area::Finding::Kind::repaired:
        return "repaired";
    case area::Finding::Kind::rejected:
        return "rejected";
    case area::Finding::Kind::beyond_plane:
        return "beyond_plane";
    }
    return "";
}

Json findings_json(const Summary &summary) {
    Json findings = Json::array();
    for (const area::Finding &finding : summary.findings)
        findings.push_back({{"kind", name_of(finding.kind)},
                            {"feature", finding.feature},
                            {"what", finding.what},
                            {"m2", finding.m2}});
    return findings;
}

// `"name": value` for every member, without the braces around them.
std::string members(const Json &json) {
    const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
    return text.substr(1, text.size() - 3); // "\n  …"
}

Json head_json(const commands::AreaJob &job) {
    return {{"file", job.file},
            {"layer", job.layer},
            {"crs", job.crs},
            {"method", job.method},
            {"plane", job.plane.empty() ? "zone of the feature" : job.plane},
            {"max_edge_m", job.max_edge > 0 ? Json(job.max_edge) : Json()}};
}

Json tail_json(const Summary &summary) {
    Json json{{"totals", totals_json(summary)}, {"long_edges", long_edges_json(summary)}};
    if (summary.declared)
        json["declared"] = declared_json(*summary.declared);
    if (!summary.control.empty())
        json["control"] = control_json(summary.control);
    json["findings"] = findings_json(summary);
    return json;
}

void write_totals_csv(std::ostream &out, const Summary &summary) {
    const Json json = totals_json(summary);
    std::string headers;
    std::string values;
    for (const auto &[name, value] : json.items()) {
        headers += (headers.empty() ? "" : ",") + name;
        values += (values.empty() ? "" : ",") +
                  (value.is_number_float() ? fmt::format("{}", value.get<double>()) : value.dump());
    }
    out << headers << '\n' << values << '\n';
}

void refuse_full(const std::ostream &out) {
    if (!out)
        throw Error(ErrorKind::refused, say("Standard output cannot be written. Is the disk full?"));
}

} // namespace

AreaPrinter::AreaPrinter(std::ostream &out, console::Format format, commands::AreaJob job)
    : out_(out), format_(format), job_(std::move(job)) {}

void AreaPrinter::open() {
    if (format_ == console::Format::json) {
        out_ << '{' << members(head_json(job_)) << ",\n  \"features\": [";
        return;
    }
    out_ << (format_ == console::Format::csv ? csv_heads(job_.columns) : heads(job_.columns)) << '\n';
}

void AreaPrinter::prepare(area::MeasuredBatch &batch) const {
    batch.text.clear();
    const auto put = format_ == console::Format::json  ? put_json
                     : format_ == console::Format::csv ? put_csv
                                                       : put_row;
    for (const Figures &figures : batch.figures)
        put(batch.text, job_.columns, figures);
}

void AreaPrinter::take(area::MeasuredBatch &batch) {
    const std::string_view text = batch.text;
    out_ << (first_ && format_ == console::Format::json ? text.substr(1) : text); // no comma before the first
    first_ = false;
    refuse_full(out_);
}

void AreaPrinter::close(const Summary &summary) {
    if (format_ == console::Format::json)
        out_ << "\n  ]," << members(tail_json(summary)) << "\n}\n";
    else if (format_ == console::Format::table) {
        out_ << '\n';
        print_totals(out_, summary);
    }
    out_.flush();
    refuse_full(out_);
}

void AreaPrinter::totals(const Summary &summary) {
    if (format_ == console::Format::json)
        out_ << '{' << members(head_json(job_)) << ',' << members(tail_json(summary)) << "\n}\n";
    else if (format_ == console::Format::csv)
        write_totals_csv(out_, summary);
    else
        print_totals(out_, summary);
    out_.flush();
    refuse_full(out_);
}

void print_totals(std::ostream &out, const Summary &summary) {
    console::Table table{
        {say("total by"), word_of("m2"), word_of("ha"), say("mu")}, {false, true, true, true}, {}};
    const auto line = [&](const char *method, double m2) {
        table.cells.push_back({word_of(method), fmt::format("{:.2f}", m2),
                               fmt::format("{:.4f}", m2 / square_metres_per_hectare),
                               fmt::format("{:.2f}", m2 / square_metres_per_mu)});
    };
    if (summary.polygons > 0) {
        line("td1055", summary.td1055_m2);
        line("geodesic", summary.geodesic_m2);
        line("planar", summary.planar_m2);
        console::print(out, table);
        out << '\n' << say("Perimeter {:.2f} m.", summary.perimeter_m) << '\n';
    }
    if (summary.lines > 0)
        out << say("Length of lines {:.2f} m.", summary.line_length_m) << '\n';
    out << say("{} features: {} polygons, {} lines, {} points; {} repaired, {} rejected.", summary.features,
               summary.polygons, summary.lines, summary.points, summary.repaired, summary.rejected)
        << '\n';
}

} // namespace qitu::cli
