// One feature on its way through the engine: read, brought to longitude and latitude, made valid, measured,
// cut.
#pragma once

#include "cut.h"
#include "ground.h"

#include <optional>

namespace qitu::tabulate {

struct Feature {
    std::int64_t id = 0;
    std::uint32_t group = 0;
    std::int64_t priority = 0;
    std::string key;
    Shape shape; // degrees, oriented
    Box box;
    double whole = 0;     // straight m² near its middle, geodesic m of a line, number of points
    double by_method = 0; // the same by the chosen method
    Cutter::Cut cut;
    std::vector<Share> lost; // to features that come first, per zone, in the measure of `whole`
    double lost_outside = 0;
};

/// Reads and measures features; one per thread.
class Surveyor {
  public:
    Surveyor(const geodesy::Crs &crs, geodesy::Method method, const Ground &ground, const ZoneGrid &grid);

    struct Outcome {
        std::optional<Feature> feature; // empty: rejected
        std::optional<Finding> finding;
    };
    Outcome survey(Item &item);
    /// What `first` (which come before it) take of the feature, per zone.
    void lose(Feature &feature, const std::vector<const Feature *> &first);

    [[nodiscard]] const Geos &geos() const { return geos_; }

  private:
    [[nodiscard]] double polygon_area(const Shape &shape, const Box &box,
                                      const std::optional<double> &meridian) const;
    std::optional<Finding> mend(Feature &feature);

    geodesy::ToGeographic to_geographic_;
    geodesy::Method method_;
    geodesy::Ellipsoid ellipsoid_;
    std::optional<double> plane_; // of the source, where it is Gauss-Krueger
    Geos geos_;
    Cutter cutter_;
};

/// True when `a` comes before `b`: higher priority, smaller key, then by geometry; never by the order of
/// input.
bool comes_first(const Feature &a, const Feature &b);

} // namespace qitu::tabulate
