#include "records.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>
#include <qitu/engine/overlay/outline.h>

namespace qitu::validation {

namespace {

double measure_of(const tabulate::Piece &piece) {
    if (piece.gross_m2 > 0)
        return piece.gross_m2;
    return piece.length_m > 0 ? piece.length_m : 1;
}

std::vector<tabulate::Item> items_of(std::span<const Record> records) {
    std::vector<tabulate::Item> items(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        items[i].id = static_cast<std::int64_t>(i);
        items[i].wkb.assign(records[i].wkb.begin(), records[i].wkb.end());
        items[i].central_meridian = records[i].meridian;
        items[i].valid = true;
    }
    return items;
}

// The shares of each feature, all at once.
void judge_parts(PlaceRule &rule, std::span<const Record> records, std::span<const tabulate::Item> items,
                 Found &findings) {
    std::vector<Share> shares;
    std::int64_t current = -1;
    const auto finish = [&] {
        if (!shares.empty())
            rule.of_parts(records[static_cast<std::size_t>(current)], shares, findings);
        shares.clear();
    };
    rule.zones->assign(items, [&](const tabulate::Piece &piece) {
        if (piece.feature != current)
            finish();
        current = piece.feature;
        shares.push_back({piece.zone, measure_of(piece)});
    });
    finish();
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
        fault.place = overlay::point_inside(record.wkb).value_or(record.middle);
    if (fault.wkb.empty() && polygons())
        fault.wkb.assign(record.wkb.begin(), record.wkb.end());
    return validation::finding({layer.id, record.source, record.feature, record.project}, setting,
                               std::move(fault));
}

void Records::breathe() const {
    report_progress(options.progress, 0);
}

void PlaceJudge::judge(std::span<const Record> records, Found &findings) {
    const std::vector<tabulate::Item> items = items_of(records);
    for (PlaceRule &rule : rules_) {
        if (rule.of_each)
            for (const Record &record : records)
                rule.of_each(record, findings);
        if (rule.zones)
            judge_parts(rule, records, items, findings);
    }
}

void judge_kept(const Records &records, PlaceJudge &judge, const std::function<void(const Found &)> &take) {
    struct Batch {
        Kept::Batch kept;
        Found findings;
    };
    std::size_t number = 0;
    ordered_pipeline<Batch>(
        threads_for(records.options.threads),
        [&](Batch &batch) {
            records.breathe();
            batch.findings.clear();
            return records.kept.read(number++, batch.kept);
        },
        [&](std::size_t, Batch &batch) {
            std::erase_if(batch.kept.records, [](const Record &record) { return record.wkb.empty(); });
            judge.judge(batch.kept.records, batch.findings);
        },
        [&](Batch &batch) { take(batch.findings); });
}

} // namespace qitu::validation
