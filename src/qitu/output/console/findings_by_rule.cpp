#include "findings_by_rule.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <map>
#include <string_view>

namespace qitu::console {

using validation::Severity;

std::string Heap::name() const {
    const validation::Rule *known = validation::rule(rule);
    return known == nullptr ? std::string() : known->names.in(language_in_use());
}

std::vector<Heap> heaps_of(const validation::Findings &findings) {
    std::vector<Heap> heaps;
    for (const Severity severity : {Severity::error, Severity::warning}) {
        std::map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            const validation::Findings::Head head = findings.head(i);
            if (head.severity != severity)
                continue;
            const auto [place, is_new] = places.try_emplace(head.rule, heaps.size());
            if (is_new)
                heaps.push_back({std::string(head.rule), severity, {}});
            heaps[place->second].at.push_back(i);
        }
    }
    return heaps;
}

const char *severity_id(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

std::string severity_name(Severity severity) {
    return severity == Severity::error ? say("error") : say("warning");
}

} // namespace qitu::console
