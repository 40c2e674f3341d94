#include "surroundings.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>
#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/features.h>

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

namespace qitu::importer {

namespace {

validation::Finding finding_of(const reader::FieldFault &fault, const catalogue::Layer &layer) {
    validation::Finding finding;
    finding.rule = "field.value";
    finding.severity = fault.fatal ? validation::Severity::error : validation::Severity::warning;
    finding.layer = layer.id;
    finding.feature = fault.feature;
    finding.message = said("The field {} holds \"{}\", expected {}. Correct it in the file.", fault.field,
                           fault.found, fault.expected);
    return finding;
}

// Reading goes by the file's own count, what comes after it by nothing: the bar stands still at the end.
class Reading {
  public:
    Reading(const Progress &progress, std::uint64_t total) : progress_(progress), total_(total) {}
    void step() {
        constexpr std::uint64_t between = 500;
        if (++done_ % between == 0)
            report_progress(progress_, done_, total_);
    }
    [[nodiscard]] validation::InspectionOptions options(validation::InspectionOptions options) const {
        if (progress_)
            options.progress = [this](std::uint64_t, std::uint64_t) { return progress_(done_, total_); };
        return options;
    }

  private:
    const Progress &progress_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
};

} // namespace

validation::Inspected all_found(const std::vector<Outcome> &outcomes, const catalogue::Layer &layer,
                                Unchecked unchecked) {
    validation::Inspected all;
    all.unchecked = std::move(unchecked);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        all.features += outcomes[i].read;
        for (validation::Finding finding : outcomes[i].findings) {
            finding.source = i;
            all.findings.add(finding);
        }
        for (const reader::FieldFault &fault : outcomes[i].faults) {
            validation::Finding finding = finding_of(fault, layer);
            finding.source = i;
            all.findings.add(finding);
        }
    }
    all.findings.sort();
    return all;
}

validation::Inspected inspect(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const validation::InspectionOptions &options) {
    Reading reading(options.progress, workspace::feature_count(workspace, layer));
    validation::Inspection inspection(catalogue, layer, surroundings(workspace), reading.options(options));
    inspection.begin("");
    inspection.add_all([&, features = stored(workspace, layer)](catalogue::Feature &feature) {
        const bool more = features(feature);
        reading.step();
        return more;
    });
    return inspection.finish();
}

validation::Inspected inspect(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const std::vector<workspace::Boundary> &banners,
                              const reader::OpenOptions &open, const validation::InspectionOptions &options) {
    reader::OpenOptions within = open;
    if (!within.region)
        within.region = sources::region_around(banners);
    reader::LayerFile source(file, catalogue, layer, within);
    Reading reading(options.progress, source.diagnostics().features);
    validation::Inspection inspection(catalogue, layer, {sources::zones_of(banners).zones, {}, {}},
                                      reading.options(options));
    inspection.begin("");
    inspection.add_all([&](catalogue::Feature &feature) {
        const bool more = source.next(feature);
        reading.step();
        return more;
    });
    validation::Inspected inspected = inspection.finish();
    for (const reader::FieldFault &fault : source.faults())
        inspected.findings.add(finding_of(fault, layer));
    return inspected;
}

} // namespace qitu::importer
