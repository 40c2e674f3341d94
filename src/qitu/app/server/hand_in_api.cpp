#include "body.h"
#include "endpoints.h"
#include "file_answer.h"

#include <qitu/app/commands/seal_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/history.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> report_formats{"html", "xlsx", "docx", "pdf", "json"};
constexpr std::array<std::string_view, 5> export_formats{"gpkg", "geojson", "fgb", "kmz", "xlsx"};

/// The unit of a body, in the user's own part of the tree; that part where none is named.
const catalogue::AdminUnit &unit_in(const Json &body, const Call &call, const House &house) {
    const std::string name = optional_text_in(body, "admin");
    const catalogue::AdminUnit *unit = house.catalogue().find_admin(name.empty() ? call.user.admin : name);
    if (unit == nullptr)
        throw Problem(404, say("There is no unit with the code {}.", printable(first_characters(name, 100))));
    if (!users::sees(house.catalogue(), call.user, unit->code))
        throw Problem(403, say("{} is not in your part of the region.", unit->names.in(language_in_use())));
    return *unit;
}

std::string format_in(const Json &body, const auto &formats) {
    std::string format = text_in(body, "format");
    if (std::find(formats.begin(), formats.end(), format) == formats.end())
        throw bad_request(say("Formats: {}.", fmt::join(formats, ", ")));
    return format;
}

std::vector<std::string> line(const House &house, const std::vector<std::string> &words) {
    std::vector<std::string> all = house.program_words();
    all.insert(all.end(), words.begin(), words.end());
    return all;
}

/// "--admin=150802"; none for the region.
void add_unit(std::vector<std::string> &words, const catalogue::AdminUnit &unit, const House &house) {
    if (unit.code != house.catalogue().region().code)
        words.push_back("--admin=" + unit.code);
}

Response report(const Call &call, const House &house, Tasks &tasks) {
    const Json body = object_in(call.request);
    refuse_other_keys(body, {"admin", "format", "signatures"});
    const catalogue::AdminUnit &unit = unit_in(body, call, house);
    const std::string format = format_in(body, report_formats);
    const auto signatures = body.find("signatures");
    std::vector<std::string> words{"report", house.workspace.string()};
    add_unit(words, unit, house);
    if (signatures != body.end() && signatures->is_boolean() && signatures->get<bool>())
        words.emplace_back("--signatures");
    return answer_with(
        json_of(tasks.add(call.user.name, "report", fmt::format("report-{}.{}", unit.code, format),
                          [&](const std::filesystem::path &file) {
                              words.push_back("--output=" + file.string());
                              return line(house, words);
                          }),
                tasks));
}

Response extract(const Call &call, const House &house, Tasks &tasks) {
    const Json body = object_in(call.request);
    refuse_other_keys(body, {"admin", "format", "layer"});
    const catalogue::AdminUnit &unit = unit_in(body, call, house);
    const std::string format = format_in(body, export_formats);
    const std::string layer = optional_text_in(body, "layer");
    std::vector<std::string> words{"export", house.workspace.string()};
    add_unit(words, unit, house);
    if (!layer.empty())
        words.push_back("--layer=" + house.layer(layer).id);
    return answer_with(
        json_of(tasks.add(call.user.name, "export",
                          fmt::format("{}-{}.{}", layer.empty() ? "qitu" : layer, unit.code, format),
                          [&](const std::filesystem::path &file) {
                              words.push_back(file.string());
                              return line(house, words);
                          }),
                tasks));
}

void refuse_but_region(const Call &call, const House &house) {
    if (call.user.name.empty())
        throw Problem(403, say("Without users nothing can be changed."));
    if (call.user.role != users::Role::region || call.user.admin != house.catalogue().region().code)
        throw Problem(403, say("Only the region may do this."));
}

Response seal(const Call &call, const House &house, Tasks &tasks) {
    refuse_but_region(call, house);
    const Json body = object_in(call.request);
    refuse_other_keys(body, {"note"});
    const std::string note = optional_text_in(body, "note");
    return answer_with(json_of(tasks.add(call.user.name, "seal", "seal.json",
                                         [&](const std::filesystem::path &file) {
                                             return line(house,
                                                         {"seal", house.workspace.string(), "--note=" + note,
                                                          "--output=" + file.string()});
                                         }),
                               tasks));
}

Response seals(House &house) {
    commands::SealListCommand command;
    command.workspace = house.workspace.string();
    const Contexts::Lease context = house.contexts.take();
    Json rows = Json::array();
    for (const workspace::Seal &one : command.run(*context).value)
        rows.push_back({{"seal", one.id},
                        {"time", workspace::utc_text(one.at)},
                        {"who", one.who},
                        {"hash", one.hash},
                        {"signed", !one.signature.empty()},
                        {"note", one.note}});
    return answer_with(Json{{"rows", rows}});
}

Response list_tasks(const Call &call, const Tasks &tasks) {
    Json rows = Json::array();
    for (const Task &task : tasks.of(call.user.name))
        rows.push_back(json_of(task, tasks));
    return answer_with(Json{{"tasks", rows}});
}

Response result_of(const Call &call, const Tasks &tasks) {
    const Task task = tasks.find(call.path.at("task"), call.user.name);
    return attachment(tasks.file_of(task), task.name, "application/octet-stream");
}

void add_makers(Endpoints &endpoints, House &house, Tasks &tasks) {
    const Parameter admin{"admin", "string", translated("Code of the region, a league or a banner")};
    endpoints.push_back(
        {.method = "POST",
         .path = "/reports",
         .id = "report",
         .summary = translated("Begins to write the report of a unit: a task"),
         .body = Body{{admin,
                       {"format", "string", translated("html, xlsx, docx, pdf or json")},
                       {"signatures", "boolean", translated("With lines for those who sign")}}},
         .answer = [&](const Call &call) { return report(call, house, tasks); }});
    endpoints.push_back({.method = "POST",
                         .path = "/exports",
                         .id = "export",
                         .summary = translated("Begins to write what lies in a unit: a task"),
                         .body = Body{{admin,
                                       {"format", "string", translated("gpkg, geojson, fgb, kmz or xlsx")},
                                       {"layer", "string", translated("Id of a layer")}}},
                         .answer = [&](const Call &call) { return extract(call, house, tasks); }});
    endpoints.push_back({.path = "/seals",
                         .id = "seals",
                         .summary = translated("The seals, the earliest first"),
                         .kept = true,
                         .answer = [&](const Call &) { return seals(house); }});
    endpoints.push_back({.method = "POST",
                         .path = "/seals",
                         .id = "seal",
                         .summary = translated("Begins to seal the workspace; for the region: a task"),
                         .body = Body{{{"note", "string", translated("Note on the state")}}},
                         .answer = [&](const Call &call) { return seal(call, house, tasks); }});
}

} // namespace

void add_handing_in(Endpoints &endpoints, House &house, Tasks &tasks) {
    add_makers(endpoints, house, tasks);
    const Parameter task{"task", "string", translated("Id of a task"), true};
    endpoints.push_back({.path = "/tasks",
                         .id = "tasks",
                         .summary = translated("The own reports, exports and seals that are being made"),
                         .answer = [&tasks](const Call &call) { return list_tasks(call, tasks); }});
    endpoints.push_back({.path = "/tasks/{task}",
                         .id = "task",
                         .summary = translated("How far a task is"),
                         .parameters = {task},
                         .answer = [&tasks](const Call &call) {
                             return answer_with(
                                 json_of(tasks.find(call.path.at("task"), call.user.name), tasks));
                         }});
    endpoints.push_back({.path = "/tasks/{task}/result",
                         .id = "result",
                         .summary = translated("The file that a task has made"),
                         .parameters = {task},
                         .media_type = "application/octet-stream",
                         .answer = [&tasks](const Call &call) { return result_of(call, tasks); }});
}

} // namespace qitu::server
