// Rules about what features lie near to.
#include "records.h"
#include "validity.h"

#include <qitu/core/base/message.h>

#include <memory>
#include <optional>
#include <utility>

namespace qitu::validation {

void add_near_rule(const Records &records, const Setting &rule, const catalogue::Layer &other,
                   proximity::Works works, PlaceRules &rules) {
    PlaceRule made;
    made.of_each = [&records, &rule, &other,
                    works = std::make_shared<const proximity::Works>(std::move(works))](const Record &record,
                                                                                        Found &findings) {
        const std::optional<geometry::Shape> shape = readable(record.wkb);
        if (!shape || shape->empty() || (record.exemptions & rule.exemption) != 0 ||
            works->nearest(*shape, rule.limit))
            return;
        findings.push_back(records.finding(
            record, rule,
            {said("No feature of {} lies within {:g} m, where one must. Choose another place, or "
                  "add what is missing there.",
                  other.names, rule.limit)}));
    };
    rules.push_back(std::move(made));
}

} // namespace qitu::validation
