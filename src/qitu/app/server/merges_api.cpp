#include "body.h"
#include "endpoints.h"

#include <qitu/core/base/message.h>

#include <nlohmann/json.hpp>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t usual_changes = 100, most_changes_of_page = 1000;

Json list_of_merges(const Call &call, const Merging &merging) {
    Json rows = Json::array();
    for (const Draft &draft : merging.offered_to(call.user))
        rows.push_back(merging.json_of(draft));
    return {{"merges", rows}};
}

Response changes_of(const Call &call, const Draft &draft, const Merging &merging) {
    const auto limit = static_cast<std::size_t>(call.whole("limit", usual_changes, 1, most_changes_of_page));
    const auto offset = static_cast<std::size_t>(call.whole("offset", 0, 0, std::int64_t{1} << 40U));
    return answer_with(merging.changes(draft, offset, limit));
}

Parameter fork_parameter() {
    return {"delivery", "string", translated("Id of a delivery"), true};
}

std::vector<Parameter> page_parameters() {
    return {fork_parameter(),
            {"limit", "integer", translated("So many changes at most; 1000 are the most")},
            {"offset", "integer", translated("After so many")}};
}

void add_offering(Endpoints &endpoints, Sending &sending, Merging &merging) {
    endpoints.push_back(
        {.method = "POST",
         .path = "/deliveries/{delivery}/offer",
         .id = "offer",
         .summary = translated("Begins to offer the changes of a fork, one file .gpkg that \"qitu export "
                               "--banner\" wrote, to reviewers"),
         .parameters = {fork_parameter()},
         .door = Door::senders,
         .answer = [&](const Call &call) {
             return answer_with(merging.json_of(merging.offer(call.path.at("delivery"), call.user)));
         }});
    endpoints.push_back(
        {.path = "/deliveries/{delivery}/changes",
         .id = "offered_changes",
         .summary = translated("The changes that were offered, and what was decided about each"),
         .parameters = page_parameters(),
         .door = Door::senders,
         .answer = [&](const Call &call) {
             return changes_of(call, sending.drafts().find(call.path.at("delivery"), call.user.name),
                               merging);
         }});
}

void add_looking(Endpoints &endpoints, Merging &merging) {
    endpoints.push_back(
        {.path = "/merges",
         .id = "merges",
         .summary = translated("Forks of the reviewer's units that were offered"),
         .door = Door::reviewers,
         .answer = [&](const Call &call) { return answer_with(list_of_merges(call, merging)); }});
    endpoints.push_back({.path = "/merges/{delivery}",
                         .id = "merge_state",
                         .summary = translated("How far one is"),
                         .parameters = {fork_parameter()},
                         .door = Door::reviewers,
                         .answer = [&](const Call &call) {
                             return answer_with(
                                 merging.json_of(merging.find(call.path.at("delivery"), call.user)));
                         }});
    endpoints.push_back(
        {.path = "/merges/{delivery}/changes",
         .id = "changes",
         .summary = translated("Its changes: of each the fields and the geometry of both sides, whether "
                               "both have changed it, the level that may accept it, and what was decided"),
         .parameters = page_parameters(),
         .door = Door::reviewers,
         .answer = [&](const Call &call) {
             return changes_of(call, merging.find(call.path.at("delivery"), call.user), merging);
         }});
}

void add_deciding(Endpoints &endpoints, Merging &merging) {
    constexpr std::size_t longest_list = std::size_t{1} << 20U;
    endpoints.push_back(
        {.method = "POST",
         .path = "/merges/{delivery}/decisions",
         .id = "decide",
         .summary = translated("Accepts changes, rejects them with a reason, or takes that back; nothing is "
                               "merged yet"),
         .parameters = {fork_parameter()},
         .door = Door::reviewers,
         .body = Body{.keys = {{"offer", "string", translated("That which stands beside the changes")},
                               {"changes", "array", translated("Changes, as they are named: LAYER:ID"), false,
                                "string"},
                               {"decision", "string", translated("accept, reject or none")},
                               {"reason", "string", translated("Why they are rejected")}},
                      .most = longest_list},
         .answer = [&](const Call &call) {
             return answer_with(merging.json_of(
                 merging.decide(call.path.at("delivery"), call.user, object_in(call.request))));
         }});
    endpoints.push_back(
        {.method = "POST",
         .path = "/merges/{delivery}/merge",
         .id = "merge",
         .summary =
             translated("Begins to merge what was accepted, in the reviewer's name: all of it or none"),
         .parameters = {fork_parameter()},
         .door = Door::reviewers,
         .answer = [&](const Call &call) {
             return answer_with(merging.json_of(merging.merge(call.path.at("delivery"), call.user)));
         }});
}

} // namespace

void add_merges(Endpoints &endpoints, Sending &sending, Merging &merging) {
    add_offering(endpoints, sending, merging);
    add_looking(endpoints, merging);
    add_deciding(endpoints, merging);
}

} // namespace qitu::server
