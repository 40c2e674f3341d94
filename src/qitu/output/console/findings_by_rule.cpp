#include "findings_by_rule.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <map>
#include <string_view>

namespace qitu::console {

using validation::Severity;

std::string RuleFindings::name() const {
    const validation::Rule *known = validation::rule(rule);
    return known == nullptr ? std::string() : known->names.in(language_in_use());
}

std::vector<RuleFindings> by_rule(const validation::Findings &findings) {
    std::vector<RuleFindings> rules;
    for (const Severity severity : {Severity::error, Severity::warning}) {
        std::map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            const validation::Findings::Head head = findings.head(i);
            if (head.severity != severity)
                continue;
            const auto [place, is_new] = places.try_emplace(head.rule, rules.size());
            if (is_new)
                rules.push_back({std::string(head.rule), severity, {}});
            rules[place->second].at.push_back(i);
        }
    }
    return rules;
}

const char *severity_id(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

std::string severity_name(Severity severity) {
    return severity == Severity::error ? say("error") : say("warning");
}

} // namespace qitu::console
