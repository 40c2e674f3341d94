#include "endpoints.h"
#include "wanted.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/find.h>
#include <qitu/output/console/feature_json.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t usual_limit = 10;
constexpr std::int64_t most = 5000; // features in one answer
constexpr std::size_t most_bytes = std::size_t{16}
                                   << 20U; // of their geometry: a page ends with the feature that exceeds it

Json link(const std::string &href, const char *rel, const char *type, const std::string &title = {}) {
    Json json{{"href", href}, {"rel", rel}, {"type", type}};
    if (!title.empty())
        json["title"] = title;
    return json;
}

std::string address_of(const Call &call, const catalogue::Layer &layer) {
    return call.base + "/collections/" + layer.id;
}

// Of what the user may see.
std::optional<geometry::Box> visible_extent(const Call &call, const House &house,
                                            const workspace::Workspace &opened,
                                            const catalogue::Layer &layer) {
    const workspace::Wanted wanted = visible_to(call.user, house.catalogue());
    if (!wanted.admin_codes)
        return workspace::extent_of(opened, layer);
    geometry::Box box;
    for (const workspace::Placed &feature : workspace::placed(opened, layer, wanted))
        box.add(feature.box);
    return box.empty() ? std::nullopt : std::optional(box);
}

Json collection_of(const Call &call, const House &house, const workspace::Workspace &opened,
                   const catalogue::Layer &layer) {
    const std::string address = address_of(call, layer);
    Json json{{"id", layer.id},
              {"title", layer.names.in(language_in_use())},
              {"description", layer.group.in(language_in_use())},
              {"itemType", "feature"},
              {"crs", Json::array({"http://www.opengis.net/def/crs/OGC/1.3/CRS84"})},
              {"links", Json::array({link(address, "self", "application/json"),
                                     link(address + "/items", "items", geojson_type)})}};
    if (const auto box = visible_extent(call, house, opened, layer))
        json["extent"] = {
            {"spatial",
             {{"bbox", Json::array({Json::array({box->min_x, box->min_y, box->max_x, box->max_y})})}}}};
    return json;
}

Response response_with(const Json &json, const char *type = "application/json") {
    Response response;
    response.type = type;
    response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    return response;
}

Response collections(const Call &call, const House &house) {
    const auto opened = workspace::Workspace::open(house.workspace, true);
    Json list = Json::array();
    for (const catalogue::Layer &layer : house.catalogue().layers())
        list.push_back(collection_of(call, house, opened, layer));
    return response_with(
        {{"links", Json::array({link(call.base + "/collections", "self", "application/json")})},
         {"collections", list}});
}

Response one_collection(const Call &call, const House &house) {
    const catalogue::Layer &layer = house.layer(call.path.at("collection"));
    return response_with(
        collection_of(call, house, workspace::Workspace::open(house.workspace, true), layer));
}

struct Page {
    std::int64_t offset = 0, limit = 0;
    std::int64_t returned = 0; // perhaps fewer than the limit
    std::uint64_t matched = 0;
};

Json page_links(const Call &call, const catalogue::Layer &layer, const Page &page) {
    const std::string address = address_of(call, layer) + "/items";
    const std::string query = query_without(call.request, {"offset", "limit"});
    const auto from = [&](std::int64_t offset) {
        return fmt::format("{}?{}{}limit={}&offset={}", address, query, query.empty() ? "" : "&", page.limit,
                           offset);
    };
    Json links = Json::array({link(from(page.offset), "self", geojson_type),
                              link(address_of(call, layer), "collection", "application/json")});
    if (page.returned > 0 && static_cast<std::uint64_t>(page.offset + page.returned) < page.matched)
        links.push_back(link(from(page.offset + page.returned), "next", geojson_type));
    if (page.offset > 0)
        links.push_back(
            link(from(std::max<std::int64_t>(0, page.offset - page.limit)), "prev", geojson_type));
    return links;
}

Response items(const Call &call, const House &house) {
    const catalogue::Layer &layer = house.layer(call.path.at("collection"));
    const workspace::Wanted wanted = wanted_by(call, house.catalogue(), layer);
    constexpr std::int64_t farthest = std::numeric_limits<std::int64_t>::max() / 2;
    const std::int64_t limit = std::min(call.whole("limit", usual_limit, 1, farthest), most);
    const std::int64_t offset = call.whole("offset", 0, 0, farthest);
    const auto opened = workspace::Workspace::open(house.workspace, true);
    const std::uint64_t matched = workspace::count_wanted(opened, layer, wanted);
    workspace::FeatureCursor cursor =
        workspace::features(opened, layer,
                            workspace::find_wanted(opened, layer, wanted, static_cast<std::uint64_t>(offset),
                                                   static_cast<std::uint64_t>(limit)));
    Json features = Json::array();
    std::size_t bytes = 0;
    for (catalogue::Feature feature; bytes < most_bytes && cursor.next(feature);) {
        features.push_back(console::geojson_of(feature, layer));
        bytes += feature.wkb.size();
    }
    const std::size_t returned = features.size();
    return response_with(
        {{"type", "FeatureCollection"},
         {"links", page_links(call, layer, {offset, limit, static_cast<std::int64_t>(returned), matched})},
         {"timeStamp", time_stamp()},
         {"numberMatched", matched},
         {"numberReturned", returned},
         {"features", std::move(features)}},
        geojson_type);
}

Response item(const Call &call, const House &house) {
    const catalogue::Layer &layer = house.layer(call.path.at("collection"));
    const auto opened = workspace::Workspace::open(house.workspace, true);
    const catalogue::Feature feature = feature_for(call, house, opened, layer);
    Json json = console::geojson_of(feature, layer);
    const std::string address = address_of(call, layer);
    json["links"] = Json::array({link(fmt::format("{}/items/{}", address, feature.id), "self", geojson_type),
                                 link(address, "collection", "application/json")});
    return response_with(json, geojson_type);
}

} // namespace

void add_features(Endpoints &endpoints, House &house) {
    const Parameter collection{"collection", "string", translated("Id of a layer"), true};
    endpoints.push_back({.path = "/collections",
                         .id = "collections",
                         .summary = translated("The layers"),
                         .kept = true,
                         .answer = [&house](const Call &call) { return collections(call, house); }});
    endpoints.push_back({.path = "/collections/{collection}",
                         .id = "collection",
                         .summary = translated("One layer"),
                         .parameters = {collection},
                         .kept = true,
                         .answer = [&house](const Call &call) { return one_collection(call, house); }});
    endpoints.push_back(
        {.path = "/collections/{collection}/items",
         .id = "items",
         .summary =
             translated("Features of a layer; any field of the layer is a parameter that narrows them"),
         .parameters = {collection,
                        {"bbox", "array", translated("Degrees: west, south, east, north")},
                        {"datetime", "string",
                         translated("A date, or two with / between; it is held against the programme year")},
                        {"limit", "integer", translated("So many features at most; 5000 are the most")},
                        {"offset", "integer", translated("After so many")},
                        {"f", "string", translated("Format: json")}},
         .media_type = geojson_type,
         .any_query = true,
         .answer = [&house](const Call &call) { return items(call, house); }});
    endpoints.push_back(
        {.path = "/collections/{collection}/items/{feature}",
         .id = "item",
         .summary = translated("One feature"),
         .parameters = {collection, {"feature", "integer", translated("Id of a feature"), true}},
         .media_type = geojson_type,
         .answer = [&house](const Call &call) { return item(call, house); }});
}

} // namespace qitu::server
