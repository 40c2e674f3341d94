#include "body.h"
#include "endpoints.h"
#include "wanted.h"

#include <qitu/app/commands/review_command.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/review.h>
#include <qitu/output/console/feature_json.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace qitu::server {

namespace {

using workspace::ReviewLevel;
using Json = nlohmann::ordered_json;

constexpr std::int64_t usual_page = 100, longest_page = 1000;

/// What waits for this level: it has passed the level below, and not this one.
std::vector<std::int64_t> waiting(const workspace::Workspace &opened, const catalogue::Layer &layer,
                                  const workspace::Wanted &visible, ReviewLevel level) {
    constexpr std::uint64_t all = std::uint64_t{1} << 62U;
    const std::set<std::int64_t> passed = workspace::reviewed(opened, layer, level);
    std::set<std::int64_t> below;
    if (level != ReviewLevel::banner)
        below = workspace::reviewed(opened, layer,
                                    level == ReviewLevel::region ? ReviewLevel::league : ReviewLevel::banner);
    std::vector<std::int64_t> ids = workspace::find_wanted(opened, layer, visible, 0, all);
    std::erase_if(ids, [&](std::int64_t id) {
        return passed.contains(id) || (level != ReviewLevel::banner && !below.contains(id));
    });
    return ids;
}

Json reviews_of(const workspace::Workspace &opened, const catalogue::Layer &layer, std::int64_t feature) {
    Json rows = Json::array();
    for (const workspace::Review &review : workspace::reviews(opened, layer, feature))
        rows.push_back({{"level", workspace::review_level_name(review.level)},
                        {"reviewer", review.reviewer},
                        {"date", review.date},
                        {"note", review.note},
                        {"returned", review.returned}});
    return rows;
}

Response queue(const Call &call, const House &house) {
    const catalogue::Layer &layer = house.layer(call.path.at("collection"));
    const ReviewLevel level = level_of(house.catalogue(), call.user.admin);
    const auto limit = static_cast<std::size_t>(call.whole("limit", usual_page, 1, longest_page));
    const auto offset = static_cast<std::size_t>(call.whole("offset", 0, 0, std::int64_t{1} << 40U));
    const auto opened = workspace::Workspace::open(house.workspace, true);
    const std::vector<std::int64_t> all =
        waiting(opened, layer, visible_to(call.user, house.catalogue()), level);
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(std::min(offset, all.size()));
    const auto to = from + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(limit), all.end() - from);
    workspace::FeatureCursor cursor = workspace::features(opened, layer, {from, to});
    Json rows = Json::array();
    for (catalogue::Feature feature; cursor.next(feature);) {
        Json row = console::geojson_of(feature, layer)["properties"];
        rows.push_back({{"feature", feature.id},
                        {"properties", std::move(row)},
                        {"reviews", reviews_of(opened, layer, feature.id)}});
    }
    Response response;
    response.body =
        Json{{"level", workspace::review_level_name(level)}, {"waiting", all.size()}, {"rows", rows}}.dump() +
        "\n";
    return response;
}

void refuse_unseen(const Call &call, const House &house, const catalogue::Layer &layer,
                   const std::vector<std::int64_t> &ids) {
    const auto opened = workspace::Workspace::open(house.workspace, true);
    workspace::FeatureCursor cursor = workspace::features(opened, layer, ids);
    std::size_t seen = 0;
    for (catalogue::Feature feature; cursor.next(feature);)
        seen += visible_to(call.user, house.catalogue(), layer, feature) ? 1 : 0;
    if (seen != ids.size())
        throw not_found();
}

Response review(const Call &call, House &house) {
    const catalogue::Layer &layer = house.layer(call.path.at("collection"));
    const Json body = object_in(call.request);
    refuse_other_keys(body, {"features", "note", "return"});
    commands::ReviewCommand command;
    command.workspace = house.workspace.string();
    command.layer = layer.id;
    command.level = workspace::review_level_name(level_of(house.catalogue(), call.user.admin));
    command.reviewer = command.account = call.user.name;
    command.note = optional_text_in(body, "note");
    command.return_reason = optional_text_in(body, "return");
    if (body.contains("return") && trimmed(command.return_reason).empty())
        throw bad_request(say("\"{}\" is missing.", "return")); // it would pass what is to be returned
    command.choice.features = ids_in(body, "features");
    refuse_unseen(call, house, layer, command.choice.features);
    const Contexts::Lease context = house.contexts.take();
    const commands::Result<std::size_t> result = command.run(*context);
    if (!result.refusal.empty())
        throw Problem(409, fmt::format("{}\n{}", fmt::join(result.messages, "\n"), result.refusal));
    Response response;
    response.body = Json{{"reviewed", result.value}}.dump() + "\n";
    return response;
}

} // namespace

void add_reviews(Endpoints &endpoints, House &house) {
    const Parameter collection{"collection", "string", translated("Id of a layer"), true};
    endpoints.push_back(
        {.path = "/reviews/{collection}",
         .id = "queue",
         .summary = translated("Features that wait for a review at the level of the reviewer's unit"),
         .parameters = {collection,
                        {"limit", "integer", translated("So many features at most; 1000 are the most")},
                        {"offset", "integer", translated("After so many")}},
         .door = Door::reviewers,
         .answer = [&house](const Call &call) { return queue(call, house); }});
    endpoints.push_back(
        {.method = "POST",
         .path = "/reviews/{collection}",
         .id = "review",
         .summary = translated("Passes features, an object with features (ids) and note, or "
                               "returns them, with return (the reason): "
                               "all of them or none"),
         .parameters = {collection},
         .door = Door::reviewers,
         .body = Body{{{"features", "array", translated("Ids of features")},
                       {"note", "string", translated("An opinion")},
                       {"return", "string", translated("The reason, where they are returned")}}},
         .answer = [&house](const Call &call) { return review(call, house); }});
}

} // namespace qitu::server
