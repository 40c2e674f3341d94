#include "endpoint.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <charconv>

namespace qitu::server {

std::optional<std::string> Call::query(const std::string &name) const {
    std::optional<std::string> found;
    for (const auto &[key, value] : request.query) {
        if (key != name)
            continue;
        if (found)
            throw bad_request(say("The parameter \"{}\" is given twice.", name));
        found = value;
    }
    return found;
}

std::string Call::text(const std::string &name) const {
    return query(name).value_or("");
}

namespace {

std::optional<std::int64_t> whole_from(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

} // namespace

std::int64_t Call::whole(const std::string &name, std::int64_t otherwise, std::int64_t least,
                         std::int64_t most) const {
    const bool in_path = path.contains(name);
    const std::optional<std::string> given = in_path ? path.at(name) : query(name);
    if (!given)
        return otherwise;
    const auto value = whole_from(*given);
    if (value && *value >= least && *value <= most)
        return *value;
    if (in_path)
        throw not_found();
    throw bad_request(say("\"{}\" is a whole number from {} to {}, not \"{}\".", name, least, most,
                          printable(first_characters(*given, 100))));
}

std::optional<std::map<std::string, std::string>> Endpoint::matched(std::string_view asked) const {
    std::map<std::string, std::string> values;
    std::string_view pattern = path;
    while (true) {
        const std::string_view wanted = pattern.substr(0, pattern.find('/'));
        const std::string_view given = asked.substr(0, asked.find('/'));
        const std::size_t brace = wanted.find('{');
        if (brace == std::string_view::npos ? wanted != given : given.empty())
            return std::nullopt;
        if (brace != std::string_view::npos) { // {name} or {name}.mvt
            const std::size_t close = wanted.find('}');
            const std::string_view ending = wanted.substr(close + 1);
            if (!given.ends_with(ending))
                return std::nullopt;
            values[std::string(wanted.substr(brace + 1, close - brace - 1))] =
                given.substr(0, given.size() - ending.size());
        }
        if (wanted.size() == pattern.size() || given.size() == asked.size())
            return wanted.size() == pattern.size() && given.size() == asked.size() ? std::optional(values)
                                                                                   : std::nullopt;
        pattern.remove_prefix(wanted.size() + 1);
        asked.remove_prefix(given.size() + 1);
    }
}

void Endpoint::refuse_other_parameters(const Request &request) const {
    for (const auto &[key, value] : request.query) {
        const auto is_it = [&key = key](const Parameter &parameter) {
            return !parameter.in_path && parameter.name == key;
        };
        if (!any_query && std::none_of(parameters.begin(), parameters.end(), is_it))
            throw bad_request(say("Unknown parameter \"{}\".", printable(first_characters(key, 100))));
    }
}

} // namespace qitu::server
