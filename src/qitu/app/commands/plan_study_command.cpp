#include "found_by_rule.h"

#include <qitu/analysis/planning/scenario.h>
#include <qitu/app/commands/plan_study_command.h>
#include <qitu/core/base/date.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <chrono>

namespace qitu::commands {

Result<planning::Lots> PlanLotsCommand::run(Context &context) const {
    const catalogue::Layer &of = context.catalogue().layer(layer);
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    if (count < 1)
        throw Error(ErrorKind::usage, say("Say into how many lots the area is cut."));
    const std::vector<std::int64_t> features = workspace::select(opened, of, choice.selection(of));
    Result<planning::Lots> result;
    result.value = planning::lots_of(opened, of, features, static_cast<std::uint32_t>(count), bridge, shapes,
                                     engine.options(context));
    for (const std::string &note : result.value.notes)
        result.tell(note);
    return result;
}

Result<planning::WaterTable> PlanWaterCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    planning::WaterRules rules;
    rules.irrigated = &catalogue.layer(irrigated);
    rules.crop_field = crop_field;
    rules.zones = &catalogue.layer(zones);
    rules.zone_field = zone_field;
    rules.quotas = quotas;
    rules.limits = limits;
    Result<planning::WaterTable> result;
    result.value = planning::water(opened, rules, engine.options(context));
    for (const std::string &note : result.value.notes)
        result.tell(note);
    for (const planning::ZoneWater &zone : result.value.zones)
        result.attention = result.attention || zone.over_m3 > 0;
    return result;
}

Result<planning::Joint> PlanJointCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::filesystem::path file = scenario.empty() ? catalogue.directory() / "scenarios" / "joint.toml"
                                                        : std::filesystem::path(scenario);
    const planning::JointRules rules = planning::read_joint_rules(file, catalogue);
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    Result<planning::Joint> result;
    result.value = planning::joint(opened, catalogue, rules, engine.options(context));
    result.attention = !result.value.faults.empty();
    return result;
}

Result<planning::Forecast> PlanForecastCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &of = catalogue.indicator(indicator);
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    planning::ForecastRules rules;
    rules.year = year_of(year, catalogue);
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    rules.as_of = as_of_date.empty() ? date_text(std::chrono::year_month_day(today)) : as_of_date;
    rules.date = date.empty() ? fmt::format("{:04}-12-31", rules.year) : date;
    rules.begin_field = begin_field;
    rules.end_field = end_field;
    rules.kind_field = kind_field;
    constexpr double hundred = 100;
    if (!(level > 0 && level < hundred) || runs < 1)
        throw Error(ErrorKind::usage, say("An interval of {}% in {} runs cannot be had.", level, runs));
    rules.level = level / hundred;
    rules.seed = seed;
    rules.runs = runs;
    Result<planning::Forecast> result;
    result.value = planning::forecast(opened, catalogue, of, rules, engine.options(context));
    for (const std::string &note : result.value.notes)
        result.tell(note);
    return result;
}

} // namespace qitu::commands
