#include "endpoints.h"

#include <qitu/core/base/message.h>

#include <nlohmann/json.hpp>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

Response response_with(const Json &json, const char *type = "application/json") {
    Response response;
    response.type = type;
    response.body = json.dump() + "\n";
    return response;
}

Json link(const std::string &href, const char *rel, const char *type) {
    return {{"href", href}, {"rel", rel}, {"type", type}};
}

Response landing(const Call &call, const House &house) {
    return response_with(
        {{"title", house.catalogue().document().in(language_in_use())},
         {"links", Json::array({link(call.base + "/", "self", "application/json"),
                                link(call.base + "/api", "service-desc", openapi_type),
                                link(call.base + "/conformance", "conformance", "application/json"),
                                link(call.base + "/collections", "data", "application/json")})}});
}

Response conformance() {
    Json classes = Json::array();
    for (const char *name : {"core", "geojson", "oas30"})
        classes.push_back(std::string("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/") + name);
    return response_with({{"conformsTo", classes}});
}

Json schema_of(const Parameter &parameter) {
    if (parameter.type != "array")
        return {{"type", parameter.type}};
    return {{"type", "array"}, {"minItems", 4}, {"maxItems", 6}, {"items", {{"type", "number"}}}};
}

Json described(const Parameter &parameter) {
    Json json{{"name", parameter.name},
              {"in", parameter.in_path ? "path" : "query"},
              {"description", parameter.description},
              {"required", parameter.in_path},
              {"schema", schema_of(parameter)}};
    if (parameter.type == "array") {
        json["style"] = "form";
        json["explode"] = false;
    }
    return json;
}

Json reply(const std::string &description, const std::string &type) {
    return {{"description", description}, {"content", {{type, {{"schema", {{"type", "object"}}}}}}}};
}

Json body_of(const Body &body) {
    if (body.bytes)
        return {{"required", true},
                {"content",
                 {{"application/octet-stream", {{"schema", {{"type", "string"}, {"format", "binary"}}}}}}}};
    Json properties = Json::object();
    for (const Parameter &key : body.keys)
        properties[key.name] = {{"type", key.type}, {"description", key.description}};
    for (const Parameter &key : body.keys)
        if (key.type == "array")
            properties[key.name]["items"] = {{"type", key.items}};
    return {
        {"required", true},
        {"content", {{"application/json", {{"schema", {{"type", "object"}, {"properties", properties}}}}}}}};
}

Json described(const Endpoint &endpoint) {
    Json parameters = Json::array();
    for (const Parameter &parameter : endpoint.parameters)
        parameters.push_back(described(parameter));
    if (endpoint.any_query)
        parameters.push_back(
            {{"name", "fields"},
             {"in", "query"},
             {"required", false},
             {"style", "form"},
             {"explode", true},
             {"description", translated("Fields of the layer by id, each with the value that it must have")},
             {"schema", {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}}});
    const std::string binary = endpoint.media_type;
    Json good = reply(translated("The answer"), endpoint.media_type);
    if (endpoint.media_type == tile_type)
        good["content"][binary]["schema"] = {{"type", "string"}, {"format", "binary"}};
    Json json{{"operationId", endpoint.id},
              {"summary", endpoint.summary},
              {"parameters", parameters},
              {"responses",
               {{"200", good}, {"default", reply(translated("Why there is none"), "application/json")}}}};
    if (endpoint.body)
        json["requestBody"] = body_of(*endpoint.body);
    if (endpoint.door == Door::open)
        json["security"] = Json::array();
    return json;
}

} // namespace

std::string openapi_of(const Endpoints &endpoints, const std::string &base) {
    Json paths = Json::object();
    for (const Endpoint &endpoint : endpoints) {
        std::string method = endpoint.method;
        for (char &letter : method)
            letter = static_cast<char>(letter | 0x20); // GET → get
        paths[endpoint.path][method] = described(endpoint);
    }
    const Json token{{"type", "http"}, {"scheme", "bearer"}};
    const Json session{{"type", "apiKey"}, {"in", "cookie"}, {"name", "qitu_session"}};
    return Json{{"openapi", "3.0.3"},
                {"info", {{"title", "qitu"}, {"version", "1"}}},
                {"servers", Json::array({Json{{"url", base.empty() ? "/" : base}}})},
                {"security", Json::array({Json{{"token", Json::array()}}, Json{{"session", Json::array()}}})},
                {"paths", paths},
                {"components", {{"securitySchemes", {{"token", token}, {"session", session}}}}}}
               .dump() +
           "\n";
}

void add_landing(Endpoints &endpoints, const Endpoints &all, House &house) {
    endpoints.push_back({.path = "/",
                         .id = "landing",
                         .summary = translated("What there is"),
                         .door = Door::open,
                         .answer = [&house](const Call &call) { return landing(call, house); }});
    endpoints.push_back({.path = "/conformance",
                         .id = "conformance",
                         .summary = translated("Standards that are kept"),
                         .door = Door::open,
                         .answer = [](const Call &) { return conformance(); }});
    endpoints.push_back({.path = "/api",
                         .id = "api",
                         .summary = translated("This description, as OpenAPI 3.0"),
                         .door = Door::open,
                         .media_type = openapi_type,
                         .answer = [&all](const Call &call) {
                             return Response{.type = openapi_type, .body = openapi_of(all, call.base)};
                         }});
}

} // namespace qitu::server
