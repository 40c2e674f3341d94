#include "findings_by_rule.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace qitu::console {

namespace {

using validation::Finding;

constexpr std::array finding_columns{"rule",         "severity",   "layer",     "feature",
                                     "project_code", "longitude",  "latitude",  "measured",
                                     "limit",        "message_zh", "message_en"};

std::optional<double> longitude(const Finding &finding) {
    return finding.place ? std::optional(finding.place->x) : std::nullopt;
}

std::optional<double> latitude(const Finding &finding) {
    return finding.place ? std::optional(finding.place->y) : std::nullopt;
}

std::string text_of(const std::optional<double> &number) {
    return number ? fmt::format("{}", *number) : std::string();
}

void print_csv(std::ostream &out, const validation::Findings &findings) {
    write_csv(out, {finding_columns.begin(), finding_columns.end()});
    for (const Finding &finding : findings)
        write_csv(out, {finding.rule, severity_id(finding.severity), finding.layer,
                        fmt::format("{}", finding.feature), finding.project, text_of(longitude(finding)),
                        text_of(latitude(finding)), text_of(finding.measured), text_of(finding.limit),
                        finding.message.zh, finding.message.en});
}

Json finding_json(const Finding &finding) {
    Json json;
    json["rule"] = finding.rule;
    json["severity"] = severity_id(finding.severity);
    json["layer"] = finding.layer;
    json["feature"] = finding.feature;
    json["project_code"] = finding.project;
    json["longitude"] = json_of(longitude(finding));
    json["latitude"] = json_of(latitude(finding));
    json["measured"] = json_of(finding.measured);
    json["limit"] = json_of(finding.limit);
    json["message"] = {{"zh", finding.message.zh}, {"en", finding.message.en}};
    return json;
}

// A line for each finding, written as it comes: there may be millions.
void print_json(std::ostream &out, const validation::Inspected &inspected) {
    const auto line = [](const Json &json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    out << fmt::format("{{\n  \"features\": {},\n  \"rows\": [", inspected.features);
    const char *before = "\n    ";
    for (const Finding &finding : inspected.findings)
        out << std::exchange(before, ",\n    ") << line(finding_json(finding));
    Json unchecked = Json::array();
    for (const auto &[rule, why] : inspected.unchecked)
        unchecked.push_back({{"rule", rule}, {"why", {{"zh", why.zh}, {"en", why.en}}}});
    out << (inspected.findings.empty() ? "" : "\n  ") << "],\n  \"unchecked\": " << line(unchecked)
        << "\n}\n";
}

std::string line_of(const Finding &finding) {
    const std::string feature = finding.project.empty()
                                    ? say("feature {}", finding.feature)
                                    : say("feature {} ({})", finding.feature, finding.project);
    const std::string at =
        finding.place ? fmt::format(" [{:.6f} {:.6f}]", finding.place->x, finding.place->y) : std::string();
    return fmt::format("    {} {}{}: {}", finding.layer, feature, at, finding.message.in(language_in_use()));
}

void print_heap(std::ostream &out, const validation::Findings &findings, const Heap &heap, std::size_t most) {
    out << fmt::format("{}: {} {} ({})\n", severity_name(heap.severity), heap.rule, heap.name(),
                       format::with_separators(heap.at.size()));
    const std::size_t shown = most == 0 ? heap.at.size() : std::min(most, heap.at.size());
    for (std::size_t i = 0; i < shown; ++i)
        out << line_of(findings[heap.at[i]]) << '\n';
    if (shown < heap.at.size())
        out << "    "
            << say("… and {} more; --rule {} shows them all", format::with_separators(heap.at.size() - shown),
                   heap.rule)
            << '\n';
}

void print_table(std::ostream &out, const validation::Inspected &inspected, std::size_t most) {
    const validation::Findings &findings = inspected.findings;
    const std::vector<Heap> heaps = heaps_of(findings);
    for (const Heap &heap : heaps)
        print_heap(out, findings, heap, most);
    const std::uint64_t errors = findings.errors();
    out << (heaps.empty() ? "" : "\n")
        << say("Checked {} features: {} errors, {} warnings.", format::with_separators(inspected.features),
               format::with_separators(errors), format::with_separators(findings.size() - errors))
        << '\n';
}

} // namespace

void print(std::ostream &out, const validation::Inspected &inspected, Format format,
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

} // namespace qitu::console
