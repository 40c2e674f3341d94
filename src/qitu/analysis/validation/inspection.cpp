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

namespace {

// A feature on its way through an inspection.
struct Seen {
    catalogue::Feature feature;
    Judged judged;
    std::optional<std::vector<std::byte>>
        valid; // its geometry, when it had to be made so; empty: nothing left
    std::optional<Mended> mended;

    [[nodiscard]] std::span<const std::byte> wkb() const { return valid ? *valid : feature.wkb; }
};

} // namespace

struct Inspection::State {
    State(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer, Surroundings lying_around,
          InspectionOptions wanted);

    void look_at(std::span<Seen> seen, Found &findings) const; // by themselves; several threads at once
    void mend(Seen &seen) const;
    [[nodiscard]] Record record_of(const Seen &seen) const;
    void take(Seen &seen); // in the order of the features
    Note note_of(const std::string &project, const catalogue::Feature &feature, std::uint64_t fingerprint);
    void add_present();
    void judge_upon_others();
    void add(const Found &found) {
        for (const Finding &each : found)
            result.findings.add(each);
    }

    InspectionOptions options;
    Surroundings surroundings;
    std::unique_ptr<Judge> judge; // these go when all is found
    std::unique_ptr<Records> records;
    std::unique_ptr<PlaceJudge> places;
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
      judge(std::make_unique<Judge>(catalogue, layer)),
      records(std::make_unique<Records>(catalogue, layer, *judge, options)),
      keeps(options.keep || surroundings.present ||
            rules_upon_others(catalogue, judge->settings(), surroundings)),
      admin(layer.index_of(catalogue::field_id::admin_code)), year(layer.index_of(catalogue::field_id::year)),
      declared(layer.index_of(catalogue::field_id::declared_area)) {
    result.findings = Findings(options.memory / 4);
    if (const catalogue::Field *field = layer.field(catalogue::field_id::declared_area);
        field != nullptr && !field->unit.empty())
        declared_size = unit_size(unit_from(field->unit));
    for (const std::string &id : judge->settings().unknown())
        result.unchecked.emplace_back(id, said("there is no such rule"));
    PlaceRules rules;
    add_place_rules(*records, surroundings.banners, result.unchecked, rules);
    places = std::make_unique<PlaceJudge>(std::move(rules));
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

void Inspection::State::look_at(std::span<Seen> all, Found &findings) const {
    std::vector<Record> placed;
    for (Seen &seen : all) {
        seen.valid.reset();
        seen.mended.reset();
        seen.judged = judge->look_at(seen.feature);
        if (seen.judged.defect)
            mend(seen);
        if (places->needed() && !seen.wkb().empty())
            placed.push_back(record_of(seen));
    }
    places->judge(placed, findings);
}

Record Inspection::State::record_of(const Seen &seen) const {
    Record record;
    record.feature = seen.feature.id;
    record.source = judge->source();
    record.project = judge->project_of(seen.feature);
    record.meridian = seen.feature.central_meridian;
    record.box = seen.judged.box;
    if (!record.box.empty())
        record.middle = record.box.middle();
    record.wkb = seen.wkb();
    record.banner = text_at(seen.feature, admin);
    record.declared_m2 = number_at(seen.feature, declared) * declared_size;
    return record;
}

// What is invalid goes on as what it is when made valid, so that it is held against its neighbours too. Only
// when a repair was asked for does that take the place of the finding.
void Inspection::State::mend(Seen &seen) const {
    Judged &judged = seen.judged;
    const auto found = std::find_if(judged.findings.begin(), judged.findings.end(),
                                    [](const Finding &each) { return each.rule == "geometry.invalid"; });
    const bool to_repair = options.repair && found != judged.findings.end();
    const catalogue::GeometryType type = records->layer.geometry;
    const Repair repair =
        to_repair ? repaired(seen.feature.wkb, type) : Repair{made_valid(seen.feature.wkb, type)};
    const bool unusable = repair.wkb.empty() || !judged.defect->place;
    seen.valid = unusable ? std::vector<std::byte>() : repair.wkb;
    if (!unusable && !to_repair)
        return;
    seen.mended = Mended{judge->source(),
                         0,
                         seen.feature.id,
                         judge->project_of(seen.feature),
                         judged.defect->reason,
                         judged.defect->place,
                         unusable ? 0 : repair.before_m2,
                         unusable ? 0 : repair.after_m2,
                         unusable,
                         unusable};
    Mended &mended = *seen.mended;
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
        judged.findings.erase(found);
        return;
    }
    found->severity = Severity::warning;
    found->measured = change;
    found->message =
        said("The geometry is invalid at {:.7f} {:.7f} ({}), and the repair would change its "
             "area by {:.2f} %, from {:.2f} m² to {:.2f} m². It goes into quarantine and "
             "counts for nothing until it is corrected.",
             mended.place->x, mended.place->y, mended.reason, change, mended.before_m2, mended.after_m2);
    seen.valid->clear();
}

Note Inspection::State::note_of(const std::string &project, const catalogue::Feature &feature,
                                std::uint64_t fingerprint) {
    const double in_year = number_at(feature, year);
    return {fingerprint, records->words.keep(project),
            std::isnan(in_year) ? 0 : static_cast<std::int32_t>(in_year)};
}

void Inspection::State::take(Seen &seen) {
    const catalogue::Feature &feature = seen.feature;
    judge->compare(feature, seen.judged);
    records->notes.push_back(
        note_of(judge->project_of(feature), feature, seen.judged.fingerprint.value_or(0)));
    records->box.add(seen.judged.box);
    if (keeps)
        records->kept.add(record_of(seen), feature);
    if (neighbours->needed() && !seen.wkb().empty())
        neighbours->add(seen.judged.number, seen.wkb());
    add(seen.judged.findings);
    if (seen.mended) {
        seen.mended->position = position;
        result.mended.push_back(std::move(*seen.mended));
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
    const Setting *duplicate = judge->settings().of("geometry.duplicate");
    Kept::Reader twins(records->kept);
    for (catalogue::Feature feature; stream(feature);) {
        const std::optional<geometry::Shape> shape = readable(feature.wkb);
        if (!shape || shape->empty() || !box_of(shape->points).meets(near))
            continue;
        const auto number = static_cast<std::uint32_t>(records->notes.size());
        records->notes.push_back(note_of(judge->project_of(feature), feature, fingerprint(*shape)));
        records->present.push_back(feature.id);
        const std::uint32_t twin = judge->figure(records->notes.back().fingerprint);
        if (twin != FirstOf::none && duplicate != nullptr)
            result.findings.add(records->finding(twins.record(twin), *duplicate,
                                                 {said("The geometry is the same as that of {}. Remove one "
                                                       "of them if they are the same feature.",
                                                       records->name(number, twin))}));
        if (!neighbours->needed())
            continue;
        feature.wkb = valid_polygon(std::move(feature.wkb), *shape);
        if (!feature.wkb.empty())
            neighbours->add(number, feature.wkb);
    }
}

void Inspection::State::judge_upon_others() {
    PlaceRules rules;
    add_rules_upon_others(*records, surroundings, result.unchecked, rules);
    PlaceJudge upon_others(std::move(rules));
    if (upon_others.needed())
        judge_kept(*records, upon_others, [&](const Found &found) { add(found); });
}

Inspection::Inspection(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                       Surroundings surroundings, InspectionOptions options)
    : state_(std::make_unique<State>(catalogue, layer, std::move(surroundings), std::move(options))) {}
Inspection::~Inspection() = default;

void Inspection::begin(std::string source) {
    state_->judge->begin(std::move(source));
    state_->position = 0;
}

void Inspection::add(const catalogue::Feature &feature) {
    Seen seen;
    seen.feature = feature;
    Found found;
    state_->look_at({&seen, 1}, found);
    state_->take(seen);
    state_->add(found);
}

void Inspection::add_all(const Stream &stream) {
    constexpr std::size_t at_a_time = 512;
    struct Batch {
        std::vector<Seen> seen = std::vector<Seen>(at_a_time);
        std::size_t count = 0;
        Found findings;
        [[nodiscard]] std::span<Seen> all() { return std::span(seen).first(count); }
    };
    State &state = *state_;
    ordered_pipeline<Batch>(
        threads_for(state.options.threads),
        [&](Batch &batch) {
            batch.count = 0;
            batch.findings.clear();
            while (batch.count < at_a_time && stream(batch.seen[batch.count].feature))
                ++batch.count;
            return batch.count == at_a_time;
        },
        [&](std::size_t, Batch &batch) { state.look_at(batch.all(), batch.findings); },
        [&](Batch &batch) {
            for (Seen &seen : batch.all())
                state.take(seen);
            state.add(batch.findings);
        });
}

Inspected Inspection::finish() {
    State &state = *state_;
    state.judge_upon_others();
    state.add_present();
    if (state.neighbours->needed())
        state.neighbours->judge(state.result.findings);
    state.result.findings.sort();
    state.kept.emplace(std::move(state.records->kept));
    state.surroundings = {};
    state.neighbours.reset();
    state.places.reset();
    state.records.reset();
    state.judge.reset();
    return std::move(state.result);
}

Stream Inspection::kept() const {
    const auto reader = std::make_shared<Kept::Reader>(*state_->kept);
    return [reader](catalogue::Feature &feature) { return reader->next(feature); };
}

} // namespace qitu::validation
