// The checks of one feature by itself, and what of it the rest of an inspection needs to know.
#pragma once

#include "corners.h"
#include "fingerprint.h"
#include "first_of.h"
#include "notes.h"
#include "restrictions.h"

#include <qitu/core/base/language.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::validation {

using geometry::Box;

inline constexpr double percent = 100; // a whole

/// A feature while it is checked.
struct CheckedFeature {
    catalogue::Feature feature;
    geometry::Shape
        shape; // decoded once, and made valid where it had to be; empty when there is nothing of it
    std::optional<std::vector<std::byte>> valid; // the same as WKB, where it had to be made valid
    std::optional<Mended> mended;
    std::vector<Finding> findings;
    std::optional<Defect> defect;             // of the geometry as it came
    std::optional<std::uint64_t> fingerprint; // none where there is no geometry
    std::optional<std::uint64_t> parcel;      // hash of project and parcel number
    Box box;                                  // of the geometry as it came
    std::uint32_t number = 0;                 // in the order of the comparing, from 0

    [[nodiscard]] std::span<const std::byte> wkb() const { return valid ? *valid : feature.wkb; }
};

/// The text of a field by its position in the layer; "" where it has no such field, at -1.
std::string text_at(const catalogue::Feature &feature, int index);

/// Checks the features of one layer one after the other.
class FeatureChecks {
  public:
    struct First {
        std::int64_t feature = 0;
        std::uint32_t source = 0;
    };

    FeatureChecks(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer);
    void begin(std::string source);
    /// Decodes the feature and checks it by itself, replacing what `checked` held of another; several threads
    /// at once.
    void check(CheckedFeature &checked) const;
    /// Checks the feature against those that were compared before.
    void compare(CheckedFeature &checked);

    /// The source that was begun last.
    [[nodiscard]] std::uint32_t source() const {
        return sources_.empty() ? 0 : static_cast<std::uint32_t>(sources_.size()) - 1;
    }
    [[nodiscard]] std::string project_of(const catalogue::Feature &feature) const;
    [[nodiscard]] const std::string &source_name(std::size_t source) const;
    [[nodiscard]] const Settings &settings() const { return settings_; }
    [[nodiscard]] const Restrictions &restrictions() const { return restrictions_; }
    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(features_.size()); }
    [[nodiscard]] const First &feature(std::uint32_t number) const { return features_[number]; }
    /// The first figure that is the same; FirstOf::none when there is none.
    [[nodiscard]] std::uint32_t figure(std::uint64_t fingerprint) const { return figures_.find(fingerprint); }
    /// "feature 12" or "feature 12 of a.shp", as seen from a source.
    [[nodiscard]] Names name_of(std::uint32_t number, std::size_t seen_from) const;

  private:
    struct Project {
        std::uint32_t first;
        std::string name;
    };
    void check_geometry(CheckedFeature &checked) const;
    void note_defect(CheckedFeature &checked) const;
    void check_shape(CheckedFeature &checked) const;
    void check_fields(CheckedFeature &checked) const;
    void note_code(const catalogue::Field &field, const std::string &text, CheckedFeature &checked) const;
    void check_names(CheckedFeature &checked) const;
    void check_dates(CheckedFeature &checked) const;
    void compare_geometry(CheckedFeature &checked);
    void compare_project(CheckedFeature &checked);
    void compare_parcel(CheckedFeature &checked);
    void add(std::string_view rule, CheckedFeature &checked, Fault fault) const {
        add(settings_.of(rule), checked, std::move(fault));
    }
    void add(const Setting *rule, CheckedFeature &checked, Fault fault) const;

    const catalogue::Catalogue &catalogue_;
    const catalogue::Layer &layer_;
    Settings settings_;
    Restrictions restrictions_;
    std::vector<std::string> sources_;
    std::deque<First> features_; // by number
    FirstOf figures_;            // by fingerprint
    FirstOf parcels_;            // by project and parcel
    std::unordered_map<std::string, Project> projects_;
    struct DateField {
        std::size_t index = 0;
        Names names;
    };
    std::vector<DateField> dates_; // in the order in which they must come
    int code_ = -1, name_ = -1, parcel_ = -1;
    // asked for every feature; null where the layer does not have them
    const Setting *spike_, *points_, *zone_crossed_, *date_order_, *project_twice_, *parcel_twice_;
};

} // namespace qitu::validation
