#include "body.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qitu::server {

using Json = nlohmann::ordered_json;

Json object_in(const Request &request) {
    if (!request.header("content-type").starts_with("application/json"))
        throw Problem(415, say("The body must be application/json."));
    Json json = Json::parse(request.body, nullptr, false);
    if (!json.is_object())
        throw bad_request(say("The body is not a JSON object."));
    return json;
}

void refuse_other_keys(const Json &object, const std::vector<std::string> &known) {
    for (const auto &member : object.items())
        if (std::find(known.begin(), known.end(), member.key()) == known.end())
            throw bad_request(say("Unknown key \"{}\".", printable(first_characters(member.key(), 100))));
}

std::string optional_text_in(const Json &object, const char *key) {
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    if (!found->is_string())
        throw bad_request(say("\"{}\" is a text.", key));
    return found->get<std::string>();
}

std::string text_in(const Json &object, const char *key) {
    if (!object.contains(key))
        throw bad_request(say("\"{}\" is missing.", key));
    return optional_text_in(object, key);
}

std::vector<std::int64_t> ids_in(const Json &object, const char *key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array() || found->empty())
        throw bad_request(say("\"{}\" is a list of ids.", key));
    std::vector<std::int64_t> ids;
    for (const Json &id : *found) {
        if (!id.is_number_integer() || (id.is_number_unsigned() && id.get<std::uint64_t>() > INT64_MAX))
            throw bad_request(say("\"{}\" is a list of ids.", key));
        ids.push_back(id.get<std::int64_t>());
    }
    return ids;
}

Response answer_with(const Json &json) {
    Response response;
    response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    return response;
}

} // namespace qitu::server
