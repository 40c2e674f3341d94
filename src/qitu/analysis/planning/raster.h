// A raster as a condition on parcels: land cover, or slope from heights.
#pragma once

#include <qitu/analysis/planning/land.h>
#include <qitu/core/geometry/shape.h>

#include <memory>
#include <optional>

namespace qitu::planning {

class RasterCondition {
  public:
    /// Throws Error as rasters::facts_of does.
    explicit RasterCondition(const RasterRule &rule);
    ~RasterCondition();
    RasterCondition(RasterCondition &&) noexcept;

    /// Which share of the shape's ground breaks the rule, of that in cells with a value: each cell by the exact share that
    /// the shape covers. Nothing where the raster says nothing. \pre EPSG:4490
    std::optional<double> broken(const geometry::Shape &shape);
    [[nodiscard]] const RasterRule &rule() const { return rule_; }

  private:
    struct State;
    RasterRule rule_;
    std::unique_ptr<State> state_;
};

} // namespace qitu::planning
