#include "functions.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <span>

namespace qitu::query {

void Ways::apply(int srid, Figures &figures) {
    constexpr int cgcs2000 = 4490;
    if (srid == cgcs2000)
        return;
    if (srid <= 0)
        throw Error(ErrorKind::usage,
                    say("the geometry says no coordinate system; give it one with SetSRID(geom, 4490)"));
    auto &way = ways_[srid];
    if (!way)
        way = std::make_unique<geodesy::ToGeographic>(geodesy::Crs::from(fmt::format("EPSG:{}", srid)));
    for (geodesy::Polygon &polygon : figures.polygons)
        for (geodesy::Ring &ring : polygon)
            way->apply(ring);
    for (geodesy::Ring &line : figures.lines)
        way->apply(line);
    figures.ellipsoid = way->ellipsoid();
}

namespace {

std::span<const std::byte> blob_of(sqlite3_value *value) {
    const auto *data = static_cast<const std::byte *>(sqlite3_value_blob(value));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    return {data, data == nullptr ? 0 : size};
}

/// The figures on the ellipsoid; none for NULL.
std::optional<Figures> figures_in(sqlite3_context *context, sqlite3_value *value) {
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return std::nullopt;
    const auto geometry = sqlite3_value_type(value) == SQLITE_BLOB
                              ? geometry_of(sqlite3_context_db_handle(context), blob_of(value))
                              : std::nullopt;
    if (!geometry)
        throw Error(ErrorKind::usage, say("its argument is no geometry"));
    Figures figures = figures_of(geometry->wkb);
    static_cast<Ways *>(sqlite3_user_data(context))->apply(geometry->srid, figures);
    return figures;
}

double area_of(const Figures &figures, geodesy::Method method, std::optional<double> meridian) {
    double sum = 0;
    for (const geodesy::Polygon &polygon : figures.polygons)
        sum += geodesy::area(polygon, method, meridian, figures.ellipsoid);
    return sum;
}

double length_of(const Figures &figures) {
    double sum = 0;
    for (const geodesy::Ring &line : figures.lines)
        sum += geodesy::length(line, figures.ellipsoid);
    return sum;
}

// SQLite is C: what is thrown becomes the function's error.
template <typename Measure>
void answer(sqlite3_context *context, sqlite3_value **values, const Measure &measure) {
    try {
        if (const auto figures = figures_in(context, values[0]))
            sqlite3_result_double(context, measure(*figures));
        else
            sqlite3_result_null(context);
    } catch (const std::exception &error) {
        sqlite3_result_error(context, error.what(), -1);
    }
}

template <geodesy::Method method>
void area(sqlite3_context *context, int count, sqlite3_value **values) {
    std::optional<double> meridian;
    if (count > 1 && sqlite3_value_type(values[1]) != SQLITE_NULL)
        meridian = sqlite3_value_double(values[1]);
    answer(context, values, [&](const Figures &figures) { return area_of(figures, method, meridian); });
}

void length(sqlite3_context *context, int, sqlite3_value **values) {
    answer(context, values, length_of);
}

} // namespace

void add_functions(sqlite3 *database, Ways &ways) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    const auto add = [&](const char *name, int arguments, auto *function) {
        sqlite3_create_function_v2(database, name, arguments, flags, &ways, function, nullptr, nullptr,
                                   nullptr);
    };
    add("area_td1055", 1, area<geodesy::Method::td1055>);
    add("area_td1055", 2, area<geodesy::Method::td1055>);
    add("area_geodesic", 1, area<geodesy::Method::geodesic>);
    add("area_straight", 1, area<geodesy::Method::straight>);
    add("length_geodesic", 1, length);
}

} // namespace qitu::query
