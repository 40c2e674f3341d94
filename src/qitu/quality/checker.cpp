#include "validity.h"

#include <algorithm>

namespace qitu::quality {

namespace {

using catalogue::Feature;
using catalogue::Field;
using catalogue::Layer;
using catalogue::text_of;
using catalogue::Value;

// nullopt: the layer turns the rule off.
std::optional<Severity> severity_of(const Layer &layer, std::string_view rule, Severity usual) {
    const auto found = std::find_if(layer.rules.begin(), layer.rules.end(),
                                    [&](const catalogue::Rule &entry) { return entry.id == rule; });
    if (found == layer.rules.end())
        return usual;
    if (found->severity == "off")
        return std::nullopt;
    return found->severity == "warning" ? Severity::warning : Severity::error;
}

std::string value_of(const Layer &layer, const Feature &feature, std::string_view field) {
    const int index = layer.index_of(field);
    return index < 0 ? std::string() : text_of(feature.values.at(static_cast<std::size_t>(index)));
}

std::string name_of(const Field &field) {
    const std::string &name = field.names.in(language_in_use());
    return name.empty() || name == field.id ? field.id : fmt::format("{} ({})", name, field.id);
}

bool missing(const Value &value) {
    const auto *text = std::get_if<std::string>(&value);
    return std::holds_alternative<std::monostate>(value) || (text != nullptr && folded(*text).empty());
}

// The findings of one feature, with what all of them share.
class Notes {
  public:
    Notes(const Layer &layer, const Feature &feature)
        : layer_(layer), feature_(feature), project_(value_of(layer, feature, "project_code")) {}

    void add(const char *rule, Severity usual, std::string message,
             std::optional<geodesy::Point> place = {}) {
        if (const auto severity = severity_of(layer_, rule, usual))
            findings_.push_back({rule, *severity, feature_.id, project_, place, 0, std::move(message)});
    }
    std::vector<Finding> findings() { return std::move(findings_); }

  private:
    const Layer &layer_;
    const Feature &feature_;
    std::string project_;
    std::vector<Finding> findings_;
};

void note_defect(const Defect &defect, Notes &notes) {
    const auto &place = defect.place;
    notes.add(
        "geometry.invalid", Severity::error,
        place
            ? say("The geometry is invalid at {:.7f} {:.7f}: {}. Correct it there, or import with --repair.",
                  place->x, place->y, defect.reason)
            : say("The geometry cannot be used: {}. Draw it anew or take the feature out.", defect.reason),
        place);
}

struct Judged {
    std::optional<Defect> defect;
    std::optional<std::uint64_t> fingerprint; // none where there is no figure
};

Judged judged(const std::vector<std::byte> &wkb) {
    if (wkb.empty())
        return {defect(wkb), {}};
    try {
        const Figure figure = read_wkb(wkb);
        return {defect_of(figure), figure.empty() ? std::nullopt : std::optional(fingerprint(figure))};
    } catch (const Unreadable &unreadable) {
        return {Defect{unreadable.what(), {}}, {}};
    }
}

void check_fields(const catalogue::Catalogue &catalogue, const Layer &layer, const Feature &feature,
                  Notes &notes) {
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const Field &field = layer.fields[i];
        const Value &value = feature.values.at(i);
        if (missing(value)) {
            if (field.required)
                notes.add("field.required", Severity::error,
                          say("The field {} is required and has no value. Fill it in.", name_of(field)));
            continue;
        }
        const std::string text = text_of(value);
        if (!field.codes.empty() && field.code(text) == nullptr)
            notes.add(
                "field.code", field.required || field.id == "stage" ? Severity::error : Severity::warning,
                say("The field {} holds \"{}\", which is not in its list of codes. Use a code of the list "
                    "(\"qitu layers {}\" shows it).",
                    name_of(field), text, layer.id));
        if (field.id == "admin_code" && catalogue.find_admin(text) == nullptr)
            notes.add(
                "admin.unknown", Severity::error,
                say("The field {} holds \"{}\", which is no region, league or banner of the catalogue. Use "
                    "the six-digit code.",
                    name_of(field), text));
    }
}

} // namespace

Checker::Checker(const catalogue::Catalogue &catalogue, const Layer &layer)
    : catalogue_(catalogue), layer_(layer) {}

void Checker::begin(std::string source) {
    sources_.push_back(std::move(source));
}

std::vector<Finding> Checker::check(const Feature &feature) {
    Notes notes(layer_, feature);
    const Judged geometry = judged(feature.wkb);
    if (geometry.defect)
        note_defect(*geometry.defect, notes);
    if (geometry.fingerprint) {
        const std::size_t source = sources_.size() - 1;
        const auto [seen, first_time] = seen_.try_emplace(*geometry.fingerprint, First{source, feature.id});
        const First &first = seen->second;
        if (!first_time)
            notes.add(
                "geometry.duplicate", Severity::warning,
                first.source == source
                    ? say("The geometry is the same as that of feature {}. Take one of them out if they are "
                          "one thing.",
                          first.feature)
                    : say("The geometry is the same as that of feature {} of {}. Take one of them out if "
                          "they are one thing.",
                          first.feature, sources_[first.source]));
    }
    check_fields(catalogue_, layer_, feature, notes);
    return notes.findings();
}

} // namespace qitu::quality
