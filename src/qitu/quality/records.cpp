#include "records.h"

namespace qitu::quality {

namespace {

double measure_of(const tabulate::Piece &piece) {
    if (piece.gross_m2 > 0)
        return piece.gross_m2;
    return piece.length_m > 0 ? piece.length_m : 1;
}

// The shares of each feature, all at once.
void judge_parts(PlaceRule &rule, std::span<const Record> batch, std::span<const tabulate::Item> items) {
    std::vector<Share> shares;
    std::int64_t current = -1;
    const auto finish = [&] {
        if (!shares.empty())
            rule.of_parts(batch[static_cast<std::size_t>(current)], shares);
        shares.clear();
    };
    rule.zones->place(items, [&](const tabulate::Piece &piece) {
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
        fault.place = record.middle;
    if (fault.wkb.empty() && polygons())
        fault.wkb.assign(record.wkb.begin(), record.wkb.end());
    return quality::finding(subject(record.number), setting, std::move(fault));
}

void Records::breathe() const {
    if (options.progress && !options.progress(0, 0))
        throw Cancelled();
}

void judge_places(const Records &records, PlaceRules &rules,
                  const std::function<void(const Record &)> &also) {
    std::vector<tabulate::Item> items;
    records.kept.for_each_batch([&](std::span<const Record> batch) {
        records.breathe();
        std::size_t count = 0;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const Record &record = batch[i];
            if (record.wkb.empty())
                continue;
            for (const PlaceRule &rule : rules)
                if (rule.of_each)
                    rule.of_each(record);
            also(record);
            if (items.size() == count)
                items.emplace_back();
            items[count].id = static_cast<std::int64_t>(i);
            items[count].wkb.assign(record.wkb.begin(), record.wkb.end());
            items[count++].central_meridian = record.meridian;
        }
        for (PlaceRule &rule : rules)
            if (rule.zones)
                judge_parts(rule, batch, std::span(items).first(count));
    });
}

} // namespace qitu::quality
