// GEOS behind RAII: its reentrant interface, shapes in and out, and the ladder of fallbacks for overlay. One
// Geos object per thread; geometries must not outlive the object that made them.
//
// Rungs of the ladder, each tried when the one before fails, or gives more area than there can be, or less:
//  floating   OverlayNG with full floating precision
//  robust     GEOS's own ladder: snapping noder with automatic tolerance, then snap rounding
//  grid-1e-12 snap rounding on a grid of 1e-12 degree (0.1 micrometre)
//  grid-1e-10 the same, 1e-10 degree
//  structure  both inputs made valid by structure first, then robust
// The rung that gave the result is counted. When all fail, GeosError carries the first error.
//
// On a grid there is no ladder: all points are rounded to it, edges snap to points, and what is narrower is gone.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <geos_c.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace qitu::geometry {

struct GeosDeleter {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
    void operator()(const GEOSPreparedGeometry *geometry) const {
        GEOSPreparedGeom_destroy_r(context, geometry);
    }
};
using GeosGeometry = std::unique_ptr<GEOSGeometry, GeosDeleter>;
using PreparedGeometry = std::unique_ptr<const GEOSPreparedGeometry, GeosDeleter>;

/// What GEOS could not do, in its own words.
class GeosError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Grids, in degrees, on which a result that misleads is looked for again: the finest first, which is none.
inline constexpr std::array finer_to_coarser{0.0, 1e-12, 1e-11};

enum class Rung { floating, robust, grid_1e12, grid_1e10, structure };
inline constexpr std::array<const char *, 5> rung_names{"floating", "robust", "grid-1e-12", "grid-1e-10",
                                                        "structure"};

/// How an invalid polygon is made valid: by structure, from its shells less its holes; or by linework, every
/// face between its lines in turn inside and outside.
enum class MakeValidMethod { structure, linework };

class Geos {
  public:
    Geos();
    ~Geos();
    Geos(const Geos &) = delete;
    Geos &operator=(const Geos &) = delete;

    /// The shape moved by -origin: near the origin coordinates are finer, and overlay rounds less. A shape of
    /// one part becomes a single geometry. \pre not empty; rings have four points or more, lines two
    GeosGeometry from(const Shape &shape, Point origin = {});
    /// Back to arrays, added to those of the shape, still relative to the origin; only what is of this kind
    /// (overlay leaves debris of lower dimension).
    void read(const GEOSGeometry *geometry, Kind kind, Shape &shape);

    struct Invalid {
        std::string reason; // as GEOS words it
        std::optional<Point> place;
    };
    /// Why it is invalid; nothing when it is valid.
    std::optional<Invalid> invalid(const GEOSGeometry *geometry);
    GeosGeometry make_valid(const GEOSGeometry *geometry,
                            MakeValidMethod method = MakeValidMethod::structure);
    /// All points on a grid, and what is narrower than it gone. \pre valid
    GeosGeometry rounded(const GEOSGeometry *geometry, double grid);

    /// Overlay on a grid of this width in the unit of the coordinates; 0: in floating point, by the ladder.
    GeosGeometry intersection(const GEOSGeometry *a, const GEOSGeometry *b, double grid = 0);
    GeosGeometry difference(const GEOSGeometry *a, const GEOSGeometry *b, double grid = 0);
    /// Union of many. \pre one at least
    GeosGeometry united(std::vector<GeosGeometry> parts, double grid = 0);
    /// Union of polygons that share whole edges or nothing.
    GeosGeometry united_coverage(std::vector<GeosGeometry> parts);
    /// Interiors have a point in common.
    bool interiors_meet(const GEOSGeometry *a, const GEOSGeometry *b);
    Point point_on_surface(const GEOSGeometry *geometry);
    /// In the plane of its coordinates.
    [[nodiscard]] double area(const GEOSGeometry *geometry) const;

    PreparedGeometry prepare(const GEOSGeometry *geometry);
    bool contains(const GEOSPreparedGeometry *geometry, Point p);

    GeosGeometry own(GEOSGeometry *geometry); // throws GeosError with the last error when null
    [[nodiscard]] GEOSContextHandle_t context() const { return context_; }
    [[nodiscard]] const std::array<std::uint64_t, 5> &rungs() const { return rungs_; }

  private:
    using Overlay = GEOSGeometry *(*)(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *);
    using OverlayOnGrid = GEOSGeometry *(*)(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *,
                                            double);
    using Bounds = std::pair<double, double> (*)(double area_a, double area_b);
    GeosGeometry climb(const GEOSGeometry *a, const GEOSGeometry *b, Overlay plain, OverlayOnGrid on_grid,
                       Bounds bounds);
    GeosGeometry collected(std::vector<GeosGeometry> parts, int type);
    GeosGeometry part(const Shape &shape, std::size_t part, Point origin);
    GEOSCoordSequence *sequence(std::span<const Point> path, Point origin);
    void read_path(const GEOSGeometry *line, Shape &shape);

    GEOSContextHandle_t context_;
    std::string error_;
    std::array<std::uint64_t, 5> rungs_{};
    std::vector<double> buffer_;
};

} // namespace qitu::geometry
