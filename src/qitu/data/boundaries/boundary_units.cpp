#include "boundary_units.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

namespace qitu::boundaries {

namespace {

constexpr int banner_level = 2;
constexpr std::size_t code_digits = 6;

constexpr std::array code_aliases{"code",     "xzqdm", "行政区代码",  "行政区划代码", "pac",       "adcode",
                                  "县区代码", "xzdm",  "qhdm",        "admin_code",   "adminCode", "gb",
                                  "dm",       "代码",  "county_code", "旗县代码",     "县级代码",  "zldwdm"};
constexpr std::array name_aliases{"name", "xzqmc",    "行政区名称", "mc",        "名称",
                                  "旗县", "旗县名称", "县区名称",   "admin_name"};

template <typename Aliases>
std::optional<std::size_t> find(const std::vector<std::string> &fields, const Aliases &aliases) {
    for (const char *alias : aliases)
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (folded(fields[i]) == folded(alias))
                return i;
    return std::nullopt;
}

std::size_t named(const std::vector<std::string> &fields, const std::string &field,
                  const std::filesystem::path &file) {
    const auto found = std::find(fields.begin(), fields.end(), field);
    if (found == fields.end())
        throw Error(ErrorKind::refused, say("{}: there is no field {}. Its fields are: {}.", file.string(),
                                            field, fmt::join(fields, ", ")));
    return static_cast<std::size_t>(found - fields.begin());
}

bool all_digits(const std::string &text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

// A code as it may be sent: 150802, 150802.0, of a township or village, or with the country's 156 in front.
std::string county_code(std::string text) {
    if (text.ends_with(".0"))
        text.resize(text.size() - 2);
    constexpr std::string_view china = "156";
    if (text.size() == china.size() + code_digits && text.starts_with(china) && all_digits(text))
        return text.substr(china.size());
    return text.size() > code_digits && all_digits(text) ? text.substr(0, code_digits) : text;
}

} // namespace

Units::Units(const reader::RawFile &file, const std::filesystem::path &name,
             const catalogue::Catalogue &catalogue, const reader::OpenOptions &options)
    : catalogue_(catalogue), file_(name.string()) {
    const auto &fields = file.fields();
    if (const auto asked = options.map.find("code"); asked != options.map.end()) {
        index_ = named(fields, asked->second, name);
        code_ = true;
    } else if (const auto by_name = options.map.find("name"); by_name != options.map.end()) {
        index_ = named(fields, by_name->second, name);
    } else if (const auto code = find(fields, code_aliases)) {
        index_ = *code;
        code_ = true;
    } else if (const auto found = find(fields, name_aliases)) {
        index_ = *found;
    } else {
        throw NeedsParameter(Parameter::map, ErrorKind::refused,
                             say("{}: no field has the code or name of the banner. Its fields: "
                                 "{}. Name the "
                                 "one to use as code.",
                                 file_, fmt::join(fields, ", ")));
    }
    field_ = fields[index_];
}

const catalogue::AdminUnit &Units::by_code(const std::string &text, std::int64_t feature) const {
    const catalogue::AdminUnit *unit = catalogue_.find_admin(county_code(text));
    if (unit == nullptr)
        throw NeedsParameter(Parameter::map, ErrorKind::refused,
                             say("{}: feature {}: the field {} is \"{}\", which is not a code of the "
                                 "catalogue. Expected the six-digit code of a banner, county, city or "
                                 "district. Correct it, or name another field to use as code.",
                                 file_, feature, field_, text));
    return *unit;
}

const catalogue::AdminUnit &Units::of(const reader::RawFeature &feature) const {
    const std::string text = folded(catalogue::text_of(feature.values.at(index_)));
    if (text.empty())
        throw Error(ErrorKind::refused,
                    say("{}: feature {}: the field {} is empty, so its banner is unknown. "
                        "Fill it in or remove the feature.",
                        file_, feature.id, field_));
    const catalogue::AdminUnit &unit = code_ ? by_code(text, feature.id) : catalogue_.admin(text);
    if (unit.level != banner_level)
        throw Error(ErrorKind::refused,
                    say("{}: feature {}: {} {} is not a banner, county, city or district, whose boundaries "
                        "are expected. Remove it; leagues and the region are made from their banners.",
                        file_, feature.id, unit.code, unit.names.in(language_in_use())));
    return unit;
}

} // namespace qitu::boundaries
