#include "declared_areas.h"

#include "feature_areas.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace qitu::area {

namespace {

constexpr std::array area_units{Unit::mu, Unit::hectare, Unit::square_metre, Unit::wan_mu,
                                Unit::square_kilometre};
constexpr std::array units_of_a_parcel{Unit::mu, Unit::hectare, Unit::square_metre};

std::size_t column_of(const reader::RawFile &file, const std::string &field) {
    const std::vector<std::string> &fields = file.fields();
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (folded(fields[i]) == folded(field))
            return i;
    const std::string near = nearest(field, fields);
    throw Error(ErrorKind::usage, say("Layer {} has no field \"{}\" of declared areas. Its fields: {}.{}",
                                      file.diagnostics().layer, field, fmt::join(fields, ", "),
                                      near.empty() ? "" : say(" Did you mean \"{}\"?", near)));
}

bool is_area(Unit unit) {
    return std::find(area_units.begin(), area_units.end(), unit) != area_units.end();
}

std::string name_of(Unit unit) {
    return std::string(unit_name(unit, language_in_use() == Language::zh));
}

} // namespace

DeclaredField::DeclaredField(reader::RawFile &file, const Options &options)
    : column_(column_of(file, options.declared->field)) {
    const Declared &declared = *options.declared;
    if (declared.unit) {
        unit_ = *declared.unit;
        evidence_ = say("as given");
        return;
    }
    const auto named = reader::unit_in_field_name(declared.field);
    if (named && is_area(*named)) {
        unit_ = *named;
        evidence_ = say("from the field name");
        return;
    }
    find_unit(declared.field, first_ratios(file, options));
}

std::optional<double> DeclaredField::number_of(const reader::RawFeature &feature) const {
    const catalogue::Value &value = feature.values[column_];
    double number = 0;
    if (const auto *real = std::get_if<double>(&value))
        number = *real;
    else if (const auto *whole = std::get_if<std::int64_t>(&value))
        number = static_cast<double>(*whole);
    else if (const auto *text = std::get_if<std::string>(&value);
             text == nullptr || !parse_number(*text, number))
        return std::nullopt;
    return number > 0 ? std::optional(number) : std::nullopt; // an empty area is stored as 0
}

std::optional<double> DeclaredField::m2_of(const reader::RawFeature &feature) const {
    const auto number = number_of(feature);
    return number ? std::optional(*number * unit_size(unit_)) : std::nullopt;
}

std::vector<double> DeclaredField::first_ratios(reader::RawFile &file, const Options &options) const {
    constexpr std::size_t enough = 1000;
    FeatureAreas areas(file.crs(), options.plane, 0);
    std::vector<double> ratios;
    for (reader::RawFeature feature; ratios.size() < enough && file.next(feature);)
        if (const auto declared = number_of(feature))
            if (const auto m2 = areas.of(feature.id, feature.wkb).figures.td1055_m2; m2 && *m2 > 0)
                ratios.push_back(*m2 / *declared);
    file.rewind();
    return ratios;
}

// The unit of which the middle feature has the most likely number: within a factor of two.
void DeclaredField::find_unit(const std::string &field, std::vector<double> ratios) {
    if (!ratios.empty()) {
        const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
        std::nth_element(ratios.begin(), middle, ratios.end());
        for (const Unit unit : units_of_a_parcel) {
            const double times = *middle / unit_size(unit);
            if (times < 0.5 || times > 2)
                continue;
            unit_ = unit;
            evidence_ =
                say("from the values: median of {:.4g} m² per unit over {} features", *middle, ratios.size());
            return;
        }
    }
    if (ratios.empty())
        throw NeedsParameter(
            Parameter::declared, ErrorKind::usage,
            say("Field \"{}\" has no declared area of any polygon. Name another field.", field));
    throw NeedsParameter(Parameter::declared_unit, ErrorKind::usage,
                         say("The unit of the declared areas in \"{}\" cannot be determined: the median is "
                             "{:.4g} m² per unit. Give the unit: {}, {} or {}.",
                             field, ratios[ratios.size() / 2], name_of(Unit::mu), name_of(Unit::hectare),
                             name_of(Unit::square_metre)));
}

} // namespace qitu::area
