#include "records.h"
#include "turns.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace qitu::quality {

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
    State(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer, InspectionOptions wanted)
        : options(std::move(wanted)), judge(std::make_unique<Judge>(catalogue, layer)),
          records(std::make_unique<Records>(catalogue, layer, *judge, options)),
          admin(layer.index_of("admin_code")), year(layer.index_of("year")),
          declared(layer.index_of("declared_area")) {
        if (const catalogue::Field *field = layer.field("declared_area");
            field != nullptr && !field->unit.empty())
            declared_size = unit_size(unit_from(field->unit));
    }

    void look_at(Seen &seen) const; // by itself; several threads at once
    void mend(Seen &seen) const;
    void take(Seen &seen); // in the order of the features
    Note note_of(const catalogue::Feature &feature, std::uint64_t fingerprint);
    void add_present(const Stream &stream, Neighbours &neighbours);
    void sort_findings();

    InspectionOptions options;
    std::unique_ptr<Judge> judge; // both go when all is found
    std::unique_ptr<Records> records;
    std::optional<Kept> kept; // what is left of the records
    Inspected result;
    std::uint64_t position = 0; // in the source at hand
    int admin, year, declared;
    double declared_size = 1; // m² of one unit
};

namespace {

const catalogue::Value *value_at(const catalogue::Feature &feature, int index) {
    return index < 0 ? nullptr : &feature.values.at(static_cast<std::size_t>(index));
}

std::string text_at(const catalogue::Feature &feature, int index) {
    const catalogue::Value *value = value_at(feature, index);
    return value == nullptr ? std::string() : catalogue::text_of(*value);
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

std::size_t place_of(const std::string &id) {
    const Rule *known = rule(id);
    return static_cast<std::size_t>(known - rules().data());
}

} // namespace

void Inspection::State::look_at(Seen &seen) const {
    seen.valid.reset();
    seen.mended.reset();
    seen.judged = judge->look_at(seen.feature);
    if (seen.judged.defect)
        mend(seen);
}

// What is invalid goes on as what it is when made valid, so that it is held against its neighbours too. Only
// when a repair was asked for does that take the place of the finding.
void Inspection::State::mend(Seen &seen) const {
    Judged &judged = seen.judged;
    Repair repair = repaired(seen.feature.wkb, records->layer.geometry);
    if (!repair.wkb.empty() && defect(repair.wkb))
        repair.wkb.clear();
    const auto found = std::find_if(judged.findings.begin(), judged.findings.end(),
                                    [](const Finding &each) { return each.rule == "geometry.invalid"; });
    const bool to_repair = options.repair && found != judged.findings.end();
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
                         unusable ? Repair() : std::move(repair),
                         unusable};
    Mended &mended = *seen.mended;
    if (unusable) {
        if (!to_repair)
            return;
        found->severity = Severity::error;
        found->message =
            said("The geometry is invalid ({}), and making it valid leaves nothing of it. Draw it "
                 "anew or take the feature out.",
                 mended.reason);
        return;
    }
    const double change = mended.repair.change_percent();
    mended.quarantined = change > found->limit.value_or(0);
    if (!mended.quarantined) {
        judged.findings.erase(found);
        return;
    }
    found->severity = Severity::warning;
    found->measured = change;
    found->message = said("The geometry is invalid at {:.7f} {:.7f} ({}), and the repair would change its "
                          "area by {:.2f} %, from {:.2f} m² to {:.2f} m². It goes into quarantine and "
                          "counts for nothing until it is corrected.",
                          mended.place->x, mended.place->y, mended.reason, change, mended.repair.before_m2,
                          mended.repair.after_m2);
    seen.valid->clear();
}

Note Inspection::State::note_of(const catalogue::Feature &feature, std::uint64_t fingerprint) {
    const double in_year = number_at(feature, year);
    return {fingerprint, records->words.keep(judge->project_of(feature)),
            std::isnan(in_year) ? 0 : static_cast<std::int32_t>(in_year)};
}

void Inspection::State::take(Seen &seen) {
    const catalogue::Feature &feature = seen.feature;
    judge->compare(feature, seen.judged);
    records->notes.push_back(note_of(feature, seen.judged.fingerprint.value_or(0)));
    Record record;
    record.number = seen.judged.number;
    record.feature = feature.id;
    record.source = judge->source();
    record.project = records->notes.back().project;
    record.banner = records->words.keep(text_at(feature, admin));
    record.declared_m2 = number_at(feature, declared) * declared_size;
    record.wkb = seen.wkb();
    if (const Extent &extent = seen.judged.extent; !extent.empty())
        record.middle = {(extent.west + extent.east) / 2, (extent.south + extent.north) / 2};
    records->kept.add(record, feature);
    records->extent.add(seen.judged.extent);
    std::move(seen.judged.findings.begin(), seen.judged.findings.end(), std::back_inserter(result.findings));
    if (seen.mended) {
        seen.mended->position = position;
        result.mended.push_back(std::move(*seen.mended));
    }
    ++position;
    ++result.features;
}

void Inspection::State::add_present(const Stream &stream, Neighbours &neighbours) {
    if (!stream || records->extent.empty())
        return;
    Extent near = records->extent;
    constexpr double margin = 1e-3; // about 100 m: no gap is that wide
    near.add(geodesy::Point{near.west - margin, near.south - margin});
    near.add(geodesy::Point{near.east + margin, near.north + margin});
    const Setting *duplicate = judge->settings().of("geometry.duplicate");
    Kept::Reader twins(records->kept);
    for (catalogue::Feature feature; stream(feature);) {
        if (feature.wkb.empty())
            continue;
        const Figure figure = read_wkb(feature.wkb);
        const Extent extent = quality::extent_of(figure);
        if (extent.empty() || !extent.meets(near))
            continue;
        const auto number = static_cast<std::uint32_t>(records->notes.size());
        records->notes.push_back(note_of(feature, fingerprint(figure)));
        records->present.push_back(feature.id);
        const std::uint32_t twin = judge->figure(records->notes.back().fingerprint);
        if (twin != FirstOf::none && duplicate != nullptr)
            result.findings.push_back(records->finding(
                twins.record(twin), *duplicate,
                {said("The geometry is the same as that of {}. Take one of them out if they are one thing.",
                      records->name(number, twin))}));
        if (!neighbours.needed())
            continue;
        if (!tabulate::surely_valid(feature.wkb) && defect(feature.wkb))
            feature.wkb = repaired(feature.wkb, records->layer.geometry).wkb;
        if (!feature.wkb.empty())
            neighbours.add(number, feature.wkb);
    }
}

void Inspection::State::sort_findings() {
    struct Key {
        std::size_t rule;
        std::string_view id;
        std::size_t source;
        std::int64_t feature;
        std::size_t at;
        auto operator<=>(const Key &) const = default;
    };
    std::map<std::string_view, std::size_t> places;
    std::vector<Key> keys;
    keys.reserve(result.findings.size());
    for (const Finding &each : result.findings) {
        const auto [place, is_new] = places.try_emplace(each.rule, 0);
        if (is_new)
            place->second = place_of(each.rule);
        keys.push_back({place->second, each.rule, each.source, each.feature, keys.size()});
    }
    std::sort(keys.begin(), keys.end());
    Findings sorted;
    sorted.reserve(keys.size());
    for (const Key &key : keys)
        sorted.push_back(std::move(result.findings[key.at]));
    result.findings = std::move(sorted);
}

Inspection::Inspection(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                       InspectionOptions options)
    : state_(std::make_unique<State>(catalogue, layer, std::move(options))) {}
Inspection::~Inspection() = default;

void Inspection::begin(std::string source) {
    state_->judge->begin(std::move(source));
    state_->position = 0;
}

void Inspection::add(const catalogue::Feature &feature) {
    Seen seen;
    seen.feature = feature;
    state_->look_at(seen);
    state_->take(seen);
}

void Inspection::add_all(const Stream &stream) {
    constexpr std::size_t at_a_time = 512;
    struct Batch {
        std::vector<Seen> seen = std::vector<Seen>(at_a_time);
        std::size_t count = 0;
        [[nodiscard]] std::span<Seen> all() { return std::span(seen).first(count); }
    };
    State &state = *state_;
    in_turns<Batch>(
        threads_for(state.options.threads),
        [&](Batch &batch) {
            batch.count = 0;
            while (batch.count < at_a_time && stream(batch.seen[batch.count].feature))
                ++batch.count;
            return batch.count == at_a_time;
        },
        [&](Batch &batch) {
            for (Seen &seen : batch.all())
                state.look_at(seen);
        },
        [&](Batch &batch) {
            for (Seen &seen : batch.all())
                state.take(seen);
        });
}

Inspected Inspection::finish(const Surroundings &surroundings) {
    State &state = *state_;
    Records &records = *state.records;
    Inspected &result = state.result;
    for (const std::string &id : state.judge->settings().unknown())
        result.unchecked.emplace_back(id, said("there is no such rule"));
    PlaceRules rules;
    add_place_rules(records, surroundings.banners, result.unchecked, rules);
    add_rules_upon_others(records, surroundings, result.unchecked, rules);
    Neighbours neighbours(records);
    judge_places(records, rules, result.findings, [&](const Record &record) {
        if (neighbours.needed())
            neighbours.add(record.number, record.wkb);
    });
    state.add_present(surroundings.present, neighbours);
    if (neighbours.needed())
        neighbours.judge(result.findings);
    state.sort_findings();
    state.kept.emplace(std::move(records.kept));
    state.records.reset();
    state.judge.reset();
    return std::move(result);
}

Stream Inspection::kept() const {
    const auto reader = std::make_shared<Kept::Reader>(*state_->kept);
    return [reader](catalogue::Feature &feature) { return reader->next(feature); };
}

} // namespace qitu::quality
