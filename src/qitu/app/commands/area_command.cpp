#include "found_by_rule.h"

#include <qitu/analysis/area/control.h>
#include <qitu/app/commands/area_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/workspace.h>

#include <algorithm>

namespace qitu::commands {

namespace {

std::optional<Unit> area_unit(const std::string &name) {
    if (name.empty())
        return std::nullopt;
    const Unit unit = unit_from(name);
    for (const Unit area :
         {Unit::square_metre, Unit::hectare, Unit::mu, Unit::wan_mu, Unit::square_kilometre})
        if (unit == area)
            return unit;
    throw Error(ErrorKind::usage,
                say("The unit of declared areas is a unit of area: 亩, 公顷 or m2, not \"{}\".", name));
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
        options.declared =
            area::Declared{command.declared, area_unit(command.declared_unit), command.tolerance / 100};
    options.threads = command.threads;
    options.progress = context.progress;
    return options;
}

// Only what is needed: reading fewer columns is faster.
reader::OpenOptions reading_of(const AreaCommand &command, const Context &context) {
    reader::OpenOptions reading = command.reading;
    reading.layouts = context.text_layouts();
    if (!command.copy.empty())
        return reading;
    reading.fields.emplace();
    for (const std::string &field : {command.declared, command.control_field})
        if (!field.empty() &&
            std::find(reading.fields->begin(), reading.fields->end(), field) == reading.fields->end())
            reading.fields->push_back(field);
    return reading;
}

area::ControlOptions control_of(const AreaCommand &command) {
    if (!(command.control_limit >= 0))
        throw Error(ErrorKind::usage, say("The limit of the difference is a percentage, 0 or more, not {}.",
                                          command.control_limit));
    const std::optional<Unit> unit = area_unit(command.control_unit);
    area::ControlOptions options;
    options.limit = command.control_limit / 100;
    double value = 0;
    if (parse_number(command.control, value)) {
        options.areas = {{"", value * unit_size(unit.value_or(Unit::square_metre))}};
        return options;
    }
    if (command.control_field.empty())
        throw Error(
            ErrorKind::usage,
            say("A table of control areas needs the field that holds the unit codes of the parcels."));
    options.areas = area::read_control_areas(command.control, unit);
    options.field = command.control_field;
    return options;
}

std::optional<area::Adjustment> adjustment_of(const AreaCommand &command, reader::RawFile &file,
                                              const area::Options &options) {
    if (command.control.empty())
        return std::nullopt;
    return area::adjust(file, options, control_of(command));
}

area::Summary measure(reader::RawFile &file, const area::Options &options, area::Receiver &sink,
                      const std::optional<area::Adjustment> &adjustment) {
    if (!adjustment)
        return area::measure(file, options, sink);
    area::AdjustingReceiver adjusting(sink, *adjustment);
    area::Summary summary = area::measure(file, options, adjusting);
    summary.control = adjustment->units();
    return summary;
}

void tell_control(const area::Summary &summary, Outcome &outcome) {
    for (const area::ControlledUnit &unit : summary.control)
        outcome.tell(say("{}: {} parcels of {:.2f} m² adjusted to {:.2f} m²; {:+.2f} m² were spread.",
                         unit.unit.empty() ? say("All parcels") : unit.unit, unit.parcels, unit.survey_m2,
                         unit.control_m2, unit.rest_m2()));
}

AreaJob job_of(const AreaCommand &command, const area::Options &options, const reader::RawFile &file) {
    const geodesy::Crs *plane = options.plane                ? &*options.plane
                                : file.crs().gauss_krueger() ? &file.crs()
                                                             : nullptr;
    return {command.file,
            file.diagnostics().layer,
            file.diagnostics().crs,
            plane == nullptr ? std::string() : fmt::format("{:g}", plane->central_meridian()),
            file.crs().datum() == geodesy::Crs::Datum::other ? "geodesic" : "td1055",
            options.max_edge,
            area::columns(options.declared.has_value(), !command.control.empty())};
}

area::Summary into_copy(const AreaCommand &command, const AreaJob &job, reader::RawFile &file,
                        const area::Options &options, const std::optional<area::Adjustment> &adjustment,
                        Outcome &outcome) {
    workspace::refuse_workspace(command.copy);
    area::Copy copy(command.copy, command.file, file, job.columns, command.overwrite);
    area::Summary summary = measure(file, options, copy, adjustment);
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
        else if (finding.kind == area::Finding::Kind::beyond_plane)
            found.add(translated("Too wide for a plane, counted by geodesic only"), [&] {
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
    reader::RawFile source(file, reading_of(*this, context));
    Result<Areas> result;
    auto &[job, summary] = result.value;
    job = job_of(*this, options, source);
    const std::optional<area::Adjustment> adjustment = adjustment_of(*this, source, options);
    summary = copy.empty() ? measure(source, options, receiver(job), adjustment)
                           : into_copy(*this, job, source, options, adjustment, result);
    tell_control(summary, result);
    tell_notes(source.notes(), result);
    if (options.max_edge == 0)
        tell_long_edges(summary, result);
    if (summary.declared)
        tell_declared(declared, *summary.declared, tolerance, result);
    tell_findings(summary, result);
    return result;
}

} // namespace qitu::commands
