#include "leaf_sums_json.h"
#include "others.h"
#include "progress_run.h"

#include <qitu/analysis/indicators/league_sums.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/rules.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace qitu::indicators {

namespace {

using Json = nlohmann::json;
using catalogue::Indicator;

// ---------------------------------------------------------------- writing

} // namespace

std::string conditions_of_sums(int year, const tabulate::Options &options, const std::string &assume) {
    std::string conditions = fmt::format("year={} method={}", year, geodesy::method_name(options.method));
    return assume.empty() ? conditions : conditions + " assume=" + assume;
}

std::string league_sums(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                        int year, const tabulate::Options &options, const std::string &assume,
                        const std::string &version) {
    const ChosenIndicators chosen(catalogue, {}, assume);
    ProgressRun run(workspace, catalogue, year, chosen.list(), with_net(options));
    Json indicators = Json::object(), borders = Json::object();
    for (const Indicator *indicator : chosen.list())
        indicators[indicator->id] = json_of(run.evaluation().leaf_sums(*indicator), run.tree());
    for (const workspace::Boundary &banner : workspace.banners())
        borders[banner.code] = sha256_hex(banner.wkb);
    return Json{{"version", version},
                {"rules", workspace::rules_digest(catalogue)},
                {"borders", std::move(borders)},
                {"indicators", std::move(indicators)},
                {"worst_relative", run.evaluation().worst_relative()},
                {"findings", run.evaluation().findings().size()}}
        .dump();
}

// ---------------------------------------------------------------- reading

namespace {

void refuse_other_rules(const Json &json, const catalogue::Catalogue &catalogue, const std::string &version) {
    const auto theirs = json.at("version").get<std::string>();
    if (theirs != version)
        throw Error(ErrorKind::refused,
                    say("it was counted by qitu {}, and this is qitu {}", theirs, version));
    if (json.at("rules").get<std::string>() != workspace::rules_digest(catalogue))
        throw Error(ErrorKind::refused, say("its catalogue has other rules of counting"));
}

void refuse_other_borders(const Json &json, const workspace::Workspace &workspace) {
    std::map<std::string, std::string> ours;
    for (const workspace::Boundary &banner : workspace.banners())
        ours[banner.code] = sha256_hex(banner.wkb);
    for (const auto &[code, digest] : json.at("borders").items())
        if (const auto own = ours.find(code); own != ours.end() && own->second != digest.get<std::string>())
            throw Error(ErrorKind::refused,
                        say("its borders of banner {} are not those of this workspace", code));
    for (const auto &[indicator, leaves] : json.at("indicators").items())
        for (const auto &[code, leaf] : leaves.items())
            if (!ours.contains(code))
                throw Error(ErrorKind::refused,
                            say("it counts in banner {}, which this workspace does not have", code));
}

LeagueSums sums_from(const Json &json) {
    LeagueSums sums{json.at("findings").get<std::uint64_t>(), json.at("worst_relative").get<double>(), {}};
    for (const auto &[indicator, leaves] : json.at("indicators").items())
        sums.indicators[indicator] = leaf_sums_from(leaves);
    return sums;
}

} // namespace

std::shared_ptr<const LeagueSums> read_league_sums(const std::string &text,
                                                   const workspace::Workspace &workspace,
                                                   const catalogue::Catalogue &catalogue,
                                                   const std::string &version) {
    try {
        const Json json = Json::parse(text);
        refuse_other_rules(json, catalogue, version);
        refuse_other_borders(json, workspace);
        return std::make_shared<const LeagueSums>(sums_from(json));
    } catch (const Json::exception &) {
        throw Error(ErrorKind::unreadable, say("its sums cannot be read"));
    }
}

std::uint64_t findings_of(const LeagueSums &sums) {
    return sums.findings;
}

// ---------------------------------------------------------------- adding up

JoinedProgress joined_progress(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                               Level by, int year, const std::vector<std::string> &indicators,
                               const tabulate::Options &options, std::optional<double> year_gone,
                               const std::string &assume, const std::vector<League> &leagues) {
    if (by == Level::township)
        throw Error(ErrorKind::usage, say("Leagues with their own servers hand over sums by banner. Ask for "
                                          "townships on the league's own server."));
    const ChosenIndicators chosen(catalogue, indicators, assume);
    ProgressRun run(workspace, catalogue, year, chosen.list(), with_net(options), year_gone);
    Others others(run.tree(), leagues);
    JoinedProgress joined{run.table(by, &others), {others.shared().begin(), others.shared().end()}};
    joined.table.assume = assume;
    return joined;
}

} // namespace qitu::indicators
