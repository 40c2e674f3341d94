#include "coverage_check.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/geometry/wkb.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qitu::coverage_check {

namespace {

/// The file's zones under codes whose order is theirs, with what people call them.
struct NamedZones {
    coverage::Zones zones;
    std::map<std::string, std::string> labels; // by code
    std::map<std::string, std::vector<catalogue::Value>> values;
};

bool is_polygon(const std::vector<std::byte> &wkb) {
    try {
        const geometry::Shape shape = geometry::read_wkb(wkb);
        return shape.kind == geometry::Kind::polygon && !shape.empty();
    } catch (const geometry::InvalidGeometry &) {
        return false;
    }
}

std::optional<std::size_t> id_column(const reader::RawFile &file, const std::filesystem::path &path,
                                     const std::string &field) {
    if (field.empty())
        return std::nullopt;
    for (std::size_t i = 0; i < file.fields().size(); ++i)
        if (folded(file.fields()[i]) == folded(field))
            return i;
    throw Error(ErrorKind::usage, say("{}: there is no field \"{}\". Its fields: {}.", path.string(), field,
                                      fmt::join(file.fields(), ", ")));
}

NamedZones read_zones(const std::filesystem::path &path, const reader::OpenOptions &options,
                      const std::string &id_field, Check &check) {
    reader::RawFile file(path, options);
    const std::optional<std::size_t> column = id_column(file, path, id_field);
    NamedZones named{{file.crs(), {}}, {}, {}};
    for (reader::RawFeature feature; file.next(feature); feature = {}) {
        if (!is_polygon(feature.wkb)) {
            ++check.unusable;
            continue;
        }
        const std::string label =
            column ? catalogue::text_of(feature.values[*column]) : std::to_string(feature.id);
        const std::string code = column ? label : fmt::format("{:012}", feature.id);
        named.labels.emplace(code, label);
        named.values.emplace(code, std::move(feature.values));
        named.zones.zones.push_back({code, std::move(feature.wkb)});
    }
    check.fields = file.columns();
    check.notes = file.notes();
    if (named.zones.zones.empty())
        throw Error(ErrorKind::refused, say("{}: there are no polygons in it.", path.string()));
    return named;
}

class Labels {
  public:
    explicit Labels(const NamedZones &named) : labels_(named.labels) {}
    [[nodiscard]] std::string of(const std::string &code) const {
        const auto found = labels_.find(code);
        return found == labels_.end() ? code : found->second;
    }

  private:
    const std::map<std::string, std::string> &labels_;
};

void take_faults(const coverage::CoverageReport &report, const Labels &labels, const coverage::Sliver &sliver,
                 Check &check) {
    const auto take = [&](Fault::Kind kind, const coverage::CoverageReport::Fault &fault) {
        const bool small = fault.width_m <= sliver.width_m && fault.m2 <= sliver.m2;
        check.faults.push_back({kind, small, labels.of(fault.a), labels.of(fault.b), fault.m2, fault.width_m,
                                fault.place, fault.wkb});
    };
    for (const auto &fault : report.overlaps)
        take(Fault::Kind::overlap, fault);
    for (const auto &fault : report.gaps)
        take(Fault::Kind::gap, fault);
    for (const std::string &what : report.invalid) {
        // "code: reason [place]"
        const std::size_t colon = what.find(':');
        check.faults.push_back({Fault::Kind::invalid, false, labels.of(what.substr(0, colon)),
                                colon == std::string::npos ? "" : trimmed(what.substr(colon + 1))});
    }
}

void take_changes(const coverage::CleanCoverage &clean, const Labels &labels, Check &check) {
    constexpr double rounding_m2 = 0.005;
    ExactSum after;
    for (const coverage::ZoneChange &change : clean.changes) {
        after += change.after_m2;
        const double rounded = change.noded_m2 - change.drawn_m2;
        const double left = change.drawn_m2 + rounded - change.lost_m2 + change.won_m2 - change.after_m2;
        if (change.drawn_m2 > 0)
            check.worst_relative = std::max(check.worst_relative, std::abs(left) / change.drawn_m2);
        if (change.lost_m2 > rounding_m2 || change.won_m2 > rounding_m2 || change.after_m2 == 0)
            check.changes.push_back({labels.of(change.code), change.drawn_m2, change.lost_m2, change.won_m2,
                                     rounded, change.after_m2});
    }
    check.after_m2 = after.value();
}

} // namespace

Check check(const std::filesystem::path &file, const reader::OpenOptions &options, const Settings &settings) {
    Check result;
    NamedZones named = read_zones(file, options, settings.id_field, result);
    const Labels labels(named);
    coverage::CleanCoverage clean =
        coverage::clean_coverage(named.zones, settings.sliver, coverage::Covered::drop);
    result.zones = named.labels.size();
    ExactSum drawn;
    for (const coverage::ZoneChange &change : clean.changes)
        drawn += change.drawn_m2;
    result.m2 = drawn.value();
    take_faults(clean.found, labels, settings.sliver, result);
    if (!settings.clean)
        return result;
    take_changes(clean, labels, result);
    for (coverage::Zone &zone : clean.zones)
        result.cleaned.push_back({std::move(named.values.at(zone.code)), std::move(zone.wkb)});
    return result;
}

} // namespace qitu::coverage_check
