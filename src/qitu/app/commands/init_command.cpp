#include "found_by_rule.h"

#include <qitu/app/commands/init_command.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/townships.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/output/qgis/workspace_project.h>

namespace qitu::commands {

namespace {

void tell_closed(const coverage::CoverageReport &before, Outcome &outcome) {
    const auto sum = [](const std::vector<coverage::CoverageReport::Fault> &faults) {
        ExactSum m2;
        for (const auto &fault : faults)
            m2 += fault.m2;
        return m2.value();
    };
    if (before.overlaps.empty() && before.gaps.empty())
        return;
    outcome.tell(say("Closed between neighbours: {} overlaps ({:.1f} m²) and {} gaps ({:.1f} m²).",
                     before.overlaps.size(), sum(before.overlaps), before.gaps.size(), sum(before.gaps)));
}

} // namespace

Outcome InitCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const boundaries::Boundaries borders = boundaries.empty()
                                               ? boundaries::shipped(catalogue)
                                               : boundaries::read(boundaries, catalogue, file, tolerance);
    std::vector<workspace::Boundary> smaller;
    if (!townships.empty())
        smaller = boundaries::read_townships(townships, file, tolerance, borders.banners);
    Outcome outcome;
    if (!boundaries.empty())
        tell_closed(borders.before, outcome);
    workspace::Workspace opened = workspace::Workspace::create(workspace, catalogue, borders.banners,
                                                               borders.leagues, borders.source, smaller);
    qgis::keep_project(opened, {"qitu init"}, catalogue, context.styles(), qgis::Keep::anew);
    outcome.tell(
        say("{}: created, with {} leagues, {} banners, {} layers and {} targets of the programme document.",
            workspace, borders.leagues.size(), borders.banners.size(), catalogue.layers().size(),
            workspace::quotas(opened).size()));
    outcome.tell(say("Boundaries: {}", borders.source.in(language_in_use())));
    if (!smaller.empty())
        outcome.tell(say("Townships: {} of {}", smaller.size(), townships));
    outcome.tell(say("Next: qitu import {} LAYER FILE (\"qitu layers\" lists the layers)", workspace));
    return outcome;
}

} // namespace qitu::commands
