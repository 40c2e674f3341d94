#include "found_by_rule.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/stages.h>

#include <fmt/format.h>

namespace qitu::commands {

void FoundByRule::tell(Outcome &outcome) const {
    for (const auto &[name, rule] : rules_) {
        outcome.tell(fmt::format("  {} ({})", name, rule.count));
        for (const std::string &sentence : rule.first)
            outcome.tell("    " + sentence);
        if (rule.count > rule.first.size())
            outcome.tell("    " + say("… and {} more", rule.count - rule.first.size()));
    }
}

std::string feature_name(std::int64_t feature, const std::string &project) {
    return project.empty() ? say("feature {}", feature) : say("feature {} ({})", feature, project);
}

namespace {

const char *rule_name(tabulate::Finding::Kind kind) {
    switch (kind) {
    case tabulate::Finding::Kind::repaired:
        return translated("Invalid geometry, counted after repair");
    case tabulate::Finding::Kind::rejected:
        return translated("Unusable geometry, not counted");
    case tabulate::Finding::Kind::zone_overlap:
        return translated("Overlapping zones; the overlap is assigned to the lower code");
    case tabulate::Finding::Kind::zone_repaired:
        return translated("Invalid zones, used after repair");
    case tabulate::Finding::Kind::not_conserved:
        return translated("Area not conserved");
    case tabulate::Finding::Kind::not_drawn:
        return translated("Piece not drawn exactly");
    }
    return "";
}

std::string sentence(const tabulate::Finding &finding) {
    const bool zone = finding.kind == tabulate::Finding::Kind::zone_overlap ||
                      finding.kind == tabulate::Finding::Kind::zone_repaired;
    return zone ? say("{}, {:.1f} m²", finding.what, finding.m2)
                : say("feature {}: {}, {:.1f} m²", finding.feature, finding.what, finding.m2);
}

} // namespace

namespace {

std::string sentence(const project_figures::Contradiction &found) {
    return say("{}: the features of project {} give different values of {}: {}. None is counted; write the "
               "project's figure on each of them.",
               found.layer, found.project, found.field, fmt::format("{}", fmt::join(found.values, ", ")));
}

} // namespace

void tell_contradictions(const std::vector<project_figures::Contradiction> &contradictions,
                         Outcome &outcome) {
    if (contradictions.empty())
        return;
    FoundByRule found;
    for (const project_figures::Contradiction &contradiction : contradictions)
        found.add(translated("Contradictory figures of a project"), [&] { return sentence(contradiction); });
    outcome.tell(say("Warnings:"));
    found.tell(outcome);
    outcome.attention = true;
}

void tell_notes(const std::vector<std::string> &notes, Outcome &outcome) {
    for (const std::string &note : notes)
        outcome.tell(say("Note: {}", note));
}

void tell_findings(const std::vector<tabulate::Finding> &findings, Outcome &outcome) {
    if (findings.empty())
        return;
    FoundByRule found;
    for (const tabulate::Finding &finding : findings)
        found.add(rule_name(finding.kind), [&] { return sentence(finding); });
    outcome.tell(say("Warnings:"));
    found.tell(outcome);
    outcome.attention = true;
}

void tell_unchecked(const std::vector<std::pair<std::string, Names>> &unchecked, Outcome &outcome) {
    for (const auto &[rule, why] : unchecked)
        outcome.tell(say("Not checked: {}, because {}.", rule, why.in(language_in_use())));
}

void tell_obstacles(const std::vector<workspace::Obstacle> &obstacles, Outcome &outcome) {
    if (obstacles.empty())
        return;
    FoundByRule found;
    for (const workspace::Obstacle &obstacle : obstacles)
        found.add(translated("Problems"),
                  [&] { return feature_name(obstacle.feature, obstacle.project) + ": " + obstacle.reason; });
    found.tell(outcome);
    outcome.refusal = say("Nothing was changed: {} features cannot take this step.", obstacles.size());
}

int year_of(int given, const catalogue::Catalogue &catalogue) {
    return given != 0 ? given : catalogue.year();
}

std::optional<Unit> unit_of_area(const std::string &name) {
    if (name.empty())
        return std::nullopt;
    const Unit unit = unit_from(name);
    if (!convertible(unit, Unit::square_metre))
        throw Error(ErrorKind::usage, say("\"{}\" is not a unit of area. Use 亩, 万亩, 公顷 or km2.", name));
    return unit;
}

workspace::Workspace open_as_of(const std::string &workspace, const std::string &as_of) {
    return as_of.empty() ? workspace::Workspace::open(workspace, true)
                         : workspace::open_revision(workspace, as_of);
}

std::string file_names(const std::vector<std::string> &files) {
    std::vector<std::string> names;
    for (const std::string &file : files)
        names.push_back(std::filesystem::path(file).filename().string());
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace qitu::commands
