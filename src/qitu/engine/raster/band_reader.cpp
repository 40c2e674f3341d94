#include "band_reader.h"

#include <algorithm>

namespace qitu::raster {

namespace {

RowMeasure measure_of(const ZonesOnGrid &zones) {
    const geodesy::ToGeographic to_geographic(zones.grid.crs, {}, zones.target);
    return to_geographic.takes_as_they_are()
               ? RowMeasure(zones.grid.corner.y, zones.grid.step.y, to_geographic.ellipsoid())
               : RowMeasure();
}

} // namespace

BandReader::BandReader(const ZonesOnGrid &zones, std::unique_ptr<CellSource> source)
    : source_(std::move(source)), areas_(zones.grid, zones.target),
      shares_(zones.grid.columns, measure_of(zones)) {}

void BandReader::read(const CellBand &band) {
    band_ = &band;
    source_->read({band.begin, band.first, band.end - band.begin, band.last - band.first}, values_);
    spans_.clear();
    for (std::size_t i = 0; i < band.zones.size(); ++i)
        for (const Span &span : shares_.cover(band.zones[i].edges, band.first, band.last))
            spans_.emplace_back(span, i);
    std::stable_sort(spans_.begin(), spans_.end(),
                     [](const auto &a, const auto &b) { return a.first.row < b.first.row; });
}

Run BandReader::run_of(const Span &span, std::size_t zone) const {
    const auto from = static_cast<std::size_t>(span.begin - band_->begin);
    const auto row = static_cast<std::size_t>(span.row - band_->first);
    const auto columns = static_cast<std::size_t>(band_->end - band_->begin);
    Run run{zone, row * columns + from, static_cast<std::size_t>(span.end - span.begin), span.share};
    if (areas_.equal_in_row())
        run.m2_each = areas_.of_row();
    else
        run.m2 = areas_.of_cells().data() + from;
    return run;
}

} // namespace qitu::raster
