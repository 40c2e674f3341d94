#include "fields/values.h"

#include "encoding/encoding.h"
#include "fields/unit_in_name.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/date.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

using catalogue::FieldType;
using catalogue::Value;

constexpr std::int64_t first_year = 1900;
constexpr std::int64_t last_year = 2100;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> number_of_digits(std::string_view text) {
    int number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!all_digits(text) || error != std::errc() || stop != text.data() + text.size())
        return {};
    return number;
}

std::optional<std::string> iso_date(std::string_view year, std::string_view month, std::string_view day) {
    const auto date = date_from(fmt::format("{}-{}-{}", year, month, day));
    if (!date || static_cast<int>(date->year()) < first_year || static_cast<int>(date->year()) > last_year)
        return {};
    return date_text(*date);
}

/// The units whose full postal name this is: 巴彦淖尔市临河区, with or without the region before it.
const catalogue::AdminUnit *by_full_name(const catalogue::Catalogue &catalogue, const std::string &text) {
    const std::string wanted = folded(text);
    for (const catalogue::AdminUnit &unit : catalogue.admin_units()) {
        const catalogue::AdminUnit *league = catalogue.find_admin(unit.parent);
        if (league == nullptr)
            continue;
        const catalogue::AdminUnit *above = catalogue.find_admin(league->parent);
        const std::string name = folded(league->names.zh + unit.names.zh);
        if (wanted == name || (above != nullptr && wanted == folded(above->names.zh) + name))
            return &unit;
    }
    return nullptr;
}

/// The code whose name or alias stands in the word, the longest; else the one that is spelled most like it.
std::string nearest_code(const catalogue::Field &field, const std::string &text) {
    const std::string word = folded(text);
    std::vector<std::string> known;
    std::vector<const catalogue::Code *> owners;
    const catalogue::Code *inside = nullptr;
    std::size_t longest = 0;
    for (const catalogue::Code &code : field.codes) {
        std::vector<std::string> names{code.code, code.names.zh, code.names.en};
        names.insert(names.end(), code.aliases.begin(), code.aliases.end());
        for (const std::string &name : names) {
            known.push_back(name);
            owners.push_back(&code);
            if (name.size() > longest && !all_digits(name) && characters(name).size() > 1 &&
                word.find(folded(name)) != std::string::npos) {
                inside = &code;
                longest = name.size();
            }
        }
    }
    const std::string near = inside == nullptr ? nearest(text, known) : std::string();
    const auto place = std::find(known.begin(), known.end(), near);
    if (inside == nullptr && !near.empty() && place != known.end())
        inside = owners[static_cast<std::size_t>(place - known.begin())];
    return inside == nullptr ? std::string() : inside->names.in(language_in_use());
}

} // namespace

std::optional<std::string> parse_date(std::string_view text) {
    std::string plain = folded(text);
    for (const char *mark : {"年", "月", "/", "."})
        replace_all(plain, mark, "-");
    if (const std::size_t time = plain.find_first_of("t "); time != std::string::npos)
        plain.resize(time);
    replace_all(plain, "日", "");
    if (plain.size() == 8 && all_digits(plain))
        return iso_date(plain.substr(0, 4), plain.substr(4, 2), plain.substr(6, 2));
    const std::size_t first = plain.find('-');
    const std::size_t second = first == std::string::npos ? first : plain.find('-', first + 1);
    if (second == std::string::npos)
        return {};
    return iso_date(plain.substr(0, first), plain.substr(first + 1, second - first - 1),
                    plain.substr(second + 1));
}

std::optional<std::int64_t> parse_year(std::string_view text) {
    std::string plain = folded(text);
    for (const std::string_view ending : {"度", "年"})
        if (plain.ends_with(ending))
            plain.resize(plain.size() - ending.size());
    if (const auto year = number_of_digits(plain); year && *year >= first_year && *year <= last_year)
        return *year;
    if (const auto date = parse_date(text))
        return number_of_digits(date->substr(0, 4));
    return {};
}

ValueReader::ValueReader(const catalogue::Catalogue &catalogue, const catalogue::Field &field, double factor)
    : catalogue_(&catalogue), field_(&field), factor_(factor) {}

const ValueReader::Result &ValueReader::read(const Value &sent) {
    if (!last_ || last_->first != sent)
        last_.emplace(sent, understood(sent));
    return last_->second;
}

void ValueReader::translate(const std::map<std::string, std::string> &words) {
    for (const auto &[word, meant] : words)
        words_[folded(word)] = meant;
    last_.reset();
}

ValueReader::Result ValueReader::understood(const Value &sent) {
    if (field_->type == FieldType::real && factor_ == 1 && std::holds_alternative<double>(sent) &&
        std::isfinite(std::get<double>(sent)))
        return {sent, {}, {}};
    std::string text = trimmed(catalogue::text_of(sent));
    if (const auto meant = words_.find(folded(text)); meant != words_.end())
        text = meant->second;
    if (text.empty())
        return {};
    if (text.find(replacement_character) != std::string::npos)
        return {{}, say("text that is valid in its encoding"), {}};
    return field_->id == catalogue::field_id::admin_code ? admin(text) : typed(text);
}

ValueReader::Result ValueReader::typed(const std::string &text) const {
    if (!field_->codes.empty())
        return code(text);
    switch (field_->type) {
    case FieldType::integer:
        return integer(text);
    case FieldType::real:
        return real(text);
    case FieldType::date:
        if (auto date = parse_date(text))
            return {std::move(*date), {}, {}};
        return {{}, say("a date like 2023-05-01, 20230501 or 2023年5月1日"), {}};
    default:
        return {text, {}, {}};
    }
}

ValueReader::Result ValueReader::real(const std::string &text) const {
    double number = 0;
    if (parse_number(text, number) && std::isfinite(number))
        return {number * factor_, {}, {}};
    const std::optional<UnitInName> written = unit_in_name(text); // 12.5公顷
    const std::optional<Unit> unit = measure_unit(field_->unit);
    if (written && unit && convertible(written->unit, *unit) && parse_number(written->stem, number) &&
        std::isfinite(number))
        return {number * unit_size(written->unit) / unit_size(*unit), {}, {}};
    return {{}, say("a number"), {}};
}

ValueReader::Result ValueReader::integer(const std::string &text) const {
    if (field_->id == catalogue::field_id::year) {
        if (const auto year = parse_year(text))
            return {*year, {}, {}};
        return {{}, say("a year like 2023 or 2023年"), {}};
    }
    double number = 0;
    constexpr double exact = 9007199254740992; // 2^53: beyond it a double skips whole numbers
    if (!parse_number(text, number) || number != std::trunc(number) || std::abs(number) > exact)
        return {{}, say("a whole number"), {}};
    return {static_cast<std::int64_t>(number), {}, {}};
}

ValueReader::Result ValueReader::code(const std::string &text) const {
    const catalogue::Code *found = field_->code(text);
    if (found == nullptr) {
        std::vector<std::string> known;
        for (const catalogue::Code &one : field_->codes)
            known.push_back(fmt::format("{} ({})", one.code, one.names.in(language_in_use())));
        return {{}, say("one of: {}", fmt::join(known, ", ")), nearest_code(*field_, text)};
    }
    if (field_->type != FieldType::integer)
        return {found->code, {}, {}};
    return integer(found->code);
}

ValueReader::Result ValueReader::admin(const std::string &text) {
    const auto [entry, fresh] = admins_.try_emplace(text, nullptr);
    if (fresh)
        entry->second = admin_unit(text);
    if (entry->second != nullptr)
        return {entry->second->code, {}, {}};
    return {{}, say("a code or an unambiguous name of a banner of the region"), {}};
}

const catalogue::AdminUnit *ValueReader::admin_unit(const std::string &text) const {
    const std::string plain = folded(text);
    const bool below_county = plain.size() == 9 || plain.size() == 12 || plain.size() == 19;
    if (all_digits(plain))
        return catalogue_->find_admin(below_county ? plain.substr(0, 6) : plain);
    if (const catalogue::AdminUnit *unit = by_full_name(*catalogue_, text))
        return unit;
    try {
        return &catalogue_->admin(text);
    } catch (const Error &) {
        return nullptr; // unknown or ambiguous: reported with the feature
    }
}

} // namespace qitu::reader
