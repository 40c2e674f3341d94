#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/engine/raster/raster_totals.h>

#include <algorithm>
#include <cmath>

namespace qitu::raster {

namespace {

constexpr double most_apart = 1e-3;

std::optional<double> number(double value) {
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

ZoneStatistics statistics_of(std::size_t zone, const CellSums &sums, double m2) {
    ZoneStatistics result{zone, m2};
    const double known = sums.m2 - sums.no_data_m2;
    if (known > 0 && sums.least <= sums.most) {
        result.mean = number(std::clamp(sums.weighted / known, sums.least, sums.most));
        result.least = number(sums.least);
        result.most = number(sums.most);
        result.sum = sums.sum;
    }
    for (const double quantile : sums.quantiles)
        result.quantiles.push_back(number(quantile));
    return result;
}

double closing_of(const ZonesOnGrid &zones, std::size_t zone, const CellSums &sums) {
    const double apart = std::abs(sums.m2 - zones.within_m2[zone]) / zones.straight_m2[zone];
    if (apart > most_apart)
        throw Error(
            ErrorKind::refused,
            say("Zone {}: its cells have {:.6g} m², but {:.6g} m² of it lie in the raster. Nothing was "
                "totalled. Check the coordinate systems of both.",
                zones.codes[zone], sums.m2, zones.within_m2[zone]));
    return apart;
}

} // namespace

RasterTotals raster_totals(const ZonesOnGrid &zones, const std::vector<CellSums> &sums, SumAs as) {
    RasterTotals result{zones.method, {}, {}, {}, 0, zones.findings};
    for (std::size_t i = 0; i < sums.size(); ++i) {
        result.worst_closing = std::max(result.worst_closing, closing_of(zones, i, sums[i]));
        const bool touched = sums[i].m2 > 0;
        const double within = touched ? zones.m2[i] * (zones.within_m2[i] / zones.straight_m2[i]) : 0;
        const double factor = touched ? within / sums[i].m2 : 0;
        const ZoneTotals totals{zones.codes[i], zones.m2[i], sums[i].no_data_m2 * factor,
                                zones.m2[i] - within};
        result.zones.push_back(totals);
        if (as == SumAs::statistics)
            result.statistics.push_back(
                statistics_of(i, sums[i], (sums[i].m2 - sums[i].no_data_m2) * factor));
        for (const auto &[value, m2] : sums[i].classes)
            if (m2 > 0)
                result.classes.push_back({i, value, m2 * factor});
    }
    return result;
}

} // namespace qitu::raster
