#include "history.h"

#include <nlohmann/json.hpp>

namespace qitu::history {

namespace {

std::string totals_of(const store::Workspace &workspace, const catalogue::Catalogue &catalogue,
                      const tabulate::Options &options) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace.count(layer) == 0)
            continue;
        const quota::Totals totals =
            quota::totals(workspace, catalogue, layer, quota::Level::banner, {}, options);
        for (const quota::TotalRow &row : totals.rows)
            rows.push_back({{"layer", row.layer},
                            {"admin", row.admin},
                            {"features", row.figures.features},
                            {"gross_m2", row.figures.gross_m2},
                            {"net_m2", row.figures.net_m2},
                            {"length_m", row.figures.length_m}});
    }
    return nlohmann::ordered_json{{"method", geodesy::method_name(options.method)}, {"rows", rows}}.dump();
}

} // namespace

// Counted within the transaction, so that no other program changes what the totals are of.
store::Seal seal(store::Workspace &workspace, const catalogue::Catalogue &catalogue, const std::string &note,
                 const tabulate::Options &options) {
    store::Seal seal;
    workspace.transaction([&] { seal = workspace.seal(note, totals_of(workspace, catalogue, options)); });
    return seal;
}

} // namespace qitu::history
