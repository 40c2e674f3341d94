#include "audit.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/seal.h>
#include <qitu/data/workspace/seal_list.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

namespace qitu::audit {

namespace {

std::string totals_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                      const tabulate::Options &options, std::vector<tabulate::Finding> &uncounted) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace::feature_count(workspace, layer) == 0)
            continue;
        const indicators::Totals totals =
            indicators::totals(workspace, catalogue, layer, indicators::Level::banner, {}, options);
        std::copy_if(totals.findings.begin(), totals.findings.end(), std::back_inserter(uncounted),
                     [](const tabulate::Finding &finding) {
                         return finding.kind == tabulate::Finding::Kind::rejected;
                     });
        for (const indicators::TotalRow &row : totals.rows)
            rows.push_back({{"layer", row.layer},
                            {"admin", row.admin},
                            {"features", row.figures.features},
                            {"gross_m2", row.figures.gross_m2},
                            {"net_m2", row.figures.net_m2},
                            {"length_m", row.figures.length_m}});
    }
    return nlohmann::ordered_json{{"method", geodesy::method_name(options.method)}, {"rows", rows}}.dump(
        -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

indicators::TotalRow row_from(const nlohmann::json &row) {
    return {row.at("layer"),
            row.at("admin"),
            "",
            {},
            {row.at("features"), row.at("gross_m2"), row.at("net_m2"), row.at("length_m")}};
}

} // namespace

indicators::Totals sealed_totals(const workspace::Seal &seal) {
    try {
        const auto json = nlohmann::json::parse(seal.totals);
        indicators::Totals totals;
        totals.method = geodesy::method_from(json.at("method").get<std::string>());
        for (const nlohmann::json &row : json.at("rows"))
            totals.rows.push_back(row_from(row));
        return totals;
    } catch (const nlohmann::json::exception &) {
        throw Error(ErrorKind::refused,
                    say("The totals of seal {} cannot be read. \"qitu verify\" says whether the workspace "
                        "is as it was sealed.",
                        seal.short_hash()));
    }
}

// Counted within the transaction, so that no other program changes what the totals are of.
Sealed seal(workspace::Workspace &workspace, const workspace::Change &change,
            const catalogue::Catalogue &catalogue, const tabulate::Options &options,
            const SealingOptions &sealing) {
    Sealed result;
    std::optional<SigningKey> key;
    if (!sealing.key.empty())
        key.emplace(sealing.key);
    std::optional<workspace::SealListLine> line;
    workspace.transaction(change, [&](workspace::Edit &edit) {
        if (!sealing.list.empty())
            line.emplace(sealing.list, workspace);
        const std::string totals = totals_of(workspace, catalogue, options, result.uncounted);
        result.seal = workspace::seal(edit, change.note, totals, key ? &*key : nullptr);
        if (line)
            line->write(workspace, result.seal);
    });
    if (line)
        line->keep();
    return result;
}

} // namespace qitu::audit
