#include "blob.h"

#include <qitu/core/base/message.h>
#include <qitu/core/geometry/geopackage_blob.h>
#include <qitu/core/geometry/predicates.h>

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

void put_multi_head(std::uint32_t type, std::vector<std::byte> &blob) {
    const std::uint32_t numbers[]{type, 1};
    blob.push_back(std::byte{1});
    const auto bytes = std::as_bytes(std::span(numbers));
    blob.insert(blob.end(), bytes.begin(), bytes.end());
}

} // namespace

std::vector<std::byte> blob_from_wkb(std::span<const std::byte> wkb, catalogue::GeometryType type,
                                     Box &envelope) {
    std::vector<std::byte> blob;
    blob_from_wkb(wkb, type, envelope, blob);
    return blob;
}

void blob_from_wkb(std::span<const std::byte> wkb, catalogue::GeometryType type, Box &envelope,
                   std::vector<std::byte> &blob) {
    const Census census = census_of(wkb);
    const std::uint32_t single = single_type(type);
    const std::uint32_t multi = multi_type(type);
    if (!census.plain)
        throw InvalidGeometry(said("the geometry has Z, M or an SRID"));
    if (census.type != single && census.type != multi)
        throw InvalidGeometry(said("WKB type {} where {} or {} is expected", census.type, single, multi));
    envelope = census.box;
    blob.clear();
    blob.reserve(longest_header + multi_head + wkb.size());
    geometry::put_geopackage_header(srs_id, envelope, blob);
    if (census.type == single)
        put_multi_head(multi, blob);
    blob.insert(blob.end(), wkb.begin(), wkb.end());
}

std::span<const std::byte> wkb_of_blob(std::span<const std::byte> blob) {
    return blob.empty() ? blob : geometry::read_geopackage_blob(blob).wkb;
}

Box envelope_of_blob(std::span<const std::byte> blob) {
    const geometry::GeoPackageBlob content = geometry::read_geopackage_blob(blob);
    if (content.empty)
        return {};
    return content.envelope ? *content.envelope : census_of(content.wkb).box;
}

namespace {

template <auto Answer>
void answer(sqlite3_context *context, int, sqlite3_value **arguments) {
    const auto *data = static_cast<const std::byte *>(sqlite3_value_blob(arguments[0]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
    if (data == nullptr)
        return sqlite3_result_null(context);
    try {
        Answer(context, envelope_of_blob({data, size}));
    } catch (const InvalidGeometry &) {
        sqlite3_result_null(context); // as GDAL's functions do
    }
}

template <auto Member>
void bound(sqlite3_context *context, const Box &envelope) {
    if (envelope.empty())
        sqlite3_result_null(context);
    else
        sqlite3_result_double(context, envelope.*Member);
}

void emptiness(sqlite3_context *context, const Box &envelope) {
    sqlite3_result_int(context, envelope.empty() ? 1 : 0);
}

} // namespace

void register_functions(const Database &database) {
    const auto add = [&](const char *name, auto function) {
        if (sqlite3_create_function_v2(database.handle(), name, 1,
                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
                                       function, nullptr, nullptr, nullptr) != SQLITE_OK)
            database.fail();
    };
    add("ST_IsEmpty", answer<emptiness>);
    add("ST_MinX", answer<bound<&Box::min_x>>);
    add("ST_MaxX", answer<bound<&Box::max_x>>);
    add("ST_MinY", answer<bound<&Box::min_y>>);
    add("ST_MaxY", answer<bound<&Box::max_y>>);
}

} // namespace qitu::workspace
