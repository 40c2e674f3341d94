// A raster that parcels are laid upon.
#pragma once

#include "layer_overlay.h"

#include <qitu/data/rasters/raster_file.h>
#include <qitu/engine/raster/shape_cells.h>
#include <qitu/engine/tabulate/layered_zones.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qitu::layer_overlay {

struct RasterSource {
    rasters::RasterFacts facts;
    bool slope = false;

    [[nodiscard]] raster::ShapeCells open(geodesy::Target target) const;
    [[nodiscard]] Class class_of(std::int64_t value) const;
};

/// What parcels lie upon in the cells of one raster.
struct RasterParts {
    raster::GroundParts whole;
    std::vector<raster::GroundParts> splits; // of each part that the parcel was split into
};
RasterParts parts_upon(raster::ShapeCells &cells, const geometry::Shape &parcel,
                       const tabulate::Placement &placement);

/// Numbers the values of a raster as they come; in the end in their order.
class RasterClasses {
  public:
    std::uint32_t number_of(std::int64_t value) {
        return numbers_.try_emplace(value, static_cast<std::uint32_t>(numbers_.size())).first->second;
    }
    [[nodiscard]] std::vector<Class> classes(const RasterSource &source) const;
    /// The place of each number in the order of the values.
    [[nodiscard]] std::vector<std::uint32_t> ranks() const;

  private:
    std::map<std::int64_t, std::uint32_t> numbers_;
};

} // namespace qitu::layer_overlay
