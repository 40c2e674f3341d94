#include "surveyor.h"

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace qitu::area {

namespace {

using catalogue::GeometryType;
using geodesy::Method;

constexpr double plain_false_easting = 500000;

bool same_plane(const geodesy::Crs &file, const std::optional<geodesy::Crs> &plane) {
    return file.gauss_krueger() && file.datum() == geodesy::Crs::Datum::china2000 &&
           (!plane || plane->central_meridian() == file.central_meridian());
}

} // namespace

Surveyor::Surveyor(const geodesy::Crs &crs, const std::optional<geodesy::Crs> &plane, double max_edge)
    : to_geographic_(crs), ellipsoid_(to_geographic_.ellipsoid()),
      space_(crs.geographic() ? geodesy::Space::degrees : geodesy::Space::plane), max_edge_(max_edge),
      td1055_(Method::td1055, ellipsoid_), geodesic_(Method::geodesic, ellipsoid_), edge_length_(ellipsoid_) {
    if (plane)
        meridian_ = plane->central_meridian();
    else if (crs.gauss_krueger())
        meridian_ = crs.central_meridian();
    if (same_plane(crs, plane))
        false_easting_ = crs.false_easting();
}

Surveyor::Outcome Surveyor::survey(std::int64_t feature, std::span<const std::byte> wkb) {
    Outcome outcome;
    outcome.figures.feature = feature;
    const auto reject = [&](const std::string &why) {
        outcome.finding = Finding{Finding::Kind::rejected, feature, why, 0};
        return std::move(outcome);
    };
    try {
        read_wkb(wkb, shape_);
        if (!shape_.type)
            return reject(say("it has no geometry"));
        outcome.finding = mend(feature, wkb);
        if (!shape_.type)
            return reject(outcome.finding->what);
    } catch (const BadGeometry &bad) {
        return reject(bad.what());
    }
    degrees_ = shape_.points;
    to_geographic_.apply(degrees_);
    if (!std::all_of(degrees_.begin(), degrees_.end(),
                     [](Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }))
        return reject(say("its coordinates cannot be brought to longitude and latitude"));
    outcome.figures.type = shape_.type;
    if (*shape_.type == GeometryType::polygon)
        measure_polygon(outcome);
    if (*shape_.type != GeometryType::point)
        measure_lengths(outcome);
    return outcome;
}

// A bow-tie counts with both lobes: made valid by structure, and listed.
std::optional<Finding> Surveyor::mend(std::int64_t feature, std::span<const std::byte> wkb) {
    if (*shape_.type != GeometryType::polygon || surely_simple(shape_))
        return std::nullopt;
    const std::vector<std::byte> bytes(wkb.begin(), wkb.end());
    const auto defect = validation::defect(bytes);
    if (!defect)
        return std::nullopt;
    std::string what = defect->reason.in(language_in_use());
    if (defect->place)
        what += space_ == geodesy::Space::degrees
                    ? fmt::format(" ({:.8f} {:.8f})", defect->place->x, defect->place->y)
                    : fmt::format(" ({:.3f} {:.3f})", defect->place->x, defect->place->y);
    const std::vector<std::byte> valid = validation::repaired(bytes, GeometryType::polygon).wkb;
    if (valid.empty())
        shape_.type.reset();
    else
        read_wkb(valid, shape_);
    return Finding{shape_.type ? Finding::Kind::repaired : Finding::Kind::rejected, feature, what, 0};
}

void Surveyor::measure_polygon(Outcome &outcome) {
    const Plane &plane =
        plane_of(meridian_ ? *meridian_ : geodesy::central_meridian_near(middle_longitude(degrees_)));
    to_plane(plane);
    Figures &figures = outcome.figures;
    figures.central_meridian = plane.central_meridian;
    figures.survey_m2 =
        geodesy::SurveyFigure::rounded(sum_of_rings(in_plane_, [&](std::span<const Point> ring) {
            return false_easting_ ? plane.survey.of_plane(ring) : plane.survey.of_degrees(ring);
        }));
    figures.td1055_m2 = sum_of_rings(
        degrees_, [&](std::span<const Point> ring) { return td1055_(ring, plane.central_meridian); });
    figures.geodesic_m2 = geodesic_area();
    figures.planar_m2 = sum_of_rings(in_plane_, planar_area);
    if (outcome.finding)
        outcome.finding->m2 = *figures.td1055_m2;
}

double Surveyor::geodesic_area() {
    if (max_edge_ <= 0)
        return sum_of_rings(degrees_, [&](std::span<const Point> ring) { return geodesic_(ring, 0); });
    return sum_of_rings(shape_.points, [&](std::span<const Point> ring) {
        geodesy::Ring fine = geodesy::densified(ring, max_edge_, space_, ellipsoid_);
        to_geographic_.apply(fine);
        return geodesic_(fine, 0);
    });
}

void Surveyor::measure_lengths(Outcome &outcome) {
    const bool polygon = *shape_.type == GeometryType::polygon;
    double sum = 0;
    for (std::size_t i = 0; i < shape_.paths.size(); ++i) {
        const auto path = shape_.path(i, degrees_);
        for (std::size_t k = 0; k + 1 < path.size(); ++k) {
            const double length = edge_length_(path[k], path[k + 1]);
            sum += length;
            if (polygon && length > geodesy::long_edge)
                ++outcome.long_edges;
            outcome.longest_edge_m = std::max(outcome.longest_edge_m, length);
        }
    }
    outcome.figures.length_m = sum;
}

const Surveyor::Plane &Surveyor::plane_of(double central_meridian) {
    const auto found = planes_.find(central_meridian);
    if (found != planes_.end())
        return found->second;
    const geodesy::GaussKrueger projection(central_meridian, plain_false_easting, ellipsoid_);
    return planes_
        .emplace(central_meridian,
                 Plane{central_meridian, projection, geodesy::SurveyFigure(central_meridian)})
        .first->second;
}

void Surveyor::to_plane(const Plane &plane) {
    in_plane_.resize(degrees_.size());
    for (std::size_t i = 0; i < degrees_.size(); ++i)
        in_plane_[i] = false_easting_ ? Point{shape_.points[i].x - *false_easting_ + plain_false_easting,
                                              shape_.points[i].y}
                                      : plane.projection.forward(degrees_[i]);
}

// Shells minus holes, each by its absolute area.
template <typename Measure>
double Surveyor::sum_of_rings(const std::vector<Point> &points, const Measure &measure) const {
    double area = 0;
    for (std::size_t i = 0; i < shape_.paths.size(); ++i)
        area += (shape_.paths[i].hole ? -1 : 1) * measure(shape_.path(i, points));
    return area;
}

} // namespace qitu::area
