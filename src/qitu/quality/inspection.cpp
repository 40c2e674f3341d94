#include "records.h"

#include <algorithm>

namespace qitu::quality {

struct Inspection::State {
    State(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer, InspectionOptions wanted)
        : options(std::move(wanted)), judge(catalogue, layer), records{catalogue, layer, judge, options},
          admin(layer.index_of("admin_code")), year(layer.index_of("year")),
          declared(layer.index_of("declared_area")) {
        if (const catalogue::Field *field = layer.field("declared_area");
            field != nullptr && !field->unit.empty())
            declared_size = unit_size(unit_from(field->unit));
    }

    Record record_of(const catalogue::Feature &feature, const Judged &judged);
    void mend(const catalogue::Feature &feature, Judged &judged, Record &record);
    void add_present(const Stream &stream);
    void sort_findings();

    InspectionOptions options;
    Judge judge;
    Records records;
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

Record Inspection::State::record_of(const catalogue::Feature &feature, const Judged &judged) {
    Record record;
    record.feature = feature.id;
    record.source = judge.source();
    record.project = records.words.keep(value_of(records.layer, feature, "project_code"));
    record.banner = records.words.keep(text_at(feature, admin));
    const double in_year = number_at(feature, year);
    record.year = std::isnan(in_year) ? 0 : static_cast<std::int64_t>(in_year);
    record.declared_m2 = number_at(feature, declared) * declared_size;
    record.meridian = feature.central_meridian;
    record.fingerprint = judged.fingerprint.value_or(0);
    if (!judged.extent.empty())
        record.middle = {(judged.extent.west + judged.extent.east) / 2,
                         (judged.extent.south + judged.extent.north) / 2};
    return record;
}

// What is invalid goes on as what it is when made valid, so that it is held against its neighbours too. Only
// when a repair was asked for does that take the place of the finding.
void Inspection::State::mend(const catalogue::Feature &feature, Judged &judged, Record &record) {
    Repair repair = repaired(feature.wkb, records.layer.geometry);
    if (!repair.wkb.empty() && defect(repair.wkb))
        repair.wkb.clear();
    record.wkb = repair.wkb;
    const auto found = std::find_if(judged.findings.begin(), judged.findings.end(),
                                    [](const Finding &each) { return each.rule == "geometry.invalid"; });
    if (repair.wkb.empty() || !judged.defect->place) {
        record.wkb.clear();
        result.mended.push_back({judge.source(),
                                 position,
                                 feature.id,
                                 judge.project(),
                                 judged.defect->reason,
                                 judged.defect->place,
                                 {},
                                 true});
        if (!options.repair || found == judged.findings.end())
            return;
        found->severity = Severity::error;
        found->message =
            said("The geometry is invalid ({}), and making it valid leaves nothing of it. Draw it "
                 "anew or take the feature out.",
                 judged.defect->reason);
        return;
    }
    if (!options.repair || found == judged.findings.end())
        return;
    Mended mended{judge.source(),       position,         feature.id, found->project, judged.defect->reason,
                  judged.defect->place, std::move(repair)};
    const double change = mended.repair.change_percent();
    mended.quarantined = change > found->limit.value_or(0);
    if (mended.quarantined) {
        found->severity = Severity::warning;
        found->measured = change;
        found->message =
            said("The geometry is invalid at {:.7f} {:.7f} ({}), and the repair would change its "
                 "area by {:.2f} %, from {:.2f} m² to {:.2f} m². It goes into quarantine and "
                 "counts for nothing until it is corrected.",
                 mended.place->x, mended.place->y, mended.reason, change, mended.repair.before_m2,
                 mended.repair.after_m2);
        record.wkb.clear();
    } else {
        judged.findings.erase(found);
    }
    result.mended.push_back(std::move(mended));
}

void Inspection::State::add_present(const Stream &stream) {
    if (!stream || records.extent.empty())
        return;
    std::unordered_map<std::uint64_t, std::size_t> judged_figures;
    for (std::size_t i = 0; i < records.all.size(); ++i)
        if (records.all[i].fingerprint != 0)
            judged_figures.try_emplace(records.all[i].fingerprint, i);
    Extent near = records.extent;
    constexpr double margin = 1e-3; // about 100 m: no gap is that wide
    near.add(geodesy::Point{near.west - margin, near.south - margin});
    near.add(geodesy::Point{near.east + margin, near.north + margin});
    const Setting *duplicate = judge.settings().of("geometry.duplicate");
    for (catalogue::Feature feature; stream(feature);) {
        if (feature.wkb.empty())
            continue;
        const Figure figure = read_wkb(feature.wkb);
        Judged seen;
        seen.extent = quality::extent_of(figure);
        if (seen.extent.empty() || !seen.extent.meets(near))
            continue;
        seen.fingerprint = fingerprint(figure);
        Record record = record_of(feature, seen);
        record.present = true;
        record.wkb = tabulate::surely_valid(feature.wkb) || !defect(feature.wkb)
                         ? feature.wkb
                         : repaired(feature.wkb, records.layer.geometry).wkb;
        const auto same = judged_figures.find(*seen.fingerprint);
        if (same != judged_figures.end() && duplicate != nullptr) {
            const Record &twin = records.all[same->second];
            result.findings.push_back(records.finding(
                twin, *duplicate,
                {said("The geometry is the same as that of {}. Take one of them out if they are one thing.",
                      records.name(record, twin))}));
        }
        records.all.push_back(std::move(record));
    }
}

void Inspection::State::sort_findings() {
    std::stable_sort(result.findings.begin(), result.findings.end(), [](const Finding &a, const Finding &b) {
        const auto key = [](const Finding &each) {
            return std::make_tuple(place_of(each.rule), std::cref(each.rule), each.source, each.feature);
        };
        return key(a) < key(b);
    });
}

Inspection::Inspection(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                       InspectionOptions options)
    : state_(std::make_unique<State>(catalogue, layer, std::move(options))) {}
Inspection::~Inspection() = default;

void Inspection::begin(std::string source) {
    state_->judge.begin(std::move(source));
    state_->position = 0;
}

void Inspection::add(const catalogue::Feature &feature) {
    State &state = *state_;
    Judged judged = state.judge.judge(feature);
    Record record = state.record_of(feature, judged);
    if (judged.defect)
        state.mend(feature, judged, record);
    else
        record.wkb = feature.wkb;
    state.records.extent.add(judged.extent);
    state.records.all.push_back(std::move(record));
    std::move(judged.findings.begin(), judged.findings.end(), std::back_inserter(state.result.findings));
    ++state.position;
    ++state.result.features;
}

Inspected Inspection::finish(const Surroundings &surroundings) {
    State &state = *state_;
    Inspected &result = state.result;
    for (const std::string &id : state.judge.settings().unknown())
        result.unchecked.emplace_back(id, said("there is no such rule"));
    judge_place(state.records, surroundings.banners, result.findings, result.unchecked);
    state.records.breathe();
    judge_upon_others(state.records, surroundings, result.findings, result.unchecked);
    state.add_present(surroundings.present);
    judge_contacts(state.records, result.findings);
    state.sort_findings();
    return std::move(result);
}

} // namespace qitu::quality
