#include "geos.h"

#include <cstring>

namespace qitu::validation {

namespace {

using catalogue::GeometryType;

void keep_message(const char *message, void *target) {
    *static_cast<std::string *>(target) = message;
}
void drop_message(const char *, void *) {}

int single(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return GEOS_POINT;
    case GeometryType::line:
        return GEOS_LINESTRING;
    case GeometryType::polygon:
        return GEOS_POLYGON;
    }
    return GEOS_POLYGON;
}

int multi(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return GEOS_MULTIPOINT;
    case GeometryType::line:
        return GEOS_MULTILINESTRING;
    case GeometryType::polygon:
        return GEOS_MULTIPOLYGON;
    }
    return GEOS_MULTIPOLYGON;
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
        throw GeosFailed(error_);
    return Geometry(geometry, GeometryDeleter{context_});
}

GEOSCoordSequence *Geos::sequence(const geodesy::Ring &path) {
    static_assert(sizeof(geodesy::Point) == 2 * sizeof(double));
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(context_, &path.front().x, static_cast<unsigned>(path.size()), 0, 0);
    if (sequence == nullptr)
        throw GeosFailed(error_);
    return sequence;
}

Geometry Geos::from(const Part &part) {
    if (part.type == GeometryType::point)
        return own(GEOSGeom_createPoint_r(context_, sequence(part.paths.front())));
    if (part.type == GeometryType::line)
        return own(GEOSGeom_createLineString_r(context_, sequence(part.paths.front())));
    std::vector<Geometry> rings;
    for (const geodesy::Ring &path : part.paths)
        rings.push_back(own(GEOSGeom_createLinearRing_r(context_, sequence(path))));
    std::vector<GEOSGeometry *> raw;
    for (Geometry &ring : rings)
        raw.push_back(ring.release());
    return own(GEOSGeom_createPolygon_r(context_, raw.front(), raw.data() + 1,
                                        static_cast<unsigned>(raw.size() - 1)));
}

Geometry Geos::collected(std::vector<Geometry> parts, int type) {
    std::vector<GEOSGeometry *> raw;
    for (Geometry &part : parts)
        raw.push_back(part.release());
    return own(GEOSGeom_createCollection_r(context_, type, raw.data(), static_cast<unsigned>(raw.size())));
}

Geometry Geos::from(const Figure &figure) {
    std::vector<Geometry> parts;
    for (const Part &part : figure)
        parts.push_back(from(part));
    if (parts.size() == 1)
        return std::move(parts.front());
    return collected(std::move(parts), multi(figure.front().type));
}

std::optional<Geos::Reason> Geos::invalid(const GEOSGeometry *geometry) {
    char *text = nullptr;
    GEOSGeometry *where = nullptr;
    const char valid = GEOSisValidDetail_r(context_, geometry, 0, &text, &where);
    const Geometry place(where, GeometryDeleter{context_});
    Reason reason{text != nullptr ? text : error_, {}};
    GEOSFree_r(context_, text);
    if (valid == 1)
        return std::nullopt;
    if (place && GEOSGeomTypeId_r(context_, place.get()) == GEOS_POINT) {
        reason.place.emplace();
        GEOSGeomGetX_r(context_, place.get(), &reason.place->x);
        GEOSGeomGetY_r(context_, place.get(), &reason.place->y);
    }
    return reason;
}

Geometry Geos::made_valid(const GEOSGeometry *geometry, GEOSMakeValidMethods method) {
    const auto destroy = [this](GEOSMakeValidParams *params) {
        GEOSMakeValidParams_destroy_r(context_, params);
    };
    const std::unique_ptr<GEOSMakeValidParams, decltype(destroy)> params(
        GEOSMakeValidParams_create_r(context_), destroy);
    GEOSMakeValidParams_setMethod_r(context_, params.get(), method);
    GEOSMakeValidParams_setKeepCollapsed_r(context_, params.get(), 0);
    return own(GEOSMakeValidWithParams_r(context_, geometry, params.get()));
}

Geometry Geos::common(const GEOSGeometry *a, const GEOSGeometry *b) {
    return own(GEOSIntersection_r(context_, a, b));
}

void Geos::parts_of(const GEOSGeometry *geometry, int type, std::vector<Geometry> &parts) {
    const int found = GEOSGeomTypeId_r(context_, geometry);
    if (found == type && GEOSisEmpty_r(context_, geometry) == 0)
        parts.push_back(own(GEOSGeom_clone_r(context_, geometry)));
    if (found >= GEOS_MULTIPOINT)
        for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry); ++i)
            parts_of(GEOSGetGeometryN_r(context_, geometry, i), type, parts);
}

std::vector<std::byte> Geos::wkb(const GEOSGeometry *geometry, GeometryType type) {
    std::vector<Geometry> parts;
    parts_of(geometry, single(type), parts);
    if (parts.empty())
        return {};
    const Geometry all = collected(std::move(parts), multi(type));
    const auto close = [this](GEOSWKBWriter *writer) { GEOSWKBWriter_destroy_r(context_, writer); };
    const std::unique_ptr<GEOSWKBWriter, decltype(close)> writer(GEOSWKBWriter_create_r(context_), close);
    GEOSWKBWriter_setByteOrder_r(context_, writer.get(), GEOS_WKB_NDR);
    const auto free = [this](unsigned char *bytes) { GEOSFree_r(context_, bytes); };
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, decltype(free)> bytes(
        GEOSWKBWriter_write_r(context_, writer.get(), all.get(), &size), free);
    if (!bytes)
        throw GeosFailed(error_);
    const auto *first = reinterpret_cast<const std::byte *>(bytes.get());
    return {first, first + size};
}

} // namespace qitu::validation
