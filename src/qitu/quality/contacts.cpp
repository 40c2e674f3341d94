#include "records.h"

#include <algorithm>

namespace qitu::quality {

namespace {

using tabulate::Contacts;

// Polygons as Contacts numbers them, and back.
class Pairs {
  public:
    explicit Pairs(const Records &records) : records_(records) {
        for (const Record &record : records.all)
            if (!record.wkb.empty()) {
                contacts_.add(record.wkb);
                of_number_.push_back(&record);
            }
    }

    void judge_overlaps(Findings &findings) const {
        const Setting *within_layer = records_.settings().of("overlap");
        const Setting *earlier = records_.settings().of("overlap.earlier_year");
        if (within_layer == nullptr && earlier == nullptr)
            return;
        const auto rule_of = [&](const Record &a, const Record &b) {
            return earlier != nullptr && a.year != 0 && b.year != 0 && a.year != b.year ? earlier
                                                                                        : within_layer;
        };
        const double least = std::min(within_layer != nullptr ? within_layer->limit : earlier->limit,
                                      earlier != nullptr ? earlier->limit : within_layer->limit);
        const auto wanted = [&](std::uint32_t a, std::uint32_t b) {
            return judged(a, b) && record(a).fingerprint != record(b).fingerprint &&
                   rule_of(record(a), record(b)) != nullptr;
        };
        for (Contacts::Overlap &overlap : contacts_.overlaps(least, wanted, records_.options.threads)) {
            const auto [blamed, other] = blame(record(overlap.a), record(overlap.b));
            const Setting &rule = *rule_of(*blamed, *other);
            if (overlap.m2 > rule.limit)
                findings.push_back(quality::finding(records_.subject(*blamed), rule,
                                                    {message(*blamed, *other, overlap.m2, &rule == earlier),
                                                     overlap.place, overlap.m2, std::move(overlap.wkb)}));
        }
    }

    void judge_gaps(Findings &findings) const {
        const Setting *rule = records_.settings().of("gap");
        if (rule == nullptr)
            return;
        const auto wanted = [&](std::uint32_t a, std::uint32_t b) { return judged(a, b); };
        for (const Contacts::Gap &gap : contacts_.gaps(rule->limit, wanted, records_.options.threads)) {
            const auto [blamed, other] = blame(record(gap.a), record(gap.b));
            findings.push_back(quality::finding(
                records_.subject(*blamed), *rule,
                {said("A gap of {:.3f} m is left open to {}. Let both share their border, or draw them "
                      "apart.",
                      gap.width_m, records_.name(*other, *blamed)),
                 gap.place,
                 gap.width_m,
                 {}}));
        }
    }

  private:
    [[nodiscard]] const Record &record(std::uint32_t number) const { return *of_number_[number]; }
    [[nodiscard]] bool judged(std::uint32_t a, std::uint32_t b) const {
        return !(record(a).present && record(b).present);
    }

    // The finding is of the one that is judged, of the later year, or that came later.
    static std::pair<const Record *, const Record *> blame(const Record &a, const Record &b) {
        const bool first = a.present != b.present ? b.present : a.year != b.year ? a.year > b.year : &a > &b;
        return first ? std::pair(&a, &b) : std::pair(&b, &a);
    }

    [[nodiscard]] Names message(const Record &blamed, const Record &other, double m2, bool earlier) const {
        const Names name = records_.name(other, blamed);
        if (!earlier)
            return said("{:.1f} m² of the feature lie upon {}. Correct the border of one of them.", m2, name);
        return said(
            "{:.1f} m² of the feature, of {}, were built in {} already, by {}. Take out what is built "
            "again, or correct the year.",
            m2, std::max(blamed.year, other.year), std::min(blamed.year, other.year), name);
    }

    const Records &records_;
    Contacts contacts_;
    std::vector<const Record *> of_number_;
};

} // namespace

void judge_contacts(const Records &records, Findings &findings) {
    const Settings &settings = records.settings();
    const bool needed = settings.of("overlap") != nullptr || settings.of("overlap.earlier_year") != nullptr ||
                        settings.of("gap") != nullptr;
    if (!records.polygons() || !needed)
        return;
    const Pairs pairs(records);
    records.breathe();
    pairs.judge_overlaps(findings);
    records.breathe();
    pairs.judge_gaps(findings);
}

} // namespace qitu::quality
