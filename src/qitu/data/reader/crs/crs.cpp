#include "crs/crs.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace qitu::reader {

namespace {

using Form = CoordinateKind::Form;
using Found = CoordinateStatistics::Found;
using geodesy::Crs;

// CGCS2000 in EPSG: 3-degree zones 25-45 with the zone in front, the same by central meridian 75-135 without,
// 6-degree zones 13-23 with the zone in front.
int epsg_of_zone(int zone) {
    return zone >= 25 ? 4513 + zone - 25 : 4491 + zone - 13;
}
int epsg_of_meridian(int meridian) {
    return 4534 + (meridian - 75) / 3;
}
std::string epsg(int code) {
    return fmt::format("EPSG:{}", code);
}

std::string swap_advice() {
    return say("Swap X and Y in the source (easting or longitude first) and send the file again.");
}

std::string banner_at(const Borders &borders, geodesy::Point p) {
    if (!borders.banner_at)
        return {};
    const std::string code = borders.banner_at(p);
    if (code.empty())
        return say("outside all banners");
    return borders.name_of ? borders.name_of(code) : code;
}

/// Where the data would lie under each central meridian of the region.
std::string candidates(geodesy::Point middle, const Region &region, const Borders &borders) {
    std::string list;
    for (const int meridian : region.meridians()) {
        const geodesy::Point p = geodesy::GaussKrueger(meridian).inverse(middle);
        if (!region.holds(p))
            continue;
        const std::string banner = banner_at(borders, p);
        list += fmt::format("{}{} ({}°E: {:.2f}°E {:.2f}°N{}{})", list.empty() ? "" : ", ",
                            epsg(epsg_of_meridian(meridian)), meridian, p.x, p.y, banner.empty() ? "" : ", ",
                            banner);
    }
    return list;
}

constexpr double utm_scale = 0.9996; // on the central meridian, where that of Gauss-Krueger is 1
constexpr double few = 0.1;          // of the features: no more than may name a wrong banner

/// UTM coordinates as those of the Gauss-Krueger plane of the same meridian.
geodesy::Point from_utm(geodesy::Point p) {
    constexpr double false_easting = 5e5;
    return {false_easting + (p.x - false_easting) / utm_scale, p.y / utm_scale};
}

double km_from_utm(geodesy::Point p) {
    const geodesy::Point other = from_utm(p);
    return std::hypot(other.x - p.x, other.y - p.y) / 1000;
}

/// Share of the features that lie in the banner they name, under a central meridian.
double share_at_home(const Borders &borders, int meridian, bool utm = false) {
    const geodesy::GaussKrueger plane(meridian);
    std::size_t home = 0;
    for (const BannerClaim &claim : borders.claims)
        home += borders.banner_at(plane.inverse(utm ? from_utm(claim.middle) : claim.middle)) == claim.code
                    ? 1
                    : 0;
    return static_cast<double>(home) / static_cast<double>(borders.claims.size());
}

bool meridian_of_utm(int meridian) {
    return meridian % 6 == 3;
}

/// UTM's zones count from 180°W; EPSG has them on WGS 84.
int epsg_of_utm(int meridian) {
    return 32600 + (meridian + 183) / 6;
}

/// Eastings of UTM look like those of Gauss-Krueger. What is to be said of it where the banners do not tell
/// the two apart; throws Error where they speak for UTM.
std::string or_utm(const Borders &borders, int meridian, double share) {
    const double utm = meridian_of_utm(meridian) ? share_at_home(borders, meridian, true) : 0;
    if (utm > share + few / 2)
        throw NeedsParameter(Parameter::crs, ErrorKind::unreadable,
                             say("the file declares no CRS; judging by the banners that the features name, "
                                 "it is in UTM ({:.0f} % inside their banner) rather than Gauss-Krueger "
                                 "({:.0f} %), central meridian {}°E. Give the CRS, for example {}.",
                                 100 * utm, 100 * share, meridian, epsg(epsg_of_utm(meridian))));
    if (utm < share - few)
        return {};
    return say("; UTM on that meridian, {}, would fit too and place them {:.1f} km away",
               epsg(epsg_of_utm(meridian)), km_from_utm(borders.claims.front().middle));
}

/// The one meridian that puts the features into the banners that they name.
std::optional<CrsChoice> by_banners(const Region &region, const Borders &borders) {
    constexpr double most = 0.9; // a few parcels lie beyond their border, or name a wrong one
    if (!borders.banner_at || borders.claims.empty())
        return {};
    int best = 0;
    double share = 0;
    double second = 0;
    for (const int meridian : region.meridians()) {
        const double found = share_at_home(borders, meridian);
        second = std::max(second, std::min(found, share));
        if (found > share) {
            share = found;
            best = meridian;
        }
    }
    if (share < most || second > few)
        return {};
    return CrsChoice{Crs::from(epsg(epsg_of_meridian(best))),
                     say("the file declares none, and its eastings have no zone prefix; with central "
                         "meridian {}°E {:.0f} % of {} features lie in the banner that they name, with "
                         "any other at most {:.0f} %: interpreted as CGCS2000",
                         best, 100 * share, borders.claims.size(), 100 * second) +
                         or_utm(borders, best, share)};
}

[[noreturn]] void mixed(const std::filesystem::path &file, const CoordinateStatistics &statistics) {
    std::string list;
    for (const Found &found : statistics.found())
        list += fmt::format("{}{}: {}", list.empty() ? "" : ", ", words_for(found.kind), found.count);
    throw NeedsParameter(Parameter::crs, ErrorKind::unreadable,
                         say("{}: the file declares no CRS, and its coordinates are of several kinds ({}). "
                             "Split the file, or give the CRS.",
                             file.string(), list));
}

CrsChoice from_zone(const Found &found, std::uint64_t total) {
    const int zone = found.kind.zone;
    return {Crs::from(epsg(epsg_of_zone(zone))),
            say("the file declares none; {} of {} features have eastings with zone prefix {}: "
                "interpreted as CGCS2000, {}-degree zones, central meridian {}°E",
                found.count, total, zone, zone >= 25 ? 3 : 6, meridian_of_zone(zone))};
}

CrsChoice from_unprefixed(const std::filesystem::path &file, const Found &found, const Region &region,
                          const std::function<Borders()> &ask) {
    const Borders borders = ask ? ask() : Borders{};
    if (auto choice = by_banners(region, borders))
        return std::move(*choice);
    throw NeedsParameter(
        Parameter::crs, ErrorKind::unreadable,
        say("{}: the file declares no CRS, and its eastings have no zone prefix, so the central meridian is "
            "unknown. Give the CRS; candidates and where they place the data: {}.",
            file.string(), candidates(found.mean, region, borders)));
}

CrsChoice inferred(const std::filesystem::path &file, const CoordinateStatistics &statistics,
                   const std::function<Borders()> &borders) {
    if (statistics.total() == 0)
        return {Crs::from("EPSG:4490"), say("the file declares none and has no coordinates")};
    const std::optional<Found> found = statistics.unanimous();
    if (!found)
        mixed(file, statistics);
    switch (found->kind.form) {
    case Form::region_degrees:
        return {Crs::from("EPSG:4490"), say("the file declares none; {} of {} features are in degrees "
                                            "inside the region: interpreted as CGCS2000",
                                            found->count, statistics.total())};
    case Form::with_zone_prefix:
        return from_zone(*found, statistics.total());
    case Form::without_zone_prefix:
        return from_unprefixed(file, *found, statistics.region(), borders);
    case Form::swapped_degrees:
    case Form::swapped_plane:
        throw Error(ErrorKind::unreadable, say("{}: the axes are swapped: the coordinates are {}. {}",
                                               file.string(), words_for(found->kind), swap_advice()));
    default:
        throw NeedsParameter(Parameter::crs, ErrorKind::unreadable,
                             say("{}: the file declares no CRS, and its coordinates (about {:.9g}, {:.9g}) "
                                 "are {}. Give the CRS.",
                                 file.string(), found->mean.x, found->mean.y, words_for(found->kind)));
    }
}

/// The zone that a false easting has in front: 38 of 38 500 000, 0 of 500 000.
int zone_of(const Crs &crs) {
    const double zone = std::floor(crs.false_easting() / 1e6);
    return zone >= 13 && zone <= 45 ? static_cast<int>(zone) : 0;
}

struct Figures {
    Crs::Datum datum;
    double a;
    double inverse_flattening;
};
constexpr Figures figures_of_datums[] = {
    {Crs::Datum::china2000, 6378137, 298.257222101},
    {Crs::Datum::wgs84, 6378137, 298.257223563},
    {Crs::Datum::xian1980, 6378140, 298.257},
    {Crs::Datum::beijing1954, 6378245, 298.3},
};

/// The datum by its name has another ellipsoid than the one given. CGCS2000 and WGS 84 pass for each other
/// here: their ellipsoids differ by 0.1 mm and are often exchanged.
bool other_ellipsoid(const Crs &crs) {
    return std::any_of(std::begin(figures_of_datums), std::end(figures_of_datums), [&](const Figures &known) {
        return known.datum == crs.datum() &&
               (std::abs(known.a - crs.ellipsoid().a) > 0.5 ||
                std::abs(known.inverse_flattening - 1 / crs.ellipsoid().f) > 1e-4);
    });
}

bool other_meridian(const Crs &crs) {
    constexpr double exact = 1e-6; // degrees
    const int zone = zone_of(crs);
    return crs.gauss_krueger() && zone != 0 &&
           std::abs(crs.central_meridian() - meridian_of_zone(zone)) > exact;
}

/// A definition whose figures say two things is neither: which one is right only the sender knows.
void refuse_contradiction_in(const std::filesystem::path &file, const Crs &crs) {
    std::string why;
    if (other_ellipsoid(crs))
        why = say("its datum does not match its ellipsoid, {} m and 1/{:.9g}", crs.ellipsoid().a,
                  1 / crs.ellipsoid().f);
    else if (other_meridian(crs))
        why = say("its false easting {} m is that of zone {}, central meridian {}°E, but its central "
                  "meridian is {}°E",
                  crs.false_easting(), zone_of(crs), meridian_of_zone(zone_of(crs)), crs.central_meridian());
    if (!why.empty())
        throw NeedsParameter(Parameter::crs, ErrorKind::unreadable,
                             say("{}: the file declares {}, which is inconsistent: {}. Find out which is "
                                 "right, and give the CRS.",
                                 file.string(), described(crs), why));
}

bool contradicts_geographic(Form form) {
    return form == Form::with_zone_prefix || form == Form::without_zone_prefix ||
           form == Form::swapped_plane || form == Form::other;
}

/// The eastings bear another zone in front than the CRS, and look like that zone. Beside that the CRS may be right: a
/// region-wide file in one zone reaches into eastings that begin with the next.
bool looks_like_other_zone(const Crs &crs, const Found &found) {
    return found.kind.form == Form::with_zone_prefix && found.kind.zone != zone_of(crs) &&
           natural_in_zone(found.mean, found.kind.zone) && !natural_in_zone(found.mean, zone_of(crs));
}

bool contradicts(const Crs &crs, const Found &found) {
    if (crs.geographic())
        return contradicts_geographic(found.kind.form);
    if (crs.gauss_krueger())
        return !on_plane(found.mean, crs.false_easting());
    return found.kind.form == Form::region_degrees || found.kind.form == Form::swapped_degrees;
}

bool swapped(const Crs &crs, const CoordinateKind &kind) {
    return crs.geographic() ? kind.form == Form::swapped_degrees
                            : crs.gauss_krueger() && kind.form == Form::swapped_plane;
}

/// What to try instead, where the coordinates tell.
std::string suggestion(const Crs &crs, const CoordinateKind &kind) {
    if (kind.form == Form::with_zone_prefix)
        return epsg(epsg_of_zone(kind.zone));
    if (kind.form == Form::region_degrees)
        return "EPSG:4490";
    if (kind.form == Form::without_zone_prefix && crs.gauss_krueger()) {
        const int meridian = static_cast<int>(std::lround(crs.central_meridian()));
        return meridian % 3 == 0 && meridian >= 75 && meridian <= 135 ? epsg(epsg_of_meridian(meridian)) : "";
    }
    return {};
}

void refuse_swapped(const std::filesystem::path &file, const Crs &crs, const std::string &who,
                    const Found &found) {
    if (swapped(crs, found.kind))
        throw Error(ErrorKind::unreadable,
                    say("{}: {} specifies {}, but the axes are swapped: the coordinates are {}. {}",
                        file.string(), who, described(crs), words_for(found.kind), swap_advice()));
}

[[noreturn]] void contradiction(const std::filesystem::path &file, const Crs &crs, const std::string &who,
                                const Found &found) {
    const std::string instead = suggestion(crs, found.kind);
    throw NeedsParameter(Parameter::crs, ErrorKind::unreadable,
                         say("{}: {} specifies {}, but the coordinates (about {:.9g}, {:.9g}) are {}. Find "
                             "out which is right, and give the CRS{}.",
                             file.string(), who, described(crs), found.mean.x, found.mean.y,
                             words_for(found.kind), instead.empty() ? "" : say(", for example {}", instead)));
}

void hold_against(const std::filesystem::path &file, const Crs &crs, const std::string &who,
                  const CoordinateStatistics &statistics) {
    const std::optional<Found> found = statistics.majority();
    if (!found)
        return;
    refuse_swapped(file, crs, who, *found);
    if (contradicts(crs, *found) || looks_like_other_zone(crs, *found))
        contradiction(file, crs, who, *found);
}

/// The caller knows the zone; what cannot be is refused all the same. Returns what is to be said.
std::string hold_against_caller(const std::filesystem::path &file, const Crs &crs,
                                const CoordinateStatistics &statistics) {
    const std::optional<Found> found = statistics.majority();
    if (!found)
        return {};
    refuse_swapped(file, crs, say("the caller"), *found);
    if (contradicts(crs, *found))
        contradiction(file, crs, say("the caller"), *found);
    return looks_like_other_zone(crs, *found)
               ? say("; the eastings look like those of zone {}", found->kind.zone)
               : std::string();
}

/// PROJ takes a part of a name for the first CRS that has it. A bare name must
/// be the whole one.
bool only_resembles(const Crs &crs, const std::string &declared) {
    return declared.find_first_of(":[{+") == std::string::npos && folded(crs.name()) != folded(declared);
}

Crs crs_declared(const std::string &declared) {
    try {
        Crs crs = Crs::from(declared);
        if (!only_resembles(crs, declared))
            return crs;
    } catch (const Error &) { // said below, with the way out
    }
    throw NeedsParameter(
        Parameter::crs, ErrorKind::unreadable,
        say("the file declares \"{}\", which is not a coordinate system known to PROJ. Give the CRS.",
            declared));
}

std::string also_declared(const Crs &chosen, const std::string &declared) {
    if (declared.empty())
        return {};
    try {
        const Crs other = crs_declared(declared);
        return other.same_as(chosen) ? say("; the file declares the same")
                                     : say("; the file declares {}", described(other));
    } catch (const Error &) {
        return say("; PROJ does not know what the file declares");
    }
}

} // namespace

int other_zone(const Crs &crs, geodesy::Point point, const CoordinateStatistics &all) {
    const Found found{kind_of(point, all.region()), 1, point};
    if (!crs.gauss_krueger() || found.kind.form != Form::with_zone_prefix || found.kind.zone == zone_of(crs))
        return 0;
    const std::optional<Found> most = all.unanimous();
    const bool of_one_zone =
        most && most->kind.form == Form::with_zone_prefix && most->kind.zone == zone_of(crs);
    return of_one_zone || looks_like_other_zone(crs, found) ? found.kind.zone : 0;
}

std::string name_for(const Crs &crs) {
    if (crs.name() != "unknown" || !crs.gauss_krueger())
        return crs.name();
    return say("an unnamed Gauss-Krueger CRS, central meridian {}°E, false easting {} m",
               crs.central_meridian(), crs.false_easting());
}

std::string described(const Crs &crs) {
    if (crs.authority_code().empty())
        return name_for(crs);
    return fmt::format("{} ({})", crs.authority_code(), crs.name());
}

CrsChoice choose_crs(const std::filesystem::path &file, const CrsClaims &claims,
                     const CoordinateStatistics &statistics, const std::function<Borders()> &borders) {
    if (!claims.option.empty()) {
        const Crs crs = Crs::from(claims.option);
        const std::string doubt = hold_against_caller(file, crs, statistics);
        return {crs, say("as given{}", also_declared(crs, claims.declared)) + doubt};
    }
    if (claims.declared.empty()) {
        CrsChoice choice = inferred(file, statistics, borders);
        if (!claims.set_aside.empty())
            choice.evidence = claims.set_aside + "; " + choice.evidence;
        return choice;
    }
    const Crs crs = crs_declared(claims.declared);
    refuse_contradiction_in(file, crs);
    hold_against(file, crs, claims.words.empty() ? say("the file") : say("the header"), statistics);
    return {crs, say("the file declares {}; the coordinates do not contradict it",
                     claims.words.empty() ? name_for(crs) : claims.words)};
}

} // namespace qitu::reader
