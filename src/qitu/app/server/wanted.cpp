#include "wanted.h"

#include <qitu/core/base/date.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

namespace qitu::server {

namespace {

using catalogue::FieldType;
using geometry::Box;

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos;
         text.remove_prefix(end == std::string_view::npos ? 0 : end + 1)) {
        end = text.find(at);
        parts.push_back(text.substr(0, end));
    }
    return parts;
}

// West, south, east, north; of six numbers the third and the last are heights. Across the date line west is greater.
std::vector<Box> boxes_from(std::string_view text) {
    std::vector<double> sides;
    for (const std::string_view part : split(text, ',')) {
        const auto side = plain_number(part);
        if (!side || !std::isfinite(*side))
            throw bad_request(say("\"bbox\" is four numbers: west, south, east, north."));
        sides.push_back(*side);
    }
    if (sides.size() == 6)
        sides = {sides[0], sides[1], sides[3], sides[4]};
    if (sides.size() != 4 || sides[1] > sides[3])
        throw bad_request(say("\"bbox\" is four numbers: west, south, east, north."));
    const Box box{sides[0], sides[1], sides[2], sides[3]};
    if (box.min_x <= box.max_x)
        return {box};
    return {{box.min_x, box.min_y, 180, box.max_y}, {-180, box.min_y, box.max_x, box.max_y}};
}

std::int64_t year_of_instant(std::string_view text) {
    constexpr std::size_t day = 10;
    const auto date = date_from(text.substr(0, day));
    if (!date || text.size() < day || (text.size() > day && text[day] != 'T'))
        throw bad_request(
            say("\"datetime\" is a date, a time or two of them with / between: 2023-01-01/2023-12-31."));
    return static_cast<int>(date->year());
}

std::pair<std::int64_t, std::int64_t> years_from(std::string_view text) {
    const std::vector<std::string_view> ends = split(text, '/');
    const auto is_open = [](std::string_view end) { return end.empty() || end == ".."; };
    if (ends.size() == 1)
        return {year_of_instant(text), year_of_instant(text)};
    if (ends.size() > 2)
        throw bad_request(
            say("\"datetime\" is a date, a time or two of them with / between: 2023-01-01/2023-12-31."));
    return {is_open(ends[0]) ? std::numeric_limits<std::int32_t>::min() : year_of_instant(ends[0]),
            is_open(ends[1]) ? std::numeric_limits<std::int32_t>::max() : year_of_instant(ends[1])};
}

catalogue::Value value_from(const catalogue::Field &field, const std::string &text) {
    if (const catalogue::Code *code = field.code(text))
        return code->code;
    if (field.type == FieldType::text || field.type == FieldType::date)
        return text;
    const auto number = plain_number(text);
    if (!number || !std::isfinite(*number))
        throw bad_request(
            say("\"{}\" is a number, not \"{}\".", field.id, printable(first_characters(text, 100))));
    return *number; // SQLite compares whole numbers with it as numbers
}

constexpr std::array<std::string_view, 5> own_parameters{"bbox", "datetime", "limit", "offset", "f"};

} // namespace

workspace::Wanted wanted_by(const Call &call, const catalogue::Catalogue &catalogue,
                            const catalogue::Layer &layer) {
    workspace::Wanted wanted = visible_to(call.user, catalogue);
    for (const auto &[key, value] : call.request.query) {
        if (std::find(own_parameters.begin(), own_parameters.end(), key) != own_parameters.end())
            continue;
        const catalogue::Field *field = layer.field(key);
        if (field == nullptr)
            throw bad_request(say("Unknown parameter \"{}\".", printable(first_characters(key, 100))));
        wanted.values.emplace_back(key, value_from(*field, *call.query(key)));
    }
    if (const auto box = call.query("bbox"))
        wanted.boxes = boxes_from(*box);
    if (const auto time = call.query("datetime"))
        wanted.years = years_from(*time);
    if (call.query("f").value_or("json") != "json")
        throw bad_request(say("Formats: json."));
    return wanted;
}

workspace::Wanted visible_to(const users::User &user, const catalogue::Catalogue &catalogue) {
    workspace::Wanted wanted;
    wanted.admin_codes = users::codes_of(catalogue, user);
    return wanted;
}

bool visible_to(const users::User &user, const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                const catalogue::Feature &feature) {
    const auto codes = users::codes_of(catalogue, user);
    if (!codes)
        return true;
    const int field = layer.index_of(catalogue::field_id::admin_code);
    return field >= 0 && codes->contains(catalogue::text_of(feature.values[static_cast<std::size_t>(field)]));
}

workspace::ReviewLevel level_of(const catalogue::Catalogue &catalogue, const std::string &admin) {
    using workspace::ReviewLevel;
    constexpr std::array levels{ReviewLevel::region, ReviewLevel::league, ReviewLevel::banner};
    return levels[static_cast<std::size_t>(catalogue.find_admin(admin)->level)];
}

catalogue::Feature feature_for(const Call &call, const House &house, const workspace::Workspace &opened,
                               const catalogue::Layer &layer) {
    const std::int64_t id = call.whole("feature", 0, 0, std::numeric_limits<std::int64_t>::max());
    catalogue::Feature feature;
    if (!workspace::features(opened, layer, {id}).next(feature) ||
        !visible_to(call.user, house.catalogue(), layer, feature))
        throw not_found();
    return feature;
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char letter : text)
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
            std::string_view("-._~,:").find(letter) != std::string_view::npos)
            result += letter;
        else
            result += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    return result;
}

std::string query_without(const Request &request, const std::vector<std::string> &names) {
    std::string query;
    for (const auto &[key, value] : request.query)
        if (std::find(names.begin(), names.end(), key) == names.end())
            query += fmt::format("{}{}={}", query.empty() ? "" : "&", escaped(key), escaped(value));
    return query;
}

} // namespace qitu::server
