// What is rounded, or put in order, over the whole region before it is cut down to a unit: the same for every unit.
#pragma once

#include "document.h"
#include "layer_lines.h"

#include <qitu/output/format/rounded.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace qitu::report {

/// Where the exact row of a unit and an indicator stands; those that are printed carry rounded values.
class ExactRows {
  public:
    explicit ExactRows(const Figures &figures);
    /// The region stands in all tables, and that of the banners first. \pre the figures that it was made of
    [[nodiscard]] const indicators::ProgressRow &of(const indicators::ProgressRow &printed,
                                                    const Figures &figures) const;

  private:
    using Place = std::pair<std::size_t, std::size_t>;           // table, row
    std::unordered_map<std::string, std::vector<Place>> places_; // by unit
};

/// Why other ways of counting differ, of one layer: its sum, and its banners and what lies outside.
struct LayerDifferences {
    Row total;
    std::vector<Row> rows;
};

struct Rounded {
    /// Leagues in their own scale and in that of the banners.
    indicators::ProgressTable leagues, leagues_beside_banners, banners, townships;
    std::vector<std::vector<LayerLine>> layers; // of each of Figures::layers
    std::vector<format::OverlapPair> overlaps;
    std::vector<LayerDifferences> differences; // of each of Figures::reconciled
    ExactRows exact;
};

std::vector<LayerDifferences> differences_by_banner(const Figures &figures,
                                                    const catalogue::Catalogue &catalogue);

} // namespace qitu::report
