// What an inspection keeps of each feature until all are there.
#pragma once

#include "judge.h"

#include <qitu/tabulate/tabulate.h>

#include <cmath>

namespace qitu::quality {

/// Texts that many features share, each kept once.
class Words {
  public:
    std::uint32_t keep(const std::string &word) {
        const auto [known, is_new] = numbers_.try_emplace(word, static_cast<std::uint32_t>(words_.size()));
        if (is_new)
            words_.push_back(word);
        return known->second;
    }
    [[nodiscard]] const std::string &operator[](std::uint32_t number) const { return words_[number]; }

  private:
    std::vector<std::string> words_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

struct Record {
    std::int64_t feature = 0;
    std::size_t source = 0;
    std::uint32_t project = 0; // in Records::words
    std::uint32_t banner = 0;  // as it is declared
    std::int64_t year = 0;     // 0: none
    double declared_m2 = std::nan("");
    std::uint64_t fingerprint = 0;
    std::optional<double> meridian = {};
    geodesy::Point middle = {};
    bool present = false;            // there already: others are held against it, it is not judged
    std::vector<std::byte> wkb = {}; // valid; empty when there is nothing of it
};

/// All features of an inspection, with what speaks of them.
struct Records {
    const catalogue::Catalogue &catalogue;
    const catalogue::Layer &layer;
    const Judge &judge;
    const InspectionOptions &options;
    std::vector<Record> all = {};
    Words words = {};
    Extent extent = {}; // of those that are judged

    [[nodiscard]] const Settings &settings() const { return judge.settings(); }
    [[nodiscard]] bool polygons() const { return layer.geometry == catalogue::GeometryType::polygon; }
    [[nodiscard]] Subject subject(const Record &record) const;
    /// "feature 12 of a.shp (project P1)", as seen from another.
    [[nodiscard]] Names name(const Record &record, const Record &seen_from) const;
    /// With the feature's own middle and figure where the fault has none.
    [[nodiscard]] Finding finding(const Record &record, const Setting &setting, Fault fault) const;
    /// Lets the user stop the job.
    void breathe() const;
};

/// Where each judged feature lies among zones: calls take(record, parts) with the measure (m², m, or 1 for a
/// point) in each zone, "" outside all. A feature without a geometry is passed over.
struct Share {
    std::string zone;
    double measure;
};
using TakeParts = std::function<void(const Record &, std::span<const Share>)>;
void place(const Records &records, const tabulate::Zones &zones, geodesy::Method method,
           const TakeParts &take);

using Findings = std::vector<Finding>;
using Unchecked = std::vector<std::pair<std::string, Names>>;

/// The rules about banners, region and area.
void judge_place(const Records &records, const std::vector<Border> &banners, Findings &findings,
                 Unchecked &unchecked);
/// within.LAYER and exclusive.LAYER.
void judge_upon_others(const Records &records, const Surroundings &surroundings, Findings &findings,
                       Unchecked &unchecked);
/// overlap, overlap.earlier_year, gap.
void judge_contacts(const Records &records, Findings &findings);

} // namespace qitu::quality
