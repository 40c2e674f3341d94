// A layer's totals as lines that add up: total, leagues, banners by stage, and what lies outside.
#pragma once

#include <qitu/output/report/report.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::report {

enum LayerColumn : std::size_t { gross_m2, net_m2, gross_mu, net_mu, length_km, layer_columns };
inline constexpr std::array<int, layer_columns> layer_decimals{2, 2, 2, 2, 3};

struct LayerLine {
    enum class Kind { total, league, banner, outside };
    Kind kind = Kind::banner;
    std::string code;
    std::string name;
    std::string stage; // code; "" for sums and where the layer has none
    std::uint64_t features = 0;
    std::array<double, layer_columns> values{}; // rounded
    std::array<double, layer_columns> exact{};
};

/// The total first; each league before its banners; outside last.
std::vector<LayerLine> layer_lines(const indicators::Totals &totals, const catalogue::Catalogue &catalogue);
/// Of all those of the unit of the report, the total being its own; none where nothing lies in it.
std::vector<LayerLine> layer_lines(const Figures &figures, const std::vector<LayerLine> &all,
                                   const catalogue::Catalogue &catalogue);

} // namespace qitu::report
