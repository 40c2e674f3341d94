#include "understood.h"

#include <nlohmann/json.hpp>

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
    const reader::Understanding &understanding = outcome.understanding;
    Json json;
    json["format"] = understanding.format;
    json["layer"] = understanding.layer;
    json["encoding"] = understanding.encoding;
    json["encoding_evidence"] = understanding.encoding_evidence;
    json["crs"] = understanding.crs;
    json["crs_evidence"] = understanding.crs_evidence;
    json["operation"] = understanding.operation;
    json["fields"] = understanding.fields;
    json["unmapped"] = understanding.unmapped;
    json["conversions"] = understanding.conversions;
    json["notes"] = understanding.notes;
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
