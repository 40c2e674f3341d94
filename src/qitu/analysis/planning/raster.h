// A raster as a condition on parcels: land cover, or slope from heights. Only raster.cpp knows GDAL.
#pragma once

#include <qitu/analysis/planning/land.h>
#include <qitu/core/geometry/shape.h>

#include <memory>
#include <optional>

namespace qitu::planning {

class RasterCondition {
  public:
    /// Throws Error (unreadable) for a file that is no raster of a known kind, has no place on Earth or several readings.
    explicit RasterCondition(const RasterRule &rule);
    ~RasterCondition();
    RasterCondition(RasterCondition &&) noexcept;

    /// Which share of the cells whose middles lie in the shape breaks the rule, of those that have a value; the cell under its
    /// middle where it is smaller than cells. Nothing where the raster says nothing. \pre EPSG:4490
    std::optional<double> broken(const geometry::Shape &shape);
    [[nodiscard]] const RasterRule &rule() const { return rule_; }

  private:
    struct State;
    RasterRule rule_;
    std::unique_ptr<State> state_;
};

} // namespace qitu::planning
