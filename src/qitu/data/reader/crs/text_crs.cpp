#include "crs/text_crs.h"

#include "crs/coordinates.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace qitu::reader {

namespace {

using catalogue::TextLayouts;
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

/// 36 in 第36带, 108 in 中央子午线108°E, 3 in 三度带.
std::optional<int> number_in(const CoordinateText &text, const TextLayouts &layouts, std::string_view key) {
    const std::string value = text.head(key);
    std::string digits = catalogue::layout_word(value);
    if (digits.empty())
        return {};
    for (const std::string &about : layouts.about_numbers)
        for (std::size_t at = 0; (at = digits.find(about)) != std::string::npos;)
            digits.erase(at, about.size());
    if (const auto numeral = layouts.numerals.find(digits); numeral != layouts.numerals.end())
        digits = numeral->second;
    double number = 0;
    if (!parse_number(digits, number) || number < 0 || number > 180 || number != std::trunc(number))
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

/// Whether the easting has this zone in front, however far from its meridian it lies: unless the point lies in
/// the zone that its easting seems to name.
bool in_front(const geodesy::Point &p, int zone) {
    const int named = static_cast<int>(p.x / 1e6);
    return on_plane(p, zone * 1e6 + 5e5) && (named == zone || !natural_in_zone(p, named));
}

/// The zone that the eastings have in front, by themselves; 0 for none. Of 6-degree zones those of the country.
int zone_in_front_of(double easting) {
    constexpr double farthest = 3.5e5;
    const double zone = std::floor(easting / 1e6);
    const bool known = (zone >= 13 && zone <= 23) || (zone >= 25 && zone <= 45);
    return known && std::abs(easting - zone * 1e6 - 5e5) <= farthest ? static_cast<int>(zone) : 0;
}

bool plain(double easting) {
    return std::abs(easting) < 1.5e6;
}

/// The zone of a meridian, of 6-degree ones where the header says so.
int zone_at(int meridian, const std::optional<int> &width) {
    return width == 6 && (meridian + 3) % 6 == 0 ? (meridian + 3) / 6 : meridian / 3;
}

bool is_meridian(int number) {
    return number >= 75 && number <= 135 && number % 3 == 0;
}

/// By 带号, which may hold the meridian, and by 中央子午线. Both must say the same.
std::optional<int> zone_said(const CoordinateText &text, const TextLayouts &layouts,
                             const std::optional<int> &width) {
    std::optional<int> number = number_in(text, layouts, "带号");
    const std::optional<int> meridian = number_in(text, layouts, "中央子午线");
    if (number && is_meridian(*number))
        number = zone_at(*number, width);
    if (number && *number == 0)
        number.reset();
    if (number && (*number < 13 || *number > 45 || (*number > 23 && *number < 25)))
        contradiction(say("zone {}", *number),
                      say("China has 6-degree zones 13 to 23 and 3-degree zones 25 to 45"));
    if (meridian && *meridian != 0 && number && Zone{*number}.meridian() != *meridian)
        contradiction(say("zone {}", *number), say("it has the central meridian {}°E too", *meridian));
    if (!number && meridian && is_meridian(*meridian))
        number = zone_at(*meridian, width);
    return number;
}

/// The zone by the header and by the eastings; none where neither tells.
std::optional<Zone> zone_of(const CoordinateText &text, const TextLayouts &layouts, const geodesy::Point &p) {
    const std::optional<int> width = number_in(text, layouts, "几度分带");
    std::optional<int> number = zone_said(text, layouts, width);
    const int front = zone_in_front_of(p.x);
    if (number && front != 0 && front != *number && !in_front(p, *number))
        contradiction(say("zone {}", *number), say("the eastings have zone prefix {}", front));
    if (number && !plain(p.x) && !in_front(p, *number))
        contradiction(say("zone {}", *number), say("the eastings are about {:.0f}", p.x));
    if (!number && front != 0)
        number = front;
    if (!number)
        return {};
    if (width && *width != 0 && *width != width_of(*number))
        contradiction(say("{}-degree zones", *width),
                      say("zone {} is one of the {}-degree zones", *number, width_of(*number)));
    return Zone{*number, !plain(p.x)};
}

/// A single parcel of another zone would land hundreds of kilometres off.
void refuse_other_zones(const CoordinateText &text, const Zone &zone) {
    for (const CoordinateText::Parcel &parcel : text.parcels)
        for (const geodesy::Polygon &part : parcel.parts)
            for (const geodesy::Point &p : part.front())
                if (zone.in_front ? !in_front(p, zone.number) : !plain(p.x))
                    throw NeedsParameter(
                        Parameter::crs, ErrorKind::unreadable,
                        say("line {}: the easting {:.9g} of parcel {} is not of zone {}, as others are. "
                            "Split the file by zone, or correct it.",
                            parcel.line, p.x, parcel.number, zone.number));
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

/// The meaning of 计量单位, which may say it twice: 米（m）. "" where the header does not say.
std::string unit_of(const CoordinateText &text, const TextLayouts &layouts) {
    std::string words = catalogue::layout_word(text.head("计量单位"));
    if (const auto whole = layouts.units.find(words); whole != layouts.units.end())
        return whole->second;
    for (char &c : words)
        c = c == '(' || c == ')' || c == '/' ? ' ' : c;
    std::string meaning;
    for (std::size_t from = 0; from < words.size();) {
        const std::size_t end = std::min(words.find(' ', from), words.size());
        const std::string word = words.substr(from, end - from);
        from = end + 1;
        if (word.empty())
            continue;
        const auto known = layouts.units.find(word);
        if (known == layouts.units.end() || (!meaning.empty() && meaning != known->second))
            throw Error(
                ErrorKind::unreadable,
                say("the header has 计量单位={}; expected metres (米). Convert the coordinates to metres.",
                    text.head("计量单位")));
        meaning = known->second;
    }
    return meaning;
}

struct Middle {
    geodesy::Point point;
    bool degrees = true;
};

bool is_degrees(const geodesy::Point &p) {
    return std::abs(p.x) <= 180 && std::abs(p.y) <= 90;
}

Middle middle_of(const CoordinateText &text) {
    Middle result;
    double count = 0;
    for (const CoordinateText::Parcel &parcel : text.parcels)
        for (const geodesy::Polygon &part : parcel.parts)
            for (const geodesy::Point &p : part.front()) {
                result.degrees = result.degrees && is_degrees(p);
                result.point = {result.point.x + p.x, result.point.y + p.y};
                ++count;
            }
    result.point = {result.point.x / count, result.point.y / count};
    return result;
}

/// 坐标系 that is a definition: EPSG:4524, CGCS2000 / 3-degree Gauss-Kruger zone 36.
std::optional<geodesy::Crs> defined(const std::string &system) {
    const std::string word = folded(system);
    if (!word.starts_with("epsg:") && word.find("gauss") == std::string::npos &&
        word.find("_gk_") == std::string::npos)
        return {};
    try {
        return geodesy::Crs::from(word.starts_with("epsg:") ? "EPSG:" + word.substr(5) : system);
    } catch (const Error &) {
        return {};
    }
}

/// What the rest of the header says must be true of the definition.
void hold_against(const CoordinateText &text, const TextLayouts &layouts, const geodesy::Crs &crs) {
    const std::optional<int> width = number_in(text, layouts, "几度分带");
    const std::optional<int> zone = zone_said(text, layouts, width);
    if (crs.gauss_krueger() && zone && std::abs(Zone{*zone}.meridian() - crs.central_meridian()) > 1e-6)
        contradiction(text.head("坐标系"),
                      say("zone {} has the central meridian {}°E", *zone, Zone{*zone}.meridian()));
}

std::optional<Datum> known_datum(const std::string &system) {
    const std::optional<Datum> datum = datum_in(system);
    if (!system.empty() && !datum)
        throw NeedsParameter(
            Parameter::crs, ErrorKind::unreadable,
            say("the header has 坐标系={}, which is not known. Known are 2000国家大地坐标系, 1980西安坐标系, "
                "1954北京坐标系 and WGS84. Give the CRS.",
                system));
    return datum;
}

HeaderCrs in_degrees(const CoordinateText &text, const std::optional<Datum> &datum, const std::string &name,
                     const std::string &unit) {
    HeaderCrs result;
    if (unit == "metre")
        result.notes.push_back(
            say("the header has 计量单位={}, but the coordinates are degrees", text.head("计量单位")));
    if (!datum)
        return result;
    const Family *family = family_of(*datum);
    result.definition = fmt::format("EPSG:{}", family == nullptr ? 4326 : family->geographic);
    result.words = say("{}, longitude and latitude", name);
    return result;
}

} // namespace

HeaderCrs crs_of_header(const CoordinateText &text, const TextLayouts &layouts,
                        const std::optional<geodesy::Point> &mean) {
    const std::string unit = unit_of(text, layouts);
    const std::string system = text.head("坐标系");
    const Middle middle = mean ? Middle{*mean, is_degrees(*mean)} : middle_of(text);
    if (!middle.degrees && (unit == "degree" || unit == "packed"))
        contradiction(text.head("计量单位"), say("the coordinates are metres (about {:.9g}, {:.9g})",
                                                 middle.point.x, middle.point.y));
    if (const auto crs = defined(system)) {
        hold_against(text, layouts, *crs);
        return {
            folded(system).starts_with("epsg:") ? "EPSG:" + folded(system).substr(5) : system, system, {}};
    }
    const std::optional<Datum> datum = known_datum(system);
    const std::string name = system.empty() ? say("no 坐标系, interpreted as CGCS2000") : system;
    if (middle.degrees)
        return in_degrees(text, datum, name, unit);
    const std::optional<Zone> zone = zone_of(text, layouts, middle.point);
    if (!zone)
        return {};
    refuse_other_zones(text, *zone);
    return {plane(datum.value_or(Datum::china2000), *zone),
            say("{}, {}-degree zone {}", name, width_of(zone->number), zone->number),
            {}};
}

} // namespace qitu::reader
