#include "records.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>
#include <qitu/engine/overlay/outline.h>

namespace qitu::validation {

namespace {

std::vector<tabulate::Item> items_of(std::span<const Record> records) {
    std::vector<tabulate::Item> items(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        items[i].id = static_cast<std::int64_t>(i);
        items[i].shape = records[i].shape;
        if (records[i].shape == nullptr)
            items[i].wkb.assign(records[i].wkb.begin(), records[i].wkb.end());
        items[i].central_meridian = records[i].meridian;
        items[i].valid = true;
    }
    return items;
}

// The pieces of each feature, all at once.
void check_parts(PlaceRule &rule, std::span<const Record> records, std::span<const tabulate::Item> items,
                 Found &findings) {
    std::vector<tabulate::Piece> pieces;
    std::int64_t current = -1;
    const auto finish = [&] {
        if (!pieces.empty())
            rule.of_parts(records[static_cast<std::size_t>(current)], pieces, findings);
        pieces.clear();
    };
    rule.zones->assign(items, [&](const tabulate::Piece &piece) {
        if (piece.feature != current)
            finish();
        current = piece.feature;
        pieces.push_back(piece);
    });
    finish();
}

} // namespace

double measure_of(const tabulate::Piece &piece) {
    if (piece.gross_m2 > 0)
        return piece.gross_m2;
    return piece.length_m > 0 ? piece.length_m : 1;
}

Subject Records::subject(std::uint32_t number) const {
    const std::string &project = words[notes[number].project];
    if (number >= checked())
        return {layer.id, 0, present[number - checked()], project};
    const FeatureChecks::First &feature = checks.feature(number);
    return {layer.id, feature.source, feature.feature, project};
}

Names Records::name(std::uint32_t number, std::uint32_t seen_from) const {
    const Names feature = number >= checked()
                              ? said("feature {} of the workspace", present[number - checked()])
                              : checks.name_of(number, subject(seen_from).source);
    const std::string &project = words[notes[number].project];
    return project.empty() ? feature : said("{} ({})", feature, project);
}

Finding Records::finding(const Record &record, const Setting &setting, Fault fault) const {
    if (!fault.place)
        fault.place = record.shape != nullptr ? overlay::point_inside(*record.shape)
                                              : overlay::point_inside(record.wkb).value_or(record.middle());
    if (fault.wkb.empty() && polygons())
        fault.wkb.assign(record.wkb.begin(), record.wkb.end());
    return validation::finding({layer.id, record.source, record.feature, record.project}, setting,
                               std::move(fault));
}

void Records::breathe() const {
    report_progress(options.progress, 0);
}

void PlaceChecks::check(std::span<const Record> records, Found &findings) {
    const std::vector<tabulate::Item> items = items_of(records);
    for (PlaceRule &rule : rules_) {
        if (rule.of_each)
            for (const Record &record : records)
                rule.of_each(record, findings);
        if (rule.zones)
            check_parts(rule, records, items, findings);
    }
}

void check_kept(const Records &records, PlaceChecks &checks, const std::function<void(const Found &)> &take) {
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
            checks.check(batch.kept.records, batch.findings);
        },
        [&](Batch &batch) { take(batch.findings); });
}

} // namespace qitu::validation
