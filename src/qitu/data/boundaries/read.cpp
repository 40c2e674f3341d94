#include "boundary_tables.h"
#include "boundary_units.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/boundaries/boundaries.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::boundaries {

namespace {

using catalogue::Catalogue;
using coverage::CoverageReport;
using Fault = CoverageReport::Fault;
using Faults = std::vector<Fault>;

overlay::Zones zones_of(const std::filesystem::path &file, const Catalogue &catalogue,
                        const reader::OpenOptions &options) {
    reader::RawFile raw(file, options);
    const Units units(raw, file, catalogue, options);
    overlay::Zones zones{raw.crs(), {}};
    for (reader::RawFeature feature; raw.next(feature);)
        zones.zones.push_back({units.of(feature).code, std::move(feature.wkb)});
    if (zones.zones.empty())
        throw Error(ErrorKind::refused,
                    say("{}: the file has no features. Name a file with the boundaries of the banners.",
                        file.string()));
    return zones;
}

std::string name_of(const Catalogue &catalogue, const std::string &code) {
    const auto *unit = catalogue.find_admin(code);
    return unit == nullptr ? code : fmt::format("{} {}", code, unit->names.in(language_in_use()));
}

void refuse_invalid(const std::vector<std::string> &invalid, const std::filesystem::path &file) {
    if (!invalid.empty())
        throw Error(ErrorKind::refused,
                    say("{}: {} boundaries are invalid, the first: {}. Correct them (QGIS: "
                        "Fix geometries), check the result, and try again.",
                        file.string(), invalid.size(), invalid.front()));
}

bool within(const Fault &fault, const Tolerance &tolerance) {
    return fault.width_m <= tolerance.width_m && fault.m2 <= tolerance.m2;
}

bool is_gap(const Fault &found, const Tolerance &tolerance) {
    return within(found, tolerance) || (!found.b.empty() && found.width_m <= tolerance.void_width_m);
}

std::string described(const Fault &fault, bool overlap, const Catalogue &catalogue) {
    return overlap ? say("overlap of {} and {} at {:.5f} {:.5f}: {:.0f} m², about {:.1f} m wide",
                         name_of(catalogue, fault.a), name_of(catalogue, fault.b), fault.place.x,
                         fault.place.y, fault.m2, fault.width_m)
                   : say("gap between {} and {} at {:.5f} {:.5f}: {:.0f} m², about {:.1f} m wide",
                         name_of(catalogue, fault.a), name_of(catalogue, fault.b), fault.place.x,
                         fault.place.y, fault.m2, fault.width_m);
}

// The worst first.
std::vector<std::string> beyond(const Faults &faults, bool overlap, const Tolerance &tolerance,
                                const Catalogue &catalogue) {
    Faults worst;
    std::copy_if(faults.begin(), faults.end(), std::back_inserter(worst),
                 [&](const Fault &fault) { return !within(fault, tolerance); });
    std::stable_sort(worst.begin(), worst.end(), [](const Fault &a, const Fault &b) { return a.m2 > b.m2; });
    std::vector<std::string> result;
    for (const Fault &fault : worst)
        result.push_back(described(fault, overlap, catalogue));
    return result;
}

void refuse_beyond(const CoverageReport &found, const Tolerance &tolerance, const Catalogue &catalogue,
                   const std::filesystem::path &file) {
    auto lines = beyond(found.overlaps, true, tolerance, catalogue);
    const auto gaps = beyond(found.gaps, false, tolerance, catalogue);
    lines.insert(lines.end(), gaps.begin(), gaps.end());
    if (lines.empty())
        return;
    constexpr std::size_t shown = 8;
    const std::size_t count = lines.size();
    lines.resize(std::min(count, shown));
    throw Error(ErrorKind::refused,
                say("{}: neighbours overlap or leave gaps in {} places by more than the tolerance ({} m "
                    "wide, {} m²). "
                    "The worst:\n  {}\nCorrect them, or raise the tolerance.",
                    file.string(), count, tolerance.width_m, tolerance.m2, fmt::join(lines, "\n  ")));
}

// Where every border is expected is known from those that came with qitu: a wrong code or coordinate system
// shows.
void refuse_elsewhere(const std::vector<workspace::Boundary> &banners, const Catalogue &catalogue,
                      const std::filesystem::path &file) {
    const std::filesystem::path known = shipped_file(catalogue);
    if (!std::filesystem::exists(known))
        return;
    std::map<std::string, geometry::Box> expected;
    for (const workspace::Boundary &boundary : read_table(known, "banner"))
        expected.emplace(boundary.code, workspace::box_of({&boundary, 1}));
    for (const workspace::Boundary &banner : banners) {
        const auto found = expected.find(banner.code);
        const geometry::Box here = workspace::box_of({&banner, 1});
        if (found != expected.end() && !here.meets(found->second))
            throw NeedsParameter(
                Parameter::crs, ErrorKind::refused,
                say("{}: {} lies at {:.3f} {:.3f} to {:.3f} {:.3f}; expected within {:.3f} {:.3f} to {:.3f} "
                    "{:.3f} (longitude, latitude). Check its code, the CRS and the axis order.",
                    file.string(), name_of(catalogue, banner.code), here.min_x, here.min_y, here.max_x,
                    here.max_y, found->second.min_x, found->second.min_y, found->second.max_x,
                    found->second.max_y));
    }
}

double total_m2(const Faults &faults) {
    double m2 = 0;
    for (const Fault &fault : faults)
        m2 += fault.m2;
    return m2;
}

Names source_of(const std::filesystem::path &file, const geodesy::Crs &crs, const CoverageReport &closed) {
    return said("{}, {}; closed between neighbours: {} overlaps ({:.0f} m²), {} gaps ({:.0f} m²)",
                file.filename().string(), crs.authority_code().empty() ? crs.name() : crs.authority_code(),
                closed.overlaps.size(), total_m2(closed.overlaps), closed.gaps.size(), total_m2(closed.gaps));
}

std::vector<workspace::Boundary> named(std::vector<overlay::Zone> zones, const Catalogue &catalogue) {
    std::vector<workspace::Boundary> result;
    for (overlay::Zone &zone : zones) {
        const auto *unit = catalogue.find_admin(zone.code);
        result.push_back(
            {zone.code, unit->names.zh, unit->level == 2 ? unit->parent : "", std::move(zone.wkb)});
    }
    return result;
}

} // namespace

Boundaries read(const std::filesystem::path &file, const Catalogue &catalogue,
                const reader::OpenOptions &options, const Tolerance &tolerance) {
    const overlay::Zones zones = zones_of(file, catalogue, options);
    auto clean = coverage::clean_coverage(zones, {tolerance.width_m, tolerance.m2});
    refuse_invalid(clean.found.invalid, file);

    Boundaries result;
    result.before = std::move(clean.found);
    auto &gaps = result.before.gaps;
    const auto first_void = std::stable_partition(gaps.begin(), gaps.end(),
                                                  [&](const Fault &gap) { return is_gap(gap, tolerance); });
    result.voids.assign(first_void, gaps.end());
    gaps.erase(first_void, gaps.end());
    refuse_beyond(result.before, tolerance, catalogue, file);

    std::map<std::string, std::string> league_of;
    for (const overlay::Zone &zone : clean.zones)
        league_of[zone.code] = catalogue.find_admin(zone.code)->parent;
    result.leagues = named(coverage::dissolved(clean.zones, league_of), catalogue);
    result.banners = named(std::move(clean.zones), catalogue);
    refuse_elsewhere(result.banners, catalogue, file);
    result.source = source_of(file, zones.crs, result.before);
    return result;
}

} // namespace qitu::boundaries
