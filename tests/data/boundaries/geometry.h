// GEOS by itself, for looking at borders with another eye than the engine's.
#pragma once

#include <catch2/catch.hpp>
#include <geos_c.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace look {

struct Destroy {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

struct Point {
    double x, y;
    friend auto operator<=>(const Point &, const Point &) = default;
};

class Geos {
  public:
    Geos() : context_(GEOS_init_r()) {}
    ~Geos() { GEOS_finish_r(context_); }
    Geos(const Geos &) = delete;
    Geos &operator=(const Geos &) = delete;

    Geometry own(GEOSGeometry *geometry) {
        REQUIRE(geometry != nullptr);
        return Geometry(geometry, Destroy{context_});
    }
    Geometry from(const std::vector<std::byte> &wkb) {
        return own(
            GEOSGeomFromWKB_buf_r(context_, reinterpret_cast<const unsigned char *>(wkb.data()), wkb.size()));
    }
    Geometry united(std::vector<Geometry> parts) {
        std::vector<GEOSGeometry *> raw;
        for (Geometry &part : parts)
            raw.push_back(part.release());
        const Geometry all = own(GEOSGeom_createCollection_r(context_, GEOS_GEOMETRYCOLLECTION, raw.data(),
                                                             static_cast<unsigned>(raw.size())));
        return own(GEOSUnaryUnion_r(context_, all.get()));
    }
    Geometry intersection(const Geometry &a, const Geometry &b) {
        return own(GEOSIntersection_r(context_, a.get(), b.get()));
    }
    bool valid(const Geometry &geometry) { return GEOSisValid_r(context_, geometry.get()) == 1; }
    bool equal(const Geometry &a, const Geometry &b) { return GEOSEquals_r(context_, a.get(), b.get()) == 1; }
    bool boxes_meet(const Geometry &a, const Geometry &b) {
        const Geometry box_a = own(GEOSEnvelope_r(context_, a.get()));
        const Geometry box_b = own(GEOSEnvelope_r(context_, b.get()));
        return GEOSIntersects_r(context_, box_a.get(), box_b.get()) == 1;
    }
    double area(const Geometry &geometry) { // square degrees
        double result = 0;
        GEOSArea_r(context_, geometry.get(), &result);
        return result;
    }
    double length(const Geometry &geometry) {
        double result = 0;
        GEOSLength_r(context_, geometry.get(), &result);
        return result;
    }
    /// Of polygons in any nesting.
    std::vector<std::vector<Point>> rings(const GEOSGeometry *geometry) {
        std::vector<std::vector<Point>> result;
        if (GEOSGeomTypeId_r(context_, geometry) == GEOS_POLYGON) {
            result.push_back(points(GEOSGetExteriorRing_r(context_, geometry)));
            for (int i = 0; i < GEOSGetNumInteriorRings_r(context_, geometry); ++i)
                result.push_back(points(GEOSGetInteriorRingN_r(context_, geometry, i)));
            return result;
        }
        for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry); ++i)
            for (auto &ring : rings(GEOSGetGeometryN_r(context_, geometry, i)))
                result.push_back(std::move(ring));
        return result;
    }
    int holes(const Geometry &geometry) {
        int count = 0;
        for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry.get()); ++i)
            count += GEOSGetNumInteriorRings_r(context_, GEOSGetGeometryN_r(context_, geometry.get(), i));
        return count;
    }

  private:
    std::vector<Point> points(const GEOSGeometry *ring) {
        const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(context_, ring);
        unsigned size = 0;
        GEOSCoordSeq_getSize_r(context_, sequence, &size);
        std::vector<Point> result(size);
        for (unsigned i = 0; i < size; ++i)
            GEOSCoordSeq_getXY_r(context_, sequence, i, &result[i].x, &result[i].y);
        return result;
    }
    GEOSContextHandle_t context_;
};

} // namespace look
