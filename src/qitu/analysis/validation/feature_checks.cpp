#include "feature_checks.h"

#include "validity.h"

#include <qitu/core/base/date.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace qitu::validation {

namespace {

using catalogue::Feature;
using catalogue::Field;
using catalogue::Layer;
using catalogue::text_of;
using catalogue::Value;
using geometry::Shape;

// As the catalogue's layers name the steps of a project; what a layer does not have is passed over.
constexpr std::array steps{"approval_date", "start_date", "finish_date", "accepted_date"};

Names name_of(const Field &field) {
    const auto in = [&](const std::string &name) {
        return name.empty() || name == field.id ? field.id : fmt::format("{} ({})", name, field.id);
    };
    return {in(field.names.in(Language::zh)), in(field.names.in(Language::en))};
}

bool missing(const Value &value) {
    const auto *text = std::get_if<std::string>(&value);
    const auto visible = [](const std::string &words) { // an ASCII sign, or a Chinese one from U+4000 on
        const auto first = static_cast<unsigned char>(words.front());
        return (first > ' ' && first < 127) || (first >= 0xe4 && first <= 0xe9);
    };
    return std::holds_alternative<std::monostate>(value) ||
           (text != nullptr && (text->empty() || (!visible(*text) && folded(*text).empty())));
}

/// Of a date or of a time, which begins with its date.
std::optional<std::chrono::sys_days> day_of(std::string_view text) {
    constexpr std::size_t length = 10; // 2023-05-01
    const auto date = date_from(text.substr(0, length));
    return date ? std::optional(std::chrono::sys_days(*date)) : std::nullopt;
}

// As it stands: names and old codes are understood when a file comes in; in a workspace they count nowhere.
bool in_list(const Field &field, const std::string &text) {
    return std::any_of(field.codes.begin(), field.codes.end(),
                       [&](const catalogue::Code &code) { return code.code == text; });
}

// What an editor has typed into a column of another kind.
bool fits(const Field &field, const Value &value) {
    const auto *text = std::get_if<std::string>(&value);
    switch (field.type) {
    case catalogue::FieldType::text:
        return true;
    case catalogue::FieldType::date:
        return text == nullptr || day_of(*text).has_value();
    case catalogue::FieldType::integer:
    case catalogue::FieldType::real:
        return text == nullptr;
    }
    return true;
}

Names kind_of(const Field &field) {
    return field.type == catalogue::FieldType::date ? said("date of the form 2023-05-01") : said("number");
}

// Of what is not a place on Earth nothing is left.
std::optional<Defect> defect_of(const Feature &feature, Shape &shape) {
    if (feature.no_place)
        return Defect{*feature.no_place, {}};
    if (feature.wkb.empty())
        return defect(feature.wkb);
    if (auto bad = geodesy::no_place(shape.points, shape.path_ends)) {
        shape.clear();
        return Defect{std::move(bad->why), {}};
    }
    return geometry::find_defect(shape);
}

} // namespace

std::string text_at(const Feature &feature, int index) {
    return index < 0 ? std::string() : text_of(feature.values.at(static_cast<std::size_t>(index)));
}

FeatureChecks::FeatureChecks(const catalogue::Catalogue &catalogue, const Layer &layer)
    : catalogue_(catalogue), layer_(layer), settings_(layer), restrictions_(catalogue, layer),
      spike_(settings_.of("spike")), points_(settings_.of("too_many_points")),
      zone_crossed_(settings_.of("zone_crossed")), date_order_(settings_.of("date_order")),
      project_twice_(settings_.of("project.duplicate")), parcel_twice_(settings_.of("parcel.duplicate")) {
    code_ = layer.index_of(catalogue::field_id::project_code);
    name_ = layer.index_of(catalogue::field_id::project_name);
    parcel_ = layer.index_of(catalogue::field_id::parcel_code);
    for (const char *step : steps)
        if (const int index = layer.index_of(step); index >= 0)
            dates_.push_back({static_cast<std::size_t>(index),
                              validation::name_of(layer.fields[static_cast<std::size_t>(index)])});
}

void FeatureChecks::begin(std::string source) {
    sources_.push_back(std::move(source));
}

const std::string &FeatureChecks::source_name(std::size_t source) const {
    static const std::string none;
    return source < sources_.size() ? sources_[source] : none;
}

Names FeatureChecks::name_of(std::uint32_t number, std::size_t seen_from) const {
    const First &named = features_[number];
    return named.source == seen_from || source_name(named.source).empty()
               ? said("feature {}", named.feature)
               : said("feature {} of {}", named.feature, source_name(named.source));
}

std::string FeatureChecks::project_of(const Feature &feature) const {
    return text_at(feature, code_);
}

void FeatureChecks::add(const Setting *setting, CheckedFeature &checked, Fault fault) const {
    if (setting == nullptr)
        return;
    if (!fault.place && !checked.box.empty())
        fault.place = checked.box.middle();
    const Feature &feature = checked.feature;
    checked.findings.push_back(
        finding({layer_.id, source(), feature.id, project_of(feature)}, *setting, std::move(fault)));
}

// Of works that the document names, others do not count.
void FeatureChecks::check_names(CheckedFeature &checked) const {
    for (const catalogue::Indicator *indicator : restrictions_.by_name(checked.feature))
        if (!indicator->named_work(project_of(checked.feature), text_at(checked.feature, name_)))
            add("not_named", checked,
                {said("{} counts the works that the document names, and this is none of them: it does not "
                      "count. Correct the name of the project, or its kind.",
                      indicator->names)});
}

void FeatureChecks::check(CheckedFeature &checked) const {
    checked.valid.reset();
    checked.mended.reset();
    checked.findings.clear();
    checked.fingerprint.reset();
    checked.parcel.reset();
    check_geometry(checked);
    check_fields(checked);
    check_names(checked);
    if (const std::string parcel = text_at(checked.feature, parcel_);
        parcel_twice_ != nullptr && !parcel.empty())
        checked.parcel = hash_of(project_of(checked.feature) + '\n' + parcel);
}

void FeatureChecks::compare(CheckedFeature &checked) {
    checked.number = count();
    features_.push_back({checked.feature.id, source()});
    if (checked.fingerprint)
        compare_geometry(checked);
    compare_project(checked);
    compare_parcel(checked);
}

// The one place at which a feature on its way in is decoded.
void FeatureChecks::check_geometry(CheckedFeature &checked) const {
    const Feature &feature = checked.feature;
    checked.shape.clear();
    try {
        if (!feature.wkb.empty())
            read_wkb(feature.wkb, checked.shape);
        checked.defect = defect_of(feature, checked.shape);
        checked.box = box_of(checked.shape.points);
    } catch (const geometry::InvalidGeometry &invalid) {
        checked.shape.clear();
        checked.box = {};
        checked.defect = Defect{invalid.reason(), invalid.place()};
    }
    if (checked.defect)
        note_defect(checked);
    if (checked.shape.empty())
        return;
    if (const std::uint64_t print = validation::fingerprint(checked.shape);
        print != 0) // 0: no edge has a length
        checked.fingerprint = print;
    check_shape(checked);
}

void FeatureChecks::note_defect(CheckedFeature &checked) const {
    const Defect &defect = *checked.defect;
    const auto &place = defect.place;
    Fault fault;
    fault.place = place;
    fault.message =
        place ? said("The geometry is invalid at {:.7f} {:.7f}: {}. Correct it there, or have it made valid "
                     "on import.",
                     place->x, place->y, defect.reason)
              : said("The geometry cannot be used: {}. Redraw it or remove the feature.", defect.reason);
    add("geometry.invalid", checked, std::move(fault));
}

void FeatureChecks::compare_geometry(CheckedFeature &checked) {
    const std::uint32_t first = figures_.first(*checked.fingerprint, checked.number);
    if (first != checked.number)
        add("geometry.duplicate", checked,
            {said("The geometry is the same as that of {}. Remove one of them if they are the same feature.",
                  name_of(first, source()))});
}

void FeatureChecks::check_shape(CheckedFeature &checked) const {
    const Shape &shape = checked.shape;
    if (spike_ != nullptr)
        if (const auto corner = sharpest_corner(shape, spike_->limit))
            add(spike_, checked,
                {said("The border turns back on itself at {:.7f} {:.7f} under {:.3f}°. Remove the point or "
                      "correct it.",
                      corner->place.x, corner->place.y, corner->degrees),
                 corner->place, corner->degrees});
    if (points_ != nullptr)
        if (const auto points = static_cast<double>(shape.points.size()); points > points_->limit)
            add(points_, checked,
                {said("The geometry has {} points, and the limit is {}. Simplify or split it.", points,
                      points_->limit),
                 {},
                 points});
    if (zone_crossed_ == nullptr || checked.box.empty())
        return;
    const double first = geodesy::central_meridian_near(checked.box.min_x);
    const double last = geodesy::central_meridian_near(checked.box.max_x);
    if (first != last)
        add(zone_crossed_, checked,
            {said("The figure reaches from the 3-degree zone of {}° to that of {}°. Its area is counted in "
                  "the zone of its middle. Split it at the border of the zones if plane files need it.",
                  first, last)});
}

void FeatureChecks::check_fields(CheckedFeature &checked) const {
    const Feature &feature = checked.feature;
    for (std::size_t i = 0; i < layer_.fields.size(); ++i) {
        const Field &field = layer_.fields[i];
        const Value &value = feature.values.at(i);
        if (missing(value)) {
            const bool said_already =
                std::find(feature.refused.begin(), feature.refused.end(), i) != feature.refused.end();
            if (field.required && !said_already)
                add("field.required", checked,
                    {said("The field {} is required and has no value. Fill it in.",
                          validation::name_of(field))});
            continue;
        }
        if (!fits(field, value)) {
            add("field.value", checked,
                {said("The field {} holds \"{}\", which is not a {}. Correct it.", validation::name_of(field),
                      text_of(value), kind_of(field))});
            continue;
        }
        const bool banner = field.id == catalogue::field_id::admin_code;
        if (field.codes.empty() && !banner)
            continue;
        const auto *stored = std::get_if<std::string>(&value);
        const std::string other = stored == nullptr ? text_of(value) : std::string();
        const std::string &text = stored == nullptr ? other : *stored;
        if (!field.codes.empty() && !in_list(field, text))
            note_code(field, text, checked);
        if (banner && catalogue_.find_admin(text) == nullptr)
            add("admin.unknown", checked,
                {said("The field {} holds \"{}\", which is not a region, league or banner of the catalogue. "
                      "Use "
                      "the six-digit code.",
                      validation::name_of(field), text)});
    }
    check_dates(checked);
}

// Where the layer does not say how severe it is, a field decides that cannot do without its value.
void FeatureChecks::note_code(const Field &field, const std::string &text, CheckedFeature &checked) const {
    add("field.code", checked,
        {said("The field {} holds \"{}\", which is not in its list of codes. Use a code of the list (\"qitu "
              "layers {}\" shows it).",
              validation::name_of(field), text, layer_.id)});
    const Setting *setting = settings_.of("field.code");
    if (setting != nullptr && !setting->named && !field.required && field.id != catalogue::field_id::stage)
        checked.findings.back().severity = Severity::warning;
}

void FeatureChecks::check_dates(CheckedFeature &checked) const {
    const Feature &feature = checked.feature;
    if (date_order_ == nullptr)
        return;
    const DateField *before = nullptr;
    std::chrono::sys_days latest;
    for (const DateField &field : dates_) {
        const auto *text = std::get_if<std::string>(&feature.values[field.index]);
        const auto day = text == nullptr ? std::nullopt : day_of(*text);
        if (!day)
            continue;
        if (before != nullptr && static_cast<double>((latest - *day).count()) > date_order_->limit)
            return add(date_order_, checked,
                       {said("{} is {}, and {} is {}: the steps are out of order. Correct the date that is "
                             "wrong.",
                             before->names, text_of(feature.values[before->index]), field.names,
                             text_of(feature.values[field.index])),
                        {},
                        static_cast<double>((latest - *day).count())});
        if (before == nullptr || *day >= latest) {
            before = &field;
            latest = *day;
        }
    }
}

void FeatureChecks::compare_project(CheckedFeature &checked) {
    const Feature &feature = checked.feature;
    if (project_twice_ == nullptr)
        return;
    const std::string code = project_of(feature);
    const std::string name = code.empty() ? code : text_at(feature, name_);
    if (name.empty())
        return;
    const auto known = projects_.find(code);
    if (known == projects_.end()) {
        projects_.emplace(code, Project{checked.number, name});
        return;
    }
    const Project &project = known->second;
    if (project.name != name)
        add(project_twice_, checked,
            {said(
                "The project code {} is that of \"{}\" here and of \"{}\" at {}. Give each project a code of "
                "its own, or one name.",
                code, name, project.name, name_of(project.first, source()))});
}

void FeatureChecks::compare_parcel(CheckedFeature &checked) {
    const Feature &feature = checked.feature;
    if (!checked.parcel)
        return;
    const std::uint32_t first = parcels_.first(*checked.parcel, checked.number);
    if (first != checked.number)
        add(parcel_twice_, checked,
            {said("The parcel number {} is that of {} too. Number the parcels of a project once each.",
                  text_at(feature, parcel_), name_of(first, source()))});
}

} // namespace qitu::validation
