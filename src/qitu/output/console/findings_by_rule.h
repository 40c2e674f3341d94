// Findings of a check by rule and severity, as table and page show them.
#pragma once

#include <qitu/analysis/validation/validation.h>

#include <string>
#include <vector>

namespace qitu::console {

/// Those of one rule and severity, by position.
struct RuleFindings {
    std::string rule;
    validation::Severity severity;
    std::vector<std::size_t> at;

    /// The rule's name in the language in use; "" of one that there is not.
    [[nodiscard]] std::string name() const;
};
/// Errors first, then warnings, each in the order in which the rules come.
std::vector<RuleFindings> by_rule(const validation::Findings &findings);

const char *severity_id(validation::Severity severity);
std::string severity_name(validation::Severity severity);

} // namespace qitu::console
