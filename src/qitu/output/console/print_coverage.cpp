#include "coverage_listing.h"
#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/numbers.h>

#include <array>
#include <cstdint>
#include <ostream>

namespace qitu::console {

namespace {

using ZoneChange = coverage_check::Change;
using coverage_check::Check;
using coverage_check::Fault;

const char *fault_key(const Fault &fault) {
    switch (fault.kind) {
    case Fault::Kind::overlap:
        return "overlap";
    case Fault::Kind::gap:
        return "gap";
    case Fault::Kind::invalid:
        return "invalid";
    }
    return "";
}

std::string fault_word(const Fault &fault) {
    switch (fault.kind) {
    case Fault::Kind::overlap:
        return fault.sliver ? say("overlap (sliver)") : say("overlap");
    case Fault::Kind::gap:
        return fault.sliver ? say("gap (sliver)") : say("gap");
    case Fault::Kind::invalid:
        return say("invalid");
    }
    return {};
}

Columns<Fault> fault_columns() {
    return {{"fault", say("fault"), Align::left,
             [](const Fault &fault) { return std::string(fault_key(fault)); }, fault_word},
            {"sliver", {}, Align::left, [](const Fault &fault) { return fault.sliver; }},
            {"a", say("zone"), Align::left, [](const Fault &fault) { return fault.a; },
             [](const Fault &fault) { return fault.a; }},
            {"b", say("other zone"), Align::left, [](const Fault &fault) { return fault.b; },
             [](const Fault &fault) { return fault.b; }},
            {"m2", say("area (m²)"), Align::right, [](const Fault &fault) { return fault.m2; },
             [](const Fault &fault) { return format::with_separators(fault.m2, 2); }},
            {"width_m", say("width (m)"), Align::right, [](const Fault &fault) { return fault.width_m; },
             [](const Fault &fault) { return format::with_separators(fault.width_m, 2); }},
            {"x", say("longitude"), Align::right, [](const Fault &fault) { return fault.place.x; },
             [](const Fault &fault) { return fmt::format("{:.6f}", fault.place.x); }},
            {"y", say("latitude"), Align::right, [](const Fault &fault) { return fault.place.y; },
             [](const Fault &fault) { return fmt::format("{:.6f}", fault.place.y); }}};
}

Column<ZoneChange> zone_change_column(const char *key, std::string heading, double ZoneChange::*member) {
    return {key, std::move(heading), Align::right, [=](const ZoneChange &change) { return change.*member; },
            [=](const ZoneChange &change) { return format::with_separators(change.*member, 2); }};
}

Columns<ZoneChange> zone_change_columns() {
    return {{"zone", say("zone"), Align::left, [](const ZoneChange &change) { return change.zone; },
             [](const ZoneChange &change) { return change.zone; }},
            zone_change_column("m2", say("drawn (m²)"), &ZoneChange::m2),
            zone_change_column("lost_m2", say("lost (m²)"), &ZoneChange::lost_m2),
            zone_change_column("won_m2", say("won (m²)"), &ZoneChange::won_m2),
            zone_change_column("rounded_m2", say("rounded (m²)"), &ZoneChange::rounded_m2),
            zone_change_column("after_m2", say("afterwards (m²)"), &ZoneChange::after_m2)};
}

/// How many faults of a kind, and their area.
struct FaultSum {
    std::uint64_t count = 0, slivers = 0;
    double m2 = 0;
};

std::array<FaultSum, 3> fault_sums(const Check &check) {
    std::array<FaultSum, 3> sums;
    for (const Fault &fault : check.faults) {
        FaultSum &sum = sums[static_cast<std::size_t>(fault.kind)];
        ++sum.count;
        sum.slivers += fault.sliver ? 1 : 0;
        sum.m2 += fault.m2;
    }
    return sums;
}

void print_coverage_tables(std::ostream &out, const Check &check) {
    const auto [overlaps, gaps, invalid] = fault_sums(check);
    out << say("{} zones, {:.2f} m². Overlaps: {} ({} slivers), {:.2f} m². Gaps: {} ({} slivers), {:.2f} m². "
               "Invalid: {}.",
               check.zones, check.m2, overlaps.count, overlaps.slivers, overlaps.m2, gaps.count, gaps.slivers,
               gaps.m2, invalid.count)
        << '\n';
    if (check.faults.empty())
        out << say("They are a coverage.") << '\n';
    else
        print(out, table_of(fault_columns(), check.faults));
    if (!check.changes.empty()) {
        out << '\n' << say("What zones lost to those before them and won from gaps:") << '\n';
        print(out, table_of(zone_change_columns(), check.changes));
    }
}

Json coverage_json(const Check &check) {
    Json faults = Json::array();
    for (const Fault &fault : check.faults)
        faults.push_back({{"fault", fault_key(fault)},
                          {"sliver", fault.sliver},
                          {"a", fault.a},
                          {"b", fault.b},
                          {"m2", fault.m2},
                          {"width_m", fault.width_m},
                          {"place", {fault.place.x, fault.place.y}}});
    const auto [overlaps, gaps, invalid] = fault_sums(check);
    const auto sum = [](const FaultSum &its) {
        return Json{{"count", its.count}, {"slivers", its.slivers}, {"m2", its.m2}};
    };
    return {{"zones", check.zones},
            {"unusable", check.unusable},
            {"m2", check.m2},
            {"overlaps", sum(overlaps)},
            {"gaps", sum(gaps)},
            {"invalid", invalid.count},
            {"faults", faults},
            {"after_m2", check.after_m2},
            {"changes", json_of(zone_change_columns(), check.changes)},
            {"conservation", {{"worst_relative", check.worst_relative}}}};
}

} // namespace

void print(std::ostream &out, const Check &check, Format format) {
    switch (format) {
    case Format::table:
        return print_coverage_tables(out, check);
    case Format::csv:
        return write_csv(out, fault_columns(), check.faults);
    case Format::json:
        return write_json(out, coverage_json(check));
    }
}

} // namespace qitu::console
