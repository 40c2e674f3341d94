// GEOS behind RAII, as far as this room needs it: is a figure valid, and what is it when made valid.
#pragma once

#include "figure.h"

#include <geos_c.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace qitu::validation {

struct GeometryDeleter {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, GeometryDeleter>;

class GeosFailed : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Geos {
  public:
    Geos();
    ~Geos();
    Geos(const Geos &) = delete;
    Geos &operator=(const Geos &) = delete;

    /// \pre rings are closed and have four points or more, lines two; all points are finite.
    Geometry from(const Figure &figure);

    struct Reason {
        std::string english; // as GEOS words it
        std::optional<geodesy::Point> place;
    };
    std::optional<Reason> invalid(const GEOSGeometry *geometry);
    Geometry made_valid(const GEOSGeometry *geometry, GEOSMakeValidMethods method);
    Geometry common(const GEOSGeometry *a, const GEOSGeometry *b);

    /// Multi-part, little-endian; only the parts of this type, empty when there are none.
    std::vector<std::byte> wkb(const GEOSGeometry *geometry, catalogue::GeometryType type);

  private:
    Geometry own(GEOSGeometry *geometry); // throws GeosFailed with the last error when null
    Geometry from(const Part &part);
    Geometry collected(std::vector<Geometry> parts, int type);
    GEOSCoordSequence *sequence(const geodesy::Ring &path);
    void parts_of(const GEOSGeometry *geometry, int type, std::vector<Geometry> &parts);

    GEOSContextHandle_t context_;
    std::string error_;
};

} // namespace qitu::validation
