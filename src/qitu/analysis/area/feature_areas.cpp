#include "feature_areas.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace qitu::area {

namespace {

using catalogue::GeometryType;
using geodesy::Method;
using geometry::Kind;
using geometry::Point;
using geometry::Shape;

constexpr double plain_false_easting = 500000;

GeometryType type_of(Kind kind) {
    return kind == Kind::point  ? GeometryType::point
           : kind == Kind::line ? GeometryType::line
                                : GeometryType::polygon;
}

double planar_area(std::span<const Point> ring) {
    return std::abs(twice_signed_area(ring)) / 2;
}

Shape densified(const Shape &shape, double max_edge, geodesy::Space space,
                const geodesy::Ellipsoid &ellipsoid) {
    Shape fine;
    fine.kind = shape.kind;
    fine.part_ends = shape.part_ends;
    for (std::size_t i = 0; i < shape.paths(); ++i)
        fine.add_path(geodesy::densified(shape.path(i), max_edge, space, ellipsoid));
    return fine;
}

bool same_plane(const geodesy::Crs &file, const std::optional<geodesy::Crs> &plane) {
    return file.gauss_krueger() && file.datum() == geodesy::Crs::Datum::china2000 &&
           (!plane || plane->central_meridian() == file.central_meridian());
}

} // namespace

FeatureAreas::FeatureAreas(const geodesy::Crs &crs, const std::optional<geodesy::Crs> &plane, double max_edge)
    : to_geographic_(crs, {}, geodesy::Target::own), ellipsoid_(to_geographic_.ellipsoid()),
      space_(crs.geographic() ? geodesy::Space::degrees : geodesy::Space::plane), max_edge_(max_edge),
      td1055_(Method::td1055, ellipsoid_), geodesic_(Method::geodesic, ellipsoid_), edge_length_(ellipsoid_) {
    if (plane)
        meridian_ = plane->central_meridian();
    else if (crs.gauss_krueger())
        meridian_ = crs.central_meridian();
    if (same_plane(crs, plane))
        false_easting_ = crs.false_easting();
}

FeatureAreas::Outcome FeatureAreas::of(std::int64_t feature, std::span<const std::byte> wkb) {
    Outcome outcome;
    outcome.figures.feature = feature;
    const auto reject = [&](const std::string &why) {
        outcome.finding = Finding{Finding::Kind::rejected, feature, why, 0};
        return std::move(outcome);
    };
    try {
        read_wkb(wkb, shape_);
    } catch (const geometry::InvalidGeometry &invalid) {
        return reject(invalid.what());
    }
    if (shape_.empty())
        return reject(say("it has no geometry"));
    degrees_ = shape_;
    if (const auto bad = to_geographic_.place(degrees_.points, degrees_.path_ends))
        return reject(bad->why.in(language_in_use()));
    outcome.finding = make_valid(feature);
    if (degrees_.empty())
        return reject(outcome.finding->what);
    outcome.figures.type = type_of(degrees_.kind);
    if (degrees_.kind != Kind::point)
        measure_lengths(outcome);
    if (degrees_.kind == Kind::polygon)
        measure_polygon(outcome);
    return outcome;
}

// By the one rule of repair (core/geometry/repair.h).
std::optional<Finding> FeatureAreas::make_valid(std::int64_t feature) {
    const auto defect = find_defect(degrees_, geos_);
    repaired_ = defect.has_value();
    if (!defect)
        return std::nullopt;
    degrees_ = geometry::make_valid(degrees_, geos_);
    std::string what = defect->reason.in(language_in_use());
    if (defect->place)
        what += fmt::format(" ({:.8f} {:.8f})", defect->place->x, defect->place->y);
    return Finding{degrees_.empty() ? Finding::Kind::rejected : Finding::Kind::repaired, feature, what, 0};
}

void FeatureAreas::measure_polygon(Outcome &outcome) {
    const Plane &plane =
        plane_of(meridian_ ? *meridian_ : geodesy::central_meridian_near(box_of(degrees_.points).middle().x));
    to_plane(plane);
    orient(degrees_);
    Figures &figures = outcome.figures;
    figures.geodesic_m2 = geodesic_area();
    if (!std::all_of(degrees_.points.begin(), degrees_.points.end(),
                     [&](Point p) { return plane.projection.covers(p); })) {
        note_beyond_plane(plane, outcome);
        return;
    }
    to_plane(plane);
    orient(degrees_);
    figures.central_meridian = plane.central_meridian;
    figures.survey_m2 = survey_area(plane);
    figures.td1055_m2 = area_of_rings(
        degrees_, [&](std::span<const Point> ring) { return td1055_(ring, plane.central_meridian); });
    figures.planar_m2 = area_of_rings(in_plane_, planar_area);
    if (outcome.finding)
        outcome.finding->m2 = *figures.td1055_m2;
}

// Its constants are those of CGCS2000; GRS80 and WGS 84 differ from it by a tenth of a millimetre.
std::optional<double> FeatureAreas::survey_area(const Plane &plane) const {
    if (std::abs(ellipsoid_.a - geodesy::cgcs2000.a) > 1 ||
        std::abs(ellipsoid_.b() - geodesy::cgcs2000.b()) > 1)
        return std::nullopt;
    for (std::size_t i = 0; i < in_plane_.paths(); ++i)
        if (!geodesy::SurveyFigure::covers(in_plane_.path(i)))
            return std::nullopt;
    return geodesy::SurveyFigure::rounded(area_of_rings(in_plane_, [&](std::span<const Point> ring) {
        return plane_of_file() ? plane.survey.of_plane(ring) : plane.survey.of_degrees(ring);
    }));
}

void FeatureAreas::note_beyond_plane(const Plane &plane, Outcome &outcome) {
    if (!outcome.finding)
        outcome.finding = Finding{Finding::Kind::beyond_plane, outcome.figures.feature, {}, 0};
    outcome.finding->what +=
        (outcome.finding->what.empty() ? "" : "; ") +
        say("it reaches too far from the central meridian {:g}° for a plane: geodesic area only",
            plane.central_meridian);
    outcome.finding->m2 = *outcome.figures.geodesic_m2;
}

// Edges are made shorter in the file's coordinates, so before anything is repaired.
double FeatureAreas::geodesic_area() {
    const auto area = [&](std::span<const Point> ring) { return geodesic_(ring, 0); };
    if (max_edge_ <= 0) {
        orient(degrees_);
        return area_of_rings(degrees_, area);
    }
    Shape fine = densified(shape_, max_edge_, space_, ellipsoid_);
    to_geographic_.apply(fine.points);
    if (repaired_)
        fine = geometry::make_valid(fine, geos_);
    orient(fine);
    return area_of_rings(fine, area);
}

void FeatureAreas::measure_lengths(Outcome &outcome) {
    const bool polygon = degrees_.kind == Kind::polygon;
    double sum = 0;
    for (std::size_t i = 0; i < degrees_.paths(); ++i) {
        const auto path = degrees_.path(i);
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

const FeatureAreas::Plane &FeatureAreas::plane_of(double central_meridian) {
    const auto found = planes_.find(central_meridian);
    if (found != planes_.end())
        return found->second;
    const geodesy::GaussKrueger projection(central_meridian, plain_false_easting, ellipsoid_);
    return planes_
        .emplace(central_meridian,
                 Plane{central_meridian, projection, geodesy::SurveyFigure(central_meridian)})
        .first->second;
}

void FeatureAreas::to_plane(const Plane &plane) {
    in_plane_ = plane_of_file() ? shape_ : degrees_;
    for (Point &point : in_plane_.points)
        point = plane_of_file() ? Point{point.x - *false_easting_ + plain_false_easting, point.y}
                                : plane.projection.forward(point);
}

} // namespace qitu::area
