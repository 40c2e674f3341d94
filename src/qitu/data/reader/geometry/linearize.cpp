#include "geometry/linearize.h"

#include "geometry/memory_layer.h"
#include "geometry/rings.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

using geodesy::Point;
using geodesy::Ring;

constexpr double metres_per_degree = 111320;

bool in_degrees(const OGRGeometry &geometry) {
    OGREnvelope box;
    geometry.getEnvelope(&box);
    return std::max(std::abs(box.MinX), std::abs(box.MaxX)) <= 180 &&
           std::max(std::abs(box.MinY), std::abs(box.MaxY)) <= 90;
}

/// The largest radius of the arcs in a geometry.
class Radius : public OGRDefaultConstGeometryVisitor {
  public:
    using OGRDefaultConstGeometryVisitor::visit;
    void visit(const OGRCircularString *arcs) override {
        for (int i = 0; i + 2 < arcs->getNumPoints(); i += 2) {
            double radius = 0, x = 0, y = 0, from = 0, over = 0, to = 0;
            if (OGRGeometryFactory::GetCurveParameters(arcs->getX(i), arcs->getY(i), arcs->getX(i + 1),
                                                       arcs->getY(i + 1), arcs->getX(i + 2),
                                                       arcs->getY(i + 2), radius, x, y, from, over, to) != 0)
                largest_ = std::max(largest_, radius);
        }
    }
    [[nodiscard]] double largest() const { return largest_; }

  private:
    double largest_ = 0;
};

/// Degrees of arc whose chord departs from it by the tolerance.
double step_for(const OGRGeometry &geometry) {
    Radius radius;
    geometry.accept(&radius);
    const double metres = radius.largest() * (in_degrees(geometry) ? metres_per_degree : 1);
    constexpr double widest = 4;
    constexpr double finest = 0.01;
    if (metres <= curve_tolerance_m)
        return widest;
    const double step = 2 * std::acos(1 - curve_tolerance_m / metres) * 180 / std::numbers::pi;
    return std::clamp(step, finest, widest);
}

Ring points_of(const OGRLineString &line) {
    Ring points;
    for (int i = 0; i < line.getNumPoints(); ++i)
        points.push_back({line.getX(i), line.getY(i)});
    return points;
}

double metres_between(Point a, Point b, bool degrees) {
    if (!degrees)
        return std::hypot(a.x - b.x, a.y - b.y);
    const double narrow = std::cos(a.y * std::numbers::pi / 180);
    return metres_per_degree * std::hypot((a.x - b.x) * narrow, a.y - b.y);
}

/// False when a line stays open or something is no line.
bool gather(const OGRGeometry &geometry, double close_m, bool degrees, std::vector<Ring> &rings) {
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
        const OGRGeometryCollection *all = geometry.toGeometryCollection();
        for (const OGRGeometry *part : *all)
            if (!gather(*part, close_m, degrees, rings))
                return false;
        return true;
    }
    if (type != wkbLineString)
        return false;
    Ring ring = points_of(*geometry.toLineString());
    if (ring.size() < 3 ||
        metres_between(ring.front(), ring.back(), degrees) > std::max(close_m, same_point_m))
        return false;
    if (same_place(ring.front(), ring.back()))
        ring.back() = ring.front();
    close(ring);
    if (ring.size() < 4)
        return false;
    rings.push_back(std::move(ring));
    return true;
}

} // namespace

Linearized linearize(OGRGeometryUniquePtr &geometry) {
    Linearized result;
    if (geometry->hasCurveGeometry() != 0) {
        geometry.reset(geometry->getLinearGeometry(step_for(*geometry)));
        result.curves = true;
    }
    if (geometry->getCoordinateDimension() > 2 || geometry->IsMeasured() != 0) {
        geometry->flattenTo2D();
        result.heights = true;
    }
    return result;
}

OGRGeometryUniquePtr closed_lines(const OGRGeometry &geometry, double close_m) {
    std::vector<Ring> rings;
    if (!gather(geometry, close_m, in_degrees(geometry), rings) || rings.empty())
        return nullptr;
    return geometry_of(arranged(std::move(rings)).parts, catalogue::GeometryType::polygon);
}

} // namespace qitu::reader
