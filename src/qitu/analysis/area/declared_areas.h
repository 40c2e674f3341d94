// The declared areas of a file: their column and unit.
#pragma once

#include <qitu/analysis/area/area.h>
#include <qitu/core/base/units.h>

#include <string>
#include <vector>

namespace qitu::area {

/// A declared area as m².
class DeclaredField {
  public:
    /// Reads the first features of the file, and rewinds it, if neither the option nor the field's name gives
    /// the unit. Throws Error (usage) if there is no such field or its unit cannot be determined.
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
