// A pass over all bands on all threads; what each band gives is handed over in their order.
#pragma once

#include "band_reader.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/raster/cell_sums.h>

#include <cmath>
#include <memory>
#include <vector>

namespace qitu::raster {

/// How far a job of several passes is.
struct PassProgress {
    const Progress &progress;
    std::uint64_t done = 0, total = 0;
};

/// work(reader, band, result) on all threads, then hand_over(band, result) in order.
template <typename Result, typename Work, typename HandOver>
void pass_over(const ZonesOnGrid &zones, const OpenCells &open, std::size_t threads, PassProgress &progress,
               const Work &work, const HandOver &hand_over) {
    struct Batch {
        const CellBand *band = nullptr;
        Result result{};
    };
    std::vector<std::unique_ptr<BandReader>> readers(threads);
    std::size_t next = 0;
    ordered_pipeline<Batch>(
        threads,
        [&](Batch &batch) {
            report_progress(progress.progress, progress.done, progress.total);
            batch.band = next < zones.bands.size() ? &zones.bands[next++] : nullptr;
            progress.done += batch.band == nullptr ? 0 : 1;
            return next < zones.bands.size();
        },
        [&](std::size_t worker, Batch &batch) {
            if (batch.band == nullptr)
                return;
            if (!readers[worker])
                readers[worker] = std::make_unique<BandReader>(zones, open());
            readers[worker]->read(*batch.band);
            work(*readers[worker], *batch.band, batch.result);
        },
        [&](Batch &batch) {
            if (batch.band != nullptr)
                hand_over(*batch.band, batch.result);
        });
}

/// Whether a value stands for none; values of another type never do.
template <typename T>
class IsNone {
  public:
    explicit IsNone(std::optional<double> none)
        : known_(none.has_value()), none_(static_cast<T>(none.value_or(0))) {}
    bool operator()(T value) const {
        if constexpr (std::is_floating_point_v<T>)
            return std::isnan(value) || (known_ && value == none_);
        else
            return known_ && value == none_;
    }

  private:
    bool known_;
    T none_;
};

} // namespace qitu::raster
