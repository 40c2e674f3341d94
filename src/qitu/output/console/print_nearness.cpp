#include "listing.h"
#include "nearness_listing.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/numbers.h>

#include <cstdint>
#include <ostream>

namespace qitu::console {

namespace {

using nearby::Near;
using nearby::Nearness;
using nearby::NearRow;

struct NearLine {
    const NearRow *row;
    const nearby::LayerInfo *layer;
    const Near *near; // null: nothing so near
};

std::vector<NearLine> near_lines(const Nearness &nearness) {
    std::vector<NearLine> lines;
    for (const NearRow &row : nearness.rows) {
        auto near = row.near.begin();
        for (std::uint32_t layer = 0; layer < nearness.layers.size(); ++layer) {
            if (near == row.near.end() || near->layer != layer)
                lines.push_back({&row, &nearness.layers[layer], nullptr});
            for (; near != row.near.end() && near->layer == layer; ++near)
                lines.push_back({&row, &nearness.layers[layer], &*near});
        }
    }
    return lines;
}

template <typename Get>
Column<NearLine> near_column(const char *key, std::string heading, Align align, const Get &get) {
    return {key, std::move(heading), align,
            [get](const NearLine &line) { return line.near == nullptr ? Value() : Value(get(*line.near)); },
            [get](const NearLine &line) {
                return line.near == nullptr ? std::string() : csv_text(Value(get(*line.near)));
            }};
}

void add_along_columns(Columns<NearLine> &columns) {
    const auto add = [&](const char *key, std::string heading, double nearby::AlongLines::*m) {
        columns.push_back({key, std::move(heading), Align::right,
                           [m](const NearLine &line) {
                               return line.near == nullptr ? Value() : Value((*line.near->lines).*m);
                           },
                           [m](const NearLine &line) {
                               return line.near == nullptr
                                          ? std::string()
                                          : format::with_separators((*line.near->lines).*m, 1);
                           }});
    };
    add("along_m", say("along lines (m)"), &nearby::AlongLines::along_m);
    add("off_from_m", say("feature off (m)"), &nearby::AlongLines::off_from_m);
    add("off_to_m", say("work off (m)"), &nearby::AlongLines::off_to_m);
}

Columns<NearLine> near_columns(const Nearness &nearness) {
    Columns<NearLine> columns{
        {"feature", say("feature"), Align::right, [](const NearLine &line) { return line.row->feature; },
         [](const NearLine &line) { return std::to_string(line.row->feature); }},
        {"project", say("project"), Align::left, [](const NearLine &line) { return line.row->project; },
         [](const NearLine &line) { return line.row->project; }},
        {"layer", say("layer"), Align::left, [](const NearLine &line) { return line.layer->layer; },
         [](const NearLine &line) { return line.layer->names.in(language_in_use()); }},
        near_column("nearest", say("nearest"), Align::right, [](const Near &near) { return near.feature; }),
        near_column("name", say("name"), Align::left, [](const Near &near) { return near.name; })};
    columns.push_back(
        {"m", say("distance (m)"), Align::right,
         [](const NearLine &line) { return line.near == nullptr ? Value() : Value(line.near->m); },
         [](const NearLine &line) {
             return line.near == nullptr ? std::string() : format::with_separators(line.near->m, 1);
         }});
    if (nearness.lines)
        add_along_columns(columns);
    return columns;
}

Json lines_json(const nearby::LinesInfo &lines) {
    Json loose = Json::array();
    for (const nearby::LooseEnd &end : lines.loose_ends)
        loose.push_back(
            {{"line", end.line}, {"other", end.other}, {"at", {end.at.x, end.at.y}}, {"m", end.m}});
    return {{"layer", lines.layer}, {"lines", lines.lines}, {"networks", lines.networks},
            {"off_m", lines.off_m}, {"off", lines.off},     {"loose_ends", loose}};
}

Json nearness_json(const Nearness &nearness, const NearRow &row) {
    Json near = Json::array();
    for (const Near &one : row.near) {
        Json &added = near.emplace_back(Json{{"layer", nearness.layers[one.layer].layer},
                                             {"feature", one.feature},
                                             {"name", one.name},
                                             {"m", one.m},
                                             {"from", {one.from.x, one.from.y}},
                                             {"to", {one.to.x, one.to.y}}});
        if (one.lines) {
            added["along_m"] = one.lines->along_m;
            added["off_from_m"] = one.lines->off_from_m;
            added["off_to_m"] = one.lines->off_to_m;
        }
    }
    return {{"feature", row.feature}, {"project", row.project}, {"near", near}};
}

// Feature by feature: all at once they would take far more memory than the figures.
void print_nearness_json(std::ostream &out, const Nearness &nearness) {
    const auto text = [](const Json &json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    Json layers = Json::array();
    for (const nearby::LayerInfo &layer : nearness.layers)
        layers.push_back({{"layer", layer.layer},
                          {"features", layer.features},
                          {"unusable", layer.unusable},
                          {"without", layer.without}});
    out << "{\n \"within_m\": " << text(nearness.within_m);
    if (nearness.lines)
        out << ",\n \"along\": " << text(lines_json(*nearness.lines));
    out << ",\n \"layers\": " << text(layers) << ",\n \"features\": [";
    for (std::size_t i = 0; i < nearness.rows.size(); ++i)
        out << (i == 0 ? "\n  " : ",\n  ") << text(nearness_json(nearness, nearness.rows[i]));
    out << "\n ],\n \"unusable\": " << nearness.unusable << "\n}\n";
}

} // namespace

void print(std::ostream &out, const Nearness &nearness, Format format) {
    if (format == Format::json)
        return print_nearness_json(out, nearness);
    const Columns<NearLine> columns = near_columns(nearness);
    const std::vector<NearLine> lines = near_lines(nearness);
    if (format == Format::csv)
        return write_csv(out, columns, lines);
    print(out, table_of(columns, lines));
    out << '\n'
        << (nearness.lines
                ? say("Distances to the lines, along them and from them to the works.")
                : say("Distances along geodesics between the nearest places; 0 where features meet."))
        << '\n';
}

} // namespace qitu::console
