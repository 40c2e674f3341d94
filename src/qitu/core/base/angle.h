// angle: longitudes and latitudes as survey tables write them.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace qitu {

/// A longitude, latitude or coordinate in metres as it was written.
struct WrittenCoordinate {
    double value = 0;         // degrees or metres; south and west below zero
    bool sexagesimal = false; // it had minutes: 107°24′04.32″, 107-24-04.32, 107:24:04.32
    int decimals = 0;         // behind the point, of a plain number
};

/// A plain number as parse_number takes it, or degrees with minutes and seconds; a hemisphere (E, N, 东经, 北纬 …) may
/// stand before or behind. Nothing where the text is anything else, minutes or seconds of 60 and more included.
std::optional<WrittenCoordinate> parse_coordinate(std::string_view text);

/// 107.2538 as 107°25′38″, the way total stations and calculators write angles (ddd.mmss).
double from_packed(double packed);

/// Looks for packed degrees among decimal ones: digits behind the point that could all be minutes and seconds.
class PackedDegrees {
  public:
    void add(const WrittenCoordinate &coordinate);
    /// That many different numbers whose minutes and seconds are all below 60, which decimals hardly are by chance.
    [[nodiscard]] bool likely() const;
    /// Whether each number can be read as packed.
    [[nodiscard]] bool possible() const { return possible_ && !seen_.empty(); }

  private:
    std::set<double> seen_;
    bool possible_ = true;
    int decimals_ = 0;             // the most
    std::size_t with_seconds_ = 0; // have as many decimals as ddd.mmss
};

} // namespace qitu
