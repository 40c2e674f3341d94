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

/// False when a part is not a line.
bool gather(const OGRGeometry &geometry, std::vector<Ring> &lines) {
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
        const OGRGeometryCollection *all = geometry.toGeometryCollection();
        return std::all_of(all->begin(), all->end(),
                           [&](const OGRGeometry *part) { return gather(*part, lines); });
    }
    if (type != wkbLineString)
        return false;
    lines.push_back(points_of(*geometry.toLineString()));
    return true;
}

/// Lines that meet end to end become one, as a border that was walked with pauses: each is continued by the
/// one that begins, or ends, nearest to where it has come, no farther off than `near`.
class Joiner {
  public:
    Joiner(std::vector<Ring> lines, double near, bool degrees)
        : lines_(std::move(lines)), near_(near), degrees_(degrees) {}

    std::vector<Ring> joined() {
        std::vector<Ring> rings;
        while (!lines_.empty()) {
            Ring ring = std::move(lines_.front());
            lines_.erase(lines_.begin());
            while (!ring.empty() && continued(ring)) {
            }
            rings.push_back(std::move(ring));
        }
        return rings;
    }

    [[nodiscard]] bool closed(const Ring &ring) const {
        return ring.size() >= 3 && metres_between(ring.front(), ring.back(), degrees_) <= near_;
    }

  private:
    [[nodiscard]] double gap_of(const Ring &line) const {
        return metres_between(line.front(), line.back(), degrees_);
    }

    /// A ring that is closed goes on only to a line that is nearer than its own beginning.
    bool continued(Ring &ring) {
        double nearest = closed(ring) ? gap_of(ring) : std::nextafter(near_, HUGE_VAL);
        std::size_t best = lines_.size();
        bool backwards = false;
        for (std::size_t i = 0; i < lines_.size(); ++i)
            for (const bool back : {false, true}) {
                if (lines_[i].empty() || (lines_[i].size() >= 3 && gap_of(lines_[i]) <= same_point_m))
                    continue;
                const double gap =
                    metres_between(ring.back(), back ? lines_[i].back() : lines_[i].front(), degrees_);
                if (gap < nearest) {
                    nearest = gap;
                    best = i;
                    backwards = back;
                }
            }
        if (best == lines_.size())
            return false;
        Ring more = std::move(lines_[best]);
        lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(best));
        if (backwards)
            std::reverse(more.begin(), more.end());
        ring.insert(ring.end(), more.begin(), more.end());
        return true;
    }

    std::vector<Ring> lines_;
    double near_;
    bool degrees_;
};

/// False when it encloses nothing.
bool make_ring(Ring &ring, double tolerance) {
    if (same_place(ring.front(), ring.back(), tolerance))
        ring.back() = ring.front();
    close(ring, tolerance);
    return ring.size() >= 4;
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

std::size_t keep_most_dimensions(OGRGeometryUniquePtr &geometry) {
    if (wkbFlatten(geometry->getGeometryType()) != wkbGeometryCollection)
        return 0;
    OGRGeometryCollection &all = *geometry->toGeometryCollection();
    const int most = all.getDimension();
    std::size_t gone = 0;
    for (int i = all.getNumGeometries() - 1; i >= 0; --i)
        if (all.getGeometryRef(i)->getDimension() < most && all.getGeometryRef(i)->IsEmpty() == 0) {
            all.removeGeometry(i);
            ++gone;
        }
    return gone;
}

OGRGeometryUniquePtr closed_lines(const OGRGeometry &geometry, double close_m) {
    std::vector<Ring> lines;
    if (!gather(geometry, lines) || lines.empty())
        return nullptr;
    const bool degrees = in_degrees(geometry);
    const double tolerance = degrees ? same_point_degrees : same_point_m;
    Joiner joiner(std::move(lines), std::max(close_m, same_point_m), degrees);
    std::vector<Ring> rings = joiner.joined();
    for (Ring &ring : rings)
        if (!joiner.closed(ring) || !make_ring(ring, tolerance))
            return nullptr;
    return geometry_of(arranged(std::move(rings)).parts, catalogue::GeometryType::polygon);
}

} // namespace qitu::reader
