// The cells of a band as runs: stretches of a row that one zone covers to one share.
#pragma once

#include "cell_areas.h"

#include <qitu/engine/raster/cell_shares.h>
#include <qitu/engine/raster/zones_on_grid.h>

#include <memory>
#include <utility>
#include <vector>

namespace qitu::raster {

struct Run {
    std::size_t zone = 0;  // its place among the band's
    std::size_t first = 0; // place of its first cell among the values that were read
    std::size_t count = 0;
    double share = 0;           // of each cell
    double m2_each = 0;         // ground of a cell, where all have the same
    const double *m2 = nullptr; // of each, where they have not
    [[nodiscard]] double ground(std::size_t i) const { return share * (m2 == nullptr ? m2_each : m2[i]); }
};

/// One per thread.
class BandReader {
  public:
    BandReader(const ZonesOnGrid &zones, std::unique_ptr<CellSource> source);

    void read(const CellBand &band);
    [[nodiscard]] const Values &values() const { return values_; }
    [[nodiscard]] std::optional<double> no_data() const { return source_->no_data(); }

    /// Row by row; of a row zone by zone, from left to right.
    template <typename Visit>
    void for_each_run(const Visit &visit) {
        areas_.set_window(band_->first, band_->last, band_->begin, band_->end);
        int row = -1;
        for (const auto &[span, zone] : spans_) {
            if (span.row != row)
                areas_.set_row(row = span.row);
            visit(run_of(span, zone));
        }
    }

  private:
    [[nodiscard]] Run run_of(const Span &span, std::size_t zone) const;

    std::unique_ptr<CellSource> source_;
    CellAreas areas_;
    CellShares shares_;
    const CellBand *band_ = nullptr;
    Values values_;
    std::vector<std::pair<Span, std::size_t>> spans_;
};

} // namespace qitu::raster
