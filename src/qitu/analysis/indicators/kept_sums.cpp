#include "leaf_sums_json.h"
#include "progress_run.h"

#include <qitu/analysis/indicators/kept_sums.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace qitu::indicators {

namespace {

using Json = nlohmann::json;

Json json_of(const tabulate::Finding &finding) {
    return {static_cast<int>(finding.kind), finding.feature, finding.what, finding.m2};
}

tabulate::Finding finding_from(const Json &json) {
    return {static_cast<tabulate::Finding::Kind>(json.at(0).get<int>()), json.at(1).get<std::int64_t>(),
            json.at(2).get<std::string>(), json.at(3).get<double>()};
}

Leaves leaves_from(const Json &json, const Tree &tree) {
    Leaves leaves(tree.banners.size());
    auto sums = leaf_sums_from(json);
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        if (const auto found = sums.find(tree.banners[leaf].code); found != sums.end())
            leaves[leaf] = std::move(found->second);
    return leaves;
}

ProgressSums sums_from(const Json &json, const Tree &tree) {
    ProgressSums sums;
    for (const auto &[indicator, leaves] : json.at("indicators").items())
        sums.leaves[indicator] = leaves_from(leaves, tree);
    sums.worst_relative = json.at("worst_relative").get<double>();
    for (const Json &finding : json.at("findings"))
        sums.findings.push_back(finding_from(finding));
    sums.renewals = json.at("renewals").get<std::map<std::string, std::uint64_t>>();
    return sums;
}

} // namespace

std::string progress_sums(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                          Level by, int year, const std::vector<std::string> &indicators,
                          const tabulate::Options &options, const std::string &assume) {
    const ChosenIndicators chosen(catalogue, indicators, assume);
    ProgressRun run(workspace, catalogue, year, chosen.list(), with_net(options), {}, by);
    const ProgressSums sums = run.sums(by);
    Json leaves = Json::object(), findings = Json::array();
    for (const auto &[indicator, of_leaves] : sums.leaves)
        leaves[indicator] = json_of(of_leaves, run.tree());
    for (const tabulate::Finding &finding : sums.findings)
        findings.push_back(json_of(finding));
    return Json{{"indicators", std::move(leaves)},
                {"worst_relative", sums.worst_relative},
                {"findings", std::move(findings)},
                {"renewals", sums.renewals}}
        .dump();
}

ProgressTable progress_of_sums(const std::string &sums, const workspace::Workspace &workspace,
                               const catalogue::Catalogue &catalogue, Level by, int year,
                               const std::vector<std::string> &indicators, const tabulate::Options &options,
                               std::optional<double> year_gone, const std::string &assume) {
    const ChosenIndicators chosen(catalogue, indicators, assume);
    const ProgressRun run(workspace, catalogue, year, chosen.list(), with_net(options), year_gone, by);
    try {
        ProgressTable table = run.table_of(sums_from(Json::parse(sums), run.tree()), by);
        table.assume = assume;
        return table;
    } catch (const Json::exception &) {
        throw Error(ErrorKind::unreadable, say("its sums cannot be read"));
    } catch (const std::out_of_range &) { // an indicator that is not among them
        throw Error(ErrorKind::unreadable, say("its sums cannot be read"));
    }
}

} // namespace qitu::indicators
