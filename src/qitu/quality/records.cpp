#include "records.h"

#include "turns.h"

namespace qitu::quality {

namespace {

double measure_of(const tabulate::Piece &piece) {
    if (piece.gross_m2 > 0)
        return piece.gross_m2;
    return piece.length_m > 0 ? piece.length_m : 1;
}

// Features on their way through the rules about places.
struct Batch {
    Kept::Batch kept;
    std::vector<tabulate::Item> items; // those with a geometry, by position among the records
    std::size_t count = 0;
    Findings findings;
};

void take_items(Batch &batch) {
    const std::vector<Record> &records = batch.kept.records;
    batch.count = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].wkb.empty())
            continue;
        if (batch.items.size() == batch.count)
            batch.items.emplace_back();
        tabulate::Item &item = batch.items[batch.count++];
        item.id = static_cast<std::int64_t>(i);
        item.wkb.assign(records[i].wkb.begin(), records[i].wkb.end());
        item.central_meridian = records[i].meridian;
    }
}

// The shares of each feature, all at once.
void judge_parts(PlaceRule &rule, Batch &batch) {
    std::vector<Share> shares;
    std::int64_t current = -1;
    const auto finish = [&] {
        if (!shares.empty())
            rule.of_parts(batch.kept.records[static_cast<std::size_t>(current)], shares, batch.findings);
        shares.clear();
    };
    rule.zones->place(std::span(batch.items).first(batch.count), [&](const tabulate::Piece &piece) {
        if (piece.feature != current)
            finish();
        current = piece.feature;
        shares.push_back({piece.zone, measure_of(piece)});
    });
    finish();
}

void judge_batch(PlaceRules &rules, Batch &batch) {
    take_items(batch);
    for (PlaceRule &rule : rules) {
        if (rule.of_each)
            for (std::size_t i = 0; i < batch.count; ++i)
                rule.of_each(batch.kept.records[static_cast<std::size_t>(batch.items[i].id)], batch.findings);
        if (rule.zones)
            judge_parts(rule, batch);
    }
}

} // namespace

Subject Records::subject(std::uint32_t number) const {
    const std::string &project = words[notes[number].project];
    if (number >= judged())
        return {layer.id, 0, present[number - judged()], project};
    const Judge::First &feature = judge.feature(number);
    return {layer.id, feature.source, feature.feature, project};
}

Names Records::name(std::uint32_t number, std::uint32_t seen_from) const {
    const Names feature = number >= judged() ? said("feature {} of the workspace", present[number - judged()])
                                             : judge.name_of(number, subject(seen_from).source);
    const std::string &project = words[notes[number].project];
    return project.empty() ? feature : said("{} ({})", feature, project);
}

Finding Records::finding(const Record &record, const Setting &setting, Fault fault) const {
    if (!fault.place)
        fault.place = record.middle;
    if (fault.wkb.empty() && polygons())
        fault.wkb.assign(record.wkb.begin(), record.wkb.end());
    return quality::finding(subject(record.number), setting, std::move(fault));
}

void Records::breathe() const {
    if (options.progress && !options.progress(0, 0))
        throw Cancelled();
}

void judge_places(const Records &records, PlaceRules &rules, Findings &findings,
                  const std::function<void(const Record &)> &also) {
    std::size_t number = 0;
    in_turns<Batch>(
        threads_for(records.options.threads),
        [&](Batch &batch) {
            records.breathe();
            batch.findings.clear();
            return records.kept.read(number++, batch.kept);
        },
        [&](Batch &batch) { judge_batch(rules, batch); },
        [&](Batch &batch) {
            std::move(batch.findings.begin(), batch.findings.end(), std::back_inserter(findings));
            for (std::size_t i = 0; i < batch.count; ++i)
                also(batch.kept.records[static_cast<std::size_t>(batch.items[i].id)]);
        });
}

} // namespace qitu::quality
