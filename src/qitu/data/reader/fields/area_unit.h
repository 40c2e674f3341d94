// Determines the unit of a declared area from its ratio to the computed one.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/shape.h>

#include <span>
#include <vector>

namespace qitu::reader {

/// Area of polygons in longitude and latitude, straight edges, m².
double area_of(const geometry::Shape &shape);

class AreaRatios {
  public:
    /// `unit`: in which the declared values are by the catalogue.
    explicit AreaRatios(Unit unit) : unit_(unit) {}
    void add(const catalogue::Value &declared, double computed_m2);

    struct Answer {
        Unit unit;
        double ratio; // the median of declared to computed, in that unit
        std::size_t features;
    };
    /// The unit of 亩, 公顷 and m² that brings most ratios near one; nothing where none does, or too few
    /// tell.
    [[nodiscard]] std::optional<Answer> answer() const;

  private:
    Unit unit_;
    std::vector<double> ratios_; // declared number over computed m²
};

} // namespace qitu::reader
