#include "read_options.h"

#include "body.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

// A name of a system would be taken for a file or an address, too.
bool is_epsg(std::string_view text) {
    constexpr std::string_view authority = "EPSG:";
    constexpr std::size_t most_digits = 6;
    return text.starts_with(authority) && text.size() > authority.size() &&
           text.size() <= authority.size() + most_digits &&
           std::all_of(text.begin() + authority.size(), text.end(),
                       [](char sign) { return std::isdigit(static_cast<unsigned char>(sign)) != 0; });
}

bool is_encoding(std::string_view text) {
    constexpr std::size_t longest = 40;
    return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char sign) {
               return std::isalnum(static_cast<unsigned char>(sign)) != 0 || sign == '-' || sign == '_';
           });
}

// Texts by fields of the layer.
void refuse_bad_pairs(const Json &pairs, const char *key, const catalogue::Layer &layer) {
    if (!pairs.is_object())
        throw bad_request(say("\"{}\" is an object of texts.", key));
    for (const auto &[field, value] : pairs.items()) {
        if (layer.field(field) == nullptr)
            throw bad_request(
                say("{}: the layer has no field \"{}\".", key, printable(first_characters(field, 100))));
        if (!value.is_string() || value.get<std::string>().empty())
            throw bad_request(say("\"{}\" is an object of texts.", key));
    }
}

void refuse_bad_values(const Json &values, const catalogue::Layer &layer) {
    if (!values.is_object())
        throw bad_request(say("\"{}\" is an object of texts.", "value"));
    for (const auto &[field, words] : values.items()) {
        if (layer.field(field) == nullptr || !words.is_object())
            throw bad_request(
                say("{}: the layer has no field \"{}\".", "value", printable(first_characters(field, 100))));
        for (const auto &[word, value] : words.items())
            if (word.empty() || word.find('=') != std::string::npos || !value.is_string() ||
                value.get<std::string>().empty())
                throw bad_request(say("\"{}\" is an object of texts.", "value"));
    }
}

bool flag_in(const Json &object, const char *key) {
    const auto found = object.find(key);
    if (found == object.end())
        return false;
    if (!found->is_boolean())
        throw bad_request(say("\"{}\" is true or false.", key));
    return found->get<bool>();
}

Json part_of(const Json &options, const char *key) {
    return options.value(key, Json::object());
}

} // namespace

std::string refuse_bad_options(const Json &options, const House &house) {
    refuse_other_keys(options, {"layer", "map", "value", "set", "crs", "encoding", "layer_in", "repair"});
    const catalogue::Layer &layer = house.layer(text_in(options, "layer"));
    for (const char *key : {"map", "set"})
        refuse_bad_pairs(part_of(options, key), key, layer);
    refuse_bad_values(part_of(options, "value"), layer);
    if (const std::string crs = optional_text_in(options, "crs"); !crs.empty() && !is_epsg(crs))
        throw bad_request(say("\"crs\" is a code such as EPSG:4549."));
    if (!is_encoding(optional_text_in(options, "encoding")))
        throw bad_request(say("\"encoding\" is a name such as GB18030."));
    static_cast<void>(optional_text_in(options, "layer_in"));
    static_cast<void>(flag_in(options, "repair"));
    return layer.id;
}

bool says_fields(const Json &options) {
    return !part_of(options, "map").empty() || !part_of(options, "set").empty() ||
           !part_of(options, "value").empty();
}

std::vector<std::string> words_of_options(const Json &options) {
    std::vector<std::string> words;
    for (const char *key : {"map", "set"}) {
        const Json pairs = part_of(options, key);
        for (const auto &[field, value] : pairs.items())
            words.push_back(fmt::format("--{}={}={}", key, field, value.get<std::string>()));
    }
    const Json values = part_of(options, "value");
    for (const auto &[field, meanings] : values.items())
        for (const auto &[word, value] : meanings.items())
            words.push_back(fmt::format("--value={}:{}={}", field, word, value.get<std::string>()));
    for (const auto &[key, option] :
         {std::pair{"crs", "--crs="}, {"encoding", "--encoding="}, {"layer_in", "--layer-in="}})
        if (const std::string text = optional_text_in(options, key); !text.empty())
            words.push_back(option + text);
    if (flag_in(options, "repair"))
        words.emplace_back("--repair");
    return words;
}

std::vector<std::string> words_of_choice(const Json &choice, const users::User &user) {
    refuse_other_keys(choice, {"in_spite", "replace", "append", "again"});
    std::vector<std::string> words;
    if (flag_in(choice, "in_spite")) {
        if (user.role == users::Role::banner)
            throw Problem(403,
                          say("A banner corrects what has errors; a league may import it all the same."));
        words.emplace_back("--accept");
    }
    if (flag_in(choice, "replace") && flag_in(choice, "append"))
        throw bad_request(say("Either \"replace\" or \"append\"."));
    for (const auto &[key, option] :
         {std::pair{"replace", "--replace"}, {"append", "--append"}, {"again", "--again"}})
        if (flag_in(choice, key))
            words.emplace_back(option);
    return words;
}

} // namespace qitu::server
