#include "findings_by_rule.h"
#include "listing.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace qitu::console {

namespace {

using validation::Finding;

Columns<Finding> finding_columns() {
    const auto column = [](const char *key, Value (*value)(const Finding &)) {
        return Column<Finding>{key, "", Align::left, value};
    };
    return {column("rule", [](const Finding &finding) { return Value(finding.rule); }),
            column("severity",
                   [](const Finding &finding) { return Value(std::string(severity_id(finding.severity))); }),
            column("layer", [](const Finding &finding) { return Value(finding.layer); }),
            column("feature", [](const Finding &finding) { return Value(finding.feature); }),
            column("project_code", [](const Finding &finding) { return Value(finding.project); }),
            column("longitude",
                   [](const Finding &finding) { return finding.place ? Value(finding.place->x) : Value(); }),
            column("latitude",
                   [](const Finding &finding) { return finding.place ? Value(finding.place->y) : Value(); }),
            column("measured", [](const Finding &finding) { return value_of(finding.measured); }),
            column("limit", [](const Finding &finding) { return value_of(finding.limit); })};
}

void print_csv(std::ostream &out, const validation::Findings &findings) {
    Columns<Finding> all = finding_columns();
    all.push_back(
        {"message_zh", "", Align::left, [](const Finding &finding) { return Value(finding.message.zh); }});
    all.push_back(
        {"message_en", "", Align::left, [](const Finding &finding) { return Value(finding.message.en); }});
    write_csv(out, all, findings);
}

// A line for each finding, written as it comes: there may be millions.
void print_json(std::ostream &out, const validation::Inspected &inspected) {
    const auto line = [](const Json &json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    out << fmt::format("{{\n  \"features\": {},\n  \"rows\": [", inspected.features);
    const char *before = "\n    ";
    const Columns<Finding> all = finding_columns();
    for (const Finding &finding : inspected.findings) {
        Json row = json_of(all, finding);
        row["message"] = {{"zh", finding.message.zh}, {"en", finding.message.en}};
        out << std::exchange(before, ",\n    ") << line(row);
    }
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

void print_rule(std::ostream &out, const validation::Findings &findings, const RuleFindings &of_rule,
                std::size_t most) {
    out << fmt::format("{}: {} {} ({})\n", severity_name(of_rule.severity), of_rule.rule, of_rule.name(),
                       format::with_separators(of_rule.at.size()));
    const std::size_t shown = most == 0 ? of_rule.at.size() : std::min(most, of_rule.at.size());
    for (std::size_t i = 0; i < shown; ++i)
        out << line_of(findings[of_rule.at[i]]) << '\n';
    if (shown < of_rule.at.size())
        out << "    "
            << say("… and {} more; --rule {} shows them all",
                   format::with_separators(of_rule.at.size() - shown), of_rule.rule)
            << '\n';
}

void print_table(std::ostream &out, const validation::Inspected &inspected, std::size_t most) {
    const validation::Findings &findings = inspected.findings;
    const std::vector<RuleFindings> rules = by_rule(findings);
    for (const RuleFindings &of_rule : rules)
        print_rule(out, findings, of_rule, most);
    const std::uint64_t errors = findings.errors();
    out << (rules.empty() ? "" : "\n")
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
