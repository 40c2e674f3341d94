#include "band_pass.h"
#include "weighted_quantiles.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/engine/raster/cell_sums.h>

#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace qitu::raster {

namespace {

constexpr std::size_t most_classes = 100'000;

/// Ground by value, of one zone in one band.
class GroundByValue {
  public:
    GroundByValue() = default;
    GroundByValue(const GroundByValue &) = delete;
    GroundByValue &operator=(const GroundByValue &) = delete;

    void add(std::int64_t value, double m2) {
        if (place_ != nullptr && value == last_) {
            *place_ += m2;
            return;
        }
        if (value >= 0 && value < static_cast<std::int64_t>(small_.size())) {
            small_[static_cast<std::size_t>(value)] += m2;
            return;
        }
        last_ = value;
        place_ = &others_[value];
        *place_ += m2;
    }
    template <typename Take>
    void for_each(const Take &take) const {
        for (std::size_t value = 0; value < small_.size(); ++value)
            if (small_[value] != 0)
                take(static_cast<std::int64_t>(value), small_[value]);
        for (const auto &[value, m2] : others_)
            take(value, m2);
    }

  private:
    std::array<double, 256> small_{};
    std::unordered_map<std::int64_t, double> others_;
    std::int64_t last_ = 0;
    double *place_ = nullptr; // of the last value, among the others
};

template <typename T>
void add_classes(const T *cells, const Run &run, IsNone<T> is_none, GroundByValue &ground,
                 double &no_data_m2) {
    for (std::size_t i = 0; i < run.count;) {
        const std::size_t begin = i;
        const T value = cells[i];
        const bool none = is_none(value);
        double m2 = run.m2 == nullptr ? 0 : run.m2[i];
        for (++i; i < run.count && (cells[i] == value || (none && is_none(cells[i]))); ++i)
            m2 += run.m2 == nullptr ? 0 : run.m2[i];
        if (run.m2 == nullptr)
            m2 = run.m2_each * static_cast<double>(i - begin);
        if (none)
            no_data_m2 += run.share * m2;
        else
            ground.add(static_cast<std::int64_t>(value), run.share * m2);
    }
}

template <typename T>
void add_statistics(const T *cells, const Run &run, IsNone<T> is_none, CellSums &sums) {
    double m2 = 0, weighted = 0, values = 0, all = 0;
    std::size_t known = 0;
    T least = std::numeric_limits<T>::max(), most = std::numeric_limits<T>::lowest();
    for (std::size_t i = 0; i < run.count; ++i) {
        const double ground = run.m2 == nullptr ? 1 : run.m2[i];
        all += ground;
        if (is_none(cells[i]))
            continue;
        ++known;
        least = std::min(least, cells[i]);
        most = std::max(most, cells[i]);
        m2 += ground;
        values += static_cast<double>(cells[i]);
        if (run.m2 != nullptr)
            weighted += static_cast<double>(cells[i]) * ground;
    }
    const double scale = run.share * (run.m2 == nullptr ? run.m2_each : 1);
    sums.m2 += scale * all;
    sums.no_data_m2 += scale * (all - m2);
    if (known == 0)
        return;
    sums.weighted += scale * (run.m2 == nullptr ? values : weighted);
    sums.sum += run.share * values;
    sums.least = std::min(sums.least, static_cast<double>(least));
    sums.most = std::max(sums.most, static_cast<double>(most));
}

using BandSums = std::vector<CellSums>; // by the band's zones

void sum_classes(BandReader &reader, const CellBand &band, BandSums &sums) {
    sums.assign(band.zones.size(), {});
    std::vector<GroundByValue> ground(band.zones.size());
    std::visit(
        [&]<typename T>(const std::vector<T> &values) {
            const IsNone<T> is_none(reader.no_data());
            reader.for_each_run([&](const Run &run) {
                add_classes(values.data() + run.first, run, is_none, ground[run.zone],
                            sums[run.zone].no_data_m2);
            });
        },
        reader.values());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i].m2 = sums[i].no_data_m2;
        ground[i].for_each([&](std::int64_t value, double m2) { sums[i].classes[value] += m2; });
        for (const auto &[value, m2] : sums[i].classes)
            sums[i].m2 += m2;
    }
}

void sum_statistics(BandReader &reader, const CellBand &band, BandSums &sums) {
    sums.assign(band.zones.size(), {});
    std::visit(
        [&]<typename T>(const std::vector<T> &values) {
            const IsNone<T> is_none(reader.no_data());
            reader.for_each_run([&](const Run &run) {
                add_statistics(values.data() + run.first, run, is_none, sums[run.zone]);
            });
        },
        reader.values());
}

void add(CellSums &sums, const CellSums &more) {
    sums.m2 += more.m2;
    sums.no_data_m2 += more.no_data_m2;
    for (const auto &[value, m2] : more.classes)
        sums.classes[value] += m2;
    if (sums.classes.size() > most_classes)
        throw Error(ErrorKind::refused, say("The raster has more than {} classes. Its values are not "
                                            "classes: ask for statistics of them.",
                                            most_classes));
    sums.weighted += more.weighted;
    sums.sum += more.sum;
    sums.least = std::min(sums.least, more.least);
    sums.most = std::max(sums.most, more.most);
}

void refuse_lost_cells(const ZonesOnGrid &zones, const std::vector<CellSums> &sums) {
    for (std::size_t i = 0; i < sums.size(); ++i)
        if (!std::isfinite(sums[i].m2))
            throw Error(
                ErrorKind::refused,
                say("Zone {} covers cells whose corners lie beyond the domain of the projection {}. Cut the "
                    "raster to the zones first.",
                    zones.codes[i], zones.grid.crs.name()));
}

} // namespace

std::vector<CellSums> sum_cells(const ZonesOnGrid &zones, const OpenCells &open, const SumOptions &options) {
    const std::size_t threads = threads_for(options.threads);
    const bool quantiles = options.as == SumAs::statistics && !options.quantiles.empty();
    PassProgress progress{options.progress, 0, zones.bands.size() * (quantiles ? 2 : 1)};
    std::vector<CellSums> sums(zones.codes.size());
    pass_over<BandSums>(
        zones, open, threads, progress,
        [&](BandReader &reader, const CellBand &band, BandSums &result) {
            options.as == SumAs::classes ? sum_classes(reader, band, result)
                                         : sum_statistics(reader, band, result);
        },
        [&](const CellBand &band, const BandSums &result) {
            for (std::size_t i = 0; i < result.size(); ++i)
                add(sums[band.zones[i].zone], result[i]);
        });
    refuse_lost_cells(zones, sums);
    if (quantiles)
        add_quantiles(zones, open, options.quantiles, threads, progress, sums);
    return sums;
}

} // namespace qitu::raster
