// The engine's answers by GEOS alone, one overlay after the other: each feature made valid, cut by every zone, and what features
// before it cover taken away. Areas by the straight method, where they are exactly additive.
#pragma once

#include "world.h"

#include <catch2/catch.hpp>
#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace world {

struct Destroy {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

inline void ignore(const char *, ...) {}

class GeosReference {
  public:
    GeosReference() : context_(GEOS_init_r()) { GEOSContext_setErrorHandler_r(context_, ignore); }
    ~GeosReference() { GEOS_finish_r(context_); }
    GeosReference(const GeosReference &) = delete;
    GeosReference &operator=(const GeosReference &) = delete;

    using Figures = std::map<std::pair<std::string, std::uint32_t>, std::pair<double, double>>; // gross, net

    /// A feature in a zone, "" outside all.
    struct Piece {
        const Item *item;
        std::string zone;
        double whole, gross, net;
    };
    std::vector<Piece> pieces(const Neighbourhood &scene) {
        struct Valid {
            const Item *item;
            Geometry geometry;
        };
        std::vector<Valid> valid;
        for (const auto &item : scene.items)
            valid.push_back({&item, made_valid(read(item.wkb))});
        std::vector<Geometry> zones;
        for (const auto &zone : scene.zones)
            zones.push_back(read(zone.wkb));
        Geometry ground = own(GEOSUnaryUnion_r(context_, collection(zones).get()));
        std::vector<Piece> pieces;
        for (const Valid &feature : valid) {
            Geometry rest(GEOSGeom_clone_r(context_, feature.geometry.get()), Destroy{context_});
            for (const Valid &other : valid)
                if (first(*other.item, other.geometry.get(), *feature.item, feature.geometry.get()))
                    rest = own(GEOSDifference_r(context_, rest.get(), other.geometry.get()));
            const double whole = area(feature.geometry.get());
            for (std::size_t z = 0; z < zones.size(); ++z)
                pieces.push_back({feature.item, scene.zones[z].code, whole,
                                  common(feature.geometry, zones[z]), common(rest, zones[z])});
            pieces.push_back(
                {feature.item, "", whole,
                 area(own(GEOSDifference_r(context_, feature.geometry.get(), ground.get())).get()),
                 area(own(GEOSDifference_r(context_, rest.get(), ground.get())).get())});
        }
        return pieces;
    }

    Figures figures(const Neighbourhood &scene) {
        Figures figures;
        for (const Piece &piece : pieces(scene)) {
            auto &sums = figures[{piece.zone, piece.item->group}];
            sums.first += piece.gross;
            sums.second += piece.net;
        }
        return figures;
    }

    double area(const Wkb &wkb) { return area(read(wkb).get()); }
    bool valid(const Wkb &wkb) { return GEOSisValid_r(context_, read(wkb).get()) == 1; }
    /// On a grid: in floating point a spike may mislead the overlay.
    double common(const Wkb &a, const Wkb &b) {
        return area(own(GEOSIntersectionPrec_r(context_, read(a).get(), read(b).get(), 1e-12)).get());
    }

  private:
    // By priority, then by group, then by geometry, then by values (as numbers); of equal twins either may have it.
    bool first(const Item &a, const GEOSGeometry *shape_a, const Item &b, const GEOSGeometry *shape_b) const {
        if (&a == &b)
            return false;
        if (a.priority != b.priority)
            return a.priority > b.priority;
        if (a.group != b.group)
            return a.group < b.group;
        const auto ring_a = points(shape_a);
        const auto ring_b = points(shape_b);
        if (ring_a != ring_b)
            return ring_a < ring_b;
        const auto values_a = numbers(a.values);
        const auto values_b = numbers(b.values);
        return values_a != values_b ? values_a < values_b : &a < &b;
    }

    static std::vector<double> numbers(std::vector<double> values) {
        for (double &value : values)
            value = std::isnan(value) ? -1e300 : value;
        return values;
    }

    // In the engine's order: shells counter-clockwise, holes clockwise.
    std::vector<std::pair<double, double>> points(const GEOSGeometry *geometry) const {
        std::vector<std::pair<double, double>> result;
        for_each_ring(geometry, [&](const GEOSGeometry *ring, bool hole) {
            Ring coordinates = coordinates_of(ring);
            double twice = 0;
            for (std::size_t i = 0; i + 1 < coordinates.size(); ++i)
                twice += (coordinates[i].x - coordinates[0].x) * (coordinates[i + 1].y - coordinates[0].y) -
                         (coordinates[i + 1].x - coordinates[0].x) * (coordinates[i].y - coordinates[0].y);
            if ((twice > 0) == hole)
                std::reverse(coordinates.begin(), coordinates.end());
            for (const auto p : coordinates)
                result.emplace_back(p.x, p.y);
        });
        return result;
    }

    double common(const Geometry &a, const Geometry &b) {
        return area(own(GEOSIntersection_r(context_, a.get(), b.get())).get());
    }

    template <typename Take>
    void for_each_ring(const GEOSGeometry *geometry, const Take &take) const {
        const int type = GEOSGeomTypeId_r(context_, geometry);
        if (type == GEOS_POLYGON && GEOSisEmpty_r(context_, geometry) == 0) {
            take(GEOSGetExteriorRing_r(context_, geometry), false);
            for (int i = 0; i < GEOSGetNumInteriorRings_r(context_, geometry); ++i)
                take(GEOSGetInteriorRingN_r(context_, geometry, i), true);
        } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
            for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry); ++i)
                for_each_ring(GEOSGetGeometryN_r(context_, geometry, i), take);
        }
    }

    Ring coordinates_of(const GEOSGeometry *ring) const {
        Ring result;
        const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(context_, ring);
        unsigned size = 0;
        GEOSCoordSeq_getSize_r(context_, sequence, &size);
        for (unsigned i = 0; i < size; ++i) {
            Point p;
            GEOSCoordSeq_getXY_r(context_, sequence, i, &p.x, &p.y);
            result.push_back(p);
        }
        return result;
    }

    double area(const GEOSGeometry *geometry) const {
        double sum = 0;
        for_each_ring(geometry, [&](const GEOSGeometry *ring, bool hole) {
            sum += (hole ? -1 : 1) * std::abs(qitu::geodesy::straight_ring_area(coordinates_of(ring)));
        });
        return sum;
    }

    Geometry read(const Wkb &wkb) {
        return own(
            GEOSGeomFromWKB_buf_r(context_, reinterpret_cast<const unsigned char *>(wkb.data()), wkb.size()));
    }
    Geometry made_valid(const Geometry &geometry) {
        if (GEOSisValid_r(context_, geometry.get()) == 1)
            return Geometry(GEOSGeom_clone_r(context_, geometry.get()), Destroy{context_});
        GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(context_);
        GEOSMakeValidParams_setMethod_r(context_, params, GEOS_MAKE_VALID_STRUCTURE);
        Geometry valid = own(GEOSMakeValidWithParams_r(context_, geometry.get(), params));
        GEOSMakeValidParams_destroy_r(context_, params);
        return valid;
    }
    Geometry collection(const std::vector<Geometry> &parts) {
        std::vector<GEOSGeometry *> raw;
        for (const Geometry &part : parts)
            raw.push_back(GEOSGeom_clone_r(context_, part.get()));
        return own(GEOSGeom_createCollection_r(context_, GEOS_GEOMETRYCOLLECTION, raw.data(),
                                               static_cast<unsigned>(raw.size())));
    }
    Geometry own(GEOSGeometry *geometry) {
        REQUIRE(geometry != nullptr);
        return Geometry(geometry, Destroy{context_});
    }

    GEOSContextHandle_t context_;
};

} // namespace world
