#include "blob.h"

#include <qitu/core/base/message.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/geopackage_blob.h>
#include <qitu/core/geometry/meets.h>
#include <qitu/core/geometry/predicates.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qitu::workspace {

namespace {

using geometry::Box;
using geometry::InvalidGeometry;

constexpr std::int32_t srs_id = 4490;
constexpr std::size_t longest_header = 40;
constexpr std::size_t multi_head = 1 + 2 * sizeof(std::uint32_t);

// What is to be known of WKB before it is stored.
struct Census {
    std::uint32_t type = 0; // of the whole
    bool plain = true;      // and all that is nested in it
    Box box;

    void head(const geometry::WkbHead &head) {
        type = type == 0 ? head.type : type;
        plain = plain && head.plain();
    }
    void begin_part(geometry::Kind, std::uint32_t) {}
    void path(const geometry::WkbPath &path) {
        for (std::uint32_t i = 0; i < path.size(); ++i)
            if (const geometry::Point p = path[i];
                geometry::is_finite(p)) // an empty point has NaN; validation
                box.add(p);             // finds the rest
    }
    void end_part() {}
};

Census census_of(std::span<const std::byte> wkb) {
    Census census;
    geometry::visit_wkb(wkb, census);
    return census;
}

Census census_of(const geometry::WkbHead &head, const Box &box) {
    Census census;
    census.head(head);
    census.box = box;
    return census;
}

void put_multi_head(std::uint32_t type, std::vector<std::byte> &blob) {
    const std::uint32_t numbers[]{type, 1};
    blob.push_back(std::byte{1});
    const auto bytes = std::as_bytes(std::span(numbers));
    blob.insert(blob.end(), bytes.begin(), bytes.end());
}

} // namespace

Box blob_from_wkb(std::span<const std::byte> wkb, catalogue::GeometryType type, const std::optional<Box> &box,
                  std::vector<std::byte> &blob) {
    const Census census = box ? census_of(geometry::WkbCursor(wkb).head(0), *box) : census_of(wkb);
    const std::uint32_t single = single_type(type);
    const std::uint32_t multi = multi_type(type);
    if (!census.plain)
        throw InvalidGeometry(said("the geometry has Z, M or an SRID"));
    if (census.type != single && census.type != multi)
        throw InvalidGeometry(said("WKB type {} where {} or {} is expected", census.type, single, multi));
    blob.clear();
    blob.reserve(longest_header + multi_head + wkb.size());
    geometry::put_geopackage_header(srs_id, census.box, blob);
    if (census.type == single)
        put_multi_head(multi, blob);
    blob.insert(blob.end(), wkb.begin(), wkb.end());
    return census.box;
}

std::span<const std::byte> wkb_of_blob(std::span<const std::byte> blob) {
    return blob.empty() ? blob : geometry::read_geopackage_blob(blob).wkb;
}

namespace {

// Tells most geometries to be places without decoding them: within the degrees, and no edge can be wider than 180°.
struct Places {
    bool surely = true;
    geometry::Kind kind = geometry::Kind::none;
    Box box;

    void begin_part(geometry::Kind part, std::uint32_t paths) {
        surely = surely && paths > 0 && (kind == geometry::Kind::none || kind == part);
        kind = part;
    }
    void path(const geometry::WkbPath &path) {
        surely = surely && path.size() > 0;
        for (std::uint32_t i = 0; i < path.size() && surely; ++i)
            if (const geometry::Point p = path[i]; geometry::is_finite(p))
                box.add(p);
            else
                surely = false;
    }
    void end_part() {}
    [[nodiscard]] bool all() const {
        return surely && (box.empty() || (box.min_x >= -180 && box.max_x <= 180 && box.min_y >= -90 &&
                                          box.max_y <= 90 && box.max_x - box.min_x <= 180));
    }
};

} // namespace

std::optional<Names> unusable(std::span<const std::byte> wkb) {
    if (wkb.empty())
        return std::nullopt;
    try {
        Places places;
        geometry::visit_wkb(wkb, places);
        if (places.all())
            return std::nullopt;
        const geometry::Shape shape = geometry::read_wkb(wkb);
        if (auto bad = geodesy::no_place(shape.points, shape.path_ends))
            return std::move(bad->why);
        return std::nullopt;
    } catch (const InvalidGeometry &invalid) {
        return invalid.reason();
    }
}

Box envelope_of_blob(std::span<const std::byte> blob) {
    const geometry::GeoPackageBlob content = geometry::read_geopackage_blob(blob);
    if (content.empty)
        return {};
    return content.envelope ? *content.envelope : census_of(content.wkb).box;
}

bool blob_meets(std::span<const std::byte> blob, const Box &box) {
    try {
        const std::span<const std::byte> wkb = wkb_of_blob(blob);
        return !wkb.empty() && geometry::meets(geometry::read_wkb(wkb), box);
    } catch (const InvalidGeometry &) {
        return false;
    }
}

namespace {

// Whether PostGIS takes it, and gives its bytes back.
struct Holdable {
    std::uint32_t type = 0; // of the whole
    bool yes = true;
    geometry::Kind kind = geometry::Kind::none;

    void head(const geometry::WkbHead &head) {
        type = type == 0 ? head.type : type;
        yes = yes && head.plain() && head.little_endian;
    }
    void begin_part(geometry::Kind part, std::uint32_t paths) {
        kind = part;
        yes = yes && paths > 0;
    }
    void path(const geometry::WkbPath &path) {
        constexpr std::size_t least[]{1, 1, 2, 4}; // by kind
        yes = yes && path.size() >= least[static_cast<std::size_t>(kind)];
        for (std::uint32_t i = 0; i < path.size() && yes; ++i)
            yes = geometry::is_finite(path[i]);
        if (yes && kind == geometry::Kind::polygon)
            yes = path[0] == path[path.size() - 1];
    }
    void end_part() {}
};

} // namespace

ServerGeometry geometry_for_server(std::span<const std::byte> blob, catalogue::GeometryType type) {
    try {
        const std::span<const std::byte> wkb = wkb_of_blob(blob);
        Holdable holdable;
        geometry::visit_wkb(wkb, holdable);
        if (!holdable.yes || holdable.type != multi_type(type))
            return {};
        std::vector<std::byte> again;
        const Box box = blob_from_wkb(wkb, type, {}, again);
        return {wkb, !box.empty() && std::ranges::equal(again, blob)};
    } catch (const InvalidGeometry &) {
        return {};
    }
}

namespace {

// Of one argument, a blob; NULL for what is not a geometry, as GDAL's functions do.
void add_function(const sqlite::Database &database, const char *name,
                  void (*answer)(sqlite::Call &, const Box &)) {
    database.add_function(name, 1, [answer](sqlite::Call &call) {
        const auto blob = call.blob(0);
        if (blob.data() == nullptr)
            return;
        try {
            answer(call, envelope_of_blob(blob));
        } catch (const InvalidGeometry &) {
        }
    });
}

template <auto Member>
void bound(sqlite::Call &call, const Box &envelope) {
    if (!envelope.empty())
        call.answer(envelope.*Member);
}

void emptiness(sqlite::Call &call, const Box &envelope) {
    call.answer(envelope.empty());
}

} // namespace

void register_functions(const sqlite::Database &database) {
    add_function(database, "ST_IsEmpty", emptiness);
    add_function(database, "ST_MinX", bound<&Box::min_x>);
    add_function(database, "ST_MaxX", bound<&Box::max_x>);
    add_function(database, "ST_MinY", bound<&Box::min_y>);
    add_function(database, "ST_MaxY", bound<&Box::max_y>);
}

} // namespace qitu::workspace
