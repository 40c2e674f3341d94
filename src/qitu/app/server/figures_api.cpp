#include "endpoints.h"
#include "once.h"
#include "wanted.h"

#include <qitu/app/commands/explain_command.h>
#include <qitu/app/commands/history_command.h>
#include <qitu/app/commands/progress_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/history_listing.h>

#include <nlohmann/json.hpp>

#include <limits>
#include <memory>
#include <sstream>

namespace qitu::server {

namespace {

Response printed(const std::function<void(std::ostream &)> &print) {
    std::ostringstream out;
    print(out);
    Response response;
    response.body = out.str();
    return response;
}

int year_in(const Call &call) {
    return static_cast<int>(call.whole("year", 0, 1900, 2200));
}

/// Of the catalogue, by id or name. Throws Problem (400, 404).
const catalogue::Indicator &indicator_named(const House &house, const std::string &name) {
    if (name.empty())
        throw bad_request(say("\"{}\" is missing.", "indicator"));
    try {
        return house.catalogue().indicator(name);
    } catch (const Error &error) {
        throw Problem(404, error.what());
    }
}

/// What a user asks for of the tree, in the user's own part of it; that part where nothing is asked for.
const catalogue::AdminUnit &unit_for(const Call &call, const House &house) {
    const std::string name = call.text("admin");
    if (name.empty())
        return *house.catalogue().find_admin(call.user.admin);
    const catalogue::AdminUnit *unit = nullptr;
    try {
        unit = &house.catalogue().admin(name);
    } catch (const Error &error) {
        throw Problem(404, error.what());
    }
    if (!users::sees(house.catalogue(), call.user, unit->code))
        throw Problem(403, say("{} is not in your part of the region.", unit->names.in(language_in_use())));
    return *unit;
}

// A table has the rows above the unit that was asked for too, and findings of all layers.
void keep_visible(const Call &call, const House &house, indicators::ProgressTable &table) {
    if (!users::codes_of(house.catalogue(), call.user))
        return;
    std::erase_if(table.rows, [&](const indicators::ProgressRow &row) {
        return house.catalogue().find_admin(row.admin) != nullptr &&
               !users::sees(house.catalogue(), call.user, row.admin);
    });
    table.findings.clear();
}

/// Tables of the whole region by what they are of: a unit's figures are some rows of one.
using Tables = OncePerState<indicators::ProgressTable>;

Response progress(const Call &call, House &house, Tables &tables) {
    commands::ProgressCommand command;
    command.workspace = house.workspace.string();
    command.by = call.text("by");
    command.year = year_in(call);
    const std::string unit = unit_for(call, house).code;
    if (unit != house.catalogue().region().code)
        command.admin = unit;
    if (const auto indicator = call.query("indicator"))
        command.indicators = {indicator_named(house, *indicator).id};
    const std::string state = house.state();
    const auto opened = workspace::Workspace::open(house.workspace, true);
    const auto table_of = [&](indicators::Level level) {
        const std::string key = fmt::format("{} {} {}", static_cast<int>(level), command.year,
                                            fmt::join(command.indicators, " "));
        return *tables.get(state, key,
                           [&] { return command.counted(opened, *house.contexts.take(), level); });
    };
    commands::Progress result = command.assembled(opened, house.catalogue(), table_of);
    keep_visible(call, house, result);
    return printed([&](std::ostream &out) {
        console::print(out, result, result.money, house.catalogue(), console::Format::json);
    });
}

Response explanation(const Call &call, House &house) {
    commands::ExplainCommand command;
    command.workspace = house.workspace.string();
    command.indicator = indicator_named(house, call.text("indicator")).id;
    command.admin = unit_for(call, house).code;
    command.year = year_in(call);
    const Contexts::Lease context = house.contexts.take();
    const commands::Result<commands::Explained> result = command.run(*context);
    return printed([&](std::ostream &out) {
        console::print(out, result.value, result.value.linked, house.catalogue(), console::Format::json);
    });
}

/// Also of a feature that is gone, for those who see everything.
Response history(const Call &call, House &house) {
    commands::HistoryCommand command;
    command.workspace = house.workspace.string();
    command.layer = house.layer(call.path.at("collection")).id;
    command.features = {call.whole("feature", 0, 0, std::numeric_limits<std::int64_t>::max())};
    if (users::codes_of(house.catalogue(), call.user))
        feature_for(call, house, workspace::Workspace::open(house.workspace, true),
                    house.layer(command.layer));
    const Contexts::Lease context = house.contexts.take();
    const auto result = command.run(*context);
    if (result.value.empty())
        throw not_found();
    return printed([&](std::ostream &out) { console::print(out, result.value, console::Format::json); });
}

using Json = nlohmann::ordered_json;

Json json_of(const Names &names) {
    return {{"zh", names.zh}, {"en", names.en}};
}

// What a client needs to offer choices: nothing of it comes from the workspace.
Response catalogue_for(const Call &call, const House &house) {
    const catalogue::Catalogue &catalogue = house.catalogue();
    Json units = Json::array();
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (users::sees(catalogue, call.user, unit.code))
            units.push_back({{"code", unit.code},
                             {"names", json_of(unit.names)},
                             {"parent", unit.parent},
                             {"level", unit.level}});
    Json indicators = Json::array();
    for (const catalogue::Indicator &indicator : catalogue.indicators())
        indicators.push_back(
            {{"id", indicator.id}, {"names", json_of(indicator.names)}, {"layer", indicator.layer}});
    Json layers = Json::array();
    for (const catalogue::Layer &layer : catalogue.layers()) {
        Json fields = Json::array();
        for (const catalogue::Field &field : layer.fields) {
            Json codes = Json::object();
            for (const catalogue::Code &code : field.codes)
                codes[code.code] = json_of(code.names);
            fields.push_back(
                {{"id", field.id}, {"names", json_of(field.names)}, {"unit", field.unit}, {"codes", codes}});
        }
        layers.push_back({{"id", layer.id},
                          {"names", json_of(layer.names)},
                          {"group", json_of(layer.group)},
                          {"fields", fields}});
    }
    Response response;
    response.body = Json{{"document", json_of(catalogue.document())},
                         {"year", catalogue.year()},
                         {"mapped", catalogue.mapped_indicator()},
                         {"units", units},
                         {"indicators", indicators},
                         {"layers", layers}}
                        .dump() +
                    "\n";
    return response;
}

} // namespace

void add_figures(Endpoints &endpoints, House &house) {
    const Parameter indicator{"indicator", "string", translated("Indicator, by id or name")};
    const Parameter admin{"admin", "string", translated("Region, league or banner, by code or name")};
    const Parameter year{"year", "integer", translated("Programme year")};
    endpoints.push_back({.path = "/catalogue",
                         .id = "catalogue",
                         .summary = translated("Units, indicators, layers and their fields"),
                         .kept = true,
                         .answer = [&house](const Call &call) { return catalogue_for(call, house); }});
    endpoints.push_back(
        {.path = "/progress",
         .id = "progress",
         .summary = translated("What is built, against the quotas: as \"qitu progress\" prints it"),
         .parameters = {{"by", "string", translated("banner, league or region")}, indicator, admin, year},
         .kept = true,
         .answer = [&house, tables = std::make_shared<Tables>()](const Call &call) {
             return progress(call, house, *tables);
         }});
    endpoints.push_back({.path = "/explain",
                         .id = "explain",
                         .summary = translated("The features behind a figure: as \"qitu explain\" prints it"),
                         .parameters = {indicator, admin, year},
                         .kept = true,
                         .answer = [&house](const Call &call) { return explanation(call, house); }});
    endpoints.push_back({.path = "/features/{collection}/{feature}/history",
                         .id = "history",
                         .summary = translated("What happened to a feature: as \"qitu history\" prints it"),
                         .parameters = {{"collection", "string", translated("Id of a layer"), true},
                                        {"feature", "integer", translated("Id of a feature"), true}},
                         .answer = [&house](const Call &call) { return history(call, house); }});
}

} // namespace qitu::server
