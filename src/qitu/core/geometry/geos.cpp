#include "geos.h"

namespace qitu::geometry {

namespace {

/// Memory that ran out is not the geometry's fault: the run ends, not the feature.
[[noreturn]] void fail(const std::string &error) {
    if (error.find("bad_alloc") != std::string::npos)
        throw std::bad_alloc();
    throw GeosError(error);
}

void keep_message(const char *message, void *target) {
    *static_cast<std::string *>(target) = message;
}
void drop_message(const char *, void *) {}

int multi_type(Kind kind) {
    switch (kind) {
    case Kind::point:
        return GEOS_MULTIPOINT;
    case Kind::line:
        return GEOS_MULTILINESTRING;
    default:
        return GEOS_MULTIPOLYGON;
    }
}

std::vector<GEOSGeometry *> released(std::vector<GeosGeometry> parts) {
    std::vector<GEOSGeometry *> raw;
    raw.reserve(parts.size());
    for (GeosGeometry &part : parts)
        raw.push_back(part.release());
    return raw;
}

} // namespace

Geos::Geos() : context_(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(context_, keep_message, &error_);
    GEOSContext_setNoticeMessageHandler_r(context_, drop_message, nullptr);
}

Geos::~Geos() {
    GEOS_finish_r(context_);
}

GeosGeometry Geos::own(GEOSGeometry *geometry) {
    if (geometry == nullptr)
        fail(error_);
    return GeosGeometry(geometry, GeosDeleter{context_});
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
        fail(error_);
    return sequence;
}

GeosGeometry Geos::part(const Shape &shape, std::size_t part, Point origin) {
    const std::size_t first = shape.part_begin(part);
    if (shape.kind == Kind::point)
        return own(GEOSGeom_createPoint_r(context_, sequence(shape.path(first), origin)));
    if (shape.kind == Kind::line)
        return own(GEOSGeom_createLineString_r(context_, sequence(shape.path(first), origin)));
    std::vector<GeosGeometry> rings;
    for (std::size_t ring = first; ring < shape.part_ends[part]; ++ring)
        rings.push_back(own(GEOSGeom_createLinearRing_r(context_, sequence(shape.path(ring), origin))));
    const std::vector<GEOSGeometry *> raw = released(std::move(rings));
    std::vector<GEOSGeometry *> holes(raw.begin() + 1, raw.end());
    return own(
        GEOSGeom_createPolygon_r(context_, raw.front(), holes.data(), static_cast<unsigned>(holes.size())));
}

GeosGeometry Geos::collected(std::vector<GeosGeometry> parts, int type) {
    std::vector<GEOSGeometry *> raw = released(std::move(parts));
    return own(GEOSGeom_createCollection_r(context_, type, raw.data(), static_cast<unsigned>(raw.size())));
}

GeosGeometry Geos::from(const Shape &shape, Point origin) {
    std::vector<GeosGeometry> parts;
    for (std::size_t i = 0; i < shape.parts(); ++i)
        parts.push_back(part(shape, i, origin));
    if (parts.size() == 1)
        return std::move(parts.front());
    return collected(std::move(parts), multi_type(shape.kind));
}

void Geos::read_path(const GEOSGeometry *line, Shape &shape) {
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(context_, line);
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(context_, points, &count);
    buffer_.resize(std::size_t{2} * count);
    GEOSCoordSeq_copyToBuffer_r(context_, points, buffer_.data(), 0, 0);
    for (std::size_t i = 0; i < count; ++i)
        shape.points.push_back({buffer_[2 * i], buffer_[2 * i + 1]});
    shape.end_path();
}

void Geos::read(const GEOSGeometry *geometry, Kind kind, Shape &shape) {
    if (GEOSisEmpty_r(context_, geometry) != 0)
        return;
    const int type = GEOSGeomTypeId_r(context_, geometry);
    if (type >= GEOS_MULTIPOINT) {
        const int count = GEOSGetNumGeometries_r(context_, geometry);
        for (int i = 0; i < count; ++i)
            read(GEOSGetGeometryN_r(context_, geometry, i), kind, shape);
        return;
    }
    if (type == GEOS_POLYGON && kind == Kind::polygon) {
        read_path(GEOSGetExteriorRing_r(context_, geometry), shape);
        const int holes = GEOSGetNumInteriorRings_r(context_, geometry);
        for (int i = 0; i < holes; ++i)
            read_path(GEOSGetInteriorRingN_r(context_, geometry, i), shape);
    } else if ((type == GEOS_LINESTRING && kind == Kind::line) ||
               (type == GEOS_POINT && kind == Kind::point)) {
        read_path(geometry, shape);
    } else {
        return;
    }
    shape.kind = kind;
    shape.end_part();
}

std::optional<Geos::Invalid> Geos::invalid(const GEOSGeometry *geometry) {
    char *reason = nullptr;
    GEOSGeometry *where = nullptr;
    const char valid = GEOSisValidDetail_r(context_, geometry, 0, &reason, &where);
    const GeosGeometry place(where, GeosDeleter{context_});
    Invalid defect{reason != nullptr ? reason : error_, {}};
    GEOSFree_r(context_, reason);
    if (valid == 1)
        return std::nullopt;
    if (place && GEOSGeomTypeId_r(context_, place.get()) == GEOS_POINT) {
        defect.place.emplace();
        GEOSGeomGetX_r(context_, place.get(), &defect.place->x);
        GEOSGeomGetY_r(context_, place.get(), &defect.place->y);
    }
    return defect;
}

GeosGeometry Geos::make_valid(const GEOSGeometry *geometry, MakeValidMethod method) {
    const auto destroy = [this](GEOSMakeValidParams *params) {
        GEOSMakeValidParams_destroy_r(context_, params);
    };
    const std::unique_ptr<GEOSMakeValidParams, decltype(destroy)> params(
        GEOSMakeValidParams_create_r(context_), destroy);
    GEOSMakeValidParams_setMethod_r(context_, params.get(),
                                    method == MakeValidMethod::structure ? GEOS_MAKE_VALID_STRUCTURE
                                                                         : GEOS_MAKE_VALID_LINEWORK);
    GEOSMakeValidParams_setKeepCollapsed_r(context_, params.get(), 0);
    return own(GEOSMakeValidWithParams_r(context_, geometry, params.get()));
}

GeosGeometry Geos::rounded(const GEOSGeometry *geometry, double grid) {
    return own(GEOSGeom_setPrecision_r(context_, geometry, grid, 0));
}

GeosGeometry Geos::climb(const GEOSGeometry *a, const GEOSGeometry *b, Overlay plain, OverlayOnGrid on_grid,
                         Bounds bounds) {
    std::string first_error;
    const double area_a = area(a);
    const double area_b = area(b);
    const auto possible = [&](const GEOSGeometry *result) {
        const double slack = 1e-9 * (area_a + area_b);
        const auto [least, most] = bounds(area_a, area_b);
        const double found = area(result);
        return found >= least - slack && found <= most + slack;
    };
    const auto reached = [&](GEOSGeometry *made, Rung rung) {
        GeosGeometry result(made, GeosDeleter{context_});
        if (result && rung != Rung::structure && !possible(made)) { // of inputs that are valid
            error_ = "the result has an impossible area";
            result.reset();
        }
        if (result)
            ++rungs_[static_cast<std::size_t>(rung)];
        else if (first_error.empty())
            first_error = error_;
        return result;
    };
    if (GeosGeometry result = reached(on_grid(context_, a, b, 0.0), Rung::floating))
        return result;
    if (GeosGeometry result = reached(plain(context_, a, b), Rung::robust))
        return result;
    if (GeosGeometry result = reached(on_grid(context_, a, b, 1e-12), Rung::grid_1e12))
        return result;
    if (GeosGeometry result = reached(on_grid(context_, a, b, 1e-10), Rung::grid_1e10))
        return result;
    const GeosGeometry clean_a = make_valid(a);
    const GeosGeometry clean_b = make_valid(b);
    if (GeosGeometry result = reached(plain(context_, clean_a.get(), clean_b.get()), Rung::structure))
        return result;
    fail(first_error);
}

double Geos::area(const GEOSGeometry *geometry) const {
    double area = 0;
    GEOSArea_r(context_, geometry, &area);
    return area;
}

GeosGeometry Geos::intersection(const GEOSGeometry *a, const GEOSGeometry *b, double grid) {
    if (grid > 0)
        return own(GEOSIntersectionPrec_r(context_, a, b, grid));
    return climb(a, b, GEOSIntersection_r, GEOSIntersectionPrec_r,
                 [](double one, double two) { return std::pair(0.0, std::min(one, two)); });
}

GeosGeometry Geos::difference(const GEOSGeometry *a, const GEOSGeometry *b, double grid) {
    if (grid > 0)
        return own(GEOSDifferencePrec_r(context_, a, b, grid));
    return climb(a, b, GEOSDifference_r, GEOSDifferencePrec_r,
                 [](double one, double two) { return std::pair(one - two, one); });
}

GeosGeometry Geos::united(std::vector<GeosGeometry> parts, double grid) {
    if (grid > 0) {
        const GeosGeometry all = collected(std::move(parts), GEOS_GEOMETRYCOLLECTION);
        return own(GEOSUnaryUnionPrec_r(context_, all.get(), grid));
    }
    GeosGeometry result = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i)
        result = climb(result.get(), parts[i].get(), GEOSUnion_r, GEOSUnionPrec_r,
                       [](double one, double two) { return std::pair(std::max(one, two), one + two); });
    return result;
}

GeosGeometry Geos::united_coverage(std::vector<GeosGeometry> parts) {
    const GeosGeometry all = collected(std::move(parts), GEOS_GEOMETRYCOLLECTION);
    return own(GEOSCoverageUnion_r(context_, all.get()));
}

bool Geos::interiors_meet(const GEOSGeometry *a, const GEOSGeometry *b) {
    const char meets = GEOSRelatePattern_r(context_, a, b, "2********");
    if (meets == 2)
        fail(error_);
    return meets == 1;
}

Point Geos::point_on_surface(const GEOSGeometry *geometry) {
    const GeosGeometry point = own(GEOSPointOnSurface_r(context_, geometry));
    Point p;
    if (GEOSGeomGetX_r(context_, point.get(), &p.x) != 1 || GEOSGeomGetY_r(context_, point.get(), &p.y) != 1)
        fail(error_);
    return p;
}

PreparedGeometry Geos::prepare(const GEOSGeometry *geometry) {
    PreparedGeometry prepared(GEOSPrepare_r(context_, geometry), GeosDeleter{context_});
    if (!prepared)
        fail(error_);
    return prepared;
}

bool Geos::contains(const GEOSPreparedGeometry *geometry, Point p) {
    const GeosGeometry point = own(GEOSGeom_createPointFromXY_r(context_, p.x, p.y));
    return GEOSPreparedContains_r(context_, geometry, point.get()) == 1;
}

} // namespace qitu::geometry
