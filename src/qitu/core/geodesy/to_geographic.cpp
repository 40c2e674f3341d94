#include "datum_shift.h"
#include "map_shift.h"
#include "places.h"
#include "proj.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/geodesy/geodesy.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace qitu::geodesy {

/// One of: nothing to do, our own inverse, PROJ's operation.
struct ToGeographic::Way {
    Names operation;
    Ellipsoid ellipsoid = cgcs2000;
    std::optional<GaussKrueger> plane;
    Context context;
    Object transformation;
    std::optional<Crs> source = {};

    void take_shift(const Crs &from, const std::string &shift);
    Names take_operation(const Crs &from, bool as_it_is);
    void transform(std::span<Point> points, PJ_DIRECTION direction) const {
        proj_trans_generic(transformation.get(), direction, &points[0].x, sizeof(Point), points.size(),
                           &points[0].y, sizeof(Point), points.size(), nullptr, 0, 0, nullptr, 0, 0);
    }
};

namespace {

bool usable_as_cgcs2000(const Crs &crs) {
    return crs.metres_from_wgs84().has_value();
}

// What is to be said where another datum is taken as CGCS2000; "" for CGCS2000 itself.
Names taken_as_cgcs2000(const Crs &crs) {
    if (crs.datum() == Crs::Datum::wgs84)
        return said("WGS 84 taken as CGCS2000, with which it agrees to centimetres");
    const std::optional<double> metres = crs.metres_from_wgs84();
    return crs.datum() == Crs::Datum::china2000 || !metres
               ? Names()
               : said("{} taken as CGCS2000, with which it agrees to about {:g} m", crs.datum_name(),
                      std::max(1.0, *metres));
}

// PROJ knows no transformation to a datum without a name, and takes it for that of the coordinates.
std::string bare_degrees(const Ellipsoid &ellipsoid) {
    return ellipsoid.f == 0
               ? fmt::format("+proj=longlat +R={} +no_defs +type=crs", ellipsoid.a)
               : fmt::format("+proj=longlat +a={} +rf={} +no_defs +type=crs", ellipsoid.a, 1 / ellipsoid.f);
}

bool in_degrees(const Crs &crs) {
    constexpr double degree = std::numbers::pi / 180;
    return crs.geographic() && std::abs(crs.unit() - degree) < 1e-15 && crs.on_greenwich();
}

void refuse_old_datums(const Crs &crs) {
    if (crs.datum() != Crs::Datum::xian1980 && crs.datum() != Crs::Datum::beijing1954)
        return;
    throw NeedsParameter(Parameter::datum_shift, ErrorKind::refused,
                         say("{} is on {}. Without local parameters its transformation to CGCS2000 is off by "
                             "about 100 m, so it is refused. Have the surveying authority transform the data "
                             "to CGCS2000, or give its seven parameters or a PROJ pipeline.",
                             crs.name(), crs.datum() == Crs::Datum::xian1980 ? "Xian 1980" : "Beijing 1954"));
}

[[noreturn]] void no_way_from(const Crs &crs) {
    throw Error(
        ErrorKind::refused,
        say("PROJ knows no transformation from {} to CGCS2000. Have the data transformed to CGCS2000 and "
            "bring that in.",
            crs.name()));
}

// The best operation that PROJ can carry out here, with easting and longitude first at both ends.
// \param same_datum the target's is that of the source, whatever PROJ knows of it
Object best_operation(PJ_CONTEXT *context, const Crs &source, const std::string &target, bool same_datum) {
    const Object from(proj_create(context, source.wkt().c_str()));
    const Object to(proj_create(context, target.c_str()));
    const Factory factory(proj_create_operation_factory_context(context, nullptr));
    if (!from || !to || !factory)
        no_way_from(source);
    proj_operation_factory_context_set_spatial_criterion(context, factory.get(),
                                                         PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(
        context, factory.get(), PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    const Objects found(proj_create_operations(context, from.get(), to.get(), factory.get()));
    const int count = found ? proj_list_get_count(found.get()) : 0;
    for (int i = 0; i < count; ++i) {
        const Object operation(proj_list_get(context, found.get(), i));
        if (!same_datum && proj_coordoperation_has_ballpark_transformation(context, operation.get()) != 0)
            continue;
        return Object(proj_normalize_for_visualization(context, operation.get()));
    }
    no_way_from(source);
}

} // namespace

void ToGeographic::Way::take_shift(const Crs &from, const std::string &shift) {
    const DatumShift given = datum_shift(from, shift);
    context = new_context();
    transformation.reset(proj_create(context.get(), given.pipeline.c_str()));
    if (!transformation)
        throw Error(ErrorKind::usage,
                    say("PROJ cannot carry out the datum shift {}. Check the pipeline.", shift));
    operation = given.words;
}

// PROJ knows transformations of most systems to WGS 84, which CGCS2000 meets to centimetres.
Names ToGeographic::Way::take_operation(const Crs &from, bool as_it_is) {
    context = new_context();
    transformation = best_operation(context.get(), from,
                                    as_it_is ? bare_degrees(from.ellipsoid()) : "EPSG:4326", as_it_is);
    if (!transformation)
        no_way_from(from);
    const PJ_PROJ_INFO info = proj_pj_info(transformation.get());
    return said("PROJ: {}", info.description);
}

Target common_target(const Crs &a, const Crs &b) {
    const bool one = a.ellipsoid() == b.ellipsoid() && a.datum() == b.datum() &&
                     (a.datum() != Crs::Datum::other || a.datum_name() == b.datum_name());
    return one || (a.metres_from_wgs84() && b.metres_from_wgs84()) ? Target::own : Target::china;
}

std::string old_datum(const Crs &crs) {
    return crs.datum() == Crs::Datum::xian1980      ? "xian1980"
           : crs.datum() == Crs::Datum::beijing1954 ? "beijing1954"
                                                    : "";
}

ToGeographic::ToGeographic(const Crs &source, const std::string &shift, Target target)
    : way_(std::make_unique<Way>()) {
    way_->source = source;
    if (target == Target::china && !shift.empty() && !old_datum(source).empty()) {
        way_->take_shift(source, shift);
        return;
    }
    if (target == Target::china)
        refuse_old_datums(source);
    const bool as_it_is = target == Target::own || usable_as_cgcs2000(source);
    if (as_it_is)
        way_->ellipsoid = source.ellipsoid();
    const Names taken = target == Target::own ? Names() : taken_as_cgcs2000(source);
    const auto with_datum = [&](const Names &operation) {
        return taken.en.empty() ? operation
                                : Names{operation.zh + "; " + taken.zh, operation.en + "; " + taken.en};
    };
    if (as_it_is && source.map_shift() != Crs::MapShift::none)
        way_->operation =
            with_datum(said("shifted back from {} by the public algorithm, to about 1 m", source.name()));
    else if (as_it_is && in_degrees(source))
        way_->operation = !taken.en.empty() ? taken
                          : source.datum() == Crs::Datum::china2000
                              ? said("longitude and latitude on CGCS2000, taken as they are")
                              : said("longitude and latitude on {}, taken as they are", source.datum_name());
    else if (as_it_is && source.gauss_krueger()) {
        way_->plane.emplace(source.central_meridian(), source.false_easting(), source.ellipsoid());
        way_->operation = with_datum(said("inverse Gauss-Krueger, central meridian {}°, false easting {} m",
                                          source.central_meridian(), source.false_easting()));
    } else
        way_->operation = with_datum(way_->take_operation(source, as_it_is));
}

ToGeographic::~ToGeographic() = default;
ToGeographic::ToGeographic(ToGeographic &&) noexcept = default;
ToGeographic &ToGeographic::operator=(ToGeographic &&) noexcept = default;

void ToGeographic::apply(std::span<Point> points) const {
    if (const Crs::MapShift shift = way_->source->map_shift(); shift != Crs::MapShift::none) {
        for (Point &point : points)
            point = unmoved(point, shift);
    } else if (way_->plane) {
        for (Point &point : points)
            point = way_->plane->inverse(point);
    } else if (way_->transformation && !points.empty()) {
        way_->transform(points, PJ_FWD);
    }
}

void ToGeographic::back(std::span<Point> points) const {
    if (way_->plane) {
        for (Point &point : points)
            point = way_->plane->forward(point);
    } else if (way_->transformation && !points.empty()) {
        way_->transform(points, PJ_INV);
    }
}

bool ToGeographic::takes_as_they_are() const {
    return way_->source->map_shift() == Crs::MapShift::none && !way_->plane && !way_->transformation;
}

namespace {

// PROJ wraps what lies beyond the edge of a projection: what does not come back to where it was, lies there.
std::optional<NoPlace> not_back(std::span<const Point> given, std::span<const Point> back) {
    for (std::size_t i = 0; i < given.size(); ++i) {
        const double size = std::max(std::abs(given[i].x), std::abs(given[i].y));
        const double apart = std::hypot(given[i].x - back[i].x, given[i].y - back[i].y);
        if (!(apart <= 1e-5 * size + 1e-9))
            return NoPlace{i, said("vertex {} ({:.9g}, {:.9g}) lies beyond the domain of the projection",
                                   i + 1, given[i].x, given[i].y)};
    }
    return std::nullopt;
}

} // namespace

std::optional<NoPlace> ToGeographic::place(std::span<Point> points,
                                           std::span<const std::uint32_t> path_ends) const {
    if (auto bad = no_coordinate(points, *way_->source))
        return bad;
    if (!way_->transformation || points.empty()) {
        apply(points);
        return no_place(points, path_ends);
    }
    const std::vector<Point> given(points.begin(), points.end());
    apply(points);
    if (auto bad = no_place(points, path_ends))
        return bad;
    std::vector<Point> back(points.begin(), points.end());
    way_->transform(back, PJ_INV);
    return not_back(given, back);
}

const Ellipsoid &ToGeographic::ellipsoid() const {
    return way_->ellipsoid;
}

const Names &ToGeographic::operation() const {
    return way_->operation;
}

} // namespace qitu::geodesy
