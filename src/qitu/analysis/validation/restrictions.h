// The indicators of a layer that count in some places only, or works of some names only, and what of a feature they
// ask.
#pragma once

#include "notes.h"

#include <qitu/core/catalogue/catalogue.h>

#include <vector>

namespace qitu::validation {

class Restrictions {
  public:
    Restrictions(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer);

    /// Those bound to places that the feature, by its fields, would count for.
    [[nodiscard]] std::vector<const catalogue::Indicator *> by_place(const catalogue::Feature &feature) const;
    /// Those with named works, likewise.
    [[nodiscard]] std::vector<const catalogue::Indicator *> by_name(const catalogue::Feature &feature) const;
    [[nodiscard]] bool any_place() const { return !placed_.empty(); }
    /// Whether the feature is a renewal for one of the layer's indicators.
    [[nodiscard]] bool renewal(const catalogue::Feature &feature) const;
    /// Whether features of different years compete for ground: not where every year has its own.
    [[nodiscard]] bool years_compete() const { return years_compete_; }

  private:
    [[nodiscard]] std::vector<const catalogue::Indicator *>
    matching(const std::vector<const catalogue::Indicator *> &indicators,
             const catalogue::Feature &feature) const;

    const catalogue::Layer &layer_;
    std::vector<const catalogue::Indicator *> placed_, named_;
    std::vector<Conditions> renewed_;
    bool years_compete_ = true;
};

} // namespace qitu::validation
