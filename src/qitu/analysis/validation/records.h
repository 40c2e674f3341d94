// What an inspection knows of all its features, and the rules that need more than one of them.
#pragma once

#include "feature_checks.h"
#include "kept.h"

#include <qitu/core/base/language.h>
#include <qitu/engine/coverage/contacts.h>
#include <qitu/engine/proximity/proximity.h>
#include <qitu/engine/tabulate/zone_assignment.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace qitu::validation {

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

/// What stays in memory of each feature.
struct Note {
    std::uint64_t fingerprint = 0;
    std::uint32_t project = 0; // in Records::words
    std::int32_t year = 0;     // 0: none
    bool renewal = false;
};

/// All features of an inspection, with what speaks of them. Their numbers are in the order in which they
/// came; those that were there already come behind.
struct Records {
    Records(const catalogue::Catalogue &all_layers, const catalogue::Layer &of_layer, const FeatureChecks &by,
            const InspectionOptions &wanted)
        : catalogue(all_layers), layer(of_layer), checks(by), options(wanted),
          kept(wanted.memory / 2, wanted.keep) {}

    const catalogue::Catalogue &catalogue;
    const catalogue::Layer &layer;
    const FeatureChecks &checks;
    const InspectionOptions &options;
    std::deque<Note> notes = {};
    std::vector<std::int64_t> present = {}; // ids of those that were there already
    Kept kept;                              // those that are checked
    Words words = {};
    Box box = {}; // of those that are checked

    [[nodiscard]] const Settings &settings() const { return checks.settings(); }
    [[nodiscard]] bool polygons() const { return layer.geometry == catalogue::GeometryType::polygon; }
    [[nodiscard]] std::uint32_t checked() const { return checks.count(); }
    [[nodiscard]] Subject subject(std::uint32_t number) const;
    /// "feature 12 of a.shp (project P1)", as seen from another.
    [[nodiscard]] Names name(std::uint32_t number, std::uint32_t seen_from) const;
    /// With the feature's own middle and figure where the fault has none.
    [[nodiscard]] Finding finding(const Record &record, const Setting &setting, Fault fault) const;
    /// Lets the user stop the job.
    void breathe() const;
};

using Found = std::vector<Finding>; // some at a time
using Unchecked = std::vector<std::pair<std::string, Names>>;

/// Of a piece: m², m, or 1 for a point.
double measure_of(const tabulate::Piece &piece);

/// A rule about where each feature lies; asked by several threads at once.
struct PlaceRule {
    /// Of a feature with a geometry; may be empty.
    std::function<void(const Record &, Found &)> of_each = {};
    /// Of its parts among the zones, where there are zones.
    std::optional<tabulate::ZoneAssignment> zones = {};
    std::function<void(const Record &, std::span<const tabulate::Piece>, Found &)> of_parts = {};
};
using PlaceRules = std::vector<PlaceRule>;

/// Areas that projects declare. The scale of a project is often written on each of its parcels: where all of
/// them declare the same, it is held against their sum.
class ProjectAreas {
  public:
    explicit ProjectAreas(const Records &records) : records_(records) {}
    /// Of a feature that declares an area; several threads at once.
    void note(const Record &record, double m2);
    /// Takes the findings about parcels of such projects away, and adds those about the projects.
    void check(Findings &findings) const;

  private:
    struct Project {
        double declared_m2 = 0;
        double sum_m2 = 0;
        bool alike = true;
        bool each_fits = true;
        std::vector<std::int64_t> features;
        std::uint32_t source = 0;
        geodesy::Point middle{};
    };
    [[nodiscard]] bool fits(double declared_m2, double m2) const;
    [[nodiscard]] Finding told(const std::string &code, const Project &project) const;

    const Records &records_;
    std::mutex noting_;
    std::map<std::string, Project> projects_; // by code
};

/// The rules about banners, region and area.
void add_place_rules(const Records &records, const Surroundings &surroundings, ProjectAreas &projects,
                     Unchecked &unchecked, PlaceRules &rules);
/// within.NAME and exclusive.NAME of a raster.
void add_raster_rule(const Records &records, const Setting &rule, Unchecked &unchecked, PlaceRules &rules);
/// near.LAYER. \pre the features of the other layer that count, as `works`
void add_near_rule(const Records &records, const Setting &rule, const catalogue::Layer &other,
                   proximity::Works works, PlaceRules &rules);
/// within.LAYER, exclusive.LAYER and near.LAYER. \pre the extent of all that are checked is known
void add_rules_upon_others(const Records &records, const Surroundings &surroundings, Unchecked &unchecked,
                           PlaceRules &rules);
/// True when there is anything for them to find.
bool rules_upon_others(const catalogue::Catalogue &catalogue, const Settings &settings,
                       const Surroundings &surroundings);

/// Asks the rules about features; several threads at once.
class PlaceChecks {
  public:
    explicit PlaceChecks(PlaceRules rules) : rules_(std::move(rules)) {}
    /// \pre they have a geometry
    void check(std::span<const Record> records, Found &findings);
    [[nodiscard]] bool needed() const { return !rules_.empty(); }

  private:
    PlaceRules rules_;
};
/// Asks them about all features that were kept.
void check_kept(const Records &records, PlaceChecks &checks, const std::function<void(const Found &)> &take);

/// overlap.stretch: lines that follow each other.
class Stretches {
  public:
    explicit Stretches(const Records &records);
    [[nodiscard]] bool needed() const { return setting_ != nullptr; }
    void add(std::uint32_t number, std::span<const std::byte> wkb);
    void check(Findings &findings) const;

  private:
    const Records &records_;
    const Setting *setting_; // null: off
    std::vector<std::pair<std::uint32_t, std::vector<std::byte>>> lines_;
};

/// overlap, overlap.earlier_year, gap.
class Neighbours {
  public:
    Neighbours(const Records &records, std::size_t memory);
    [[nodiscard]] bool needed() const { return needed_; }
    void add(std::uint32_t number, const geometry::Shape &polygon);
    void check(Findings &findings) const;

  private:
    struct Overlaps;
    [[nodiscard]] Finding told(const Overlaps &rules, coverage::Contacts::Overlap &overlap) const;
    [[nodiscard]] Finding told(const Setting &rule, const coverage::Contacts::Gap &gap) const;
    [[nodiscard]] const Note &note(std::uint32_t number) const;
    [[nodiscard]] bool checked(std::uint32_t a, std::uint32_t b) const;
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> blame(std::uint32_t a, std::uint32_t b) const;
    [[nodiscard]] Names message(std::uint32_t blamed, std::uint32_t other, double m2, bool earlier) const;

    const Records &records_;
    bool needed_;
    coverage::Contacts contacts_;
    std::vector<std::uint32_t> of_number_; // as Contacts numbers them
};

} // namespace qitu::validation
