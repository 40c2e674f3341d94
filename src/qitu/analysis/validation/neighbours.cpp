#include "records.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace qitu::validation {

namespace {

using coverage::Contacts;

double limit_of(const Records &records, const char *rule) {
    const Setting *setting = records.settings().of(rule);
    return setting == nullptr ? 0 : setting->limit;
}

} // namespace

// The two rules about overlaps, as the layer has them; null: off.
struct Neighbours::Overlaps {
    const Setting *within_layer;
    const Setting *earlier;

    [[nodiscard]] bool any() const { return within_layer != nullptr || earlier != nullptr; }
    [[nodiscard]] double least() const {
        return std::min(within_layer != nullptr ? within_layer->limit : earlier->limit,
                        earlier != nullptr ? earlier->limit : within_layer->limit);
    }
    bool years_compete = true;
    /// Null where the two may share ground: a renewal and what it renews, what every year has anew.
    [[nodiscard]] const Setting *rule_of(const Note &a, const Note &b) const {
        const bool years_differ = a.year != 0 && b.year != 0 && a.year != b.year;
        if (years_differ && ((a.year > b.year ? a : b).renewal || !years_compete))
            return nullptr;
        return earlier != nullptr && a.year != 0 && b.year != 0 && a.year != b.year ? earlier : within_layer;
    }
};

Neighbours::Neighbours(const Records &records, std::size_t memory)
    : records_(records),
      needed_(records.polygons() && (records.settings().of("overlap") != nullptr ||
                                     records.settings().of("overlap.earlier_year") != nullptr ||
                                     records.settings().of("gap") != nullptr)),
      contacts_(limit_of(records, "gap"), memory) {}

void Neighbours::add(std::uint32_t number, const geometry::Shape &polygon) {
    contacts_.add(polygon);
    of_number_.push_back(number);
}

void Neighbours::check(Findings &findings) const {
    records_.breathe();
    const Settings &settings = records_.settings();
    const Overlaps overlaps{settings.of("overlap"), settings.of("overlap.earlier_year"),
                            records_.checks.restrictions().years_compete()};
    const Setting *gap = settings.of("gap");
    Contacts::Asked asked;
    if (overlaps.any()) {
        asked.overlap_over_m2 = overlaps.least();
        asked.overlap = [&](std::uint32_t a, std::uint32_t b) {
            const Setting *rule = overlaps.rule_of(note(a), note(b));
            const bool twin = note(a).fingerprint == note(b).fingerprint;
            return checked(a, b) && rule != nullptr && !(twin && rule == overlaps.within_layer);
        };
    }
    if (gap != nullptr) {
        asked.gap_below_m = gap->limit;
        asked.gap = [&](std::uint32_t a, std::uint32_t b) { return checked(a, b); };
    }
    std::mutex adding;
    const auto take = [&](std::span<Contacts::Overlap> some) {
        std::vector<std::pair<Finding, std::uint32_t>> told_ones;
        for (Contacts::Overlap &overlap : some)
            if (overlap.m2 > overlaps.rule_of(note(overlap.a), note(overlap.b))->limit)
                told_ones.emplace_back(told(overlaps, overlap), blame(overlap.a, overlap.b).second);
        const std::scoped_lock lock(adding);
        for (const auto &[finding, other] : told_ones)
            findings.add(finding, other);
    };
    for (const Contacts::Gap &each : contacts_.look(asked, take, records_.options.threads))
        findings.add(told(*gap, each));
    records_.breathe();
}

Finding Neighbours::told(const Overlaps &rules, Contacts::Overlap &overlap) const {
    const auto [blamed, other] = blame(overlap.a, overlap.b);
    const Setting &rule = *rules.rule_of(note(overlap.a), note(overlap.b));
    return finding(records_.subject(blamed), rule,
                   {message(blamed, other, overlap.m2, &rule == rules.earlier), overlap.place, overlap.m2,
                    std::move(overlap.wkb)});
}

Finding Neighbours::told(const Setting &rule, const Contacts::Gap &gap) const {
    const auto [blamed, other] = blame(gap.a, gap.b);
    return finding(records_.subject(blamed), rule,
                   {said("A gap of {:.3f} m is left open to {}. Let both share their border, or draw them "
                         "apart.",
                         gap.width_m, records_.name(other, blamed)),
                    gap.place,
                    gap.width_m,
                    {}});
}

const Note &Neighbours::note(std::uint32_t number) const {
    return records_.notes[of_number_[number]];
}

bool Neighbours::checked(std::uint32_t a, std::uint32_t b) const {
    return of_number_[a] < records_.checked() || of_number_[b] < records_.checked();
}

// The finding is of the one that is checked, of the later year, or that came later.
std::pair<std::uint32_t, std::uint32_t> Neighbours::blame(std::uint32_t a, std::uint32_t b) const {
    const bool present_a = of_number_[a] >= records_.checked();
    const bool present_b = of_number_[b] >= records_.checked();
    const std::int32_t year_a = note(a).year;
    const std::int32_t year_b = note(b).year;
    const bool first = present_a != present_b ? present_b : year_a != year_b ? year_a > year_b : a > b;
    return first ? std::pair(of_number_[a], of_number_[b]) : std::pair(of_number_[b], of_number_[a]);
}

Names Neighbours::message(std::uint32_t blamed, std::uint32_t other, double m2, bool earlier) const {
    const Names name = records_.name(other, blamed);
    if (!earlier)
        return said("{:.1f} m² of the feature lie upon {}. Correct the border of one of them.", m2, name);
    const std::int32_t year = records_.notes[blamed].year;
    const std::int32_t other_year = records_.notes[other].year;
    return year > other_year
               ? said("{:.1f} m² of the feature, of {}, were built in {} already, by {}. Take out what is "
                      "built again, or correct the year.",
                      m2, year, other_year, name)
               : said("{:.1f} m² of the feature, of {}, are built again in {}, by {}. Take out what is "
                      "built again, or correct the year.",
                      m2, year, other_year, name);
}

} // namespace qitu::validation
