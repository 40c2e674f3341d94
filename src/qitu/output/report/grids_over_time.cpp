// What a workspace was before: at its seals, and as its record says.
#include "document.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/history.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;
using indicators::TotalRow;

/// A layer in the unit of the report at one moment.
struct LayerState {
    std::string when;
    std::string note;
    tabulate::Figures
        figures; // `features` is of points only: others are counted in each banner that they lie in
};

/// What is measured of a layer.
struct Measure {
    const char *id;
    std::string head;
    std::string meaning;
    int decimals;
    double (*of)(const tabulate::Figures &);
};

std::array<Measure, 3> measures() {
    return {{{"net_mu", say("Net (mu)"), say("A place counts once."), 2,
              [](const tabulate::Figures &f) { return f.net_m2 / square_metres_per_mu; }},
             {"length_km", say("Length (km)"), say("Ellipsoidal length inside the unit."), 3,
              [](const tabulate::Figures &f) { return f.length_m / 1000; }},
             {"points", say("Points"), say("Features that are points."), 0,
              [](const tabulate::Figures &f) { return static_cast<double>(f.features); }}}};
}

tabulate::Figures sum_in_unit(const std::vector<TotalRow> &rows, const std::string &layer,
                              const Figures &figures, const catalogue::Catalogue &catalogue) {
    ExactSum net;
    ExactSum length;
    tabulate::Figures sum;
    for (const TotalRow &row : rows) {
        if (row.layer != layer || !shows(figures, row.admin, catalogue))
            continue;
        net += row.figures.net_m2;
        length += row.figures.length_m;
        sum.features += row.figures.features;
    }
    sum.net_m2 = net.value();
    sum.length_m = length.value();
    if (sum.net_m2 > 0 || sum.length_m > 0)
        sum.features = 0;
    return sum;
}

std::vector<TotalRow> rows_now(const Figures &figures, const std::string &layer) {
    for (const indicators::Totals &totals : figures.layers)
        if (!totals.rows.empty() && totals.rows.front().layer == layer)
            return totals.rows;
    return {};
}

bool is_something(const LayerState &state) {
    return state.figures.net_m2 > 0 || state.figures.length_m > 0 || state.figures.features > 0;
}

// At every seal, and now where something has changed since the last.
std::vector<LayerState> states_of(const std::string &layer, const Figures &figures,
                                  const catalogue::Catalogue &catalogue) {
    std::vector<LayerState> states;
    for (const overview::SealedState &sealed : figures.sealed)
        states.push_back({workspace::time_text(sealed.at).substr(0, 16), sealed.note,
                          sum_in_unit(sealed.totals.rows, layer, figures, catalogue)});
    if (figures.seal && figures.seal->changes_since > 0)
        states.push_back({figures.date, say("this report"),
                          sum_in_unit(rows_now(figures, layer), layer, figures, catalogue)});
    return states;
}

Row seals_row(const std::string &layer, const LayerState &state) {
    Row row{Level::plain, "", {layer, state.when, state.note}};
    for (const Measure &measure : measures()) {
        const double value = measure.of(state.figures);
        row.cells.push_back(
            value > 0 ? Value(Number{value, format::rounded(value, measure.decimals), measure.decimals})
                      : Value());
    }
    return row;
}

Number counted(std::uint64_t features) {
    return {static_cast<double>(features), static_cast<double>(features), 0};
}

} // namespace

Grid seals_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"seals", say("At each seal"), say("What was mapped at each seal"), say("as in the head"), {},
              {}};
    if (figures.level == indicators::Level::township)
        return grid; // seals hold totals by banner
    grid.note =
        say("As each seal holds it, all stages and years; the last line of a layer is this report where "
            "something has changed since.");
    grid.columns = {{"layer", say("Layer"), say("In which the features are."), Kind::wrapped},
                    {"when", say("Time"), say("When the workspace was sealed, in local time."), Kind::text},
                    {"note", say("Note"), say("Of the seal."), Kind::wrapped, false, {}, ""}};
    for (const Measure &measure : measures())
        grid.columns.push_back({measure.id, measure.head, measure.meaning, Kind::number});
    for (const catalogue::Layer &layer : catalogue.layers()) {
        const std::vector<LayerState> states = states_of(layer.id, figures, catalogue);
        if (states.size() > 1 && std::any_of(states.begin(), states.end(), is_something))
            for (const LayerState &state : states)
                grid.rows.push_back(seals_row(format::layer_label(&layer, layer.id), state));
    }
    return grid;
}

Grid growth_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"growth", say("Record"), say("Features by time, as the record says"), say("features"), {}, {}};
    if (figures.level != indicators::Level::region)
        return grid; // a record does not say in which banner a feature lay
    grid.columns = {
        {"layer", say("Layer"), say("In which the features are."), Kind::wrapped},
        {"when", say("Day or month"), say("On which features came or went, in local time."), Kind::text},
        {"features", say("Features"), say("In the layer at the end of that time."), Kind::number},
        {"added", say("Added"), say("Features that came."), Kind::number},
        {"removed", say("Removed"), say("Features that went."), Kind::number}};
    for (std::size_t i = 0; i < figures.grown.size();) {
        const std::string &layer = figures.grown[i].layer;
        std::size_t end = i;
        while (end < figures.grown.size() && figures.grown[end].layer == layer)
            ++end;
        for (std::size_t k = i; end - i > 1 && k < end; ++k) {
            const overview::Grown &time = figures.grown[k];
            grid.rows.push_back({Level::plain,
                                 "",
                                 {format::layer_label(format::find_layer(catalogue, layer), layer), time.when,
                                  counted(time.features), counted(time.added), counted(time.removed)}});
        }
        i = end;
    }
    return grid;
}

} // namespace qitu::report
