// The declared areas of a file: which column, in which unit.
#pragma once

#include <qitu/analysis/area/area.h>
#include <qitu/core/base/units.h>

#include <string>
#include <vector>

namespace qitu::area {

/// A declared area as m².
class DeclaredField {
  public:
    /// Looks at the first features of the file where neither the option nor the field's name tells the unit,
    /// and rewinds it. Throws Error (usage) when there is no such field or its unit cannot be told.
    DeclaredField(reader::RawFile &file, const Options &options);

    [[nodiscard]] std::optional<double> m2_of(const reader::RawFeature &feature) const;
    [[nodiscard]] Unit unit() const { return unit_; }
    [[nodiscard]] const std::string &evidence() const { return evidence_; }

  private:
    [[nodiscard]] std::optional<double> number_of(const reader::RawFeature &feature) const;
    [[nodiscard]] std::vector<double> first_ratios(reader::RawFile &file, const Options &options) const;
    void find_unit(const std::string &field, std::vector<double> ratios);

    std::size_t column_ = 0;
    Unit unit_ = Unit::square_metre;
    std::string evidence_;
};

} // namespace qitu::area
