#include "understood.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <variant>

namespace qitu::importer {

namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json &json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// How many features each rule would have refused.
Json accepted_in(const Outcome &outcome) {
    Json rules = Json::object();
    const auto count = [&](const std::string &rule) { rules[rule] = rules.value(rule, 0) + 1; };
    for (std::size_t i = 0; i < outcome.findings.size(); ++i)
        if (const auto finding = outcome.findings.head(i); finding.severity == validation::Severity::error)
            count(std::string(finding.rule));
    for (const reader::FieldFault &fault : outcome.faults)
        if (fault.fatal)
            count("field.value");
    return rules;
}

} // namespace

std::string understood_json(const Outcome &outcome) {
    const reader::Diagnostics &diagnostics = outcome.diagnostics;
    Json json;
    json["format"] = diagnostics.format;
    json["layer"] = diagnostics.layer;
    json["encoding"] = diagnostics.encoding;
    json["encoding_evidence"] = diagnostics.encoding_evidence;
    json["crs"] = diagnostics.crs;
    json["crs_evidence"] = diagnostics.crs_evidence;
    json["operation"] = {{"zh", diagnostics.operation.zh}, {"en", diagnostics.operation.en}};
    json["fields"] = diagnostics.fields;
    json["unmapped"] = diagnostics.unmapped;
    json["conversions"] = diagnostics.conversions;
    json["notes"] = diagnostics.notes;
    if (!outcome.repairs.empty())
        json["repaired"] = outcome.repairs.size();
    if (!outcome.quarantined.empty())
        json["quarantined"] = outcome.quarantined.size();
    if (outcome.accepted)
        json["accepted"] = accepted_in(outcome);
    return text_of(json);
}

std::string fields_json(const catalogue::Layer &layer, const catalogue::Feature &feature) {
    Json json = Json::object();
    for (std::size_t i = 0; i < layer.fields.size(); ++i)
        std::visit(
            [&](const auto &value) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                    json[layer.fields[i].id] = value;
            },
            feature.values.at(i));
    return text_of(json);
}

} // namespace qitu::importer
