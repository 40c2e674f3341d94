#include "body.h"
#include "endpoints.h"
#include "file_answer.h"

#include <qitu/app/commands/deliveries_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t largest_piece = std::size_t{4} << 20U;

const std::string &id_in(const Call &call) {
    return call.path.at("delivery");
}

Response list(const Call &call, Sending &sending) {
    Json rows = Json::array();
    for (const Draft &draft : sending.drafts().of(call.user.name))
        rows.push_back(json_of(draft, sending));
    const DraftLimits &limits = sending.drafts().limits();
    return answer_with({{"deliveries", rows},
                        {"piece", largest_piece},
                        {"most_bytes", limits.bytes},
                        {"most_files", limits.files},
                        {"days", limits.age.count() / 24},
                        {"profile", sending.profile_of(call.user.name)}});
}

std::uint64_t size_in(const Json &body) {
    const auto found = body.find("size");
    if (found == body.end() || !found->is_number_unsigned())
        throw bad_request(say("\"{}\" is a whole number.", "size"));
    return found->get<std::uint64_t>();
}

Response add_file(const Call &call, Sending &sending) {
    const Json body = object_in(call.request);
    refuse_other_keys(body, {"name", "size"});
    return answer_with(json_of(
        sending.drafts().add_file(id_in(call), call.user.name, text_in(body, "name"), size_in(body))));
}

Response append(const Call &call, Sending &sending) {
    if (call.request.header("content-type") != "application/octet-stream")
        throw Problem(415, say("The body must be application/octet-stream."));
    const std::int64_t offset = call.whole("offset", -1, 0, std::numeric_limits<std::int64_t>::max());
    if (offset < 0)
        throw bad_request(say("\"{}\" is missing.", "offset"));
    return answer_with(
        json_of(sending.drafts().append(id_in(call), call.user.name, call.path.at("file"),
                                        static_cast<std::uint64_t>(offset), call.request.body)));
}

Response finish(const Call &call, Sending &sending) {
    const Json body = object_in(call.request);
    refuse_other_keys(body, {"sha256"});
    return answer_with(json_of(
        sending.drafts().finish(id_in(call), call.user.name, call.path.at("file"), text_in(body, "sha256"))));
}

Response checked(const Call &call, Sending &sending) {
    const Draft draft = sending.drafts().find(id_in(call), call.user.name);
    Response response;
    response.body = sending.without_folders(content_of(sending.made_by_check(draft, "check.json")), draft);
    return response;
}

Response findings(const Call &call, Sending &sending) {
    constexpr std::array<std::pair<std::string_view, const char *>, 4> types{
        {{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
         {"html", "text/html; charset=utf-8"},
         {"gpkg", "application/geopackage+sqlite3"},
         {"csv", "text/csv; charset=utf-8"}}};
    const std::string &format = call.path.at("format");
    const auto *type =
        std::find_if(types.begin(), types.end(), [&](const auto &one) { return one.first == format; });
    if (type == types.end())
        throw not_found();
    const Draft draft = sending.drafts().find(id_in(call), call.user.name);
    const std::string name = "findings." + format;
    return attachment(sending.made_by_check(draft, name), name, type->second);
}

/// What a user sees of it: deliveries with features of the own part, by the names of the files alone; banners of it.
void keep_visible(commands::Deliveries &deliveries, const House &house, const users::User &user) {
    const auto sees = [&](const std::string &admin) { return users::sees(house.catalogue(), user, admin); };
    for (workspace::Delivery &delivery : deliveries.rows)
        delivery.file = std::filesystem::path(delivery.file).filename().string();
    if (!users::codes_of(house.catalogue(), user))
        return;
    std::erase_if(deliveries.rows, [&](workspace::Delivery &delivery) {
        std::erase_if(delivery.senders, [&](const auto &sender) { return !sees(sender.first); });
        delivery.features = 0;
        for (const auto &[banner, features] : delivery.senders)
            delivery.features += features;
        return delivery.senders.empty();
    });
    std::erase_if(deliveries.missing, [&](const std::string &banner) { return !sees(banner); });
}

Response ledger(const Call &call, House &house) {
    commands::DeliveriesCommand command;
    command.workspace = house.workspace.string();
    if (const auto layer = call.query("layer"))
        command.layer = house.layer(*layer).id;
    const Contexts::Lease context = house.contexts.take();
    commands::Result<commands::Deliveries> result = command.run(*context);
    keep_visible(result.value, house, call.user);
    Response response;
    response.body = commands::json_of(result.value);
    return response;
}

Parameter delivery_parameter() {
    return {"delivery", "string", translated("Id of a delivery"), true};
}

Parameter file_parameter() {
    return {"file", "string", translated("Name of a file of it"), true};
}

void add_drafts(Endpoints &endpoints, Sending &sending) {
    endpoints.push_back({.path = "/deliveries",
                         .id = "deliveries",
                         .summary = translated("The own deliveries on their way, and the limits for them"),
                         .door = Door::senders,
                         .answer = [&sending](const Call &call) { return list(call, sending); }});
    endpoints.push_back({.method = "POST",
                         .path = "/deliveries",
                         .id = "deliver",
                         .summary = translated("Begins a delivery"),
                         .door = Door::senders,
                         .answer = [&sending](const Call &call) {
                             return answer_with(json_of(sending.drafts().create(call.user.name), sending));
                         }});
    endpoints.push_back(
        {.path = "/deliveries/{delivery}",
         .id = "delivery",
         .summary = translated("Its state, its files and how far they are, progress of what is done with it"),
         .parameters = {delivery_parameter()},
         .door = Door::senders,
         .answer = [&sending](const Call &call) {
             return answer_with(json_of(sending.drafts().find(id_in(call), call.user.name), sending));
         }});
    endpoints.push_back({.method = "DELETE",
                         .path = "/deliveries/{delivery}",
                         .id = "give_up",
                         .summary = translated("Removes a delivery from the server; what was imported stays"),
                         .parameters = {delivery_parameter()},
                         .door = Door::senders,
                         .answer = [&sending](const Call &call) {
                             sending.drafts().remove(id_in(call), call.user.name);
                             return answer_with(Json::object());
                         }});
}

void add_pieces(Endpoints &endpoints, Sending &sending) {
    endpoints.push_back({.method = "POST",
                         .path = "/deliveries/{delivery}/files",
                         .id = "add_file",
                         .summary = translated("Announces a file"),
                         .parameters = {delivery_parameter()},
                         .door = Door::senders,
                         .body = Body{{{"name", "string", translated("Its name, without a folder")},
                                       {"size", "integer", translated("Its bytes")}}},
                         .answer = [&sending](const Call &call) { return add_file(call, sending); }});
    endpoints.push_back(
        {.method = "PUT",
         .path = "/deliveries/{delivery}/files/{file}",
         .id = "append",
         .summary = translated("Adds a piece of at most 4 MB; once this is answered it is not lost"),
         .parameters = {delivery_parameter(),
                        file_parameter(),
                        {"offset", "integer", translated("Where it begins: what was received so far")}},
         .door = Door::senders,
         .body = Body{{}, true, largest_piece},
         .answer = [&sending](const Call &call) { return append(call, sending); }});
    endpoints.push_back(
        {.method = "POST",
         .path = "/deliveries/{delivery}/files/{file}",
         .id = "finish",
         .summary = translated("Says that a file is all there"),
         .parameters = {delivery_parameter(), file_parameter()},
         .door = Door::senders,
         .body = Body{{{"sha256", "string", translated("SHA-256 of the file, in hexadecimal")}}},
         .answer = [&sending](const Call &call) { return finish(call, sending); }});
    endpoints.push_back({.method = "DELETE",
                         .path = "/deliveries/{delivery}/files/{file}",
                         .id = "remove_file",
                         .summary = translated("Removes a file from a delivery"),
                         .parameters = {delivery_parameter(), file_parameter()},
                         .door = Door::senders,
                         .answer = [&sending](const Call &call) {
                             sending.drafts().remove_file(id_in(call), call.user.name, call.path.at("file"));
                             return answer_with(Json::object());
                         }});
}

Body reading() {
    return {
        {{"layer", "string", translated("Id of a layer")},
         {"map", "object", translated("Fields, each with the file's column for it")},
         {"value", "object", translated("Fields, each with words of the file and the values that they mean")},
         {"set", "object", translated("Fields, each with a value for all features")},
         {"crs", "string", translated("Coordinate system, where the file does not say: EPSG:4549")},
         {"encoding", "string", translated("Encoding of texts: GB18030")},
         {"layer_in", "string", translated("Layer to read, where the file has several")},
         {"repair", "boolean", translated("Make invalid geometry valid")}}};
}

Body choosing() {
    return {{{"in_spite", "boolean", translated("Import in spite of errors; not for banners")},
             {"replace", "boolean", translated("Remove first what the layer has of the same projects")},
             {"append", "boolean", translated("Add to projects that the layer has already")},
             {"again", "boolean", translated("Import content that the layer has already once more")}}};
}

void add_steps(Endpoints &endpoints, Sending &sending) {
    endpoints.push_back({.method = "POST",
                         .path = "/deliveries/{delivery}/check",
                         .id = "check",
                         .summary = translated("Begins to check a delivery for a layer; nothing is imported"),
                         .parameters = {delivery_parameter()},
                         .door = Door::senders,
                         .body = reading(),
                         .answer = [&sending](const Call &call) {
                             return answer_with(json_of(
                                 sending.check(id_in(call), call.user, object_in(call.request)), sending));
                         }});
    endpoints.push_back({.path = "/deliveries/{delivery}/check",
                         .id = "checked",
                         .summary = translated("What was understood, with its evidence, and what was found"),
                         .parameters = {delivery_parameter()},
                         .door = Door::senders,
                         .answer = [&sending](const Call &call) { return checked(call, sending); }});
    endpoints.push_back(
        {.path = "/deliveries/{delivery}/findings/{format}",
         .id = "findings",
         .summary = translated("The findings as a file to send back: xlsx, html, gpkg or csv"),
         .parameters = {delivery_parameter(),
                        {"format", "string", translated("xlsx, html, gpkg or csv"), true}},
         .door = Door::senders,
         .media_type = "application/octet-stream",
         .answer = [&sending](const Call &call) { return findings(call, sending); }});
    endpoints.push_back(
        {.method = "POST",
         .path = "/deliveries/{delivery}/accept",
         .id = "accept",
         .summary = translated("Begins to import what was checked, in the sender's name: all of it or none"),
         .parameters = {delivery_parameter()},
         .door = Door::senders,
         .body = choosing(),
         .answer = [&sending](const Call &call) {
             return answer_with(
                 json_of(sending.accept(id_in(call), call.user, object_in(call.request)), sending));
         }});
}

} // namespace

void add_deliveries(Endpoints &endpoints, House &house, Sending &sending) {
    add_drafts(endpoints, sending);
    add_pieces(endpoints, sending);
    add_steps(endpoints, sending);
    endpoints.push_back(
        {.path = "/ledger",
         .id = "ledger",
         .summary = translated(
             "Who has sent what, and which banners have sent nothing: as \"qitu deliveries\" prints it"),
         .parameters = {{"layer", "string", translated("Id of a layer")}},
         .answer = [&house](const Call &call) { return ledger(call, house); }});
}

} // namespace qitu::server
