#include "found_by_rule.h"

#include <qitu/app/commands/area_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/workspace.h>

namespace qitu::commands {

namespace {

std::optional<Unit> declared_unit(const AreaCommand &command) {
    if (command.declared_unit.empty())
        return std::nullopt;
    const Unit unit = unit_from(command.declared_unit);
    for (const Unit area :
         {Unit::square_metre, Unit::hectare, Unit::mu, Unit::wan_mu, Unit::square_kilometre})
        if (unit == area)
            return unit;
    throw Error(ErrorKind::usage,
                say("The unit of declared areas is a unit of area: 亩, 公顷 or m2, not \"{}\".",
                    command.declared_unit));
}

area::Options options_of(const AreaCommand &command, const Context &context) {
    area::Options options;
    if (!command.plane.empty())
        options.plane = area::plane_from(command.plane);
    options.max_edge = command.max_edge;
    if (!(command.tolerance >= 0))
        throw Error(ErrorKind::usage,
                    say("The tolerance is a percentage, 0 or more, not {}.", command.tolerance));
    if (!command.declared.empty())
        options.declared = area::Declared{command.declared, declared_unit(command), command.tolerance / 100};
    options.threads = command.threads;
    options.progress = context.progress;
    return options;
}

// Only what is needed: reading fewer columns is faster.
reader::OpenOptions reading_of(const AreaCommand &command) {
    reader::OpenOptions reading = command.reading;
    if (command.copy.empty())
        reading.fields = command.declared.empty() ? std::vector<std::string>{}
                                                  : std::vector<std::string>{command.declared};
    return reading;
}

AreaJob job_of(const AreaCommand &command, const area::Options &options, const reader::RawFile &file) {
    const geodesy::Crs *plane = options.plane                ? &*options.plane
                                : file.crs().gauss_krueger() ? &file.crs()
                                                             : nullptr;
    return {command.file,
            file.diagnostics().layer,
            file.diagnostics().crs,
            plane == nullptr ? std::string() : fmt::format("{:g}", plane->central_meridian()),
            options.max_edge,
            area::columns(options.declared.has_value())};
}

area::Summary into_copy(const AreaCommand &command, const AreaJob &job, reader::RawFile &file,
                        const area::Options &options, Outcome &outcome) {
    workspace::refuse_workspace(command.copy);
    area::Copy copy(command.copy, command.file, file, job.columns, command.overwrite);
    area::Summary summary = area::measure(file, options, copy);
    copy.finish();
    outcome.tell(say("{}: {} features written.", command.copy, summary.features));
    for (const auto &[name, now] : copy.renamed())
        outcome.tell(say("  field \"{}\" is named \"{}\" in the copy.", name, now));
    return summary;
}

void tell_declared(const std::string &field, const area::DeclaredSummary &declared, double percent,
                   Outcome &outcome) {
    const bool chinese = language_in_use() == Language::zh;
    outcome.tell(say("Declared area \"{}\" in {} ({}): {} compared, {} missing, {} equal to the survey area.",
                     field, unit_name(declared.unit, chinese), declared.evidence, declared.compared,
                     declared.missing, declared.as_surveyed));
    const double size = unit_size(declared.unit);
    FoundByRule found;
    for (const area::Deviation &deviation : declared.beyond)
        found.add(say("Declared area deviates by more than {} %, largest first", percent), [&] {
            return say("feature {}: declared {:.2f} {}, computed {:.2f}, {:+.2f} %", deviation.feature,
                       deviation.declared_m2 / size, unit_name(declared.unit, chinese),
                       deviation.td1055_m2 / size, deviation.relative * 100);
        });
    found.tell(outcome);
    outcome.attention = outcome.attention || !declared.beyond.empty();
}

void tell_long_edges(const area::Summary &summary, Outcome &outcome) {
    if (summary.long_edges > 0)
        outcome.tell(say("{} edges of polygons are longer than {} m, the longest {:.0f} m in feature {}: "
                         "there the methods differ.",
                         summary.long_edges, geodesy::long_edge, summary.longest_edge_m,
                         summary.longest_edge_of));
}

void tell_findings(const area::Summary &summary, Outcome &outcome) {
    if (summary.findings.empty())
        return;
    FoundByRule found;
    for (const area::Finding &finding : summary.findings)
        if (finding.kind == area::Finding::Kind::repaired)
            found.add(translated("Invalid geometry, counted after repair"), [&] {
                return say("feature {}: {}, {:.1f} m²", finding.feature, finding.what, finding.m2);
            });
        else
            found.add(translated("Unusable geometry, not counted"),
                      [&] { return say("feature {}: {}", finding.feature, finding.what); });
    outcome.tell(say("Warnings:"));
    found.tell(outcome);
    outcome.attention = true;
}

} // namespace

Result<Areas> AreaCommand::run(Context &context, const ReceiverFor &receiver) const {
    const area::Options options = options_of(*this, context);
    reader::RawFile source(file, reading_of(*this));
    Result<Areas> result;
    auto &[job, summary] = result.value;
    job = job_of(*this, options, source);
    summary = copy.empty() ? area::measure(source, options, receiver(job))
                           : into_copy(*this, job, source, options, result);
    if (options.max_edge == 0)
        tell_long_edges(summary, result);
    if (summary.declared)
        tell_declared(declared, *summary.declared, tolerance, result);
    tell_findings(summary, result);
    return result;
}

} // namespace qitu::commands
