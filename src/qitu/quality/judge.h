// What is said of one feature by itself, and what of it the rest of an inspection needs to know.
#pragma once

#include "corners.h"
#include "notes.h"

namespace qitu::quality {

struct Judged {
    std::vector<Finding> findings;
    std::optional<Defect> defect;
    std::optional<std::uint64_t> fingerprint; // none where there is no figure
    Extent extent;
};

/// Judges the features of one layer one after the other.
class Judge {
  public:
    Judge(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer);
    void begin(std::string source);
    Judged judge(const catalogue::Feature &feature);
    /// The source that was begun last, and how many were.
    [[nodiscard]] std::size_t source() const { return sources_.empty() ? 0 : sources_.size() - 1; }
    [[nodiscard]] const std::string &project() const { return subject_.project; } // of the feature at hand
    [[nodiscard]] const std::string &source_name(std::size_t source) const;
    [[nodiscard]] const Settings &settings() const { return settings_; }
    /// "feature 12" or "feature 12 of a.shp", as seen from the source at hand.
    [[nodiscard]] Names name_of(std::size_t source, std::int64_t feature, std::size_t seen_from) const;

  private:
    struct First {
        std::size_t source = 0;
        std::int64_t feature = 0;
    };
    struct Project {
        First first;
        std::string name;
    };
    void judge_figure(const catalogue::Feature &feature, Judged &judged);
    void note_defect(const Defect &defect, Judged &judged) const;
    void note_duplicate(std::uint64_t fingerprint, Judged &judged);
    void note_shape(const Figure &figure, Judged &judged) const;
    void judge_fields(const catalogue::Feature &feature, Judged &judged);
    void note_code(const catalogue::Field &field, const std::string &text, Judged &judged) const;
    void note_dates(const catalogue::Feature &feature, Judged &judged) const;
    void note_project(const catalogue::Feature &feature, Judged &judged);
    void note_parcel(const catalogue::Feature &feature, Judged &judged);
    void add(std::string_view rule, Fault fault, Judged &judged) const;

    const catalogue::Catalogue &catalogue_;
    const catalogue::Layer &layer_;
    Settings settings_;
    Subject subject_; // the feature at hand
    std::vector<std::string> sources_;
    std::unordered_map<std::uint64_t, First> seen_; // fingerprint → first feature
    std::unordered_map<std::string, Project> projects_;
    std::unordered_map<std::string, First> parcels_;
    struct DateField {
        std::size_t index;
        Names names;
    };
    std::vector<DateField> dates_; // in the order in which they must come
    int code_ = -1, name_ = -1, parcel_ = -1;
};

} // namespace qitu::quality
