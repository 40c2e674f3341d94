// GEOS behind RAII, and the ladder of fallbacks for overlay. One Geos object per thread.
//
// Rungs, each tried when the one before fails:
//  floating   OverlayNG with full floating precision
//  robust     GEOS's own ladder: snapping noder with automatic tolerance, then snap rounding
//  grid-1e-12 snap rounding on a grid of 1e-12 degree (0.1 micrometre)
//  grid-1e-10 the same, 1e-10 degree
//  structure  both inputs made valid by structure first, then robust
// The rung that gave the result is counted. When all fail, OverlayFailed carries the first error.
#pragma once

#include "shape.h"

#include <geos_c.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace qitu::tabulate {

struct GeometryDeleter {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, GeometryDeleter>;

class OverlayFailed : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class Rung { floating, robust, grid_1e12, grid_1e10, structure };
inline constexpr std::array<const char *, 5> rung_names{"floating", "robust", "grid-1e-12", "grid-1e-10",
                                                        "structure"};

class Geos {
  public:
    Geos();
    ~Geos();
    Geos(const Geos &) = delete;
    Geos &operator=(const Geos &) = delete;

    /// The shape moved by -origin: near the origin coordinates are finer, and overlay rounds less.
    Geometry from(const Shape &shape, Point origin);
    /// Back to arrays, still relative to the origin; only what is of this kind (overlay leaves debris of
    /// lower dimension).
    void read(const GEOSGeometry *geometry, Kind kind, Shape &shape);

    struct Validity {
        std::string reason;
        Point place;
    };
    std::optional<Validity> invalid(const GEOSGeometry *geometry);
    Geometry make_valid(const GEOSGeometry *geometry);

    Geometry intersection(const GEOSGeometry *a, const GEOSGeometry *b);
    Geometry difference(const GEOSGeometry *a, const GEOSGeometry *b);
    /// Union of many; the collection takes the parts.
    Geometry united(std::vector<Geometry> parts);
    Geometry united_on_grid(std::vector<Geometry> parts, double grid);
    /// Interiors have a point in common.
    bool interiors_meet(const GEOSGeometry *a, const GEOSGeometry *b);

    Geometry own(GEOSGeometry *geometry); // throws OverlayFailed with the last error when null
    [[nodiscard]] GEOSContextHandle_t context() const { return context_; }
    [[nodiscard]] const std::array<std::uint64_t, 5> &rungs() const { return rungs_; }

  private:
    using Overlay = GEOSGeometry *(*)(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *);
    using OverlayOnGrid = GEOSGeometry *(*)(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *,
                                            double);
    Geometry climb(const GEOSGeometry *a, const GEOSGeometry *b, Overlay plain, OverlayOnGrid on_grid);
    GEOSCoordSequence *sequence(std::span<const Point> path, Point origin);

    GEOSContextHandle_t context_;
    std::string error_;
    std::array<std::uint64_t, 5> rungs_{};
    std::vector<double> buffer_;
};

} // namespace qitu::tabulate
