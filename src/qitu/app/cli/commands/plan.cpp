#include "options.h"
#include "plan_output.h"
#include "plan_studies.h"

#include <qitu/app/commands/plan_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/plans.h>

namespace qitu::cli {

namespace {

void add_land_options(const Command &command, commands::PlanCandidatesCommand &plan) {
    const std::string group = translated("Land and blocks, instead of what the scenario says");
    command.add_option("--base", plan.base, translated("Layer that blocks must lie in"))
        .type_name("LAYER")
        .group(group);
    command
        .add_option(
            "--exclude", plan.exclusions,
            translated(
                "Land of this layer is excluded too, or only of features with these codes; repeatable"))
        .type_name("LAYER:FIELD=CODE,CODE")
        .one_value_each()
        .group(group);
    command
        .add_option("--min-width", plan.least_width,
                    translated("Land that is nowhere so wide is excluded (m)"))
        .type_name("NUMBER")
        .default_str("")
        .group(group);
    command.add_option("--block-min", plan.least_block, translated("Least size of a block (mu)"))
        .type_name("NUMBER")
        .default_str("")
        .group(group);
    command.add_option("--block-max", plan.most_block, translated("Largest size of a block (mu)"))
        .type_name("NUMBER")
        .default_str("")
        .group(group);
}

void add_candidates(const Command &plan, Session &session) {
    const auto command = std::make_shared<Printed<commands::PlanCandidatesCommand>>();
    const Command declared = plan.add_command(
        "candidates",
        translated(
            "Finds where to build next: the land that an indicator's layer must lie in, less what is "
            "built or under way and what excludes it, formed into connected blocks of parcels, scored by "
            "a scenario, and chosen so that the remaining quotas are met at the best score."));
    add_workspace(declared, command->workspace);
    declared.add_option("INDICATOR", command->indicator, translated("Indicator, by id or name")).required();
    declared.add_option("--admin", command->admin, translated("Only in this league or banner"))
        .type_name("ADMIN");
    declared
        .add_option("--scenario", command->scenario,
                    translated("Weights, rules and assumptions (TOML); by default the indicator's own"))
        .type_name("FILE");
    add_year_option(declared, command->year);
    declared.add_flag("--count-started", command->count_started,
                      translated("What is under construction or approved counts as found"));
    add_land_options(declared, *command);
    declared
        .add_option("--time-limit", command->seconds,
                    translated("Seconds for the choice; then the best that was found stands"))
        .type_name("NUMBER")
        .capture_default_str();
    declared.add_option("--save", command->save, translated("Save the plan in the workspace under this name"))
        .type_name("NAME");
    add_engine_options(declared, command->engine);
    add_output_options(declared, command->output);
    command->output.layers = true;
    declared.callback([command, &session] {
        const catalogue::Catalogue &catalogue = session.context.catalogue();
        command->shapes = is_layer(command->output);
        perform_plan(
            *command, session,
            [&](std::ostream &out, const auto &value, console::Format format) {
                console::print(out, value, catalogue, format);
            },
            [&](const exchange::PlanLayerTarget &target, const planning::Candidates &plan) {
                return exchange::write_plan_blocks(target, plan, catalogue);
            });
    });
}

void add_plan_compare(const Command &plan, Session &session) {
    const auto command = std::make_shared<Printed<commands::PlanCompareCommand>>();
    const Command declared =
        plan.add_command("compare", translated("Shows two saved plans side by side, banner by banner."));
    add_workspace(declared, command->workspace);
    declared.add_option("A", command->a, translated("A saved plan")).type_name("NAME").required();
    declared.add_option("B", command->b, translated("Another")).type_name("NAME").required();
    add_output_options(declared, command->output);
    declared.callback([command, &session] {
        perform(*command, session, [&](std::ostream &out, const auto &value, console::Format format) {
            console::print(out, value, session.context.catalogue(), format);
        });
    });
}

void add_accept(const Command &plan, Session &session) {
    const auto command = std::make_shared<commands::PlanAcceptCommand>();
    const Command declared = plan.add_command(
        "accept",
        translated("Turns the chosen blocks of a saved plan into projects of the first stage, in one "
                   "transaction that can be undone."));
    add_workspace(declared, command->workspace);
    declared.add_option("PLAN", command->plan, translated("A saved plan")).type_name("NAME").required();
    declared.add_option("--block", command->blocks, translated("Only this block, by its number; repeatable"))
        .type_name("N")
        .one_value_each();
    declared.add_option("--note", command->note, translated("Why, for the record")).type_name("TEXT");
    declared.callback([command, &session] { perform(*command, session); });
}

} // namespace

void add_plan(const Command &app, Session &session) {
    const Command plan =
        app.add_command("plan", translated("Plans: where to build next, and what becomes of it."));
    plan.group(translated("Work"));
    plan.require_command(1, 1);
    add_candidates(plan, session);
    add_plan_compare(plan, session);
    add_accept(plan, session);
    add_plan_lots(plan, session);
    add_plan_water(plan, session);
    add_plan_joint(plan, session);
    add_plan_forecast(plan, session);
}

} // namespace qitu::cli
