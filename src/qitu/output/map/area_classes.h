// The class of each banner on a map of an indicator, by percentage or amount.
#pragma once

#include <qitu/output/format/class_breaks.h>
#include <qitu/output/format/rounded.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qitu::map {

/// p0 … p4: progress; q0 … q4: amounts, where no unit has a percentage; free: a figure without a target; none.
class AreaClasses {
  public:
    explicit AreaClasses(const format::IndicatorRows &group);
    [[nodiscard]] std::string of(const indicators::ProgressRow *row) const;
    /// Class and meaning.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> legend() const;

  private:
    [[nodiscard]] std::string amount_range(std::size_t i) const;

    const format::IndicatorRows &group_;
    bool by_percent_ = false;
    std::array<double, format::amount_colours.size()> ends_{}; // round numbers, each about half the next
};

/// Its fill; that of `free` is hatched on a page.
std::uint32_t colour_of(const std::string &area_class);

/// 1, 2 or 5 times a power of ten, the least that is not below the value.
double round_number(double value);

} // namespace qitu::map
