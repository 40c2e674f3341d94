#include "crs/text_crs.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace qitu::reader {

namespace {

using Form = CoordinateKind::Form;
using Datum = geodesy::Crs::Datum;

/// EPSG's codes of one datum: geographic; 3-degree zones with the zone in front from 25, without from 75°E;
/// 6-degree zones with it and without from 13.
struct Family {
    Datum datum;
    const char *name;
    int geographic, prefixed3, unprefixed3, prefixed6, unprefixed6;
};
constexpr Family families[] = {
    {Datum::china2000, "CGCS2000", 4490, 4513, 4534, 4491, 4502},
    {Datum::xian1980, "Xian 1980", 4610, 2349, 2370, 2327, 2338},
    {Datum::beijing1954, "Beijing 1954", 4214, 2401, 2422, 21413, 21453},
};

bool has(const std::string &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::optional<Datum> datum_in(const std::string &system) {
    const std::string name = folded(system);
    if (has(name, "2000"))
        return Datum::china2000;
    if (has(name, "80") || has(name, "西安"))
        return Datum::xian1980;
    if (has(name, "54") || has(name, "北京"))
        return Datum::beijing1954;
    if (has(name, "wgs"))
        return Datum::wgs84;
    return {};
}

std::optional<int> number_in(const CoordinateText &text, std::string_view key) {
    const std::string value = text.head(key);
    if (value.empty())
        return {};
    std::string digits = folded(value);
    for (const std::string_view word : {"带", "度", "°"})
        if (const std::size_t at = digits.find(word); at != std::string::npos)
            digits.resize(at);
    double number = 0;
    if (!parse_number(digits, number) || number < 0 || number > 180)
        throw NeedsParameter(
            Parameter::crs, ErrorKind::unreadable,
            say("the header has {}={}; expected a number. Correct it, or give the CRS.", key, value));
    return static_cast<int>(number);
}

int width_of(int zone) {
    return zone >= 25 ? 3 : 6;
}

[[noreturn]] void contradiction(const std::string &says, const std::string &but) {
    throw NeedsParameter(
        Parameter::crs, ErrorKind::unreadable,
        say("the header specifies {}, but {}. Find out which is right, and give the CRS.", says, but));
}

struct Zone {
    int number = 0;
    bool in_front = false;
    [[nodiscard]] int meridian() const { return number >= 25 ? 3 * number : 6 * number - 3; }
};

/// The zone by the header and by the eastings; none where neither tells. A 带号 from 75 on is a meridian.
std::optional<Zone> zone_of(const CoordinateText &text, const CoordinateKind &kind) {
    std::optional<int> number = number_in(text, "带号");
    const std::optional<int> width = number_in(text, "几度分带");
    if (number && *number >= 75 && *number <= 135 && *number % 3 == 0)
        number = width == 6 && (*number + 3) % 6 == 0 ? (*number + 3) / 6 : *number / 3;
    if (number && *number == 0)
        number.reset();
    if (number && (*number < 13 || *number > 45 || (*number > 23 && *number < 25)))
        contradiction(say("zone {}", *number),
                      say("China has 6-degree zones 13 to 23 and 3-degree zones 25 to 45"));
    if (kind.form == Form::with_zone_prefix) {
        if (number && *number != kind.zone)
            contradiction(say("zone {}", *number), say("the eastings have zone prefix {}", kind.zone));
        number = kind.zone;
    }
    if (!number)
        return {};
    if (width && *width != width_of(*number))
        contradiction(say("{}-degree zones", *width),
                      say("zone {} is one of the {}-degree zones", *number, width_of(*number)));
    return Zone{*number, kind.form == Form::with_zone_prefix};
}

const Family *family_of(Datum datum) {
    for (const Family &family : families)
        if (family.datum == datum)
            return &family;
    return nullptr;
}

std::string plane(Datum datum, const Zone &zone) {
    const Family *family = family_of(datum);
    if (family == nullptr)
        return fmt::format("+proj=tmerc +lat_0=0 +lon_0={} +k=1 +x_0={} +y_0=0 +datum=WGS84 +units=m",
                           zone.meridian(), zone.in_front ? zone.number * 1000000 + 500000 : 500000);
    if (zone.number >= 25)
        return fmt::format("EPSG:{}",
                           (zone.in_front ? family->prefixed3 : family->unprefixed3) + zone.number - 25);
    return fmt::format("EPSG:{}",
                       (zone.in_front ? family->prefixed6 : family->unprefixed6) + zone.number - 13);
}

void refuse_other_units(const CoordinateText &text) {
    const std::string unit = folded(text.head("计量单位"));
    if (unit.empty() || unit == "米" || unit == "m" || unit == "度" || unit == "公尺")
        return;
    throw Error(ErrorKind::unreadable,
                say("the header has 计量单位={}; expected metres (米). Convert the coordinates to metres.",
                    text.head("计量单位")));
}

} // namespace

HeaderCrs crs_of_header(const CoordinateText &text, const CoordinateKind &kind) {
    refuse_other_units(text);
    const std::string system = text.head("坐标系");
    const std::optional<Datum> datum = datum_in(system);
    if (!system.empty() && !datum)
        throw NeedsParameter(
            Parameter::crs, ErrorKind::unreadable,
            say("the header has 坐标系={}, which is not known. Known are 2000国家大地坐标系, 1980西安坐标系, "
                "1954北京坐标系 and WGS84. Give the CRS.",
                system));
    const std::string name = system.empty() ? say("no 坐标系, interpreted as CGCS2000") : system;
    if (kind.form == Form::region_degrees || kind.form == Form::other_degrees) {
        if (!datum)
            return {};
        const Family *family = family_of(*datum);
        return {fmt::format("EPSG:{}", family == nullptr ? 4326 : family->geographic),
                say("{}, longitude and latitude", name)};
    }
    const std::optional<Zone> zone = zone_of(text, kind);
    if (!zone)
        return {};
    return {plane(datum.value_or(Datum::china2000), *zone),
            say("{}, {}-degree zone {}", name, width_of(zone->number), zone->number)};
}

} // namespace qitu::reader
