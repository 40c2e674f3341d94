#include "records.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>

#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace qitu::validation {

namespace {

constexpr const char *rule_id = "declared_area";
constexpr double percent = 100;

double difference(double declared_m2, double m2) {
    return percent * std::abs(declared_m2 - m2) / m2;
}

} // namespace

bool ProjectAreas::fits(double declared_m2, double m2) const {
    return difference(declared_m2, m2) <= records_.settings().of(rule_id)->limit;
}

void ProjectAreas::note(const Record &record, double m2) {
    if (record.project.empty())
        return;
    const std::scoped_lock lock(noting_);
    Project &project = projects_[record.project];
    if (project.features.empty()) {
        project.declared_m2 = record.declared_m2;
        project.source = record.source;
        project.middle = record.middle();
    }
    project.alike = project.alike && record.declared_m2 == project.declared_m2;
    project.each_fits = project.each_fits && fits(record.declared_m2, m2);
    project.sum_m2 += m2;
    project.features.push_back(record.feature);
}

void ProjectAreas::check(Findings &findings) const {
    std::set<std::pair<std::uint32_t, std::int64_t>> settled; // parcels whose project speaks for them
    std::vector<Finding> told_ones;
    for (const auto &[code, project] : projects_) {
        if (project.features.size() < 2 || !project.alike || project.each_fits)
            continue;
        for (const std::int64_t feature : project.features)
            settled.emplace(project.source, feature);
        if (!fits(project.declared_m2, project.sum_m2))
            told_ones.push_back(told(code, project));
    }
    if (settled.empty())
        return;
    findings = findings.only([&](const Findings::Head &head) {
        return head.rule != rule_id ||
               !settled.contains({static_cast<std::uint32_t>(head.source), head.feature});
    });
    for (const Finding &each : told_ones)
        findings.add(each);
}

Finding ProjectAreas::told(const std::string &code, const Project &project) const {
    const std::string &unit = records_.layer.field(catalogue::field_id::declared_area)->unit;
    const double size = unit.empty() ? 1 : unit_size(unit_from(unit));
    const double apart = difference(project.declared_m2, project.sum_m2);
    return finding({records_.layer.id, project.source, project.features.front(), code},
                   *records_.settings().of(rule_id),
                   {said("Each of the {} parcels of project {} declares {:.2f} {}, and together they have "
                         "{:.2f} {}: {:.1f} % apart. Correct the figure, its unit, or the borders.",
                         project.features.size(), code, project.declared_m2 / size, unit,
                         project.sum_m2 / size, unit, apart),
                    project.middle, apart});
}

} // namespace qitu::validation
