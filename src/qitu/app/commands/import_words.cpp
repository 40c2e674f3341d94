#include "import_words.h"

#include "found_by_rule.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace qitu::commands {

namespace {

void tell_line(Outcome &outcome, const char *head, const std::string &text) {
    if (text.empty())
        return;
    constexpr std::size_t column = 12;
    const std::size_t width = std::min(column - 1, display_width(head));
    outcome.tell(fmt::format("  {}{}{}", head, std::string(column - width, ' '), text));
}

std::string with_evidence(const std::string &answer, const std::string &evidence) {
    return evidence.empty() ? answer : say("{} ({})", answer, evidence);
}

std::string sentence(const tabulate::Figures &figures, catalogue::GeometryType type) {
    switch (type) {
    case catalogue::GeometryType::point:
        return say("{} features", figures.features);
    case catalogue::GeometryType::line:
        return say("{} features, {:.3f} km", figures.features, figures.length_m / 1000);
    default:
        return say("{} features, {:.4f} ha = {:.2f} mu net", figures.features,
                   figures.net_m2 / square_metres_per_hectare, figures.net_m2 / square_metres_per_mu);
    }
}

void tell_diagnostics(const reader::Diagnostics &understood, Outcome &outcome) {
    std::vector<std::string> fields;
    for (const auto &[ours, theirs] : understood.fields)
        fields.push_back(fmt::format("{} ← {}", ours, theirs));
    tell_line(outcome, translated("format"),
              say("{}, layer {}, {} features", understood.format, understood.layer, understood.features));
    tell_line(outcome, translated("encoding"),
              with_evidence(understood.encoding, understood.encoding_evidence));
    tell_line(outcome, translated("CRS"), with_evidence(understood.crs, understood.crs_evidence));
    tell_line(outcome, translated("to CGCS2000"), understood.operation.in(language_in_use()));
    tell_line(outcome, translated("fields"), fmt::format("{}", fmt::join(fields, ", ")));
    for (const auto &[field, conversion] : understood.conversions)
        tell_line(outcome, translated("converted"), fmt::format("{}: {}", field, conversion));
    tell_line(outcome, translated("not used"), fmt::format("{}", fmt::join(understood.unmapped, ", ")));
    for (const std::string &note : understood.notes)
        tell_line(outcome, translated("noted"), note);
}

using Cause = std::tuple<bool, std::string, std::string, std::string>; // fatal, field, found, expected

// The same word in many features is one fault, and told once.
std::map<Cause, std::vector<const reader::FieldFault *>>
by_cause(const std::vector<reader::FieldFault> &faults) {
    std::map<Cause, std::vector<const reader::FieldFault *>> causes;
    for (const reader::FieldFault &fault : faults)
        causes[{!fault.fatal, fault.field, fault.found, fault.expected}].push_back(&fault);
    return causes;
}

FoundByRule found_in(const importer::Outcome &imported) {
    FoundByRule found;
    const auto sentence = [](const importer::Repaired &repair) {
        const geodesy::Point place = repair.place.value_or(geodesy::Point{});
        return say("{}: {} at {:.6f} {:.6f}; {:.2f} m² → {:.2f} m²",
                   feature_name(repair.feature, repair.project), repair.reason, place.x, place.y,
                   repair.before_m2, repair.after_m2);
    };
    for (const importer::Repaired &repair : imported.repairs)
        found.add(translated("made valid"), [&] { return sentence(repair); });
    for (const importer::Repaired &repair : imported.quarantined)
        found.add(translated("quarantined"), [&] { return sentence(repair); });
    for (std::size_t i = 0; i < imported.findings.size(); ++i) {
        const validation::Findings::Head head = imported.findings.head(i);
        const char *severity =
            head.severity == validation::Severity::error ? translated("error") : translated("warning");
        found.add(say("{}: {}", severity, head.rule), [&] {
            const validation::Finding finding = imported.findings[i];
            return say("{}: {}", feature_name(finding.feature, finding.project),
                       finding.message.in(language_in_use()));
        });
    }
    for (const auto &[cause, alike] : by_cause(imported.faults)) {
        const auto &faults = alike;
        const reader::FieldFault &fault = *faults.front();
        found.add(fault.fatal ? translated("error: value") : translated("warning: value left empty"), [&] {
            return faults.size() == 1
                       ? say("{}: {} is \"{}\", expected {}", feature_name(fault.feature, ""), fault.field,
                             fault.found, fault.expected)
                       : say("{} features, the first {}: {} is \"{}\", expected {}", faults.size(),
                             fault.feature, fault.field, fault.found, fault.expected);
        });
    }
    return found;
}

std::string projects_there(const importer::Outcome &imported) {
    constexpr std::size_t shown = 5;
    const std::vector<std::string> &all = imported.projects_there;
    const std::vector<std::string> first(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(shown, all.size())));
    const std::string names = fmt::format("{}{}", fmt::join(first, ", "), all.size() > shown ? " …" : "");
    return imported.replaces ? say("The layer already has {} of the projects, with {} features, which will "
                                   "be replaced: {}.",
                                   all.size(), imported.features_there, names)
                             : say("The layer already has {} of the projects, with {} features: {}.",
                                   all.size(), imported.features_there, names);
}

// What is of other units, where only some may be written.
void tell_others(const importer::Outcome &imported, Outcome &outcome) {
    std::vector<std::string> units;
    for (const auto &[code, features] : imported.of_others)
        units.push_back(fmt::format("{} ({})", code.empty() ? say("none") : code, features));
    if (!units.empty())
        outcome.tell("  " + say("Features of other units, which may not be imported here: {}.",
                                fmt::join(units, ", ")));
    if (!imported.projects_of_others.empty())
        outcome.tell("  " + say("The layer has features of other units in the projects {}; they may not be "
                                "replaced here.",
                                fmt::join(imported.projects_of_others, ", ")));
}

} // namespace

std::string conclusion_of(const importer::Outcome &imported) {
    const std::size_t errors = imported.findings.errors();
    const auto fatal =
        static_cast<std::size_t>(std::count_if(imported.faults.begin(), imported.faults.end(),
                                               [](const reader::FieldFault &fault) { return fault.fatal; }));
    return say("{} errors, {} warnings", errors + fatal,
               imported.findings.size() - errors + imported.faults.size() - fatal + imported.repairs.size() +
                   imported.quarantined.size());
}

void tell_imported(const importer::Outcome &imported, Outcome &outcome) {
    const FoundByRule found = found_in(imported);
    outcome.tell(found.empty() ? imported.file.string()
                               : say("{}: {}", imported.file.string(), conclusion_of(imported)));
    tell_diagnostics(imported.diagnostics, outcome);
    found.tell(outcome);
    if (imported.already_there)
        outcome.tell("  " + (imported.same_as.empty()
                                 ? say("The workspace already has the same content.")
                                 : say("{} of this import has the same content.", imported.same_as)));
    if (imported.read == 0)
        outcome.tell("  " +
                     say("The file has no features; nothing is recorded. Is it the right file and layer?"));
    if (!imported.projects_emptied.empty())
        outcome.tell("  " + say("All new features of the projects {} would be quarantined, and the layer "
                                "would lose the features that it "
                                "has of them. Correct the file, or import it without replacing.",
                                fmt::join(imported.projects_emptied, ", ")));
    if (!imported.projects_there.empty())
        outcome.tell("  " + projects_there(imported));
    tell_others(imported, outcome);
    outcome.attention = outcome.attention || !found.empty() || imported.read == 0;
}

void tell_by_banner(const std::filesystem::path &file, const reader::OpenOptions &options,
                    const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Layer &layer, Outcome &outcome) {
    sources::LayerFileSource features(file, catalogue, layer, options);
    const tabulate::Result result = tabulate::tabulate(features, sources::zones_of(workspace.banners()), {});
    for (const tabulate::Row &row : result.rows) {
        const catalogue::AdminUnit *banner = catalogue.find_admin(row.zone);
        const std::string name = banner == nullptr ? "" : banner->names.in(language_in_use());
        tell_line(outcome, translated("by banner"),
                  fmt::format("{} {}: {}", row.zone, name, sentence(row.figures, layer.geometry)));
    }
    for (const auto &[group, figures] : result.outside)
        if (figures.features > 0)
            tell_line(outcome, translated("by banner"),
                      say("outside all banners: {}", sentence(figures, layer.geometry)));
}

} // namespace qitu::commands
