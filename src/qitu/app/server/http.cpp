#include "http.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <nlohmann/json.hpp>

namespace qitu::server {

namespace {

std::string_view code_of(int status) {
    switch (status) {
    case 400:
        return "InvalidParameterValue";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "NotFound";
    case 405:
        return "MethodNotAllowed";
    case 409:
        return "Conflict";
    case 429:
        return "TooManyRequests";
    case 503:
        return "Unavailable";
    default:
        return status < 500 ? "InvalidRequest" : "ServerError";
    }
}

} // namespace

std::string_view Request::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : found->second;
}

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const std::string_view plain = pair.substr(std::min(pair.find_first_not_of(' '), pair.size()));
        if (plain.starts_with(name) && plain.substr(name.size()).starts_with('='))
            return plain.substr(name.size() + 1);
    }
    return {};
}

Problem not_found() {
    return {404, say("There is no such resource.")};
}

Problem bad_request(const std::string &reason) {
    return {400, reason};
}

Response response_of(const Problem &problem) {
    const nlohmann::ordered_json json{{"code", code_of(problem.status())}, {"description", problem.what()}};
    Response response;
    response.status = problem.status();
    response.body = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    if (problem.retry_after() > 0)
        response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after()));
    if (problem.status() == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace qitu::server
