#include "notes.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>

namespace qitu::validation {

bool meets(const Conditions &conditions, const catalogue::Layer &layer, const catalogue::Feature &feature) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto &condition) {
        const auto &codes = condition.second;
        return std::find(codes.begin(), codes.end(), value_of(layer, feature, condition.first)) !=
               codes.end();
    });
}

int field_of_rule(const std::string &field, const catalogue::Layer &layer, const std::string &rule,
                  const catalogue::Layer &owner) {
    const int index = layer.index_of(field);
    if (index < 0)
        throw Error(ErrorKind::refused,
                    say("{}: the rule {} names the field \"{}\", which the layer {} does not have.",
                        owner.file.string(), rule, field, layer.id));
    return index;
}

Settings::Settings(const catalogue::Layer &layer) {
    const auto named = [&](const std::string &id) {
        return std::any_of(layer.rules.begin(), layer.rules.end(),
                           [&](const catalogue::Rule &each) { return each.id == id; });
    };
    for (const catalogue::Rule &own : layer.rules) {
        const Rule *known = rule(own.id);
        if (known == nullptr)
            unknown_.push_back(own.id);
        else if (own.severity != "off")
            settings_.push_back({own.id, own.severity == "warning" ? Severity::warning : Severity::error,
                                 own.limit.value_or(known->limit.value_or(0)), own.limit || known->limit,
                                 true, own.where, own.only, own.raster});
    }
    std::uint32_t exemption = 1;
    for (Setting &setting : settings_)
        if (!setting.only.empty()) {
            for (const auto &[field, codes] : setting.only)
                field_of_rule(field, layer, setting.id, layer);
            setting.exemption = exemption;
            exemption <<= 1U;
        }
    for (const Rule &each : rules())
        if (each.always && !named(each.id))
            settings_.push_back(
                {each.id, each.severity, each.limit.value_or(0), each.limit.has_value(), false, {}, {}});
}

std::uint32_t Settings::exemptions_of(const catalogue::Layer &layer,
                                      const catalogue::Feature &feature) const {
    std::uint32_t result = 0;
    for (const Setting &setting : settings_)
        if (!meets(setting.only, layer, feature))
            result |= setting.exemption;
    return result;
}

const Setting *Settings::of(std::string_view id) const {
    const auto found = std::find_if(settings_.begin(), settings_.end(),
                                    [&](const Setting &setting) { return setting.id == id; });
    return found == settings_.end() ? nullptr : &*found;
}

std::vector<const Setting *> Settings::family(std::string_view stem) const {
    std::vector<const Setting *> found;
    for (const Setting &setting : settings_)
        if (setting.id.starts_with(stem))
            found.push_back(&setting);
    return found;
}

Finding finding(const Subject &subject, const Setting &setting, Fault fault) {
    Finding made;
    made.rule = setting.id;
    made.severity = setting.severity;
    made.layer = subject.layer;
    made.source = subject.source;
    made.feature = subject.feature;
    made.project = subject.project;
    made.place = fault.place;
    made.wkb = std::move(fault.wkb);
    made.measured = fault.measured;
    if (setting.has_limit)
        made.limit = setting.limit;
    made.message = std::move(fault.message);
    return made;
}

std::string value_of(const catalogue::Layer &layer, const catalogue::Feature &feature,
                     std::string_view field) {
    const int index = layer.index_of(field);
    return index < 0 ? std::string() : catalogue::text_of(feature.values.at(static_cast<std::size_t>(index)));
}

} // namespace qitu::validation
