#include "overlay.h"

namespace qitu::tabulate {

namespace {

void keep_message(const char *message, void *target) {
    *static_cast<std::string *>(target) = message;
}
void drop_message(const char *, void *) {}

int geos_type(Kind kind) {
    switch (kind) {
    case Kind::point:
        return GEOS_MULTIPOINT;
    case Kind::line:
        return GEOS_MULTILINESTRING;
    default:
        return GEOS_MULTIPOLYGON;
    }
}

} // namespace

Geos::Geos() : context_(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(context_, keep_message, &error_);
    GEOSContext_setNoticeMessageHandler_r(context_, drop_message, nullptr);
}

Geos::~Geos() {
    GEOS_finish_r(context_);
}

Geometry Geos::own(GEOSGeometry *geometry) {
    if (geometry == nullptr)
        throw OverlayFailed(error_);
    return Geometry(geometry, GeometryDeleter{context_});
}

GEOSCoordSequence *Geos::sequence(std::span<const Point> path, Point origin) {
    buffer_.clear();
    for (const Point p : path) {
        buffer_.push_back(p.x - origin.x);
        buffer_.push_back(p.y - origin.y);
    }
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(context_, buffer_.data(), static_cast<unsigned>(path.size()), 0, 0);
    if (sequence == nullptr)
        throw OverlayFailed(error_);
    return sequence;
}

Geometry Geos::from(const Shape &shape, Point origin) {
    std::vector<Geometry> parts;
    for (std::size_t part = 0; part < shape.part_ends.size(); ++part) {
        const std::size_t first = shape.part_begin(part);
        if (shape.kind == Kind::point) {
            parts.push_back(own(GEOSGeom_createPoint_r(context_, sequence(shape.path(first), origin))));
        } else if (shape.kind == Kind::line) {
            parts.push_back(own(GEOSGeom_createLineString_r(context_, sequence(shape.path(first), origin))));
        } else {
            Geometry shell = own(GEOSGeom_createLinearRing_r(context_, sequence(shape.path(first), origin)));
            std::vector<Geometry> holes;
            for (std::size_t ring = first + 1; ring < shape.part_ends[part]; ++ring)
                holes.push_back(
                    own(GEOSGeom_createLinearRing_r(context_, sequence(shape.path(ring), origin))));
            std::vector<GEOSGeometry *> raw;
            for (Geometry &hole : holes)
                raw.push_back(hole.release());
            parts.push_back(own(GEOSGeom_createPolygon_r(context_, shell.release(), raw.data(),
                                                         static_cast<unsigned>(raw.size()))));
        }
    }
    if (parts.size() == 1)
        return std::move(parts.front());
    std::vector<GEOSGeometry *> raw;
    for (Geometry &part : parts)
        raw.push_back(part.release());
    return own(GEOSGeom_createCollection_r(context_, geos_type(shape.kind), raw.data(),
                                           static_cast<unsigned>(raw.size())));
}

void Geos::read(const GEOSGeometry *geometry, Kind kind, Shape &shape) {
    const auto path = [&](const GEOSGeometry *line) {
        const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(context_, line);
        unsigned count = 0;
        GEOSCoordSeq_getSize_r(context_, points, &count);
        buffer_.resize(std::size_t{2} * count);
        GEOSCoordSeq_copyToBuffer_r(context_, points, buffer_.data(), 0, 0);
        for (std::size_t i = 0; i < count; ++i)
            shape.points.push_back({buffer_[2 * i], buffer_[2 * i + 1]});
        shape.end_path();
    };
    const int type = GEOSGeomTypeId_r(context_, geometry);
    if (GEOSisEmpty_r(context_, geometry) != 0)
        return;
    if (type == GEOS_POLYGON && kind == Kind::polygon) {
        path(GEOSGetExteriorRing_r(context_, geometry));
        const int holes = GEOSGetNumInteriorRings_r(context_, geometry);
        for (int i = 0; i < holes; ++i)
            path(GEOSGetInteriorRingN_r(context_, geometry, i));
    } else if ((type == GEOS_LINESTRING && kind == Kind::line) ||
               (type == GEOS_POINT && kind == Kind::point)) {
        path(geometry);
    } else if (type >= GEOS_MULTIPOINT) {
        const int count = GEOSGetNumGeometries_r(context_, geometry);
        for (int i = 0; i < count; ++i)
            read(GEOSGetGeometryN_r(context_, geometry, i), kind, shape);
        return;
    } else {
        return;
    }
    shape.kind = kind;
    shape.end_part();
}

std::optional<Geos::Validity> Geos::invalid(const GEOSGeometry *geometry) {
    char *reason = nullptr;
    GEOSGeometry *where = nullptr;
    const char valid = GEOSisValidDetail_r(context_, geometry, 0, &reason, &where);
    const std::unique_ptr<GEOSGeometry, GeometryDeleter> place(where, GeometryDeleter{context_});
    Validity defect{reason != nullptr ? reason : error_, {}};
    GEOSFree_r(context_, reason);
    if (valid == 1)
        return std::nullopt;
    if (place && GEOSGeomTypeId_r(context_, place.get()) == GEOS_POINT) {
        GEOSGeomGetX_r(context_, place.get(), &defect.place.x);
        GEOSGeomGetY_r(context_, place.get(), &defect.place.y);
    }
    return defect;
}

Geometry Geos::make_valid(const GEOSGeometry *geometry) {
    const auto destroy = [this](GEOSMakeValidParams *params) {
        GEOSMakeValidParams_destroy_r(context_, params);
    };
    const std::unique_ptr<GEOSMakeValidParams, decltype(destroy)> params(
        GEOSMakeValidParams_create_r(context_), destroy);
    GEOSMakeValidParams_setMethod_r(context_, params.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(context_, params.get(), 0);
    return own(GEOSMakeValidWithParams_r(context_, geometry, params.get()));
}

Geometry Geos::climb(const GEOSGeometry *a, const GEOSGeometry *b, Overlay plain, OverlayOnGrid on_grid) {
    std::string first_error;
    const auto reached = [&](GEOSGeometry *result, Rung rung) {
        if (result != nullptr)
            ++rungs_[static_cast<std::size_t>(rung)];
        else if (first_error.empty())
            first_error = error_;
        return Geometry(result, GeometryDeleter{context_});
    };
    if (Geometry result = reached(on_grid(context_, a, b, 0.0), Rung::floating))
        return result;
    if (Geometry result = reached(plain(context_, a, b), Rung::robust))
        return result;
    if (Geometry result = reached(on_grid(context_, a, b, 1e-12), Rung::grid_1e12))
        return result;
    if (Geometry result = reached(on_grid(context_, a, b, 1e-10), Rung::grid_1e10))
        return result;
    const Geometry clean_a = make_valid(a);
    const Geometry clean_b = make_valid(b);
    if (Geometry result = reached(plain(context_, clean_a.get(), clean_b.get()), Rung::structure))
        return result;
    throw OverlayFailed(first_error);
}

Geometry Geos::intersection(const GEOSGeometry *a, const GEOSGeometry *b) {
    return climb(a, b, GEOSIntersection_r, GEOSIntersectionPrec_r);
}

Geometry Geos::difference(const GEOSGeometry *a, const GEOSGeometry *b) {
    return climb(a, b, GEOSDifference_r, GEOSDifferencePrec_r);
}

Geometry Geos::united(std::vector<Geometry> parts) {
    Geometry result = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i)
        result = climb(result.get(), parts[i].get(), GEOSUnion_r, GEOSUnionPrec_r);
    return result;
}

Geometry Geos::united_on_grid(std::vector<Geometry> parts, double grid) {
    std::vector<GEOSGeometry *> raw;
    for (Geometry &part : parts)
        raw.push_back(part.release());
    const Geometry all = own(GEOSGeom_createCollection_r(context_, GEOS_GEOMETRYCOLLECTION, raw.data(),
                                                         static_cast<unsigned>(raw.size())));
    return own(GEOSUnaryUnionPrec_r(context_, all.get(), grid));
}

bool Geos::interiors_meet(const GEOSGeometry *a, const GEOSGeometry *b) {
    const char meets = GEOSRelatePattern_r(context_, a, b, "2********");
    if (meets == 2)
        throw OverlayFailed(error_);
    return meets == 1;
}

} // namespace qitu::tabulate
