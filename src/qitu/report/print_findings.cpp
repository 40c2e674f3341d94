#include "machine.h"
#include "numbers.h"

#include <qitu/report/report.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>

namespace qitu::report {

namespace {

using quality::Finding;
using quality::Severity;

constexpr std::array columns{"rule",     "severity", "layer", "feature",    "project_code", "longitude",
                             "latitude", "measured", "limit", "message_zh", "message_en"};

const char *severity_id(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

std::string severity_name(Severity severity) {
    return severity == Severity::error ? say("error") : say("warning");
}

std::optional<double> longitude(const Finding &finding) {
    return finding.place ? std::optional(finding.place->x) : std::nullopt;
}

std::optional<double> latitude(const Finding &finding) {
    return finding.place ? std::optional(finding.place->y) : std::nullopt;
}

std::string text_of(const std::optional<double> &number) {
    return number ? fmt::format("{}", *number) : std::string();
}

void print_csv(std::ostream &out, const std::vector<Finding> &findings) {
    write_csv(out, {columns.begin(), columns.end()});
    for (const Finding &finding : findings)
        write_csv(out, {finding.rule, severity_id(finding.severity), finding.layer,
                        fmt::format("{}", finding.feature), finding.project, text_of(longitude(finding)),
                        text_of(latitude(finding)), text_of(finding.measured), text_of(finding.limit),
                        finding.message.zh, finding.message.en});
}

Json json_of(const Finding &finding) {
    Json json;
    json["rule"] = finding.rule;
    json["severity"] = severity_id(finding.severity);
    json["layer"] = finding.layer;
    json["feature"] = finding.feature;
    json["project_code"] = finding.project;
    json["longitude"] = report::json_of(longitude(finding));
    json["latitude"] = report::json_of(latitude(finding));
    json["measured"] = report::json_of(finding.measured);
    json["limit"] = report::json_of(finding.limit);
    json["message"] = {{"zh", finding.message.zh}, {"en", finding.message.en}};
    return json;
}

void print_json(std::ostream &out, const quality::Inspected &inspected) {
    Json json;
    json["features"] = inspected.features;
    json["rows"] = Json::array();
    for (const Finding &finding : inspected.findings)
        json["rows"].push_back(json_of(finding));
    json["unchecked"] = Json::array();
    for (const auto &[rule, why] : inspected.unchecked)
        json["unchecked"].push_back({{"rule", rule}, {"why", {{"zh", why.zh}, {"en", why.en}}}});
    write_json(out, json);
}

std::string line_of(const Finding &finding) {
    const std::string feature = finding.project.empty()
                                    ? say("feature {}", finding.feature)
                                    : say("feature {} ({})", finding.feature, finding.project);
    const std::string at =
        finding.place ? fmt::format(" [{:.6f} {:.6f}]", finding.place->x, finding.place->y) : std::string();
    return fmt::format("    {} {}{}: {}", finding.layer, feature, at, finding.message.in(language_in_use()));
}

// Findings of one rule and severity.
struct Heap {
    std::vector<const Finding *> findings;
};

void print_heap(std::ostream &out, const Heap &heap, std::size_t most) {
    const Finding &first = *heap.findings.front();
    const quality::Rule *rule = quality::rule(first.rule);
    out << fmt::format("{}: {} {} ({})\n", severity_name(first.severity), first.rule,
                       rule != nullptr ? rule->names.in(language_in_use()) : std::string(),
                       with_separators(heap.findings.size()));
    const std::size_t shown = most == 0 ? heap.findings.size() : std::min(most, heap.findings.size());
    for (std::size_t i = 0; i < shown; ++i)
        out << line_of(*heap.findings[i]) << '\n';
    if (shown < heap.findings.size())
        out << "    "
            << say("… and {} more; --rule {} shows them all", with_separators(heap.findings.size() - shown),
                   first.rule)
            << '\n';
}

void print_table(std::ostream &out, const quality::Inspected &inspected, std::size_t most) {
    std::vector<Heap> heaps;
    for (const Severity severity : {Severity::error, Severity::warning}) {
        std::map<std::string, std::size_t> places;
        for (const Finding &finding : inspected.findings) {
            if (finding.severity != severity)
                continue;
            const auto [place, is_new] = places.try_emplace(finding.rule, heaps.size());
            if (is_new)
                heaps.emplace_back();
            heaps[place->second].findings.push_back(&finding);
        }
    }
    for (const Heap &heap : heaps)
        print_heap(out, heap, most);
    const auto errors = static_cast<std::uint64_t>(
        std::count_if(inspected.findings.begin(), inspected.findings.end(),
                      [](const Finding &finding) { return finding.severity == Severity::error; }));
    out << (heaps.empty() ? "" : "\n")
        << say("Checked {} features: {} errors, {} warnings.", with_separators(inspected.features),
               with_separators(errors), with_separators(inspected.findings.size() - errors))
        << '\n';
}

} // namespace

void print(std::ostream &out, const quality::Inspected &inspected, Format format,
           std::size_t most_of_a_rule) {
    switch (format) {
    case Format::table:
        return print_table(out, inspected, most_of_a_rule);
    case Format::csv:
        return print_csv(out, inspected.findings);
    case Format::json:
        return print_json(out, inspected);
    }
}

} // namespace qitu::report
