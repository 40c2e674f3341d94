#include "plan_studies.h"

#include "options.h"
#include "plan_output.h"

#include <qitu/app/commands/plan_study_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/plan_studies.h>

namespace qitu::cli {

namespace {

template <typename Study>
void run_study(const Command &declared, const std::shared_ptr<Printed<Study>> &command, Session &session) {
    add_engine_options(declared, command->engine);
    add_output_options(declared, command->output);
    declared.callback([command, &session] {
        perform(*command, session, [](std::ostream &out, const auto &value, console::Format format) {
            console::print(out, value, format);
        });
    });
}

template <typename Study, typename Write>
void run_drawn_study(const Command &declared, const std::shared_ptr<Printed<Study>> &command,
                     Session &session, Write write) {
    add_engine_options(declared, command->engine);
    add_output_options(declared, command->output);
    command->output.layers = true;
    declared.callback([command, &session, write] {
        if constexpr (requires { command->shapes; })
            command->shapes = is_layer(command->output);
        perform_plan(
            *command, session,
            [](std::ostream &out, const auto &value, console::Format format) {
                console::print(out, value, format);
            },
            write);
    });
}

} // namespace

void add_plan_lots(const Command &plan, Session &session) {
    const auto command = std::make_shared<Printed<commands::PlanLotsCommand>>();
    const Command declared = plan.add_command(
        "lots",
        translated("Cuts parcels of a layer along their lines into connected lots of about equal area."));
    add_workspace(declared, command->workspace);
    add_layer(declared, command->layer);
    declared.add_option("--lots", command->count, translated("How many lots")).type_name("N").required();
    declared
        .add_option(
            "--gap", command->bridge,
            translated("A lot may cross a road or canal so wide, where the area is in several pieces (m)"))
        .type_name("NUMBER")
        .capture_default_str();
    add_choice_options(declared, command->choice);
    run_drawn_study(declared, command, session, exchange::write_lots);
}

void add_plan_water(const Command &plan, Session &session) {
    const auto command = std::make_shared<Printed<commands::PlanWaterCommand>>();
    const Command declared = plan.add_command(
        "water",
        translated(
            "Holds what irrigated land needs, by the irrigation quotas of its crops, against what each "
            "district or overdraft zone may take, and says the area that fits."));
    add_workspace(declared, command->workspace);
    declared.add_option("IRRIGATED", command->irrigated, translated("Layer of irrigated land"))
        .type_name("LAYER")
        .required();
    declared.add_option("--zones", command->zones, translated("Layer of districts or overdraft zones"))
        .type_name("LAYER")
        .required();
    declared.add_option("--zone-field", command->zone_field, translated("Its field with the zone's name"))
        .type_name("FIELD")
        .required();
    declared.add_option("--crop-field", command->crop_field, translated("Field of the land with its crop"))
        .type_name("FIELD");
    declared
        .add_option("--quotas", command->quotas,
                    translated("Table with the columns 分区, 作物, 定额 (zone, crop, m³ per mu); * for any"))
        .type_name("FILE")
        .required();
    declared
        .add_option("--limits", command->limits,
                    translated("Table with the columns 分区, 可用水量 (zone, m³)"))
        .type_name("FILE")
        .required();
    declared.footer(translated("Status 1: some zone needs more than it may take."));
    run_study(declared, command, session);
}

void add_plan_joint(const Command &plan, Session &session) {
    const auto command = std::make_shared<Printed<commands::PlanJointCommand>>();
    const Command declared = plan.add_command(
        "joint",
        translated("Holds farmland beside irrigation districts: what each commands, has built and still "
                   "misses, and what was done in the wrong order."));
    add_workspace(declared, command->workspace);
    declared
        .add_option(
            "--scenario", command->scenario,
            translated("Which layers are held against each other (TOML); by default those of the catalogue"))
        .type_name("FILE");
    declared.footer(translated("Status 1: something was done in the wrong order."));
    run_drawn_study(declared, command, session, exchange::write_order_faults);
}

void add_plan_forecast(const Command &plan, Session &session) {
    const auto command = std::make_shared<Printed<commands::PlanForecastCommand>>();
    const Command declared = plan.add_command(
        "forecast",
        translated("Says what of an indicator will probably be done by a date, with an interval, from how "
                   "long such projects took before, and which banners are at risk."));
    add_workspace(declared, command->workspace);
    declared.add_option("INDICATOR", command->indicator, translated("Indicator, by id or name")).required();
    add_year_option(declared, command->year);
    declared
        .add_option("--from", command->as_of_date,
                    translated("The day from which it looks ahead; by default today"))
        .type_name("DATE");
    declared
        .add_option("--date", command->date, translated("Until this day; by default the last of the year"))
        .type_name("DATE");
    declared.add_option("--begin-field", command->begin_field, translated("Date on which a project begins"))
        .type_name("FIELD")
        .capture_default_str();
    declared.add_option("--end-field", command->end_field, translated("Date on which it is done"))
        .type_name("FIELD")
        .capture_default_str();
    declared
        .add_option("--kind-field", command->kind_field, translated("Projects of one kind take alike long"))
        .type_name("FIELD")
        .capture_default_str();
    declared.add_option("--level", command->level, translated("Of the interval, in %"))
        .type_name("NUMBER")
        .capture_default_str();
    declared.add_option("--runs", command->runs, translated("How often it is simulated"))
        .type_name("N")
        .range(1, 1000000)
        .capture_default_str();
    declared.add_option("--seed", command->seed, translated("Another seed gives another draw"))
        .type_name("N")
        .capture_default_str();
    run_study(declared, command, session);
}

} // namespace qitu::cli
