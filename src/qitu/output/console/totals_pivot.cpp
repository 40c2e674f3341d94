#include "figure_table.h"
#include "tabulate_lines.h"
#include "totals_json.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/totals_pivot.h>
#include <qitu/output/format/labels.h>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::console {

namespace {

/// One layer as the engine gives it: its units are the zones.
struct LayerTotals {
    std::string layer;
    tabulate::Result result;
    TabulateView view;
};

std::vector<std::string> labels_of_group(const std::map<std::string, std::string> &group,
                                         const catalogue::Layer *layer, bool for_people) {
    std::vector<std::string> labels;
    for (const auto &[field, value] : group)
        labels.push_back(
            for_people ? format::code_label(layer == nullptr ? nullptr : layer->field(field), value) : value);
    return labels;
}

LayerTotals layer_totals(const indicators::Totals &totals, const std::string &id,
                         const catalogue::Catalogue &catalogue, const TotalsView &view, bool for_people) {
    LayerTotals result{id, {}, {}};
    result.view.zone_fields = {for_people ? say("name") : "name"};
    result.view.unit = view.unit;
    const catalogue::Layer *layer = format::find_layer(catalogue, id);
    std::map<std::map<std::string, std::string>, std::uint32_t> groups;
    for (const indicators::TotalRow &row : totals.rows)
        if (row.layer == id)
            groups[row.group] = 0;
    for (auto &[group, number] : groups) {
        number = static_cast<std::uint32_t>(result.view.group_values.size());
        result.view.group_values.push_back(labels_of_group(group, layer, for_people));
    }
    for (const indicators::TotalRow &row : totals.rows) {
        if (row.layer != id)
            continue;
        const std::uint32_t group = groups.at(row.group);
        result.view.zone_values[row.admin] = {row.name};
        if (row.admin.empty())
            result.result.outside[group] = row.figures;
        else
            result.result.rows.push_back({row.admin, group, row.figures});
    }
    return result;
}

std::vector<LayerTotals> by_layer(const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
                                  const TotalsView &view, bool for_people) {
    std::vector<LayerTotals> layers;
    std::set<std::string> known;
    for (const indicators::TotalRow &row : totals.rows)
        if (known.insert(row.layer).second)
            layers.push_back(layer_totals(totals, row.layer, catalogue, view, for_people));
    return layers;
}

Json pivots_json(const std::vector<LayerTotals> &layers) {
    Json pivots = Json::array();
    for (const LayerTotals &layer : layers) {
        Json pivot = pivot_json(layer.result, layer.view);
        pivots.push_back(
            {{"layer", layer.layer}, {"measure", pivot["measure"]}, {"rows", std::move(pivot["rows"])}});
    }
    return pivots;
}

} // namespace

void print_pivot(std::ostream &out, const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
                 Format format, const TotalsView &view) {
    const indicators::Totals shown = rows_shown(totals, &catalogue);
    const std::vector<LayerTotals> layers = by_layer(shown, catalogue, view, format == Format::table);
    if (format == Format::json) {
        Json json = totals_json(shown, view);
        json["pivots"] = pivots_json(layers);
        return write_json(out, json);
    }
    if (format == Format::csv && layers.size() > 1)
        throw Error(ErrorKind::usage,
                    say("A pivot of several layers has no one head in CSV: name one layer."));
    for (const LayerTotals &layer : layers) {
        if (format == Format::csv)
            return print_pivot_csv(out, layer.result, layer.view);
        out << format::layer_label(format::find_layer(catalogue, layer.layer), layer.layer) << '\n';
        print_pivot_table(out, layer.result, layer.view);
        out << '\n';
    }
    out << method_line(totals.method, totals.worst_relative) << '\n';
}

} // namespace qitu::console
