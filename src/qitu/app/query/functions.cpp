#include "functions.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <cstdint>
#include <span>

namespace qitu::query {

namespace {

/// Brings a path to longitude and latitude; `way` is null where it is there already.
void place(const geodesy::ToGeographic *way, geodesy::Ring &path) {
    const auto end = static_cast<std::uint32_t>(path.size());
    const std::span<const std::uint32_t> ends(&end, 1);
    if (const auto bad = way == nullptr ? geodesy::no_place(path, ends) : way->place(path, ends))
        throw Error(ErrorKind::usage,
                    say("its geometry is not a place on Earth: {}", bad->why.in(language_in_use())));
}

} // namespace

void Ways::apply(int srid, Figures &figures) {
    constexpr int cgcs2000 = 4490;
    if (srid <= 0)
        throw Error(ErrorKind::usage,
                    say("the geometry says no coordinate system; give it one with SetSRID(geom, 4490)"));
    auto &way = ways_[srid];
    if (!way && srid != cgcs2000)
        way = std::make_unique<geodesy::ToGeographic>(geodesy::Crs::from(fmt::format("EPSG:{}", srid)));
    for (geodesy::Polygon &polygon : figures.polygons)
        for (geodesy::Ring &ring : polygon)
            place(way.get(), ring);
    for (geodesy::Ring &line : figures.lines)
        place(way.get(), line);
    if (way)
        figures.ellipsoid = way->ellipsoid();
}

namespace {

/// The figures on the ellipsoid; none for NULL.
std::optional<Figures> figures_in(const sqlite::Call &call, const sqlite::Database &database, Ways &ways) {
    if (call.type(0) == sqlite::Type::null)
        return std::nullopt;
    const auto geometry =
        call.type(0) == sqlite::Type::blob ? geometry_of(database, call.blob(0)) : std::nullopt;
    if (!geometry)
        throw Error(ErrorKind::usage, say("its argument is not a geometry"));
    Figures figures = figures_of(geometry->wkb);
    ways.apply(geometry->srid, figures);
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

std::optional<double> meridian_in(const sqlite::Call &call) {
    if (call.arguments() > 1 && call.type(1) != sqlite::Type::null)
        return call.real(1);
    return std::nullopt;
}

} // namespace

void add_functions(const sqlite::Database &database, Ways &ways) {
    const auto add = [&](const char *name, int arguments, const auto &measure) {
        database.add_function(name, arguments, [&database, &ways, measure](sqlite::Call &call) {
            if (const auto figures = figures_in(call, database, ways))
                call.answer(measure(*figures, call));
        });
    };
    const auto area = [](geodesy::Method method) {
        return [method](const Figures &figures, const sqlite::Call &call) {
            return area_of(figures, method, meridian_in(call));
        };
    };
    add("area_td1055", 1, area(geodesy::Method::td1055));
    add("area_td1055", 2, area(geodesy::Method::td1055));
    add("area_geodesic", 1, area(geodesy::Method::geodesic));
    add("area_straight", 1, area(geodesy::Method::straight));
    add("length_geodesic", 1,
        [](const Figures &figures, const sqlite::Call &) { return length_of(figures); });
}

} // namespace qitu::query
