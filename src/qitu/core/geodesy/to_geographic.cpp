#include "datum_shift.h"
#include "proj.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/geodesy/geodesy.h>

#include <cmath>
#include <numbers>
#include <span>
#include <string>

namespace qitu::geodesy {

/// One of: nothing to do, our own inverse, PROJ's operation.
struct ToGeographic::Way {
    std::string operation;
    Ellipsoid ellipsoid = cgcs2000;
    std::optional<GaussKrueger> plane;
    Context context;
    Object transformation;
};

namespace {

bool usable_as_cgcs2000(Crs::Datum datum) {
    return datum == Crs::Datum::china2000 || datum == Crs::Datum::wgs84;
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
Object best_operation(PJ_CONTEXT *context, const Crs &source, const char *target) {
    const Object from(proj_create(context, source.wkt().c_str()));
    const Object to(proj_create(context, target));
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
        if (!usable_as_cgcs2000(source.datum()) &&
            proj_coordoperation_has_ballpark_transformation(context, operation.get()) != 0)
            continue;
        return Object(proj_normalize_for_visualization(context, operation.get()));
    }
    no_way_from(source);
}

} // namespace

std::string old_datum(const Crs &crs) {
    return crs.datum() == Crs::Datum::xian1980      ? "xian1980"
           : crs.datum() == Crs::Datum::beijing1954 ? "beijing1954"
                                                    : "";
}

ToGeographic::ToGeographic(const Crs &source, const std::string &shift) : way_(std::make_unique<Way>()) {
    if (!shift.empty() && !old_datum(source).empty()) {
        const DatumShift given = datum_shift(source, shift);
        way_->context = new_context();
        way_->transformation.reset(proj_create(way_->context.get(), given.pipeline.c_str()));
        if (!way_->transformation)
            throw Error(ErrorKind::usage,
                        say("PROJ cannot carry out the datum shift {}. Check the pipeline.", shift));
        way_->operation = given.words;
        return;
    }
    refuse_old_datums(source);
    if (usable_as_cgcs2000(source.datum()))
        way_->ellipsoid = source.ellipsoid();
    const std::string as_cgcs2000 = source.datum() == Crs::Datum::wgs84
                                        ? say("WGS 84 taken as CGCS2000, with which it agrees to centimetres")
                                        : std::string();
    const auto with_datum = [&](const std::string &operation) {
        return as_cgcs2000.empty() ? operation : operation + "; " + as_cgcs2000;
    };
    if (in_degrees(source) && usable_as_cgcs2000(source.datum())) {
        way_->operation =
            as_cgcs2000.empty() ? say("longitude and latitude on CGCS2000, taken as they are") : as_cgcs2000;
        return;
    }
    if (source.gauss_krueger() && usable_as_cgcs2000(source.datum())) {
        way_->plane.emplace(source.central_meridian(), source.false_easting(), source.ellipsoid());
        way_->operation = with_datum(say("inverse Gauss-Krueger, central meridian {}°, false easting {} m",
                                         source.central_meridian(), source.false_easting()));
        return;
    }
    way_->context = new_context();
    way_->transformation = best_operation(way_->context.get(), source,
                                          source.datum() == Crs::Datum::wgs84 ? "EPSG:4326" : "EPSG:4490");
    if (!way_->transformation)
        no_way_from(source);
    const PJ_PROJ_INFO info = proj_pj_info(way_->transformation.get());
    way_->operation = with_datum(say("PROJ: {}", info.description));
}

ToGeographic::~ToGeographic() = default;
ToGeographic::ToGeographic(ToGeographic &&) noexcept = default;
ToGeographic &ToGeographic::operator=(ToGeographic &&) noexcept = default;

void ToGeographic::apply(std::span<Point> points) const {
    if (way_->plane) {
        for (Point &point : points)
            point = way_->plane->inverse(point);
    } else if (way_->transformation && !points.empty()) {
        proj_trans_generic(way_->transformation.get(), PJ_FWD, &points[0].x, sizeof(Point), points.size(),
                           &points[0].y, sizeof(Point), points.size(), nullptr, 0, 0, nullptr, 0, 0);
    }
}

const Ellipsoid &ToGeographic::ellipsoid() const {
    return way_->ellipsoid;
}

const std::string &ToGeographic::operation() const {
    return way_->operation;
}

} // namespace qitu::geodesy
