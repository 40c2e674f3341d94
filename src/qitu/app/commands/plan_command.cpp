#include "found_by_rule.h"

#include <qitu/app/commands/plan_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

namespace qitu::commands {

namespace {

planning::Scenario scenario_for(const PlanCandidatesCommand &command, const catalogue::Catalogue &catalogue,
                                const catalogue::Indicator &indicator) {
    std::optional<std::filesystem::path> file = planning::scenario_of(catalogue, indicator.id);
    if (!command.scenario.empty())
        file = command.scenario;
    planning::Scenario scenario = file ? planning::read_scenario(*file, catalogue) : planning::Scenario();
    if (!scenario.indicator.empty() && scenario.indicator != indicator.id)
        throw Error(ErrorKind::usage, say("{}: this scenario is for the indicator {}, not for {}.",
                                          file->string(), scenario.indicator, indicator.id));
    if (!command.base.empty())
        scenario.base = catalogue.layer(command.base).id;
    for (const std::string &text : command.exclusions)
        scenario.exclusions.push_back(planning::exclusion_from(text, catalogue));
    if (command.least_width >= 0)
        scenario.least_width_m = command.least_width;
    if (command.least_block >= 0)
        scenario.least_block_mu = command.least_block;
    if (command.most_block >= 0)
        scenario.most_block_mu = command.most_block;
    if (!(scenario.most_block_mu > scenario.least_block_mu))
        throw Error(ErrorKind::usage,
                    say("Blocks of {} to {} mu cannot be formed: the most must be above the least.",
                        scenario.least_block_mu, scenario.most_block_mu));
    return scenario;
}

} // namespace

std::vector<std::string> banners_in(const workspace::Workspace &workspace,
                                    const catalogue::Catalogue &catalogue, const std::string &admin) {
    std::vector<std::string> banners;
    const std::vector<std::string> units =
        admin.empty() ? std::vector<std::string>() : std::vector{catalogue.admin(admin).code};
    for (const workspace::Boundary &banner : workspace.banners())
        if (units.empty() || units.front() == catalogue.region().code || banner.league == units.front() ||
            catalogue.lies_in(banner.code, units))
            banners.push_back(banner.code);
    if (banners.empty())
        throw Error(ErrorKind::usage, say("{} has no banners in {}.", admin, workspace.file().string()));
    return banners;
}

Result<planning::Candidates> PlanCandidatesCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &of = catalogue.indicator(indicator);
    const planning::Scenario scenario = scenario_for(*this, catalogue, of);
    workspace::Workspace opened = workspace::Workspace::open(workspace, save.empty());
    planning::CandidateRules rules;
    rules.year = year_of(year, catalogue);
    rules.banners = banners_in(opened, catalogue, admin);
    rules.count_started = count_started;
    rules.seconds = seconds;
    rules.shapes = shapes || !save.empty();
    Result<planning::Candidates> result;
    result.value = planning::candidates(opened, catalogue, of, scenario, rules, engine.options(context));
    for (const std::string &note : result.value.notes)
        result.tell(note);
    if (save.empty())
        return result;
    opened.transaction({"qitu plan candidates", save}, [&](workspace::Edit &edit) {
        planning::save_plan(edit, catalogue, save, result.value, rules.year);
    });
    if (context.written)
        context.written();
    result.tell(say(
        "{}: the plan {} is saved with {} blocks. See it in QGIS, or accept it with \"qitu plan accept\".",
        workspace, save, result.value.blocks.size()));
    return result;
}

Result<std::vector<planning::ComparedBanner>> PlanCompareCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    Result<std::vector<planning::ComparedBanner>> result;
    result.value = planning::compared(catalogue, planning::saved_plan(opened, catalogue, a),
                                      planning::saved_plan(opened, catalogue, b));
    return result;
}

Outcome PlanAcceptCommand::run(Context &context) const {
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    const std::string why = note.empty() ? plan : plan + ": " + note;
    const std::size_t accepted =
        planning::accept_plan(opened, context.catalogue(), plan, blocks, {"qitu plan accept", why});
    if (context.written)
        context.written();
    Outcome outcome;
    outcome.tell(say("{}: {} blocks of the plan {} are approved projects now.", workspace, accepted, plan));
    return outcome;
}

} // namespace qitu::commands
