// What of a layer counts for an indicator in a year, and which of two features gets the ground that both cover:
// the four kinds of counting (docs/figures.md), each as a rule for groups of features.
#pragma once

#include "breakdown.h"

#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// How a group counts for an indicator.
enum class CountingStatus { none, approved, under_construction, done };

/// The rules of one indicator in one year for the groups of a plan that has the fields that note_fields adds.
class CountingRules {
  public:
    CountingRules(const catalogue::Catalogue &catalogue, catalogue::Indicator indicator, const Plan &plan,
                  int year);

    /// The fields by which features of the layer are told apart for the indicator.
    static void note_fields(const catalogue::Indicator &indicator, Plan &plan);

    /// What takes part in the contest for ground and counts for the year.
    [[nodiscard]] CountingStatus status(const Group &group) const;
    /// Likewise, but for all years up to this one.
    [[nodiscard]] CountingStatus cumulative(const Group &group) const;
    /// Whether it is done and counts in an earlier year, of what counts by years.
    [[nodiscard]] bool done_before(const Group &group) const;
    /// The year in which it was finished, had its event or began, else its programme year.
    [[nodiscard]] std::optional<int> year_of(const Group &group) const;
    /// Whether what is done adds up over the years: flows of what is built or dated.
    [[nodiscard]] bool by_years() const;
    [[nodiscard]] const std::string &part_field() const { return indicator_.part_field; }
    /// Whether it is built again on ground that was built before.
    [[nodiscard]] bool renewed(const Group &group) const;

    /// Ground is settled twice where a layer has renewals: for what is built new, and for what is renewed.
    enum class Contest { once, renewals };
    /// Refers to these rules.
    [[nodiscard]] Ranking ranking(Contest contest) const;
    /// Equal for indicators whose rankings are equal.
    [[nodiscard]] std::string contest_name(Contest contest) const;

  private:
    using Conditions = std::map<std::string, std::vector<std::string>>;
    [[nodiscard]] const std::string &value(const Group &group, const std::string &field) const;
    [[nodiscard]] bool meets(const Conditions &conditions, const Group &group) const;
    [[nodiscard]] std::optional<int> number(const Group &group, const std::string &field) const;
    [[nodiscard]] std::optional<int> event_year(const Group &group) const;
    [[nodiscard]] CountingStatus by_stage(const Group &group) const;
    [[nodiscard]] bool reviewed(const Group &group) const;
    [[nodiscard]] bool happened(const Group &group) const;
    [[nodiscard]] bool belongs(const Group &group) const;
    [[nodiscard]] bool stands(const Group &group) const;
    [[nodiscard]] bool takes_part(const Group &group, CountingStatus status) const;
    [[nodiscard]] bool of_the_year(const Group &group, CountingStatus status) const;
    [[nodiscard]] std::optional<Precedence> precedence(const Group &group, Contest contest) const;

    const catalogue::Catalogue &catalogue_;
    catalogue::Indicator indicator_;
    const catalogue::Layer &layer_;
    std::vector<std::string> fields_; // of the groups
    int year_;
};

} // namespace qitu::indicators
