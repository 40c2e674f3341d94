#include "records.h"
#include "validity.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace qitu::validation {

struct Inspection::State {
    State(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer, Surroundings lying_around,
          InspectionOptions wanted);

    void check(std::span<CheckedFeature> checked,
               Found &findings) const; // by themselves; several threads at once
    void mend(CheckedFeature &checked) const;
    [[nodiscard]] Record record_of(const CheckedFeature &checked) const;
    void take(CheckedFeature &checked); // in the order of the features
    [[nodiscard]] Note note_of(const std::string &project, const catalogue::Feature &feature,
                               std::uint64_t fingerprint) const;
    void add_present();
    void check_upon_others();
    void add(const Found &found) {
        for (const Finding &each : found)
            result.findings.add(each);
    }

    InspectionOptions options;
    Surroundings surroundings;
    std::unique_ptr<FeatureChecks> checks; // these go when all is found
    std::unique_ptr<Records> records;
    std::unique_ptr<ProjectAreas> projects;
    std::unique_ptr<PlaceChecks> places;
    std::unique_ptr<Stretches> stretches;
    std::unique_ptr<Neighbours> neighbours;
    bool keeps;               // the features
    std::optional<Kept> kept; // what is left of the records
    Inspected result;
    std::uint64_t position = 0; // in the source at hand
    int admin, year, declared;
    double declared_size = 1; // m² of one unit
};

Inspection::State::State(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                         Surroundings lying_around, InspectionOptions wanted)
    : options(std::move(wanted)), surroundings(std::move(lying_around)),
      checks(std::make_unique<FeatureChecks>(catalogue, layer)),
      records(std::make_unique<Records>(catalogue, layer, *checks, options)),
      keeps(options.keep || surroundings.present ||
            rules_upon_others(catalogue, checks->settings(), surroundings)),
      admin(layer.index_of(catalogue::field_id::admin_code)), year(layer.index_of(catalogue::field_id::year)),
      declared(layer.index_of(catalogue::field_id::declared_area)) {
    result.findings = Findings(options.memory / 4);
    if (const catalogue::Field *field = layer.field(catalogue::field_id::declared_area);
        field != nullptr && !field->unit.empty())
        declared_size = unit_size(unit_from(field->unit));
    for (const std::string &id : checks->settings().unknown())
        result.unchecked.emplace_back(id, said("there is no such rule"));
    PlaceRules rules;
    projects = std::make_unique<ProjectAreas>(*records);
    stretches = std::make_unique<Stretches>(*records);
    add_place_rules(*records, surroundings, *projects, result.unchecked, rules);
    places = std::make_unique<PlaceChecks>(std::move(rules));
    neighbours = std::make_unique<Neighbours>(*records, keeps ? options.memory / 2 : options.memory);
}

namespace {

const catalogue::Value *value_at(const catalogue::Feature &feature, int index) {
    return index < 0 ? nullptr : &feature.values.at(static_cast<std::size_t>(index));
}

double number_at(const catalogue::Feature &feature, int index) {
    const catalogue::Value *value = value_at(feature, index);
    if (value == nullptr)
        return std::nan("");
    if (const auto *real = std::get_if<double>(value))
        return *real;
    if (const auto *whole = std::get_if<std::int64_t>(value))
        return static_cast<double>(*whole);
    return std::nan("");
}

} // namespace

void Inspection::State::check(std::span<CheckedFeature> all, Found &findings) const {
    std::vector<Record> placed;
    for (CheckedFeature &checked : all) {
        checks->check(checked);
        if (checked.defect)
            mend(checked);
        if (places->needed() && !checked.shape.empty())
            placed.push_back(record_of(checked));
    }
    places->check(placed, findings);
}

Record Inspection::State::record_of(const CheckedFeature &checked) const {
    Record record;
    record.feature = checked.feature.id;
    record.source = checks->source();
    record.project = checks->project_of(checked.feature);
    record.meridian = checked.feature.central_meridian;
    record.box = checked.box;
    record.wkb = checked.wkb();
    record.exemptions = checks->settings().exemptions_of(records->layer, checked.feature);
    record.shape = &checked.shape;
    record.banner = text_at(checked.feature, admin);
    record.declared_m2 = number_at(checked.feature, declared) * declared_size;
    record.placed = checks->restrictions().by_place(checked.feature);
    return record;
}

// What is invalid goes on as what it is when made valid, so that it is held against its neighbours too. Only
// when a repair was asked for does that take the place of the finding.
void Inspection::State::mend(CheckedFeature &checked) const {
    const auto found = std::find_if(checked.findings.begin(), checked.findings.end(),
                                    [](const Finding &each) { return each.rule == "geometry.invalid"; });
    const bool to_repair = options.repair && found != checked.findings.end();
    const catalogue::GeometryType type = records->layer.geometry;
    Repair repair = to_repair ? repaired(checked.shape, type) : Repair{made_valid(checked.shape, type)};
    const bool unusable = repair.shape.empty() || !checked.defect->place;
    checked.valid = unusable ? std::vector<std::byte>() : write_wkb(repair.shape);
    checked.shape = unusable ? geometry::Shape{} : std::move(repair.shape);
    if (!unusable && !to_repair)
        return;
    checked.mended = Mended{checks->source(),
                            0,
                            checked.feature.id,
                            checks->project_of(checked.feature),
                            checked.defect->reason,
                            checked.defect->place,
                            unusable ? 0 : repair.before_m2,
                            unusable ? 0 : repair.after_m2,
                            unusable,
                            unusable};
    Mended &mended = *checked.mended;
    if (unusable) {
        if (!to_repair)
            return;
        found->severity = Severity::error;
        found->message = said("The geometry is invalid ({}), and nothing is left after making it valid. "
                              "Redraw it or remove the feature.",
                              mended.reason);
        return;
    }
    const double change = repair.change_percent();
    mended.quarantined = change > found->limit.value_or(0);
    if (!mended.quarantined) {
        checked.findings.erase(found);
        return;
    }
    found->severity = Severity::warning;
    found->measured = change;
    found->message =
        said("The geometry is invalid at {:.7f} {:.7f} ({}), and the repair would change its "
             "area by {:.2f} %, from {:.2f} m² to {:.2f} m². It goes into quarantine and "
             "counts for nothing until it is corrected.",
             mended.place->x, mended.place->y, mended.reason, change, mended.before_m2, mended.after_m2);
    checked.valid->clear();
    checked.shape.clear();
}

Note Inspection::State::note_of(const std::string &project, const catalogue::Feature &feature,
                                std::uint64_t fingerprint) const {
    const double in_year = number_at(feature, year);
    return {fingerprint, records->words.keep(project),
            std::isnan(in_year) ? 0 : static_cast<std::int32_t>(in_year),
            checks->restrictions().renewal(feature)};
}

void Inspection::State::take(CheckedFeature &checked) {
    const catalogue::Feature &feature = checked.feature;
    checks->compare(checked);
    records->notes.push_back(note_of(checks->project_of(feature), feature, checked.fingerprint.value_or(0)));
    records->box.add(checked.box);
    if (keeps)
        records->kept.add(record_of(checked), feature);
    if (neighbours->needed() && !checked.shape.empty())
        neighbours->add(checked.number, checked.shape);
    if (stretches->needed() && !checked.shape.empty())
        stretches->add(checked.number, checked.wkb());
    add(checked.findings);
    if (checked.mended) {
        checked.mended->position = position;
        result.mended.push_back(std::move(*checked.mended));
    }
    ++position;
    ++result.features;
}

void Inspection::State::add_present() {
    const Stream &stream = surroundings.present;
    if (!stream || records->box.empty())
        return;
    constexpr double margin = 1e-3; // about 100 m: no gap is that wide
    const Box near = buffered(records->box, margin, margin);
    const Setting *duplicate = checks->settings().of("geometry.duplicate");
    Kept::Reader twins(records->kept);
    for (catalogue::Feature feature; stream(feature);) {
        std::optional<geometry::Shape> shape = readable(feature.wkb);
        if (!shape || shape->empty() || !box_of(shape->points).meets(near))
            continue;
        const auto number = static_cast<std::uint32_t>(records->notes.size());
        records->notes.push_back(note_of(checks->project_of(feature), feature, fingerprint(*shape)));
        records->present.push_back(feature.id);
        const std::uint32_t twin = checks->figure(records->notes.back().fingerprint);
        if (twin != FirstOf::none && duplicate != nullptr)
            result.findings.add(records->finding(twins.record(twin), *duplicate,
                                                 {said("The geometry is the same as that of {}. Remove one "
                                                       "of them if they are the same feature.",
                                                       records->name(number, twin))}));
        if (stretches->needed())
            stretches->add(number, feature.wkb);
        if (!neighbours->needed())
            continue;
        if (const geometry::Shape valid = valid_polygon(std::move(*shape)); !valid.empty())
            neighbours->add(number, valid);
    }
}

void Inspection::State::check_upon_others() {
    PlaceRules rules;
    add_rules_upon_others(*records, surroundings, result.unchecked, rules);
    PlaceChecks upon_others(std::move(rules));
    if (upon_others.needed())
        check_kept(*records, upon_others, [&](const Found &found) { add(found); });
}

Inspection::Inspection(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                       Surroundings surroundings, InspectionOptions options)
    : state_(std::make_unique<State>(catalogue, layer, std::move(surroundings), std::move(options))) {}
Inspection::~Inspection() = default;

void Inspection::begin(std::string source) {
    state_->checks->begin(std::move(source));
    state_->position = 0;
}

void Inspection::add(const catalogue::Feature &feature) {
    CheckedFeature checked;
    checked.feature = feature;
    Found found;
    state_->check({&checked, 1}, found);
    state_->take(checked);
    state_->add(found);
}

void Inspection::add_all(const Stream &stream) {
    constexpr std::size_t at_a_time = 512;
    struct Batch {
        std::vector<CheckedFeature> checked = std::vector<CheckedFeature>(at_a_time);
        std::size_t count = 0;
        Found findings;
        [[nodiscard]] std::span<CheckedFeature> all() { return std::span(checked).first(count); }
    };
    State &state = *state_;
    ordered_pipeline<Batch>(
        threads_for(state.options.threads),
        [&](Batch &batch) {
            batch.count = 0;
            batch.findings.clear();
            while (batch.count < at_a_time && stream(batch.checked[batch.count].feature))
                ++batch.count;
            return batch.count == at_a_time;
        },
        [&](std::size_t, Batch &batch) { state.check(batch.all(), batch.findings); },
        [&](Batch &batch) {
            for (CheckedFeature &checked : batch.all())
                state.take(checked);
            state.add(batch.findings);
        });
}

Inspected Inspection::finish() {
    State &state = *state_;
    state.check_upon_others();
    state.add_present();
    if (state.neighbours->needed())
        state.neighbours->check(state.result.findings);
    state.stretches->check(state.result.findings);
    state.projects->check(state.result.findings);
    state.result.findings.sort();
    state.kept.emplace(std::move(state.records->kept));
    state.surroundings = {};
    state.neighbours.reset();
    state.places.reset();
    state.projects.reset();
    state.stretches.reset();
    state.records.reset();
    state.checks.reset();
    return std::move(state.result);
}

Stream Inspection::kept() const {
    const auto reader = std::make_shared<Kept::Reader>(*state_->kept);
    return [reader](catalogue::Feature &feature) { return reader->next(feature); };
}

} // namespace qitu::validation
