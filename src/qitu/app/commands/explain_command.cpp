#include "asked_leagues.h"
#include "found_by_rule.h"

#include <qitu/app/commands/explain_command.h>
#include <qitu/core/base/message.h>

#include <set>

namespace qitu::commands {

namespace {

std::set<std::int64_t> features_of(const indicators::Explanation &explanation) {
    std::set<std::int64_t> features;
    for (const indicators::Contribution &row : explanation.rows)
        features.insert(row.feature);
    return features;
}

void tell_dead_links(const land_balance::Links &linked, Outcome &outcome) {
    for (const land_balance::DeadLink &link : linked.dead)
        outcome.tell(say("feature {}: the layer {} has no project or parcel \"{}\" to supply it.",
                         link.feature, link.layer, link.code));
    outcome.attention = outcome.attention || !linked.dead.empty();
}

} // namespace

Result<Explained> ExplainCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &what = catalogue.indicator(indicator);
    const catalogue::AdminUnit &where = catalogue.admin(admin);
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const tabulate::Options options = engine.options(context);
    Result<Explained> result;
    static_cast<indicators::Explanation &>(result.value) =
        indicators::explain(opened, catalogue, what, where, year_of(year, catalogue), options);
    result.value.linked = land_balance::links_of(opened, catalogue, catalogue.layer(what.layer),
                                                 features_of(result.value), options);
    tell_findings(result.value.findings, result);
    tell_leagues_left_out(opened, result);
    tell_dead_links(result.value.linked, result);
    return result;
}

} // namespace qitu::commands
