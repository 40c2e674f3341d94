// geodesy: where a point lies and how large a figure is on the ellipsoid. Areas by three methods, lengths,
// coordinate systems told apart by meaning, and their way to geodetic longitude and latitude. Reads no files.
//
// Points are (longitude, latitude) in degrees on the ellipsoid at hand, or (easting, northing) in metres in a
// plane: easting first, always. Areas are m², lengths m.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/geometry/point.h>

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::geodesy {

using geometry::Point;
using geometry::Polygon;
using geometry::Ring;

struct Ellipsoid {
    double a = 6378137.0;
    double f = 1 / 298.257222101;
    [[nodiscard]] double b() const { return a * (1 - f); }
    [[nodiscard]] double e2() const { return f * (2 - f); }
    friend bool operator==(const Ellipsoid &, const Ellipsoid &) = default;
};

inline constexpr Ellipsoid cgcs2000{};

/// How area is counted; every output names its method.
///  td1055    the land survey's rule, 国土调查办发〔2008〕32号 and TD/T 1055-2019: edges straight in the
///  Gauss-Krueger plane,
///            cut at 70 m, trapezoid series (DOMAIN 1, steps 1 and 2, exact inverse, nothing rounded)
///  geodesic  edges are geodesics: C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013) 43-55
///  straight  edges straight in longitude and latitude, integrated exactly; the only one additive under
///  cutting
enum class Method { td1055, geodesic, straight };
Method method_from(std::string_view name);
std::string_view method_name(Method method);

// ---------------------------------------------------------------- Gauss-Krueger

/// The transverse Mercator plane of one central meridian, scale 1. Krueger's series in n to the 8th order
/// (C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85 (2011) 475-485).
/// Error against the exact mapping: below 1e-9 m within 6° of the meridian.
class GaussKrueger {
  public:
    explicit GaussKrueger(double central_meridian, double false_easting = 500000.0,
                          const Ellipsoid &ellipsoid = cgcs2000);
    [[nodiscard]] Point forward(Point geographic) const; // degrees to metres
    [[nodiscard]] Point inverse(Point plane) const;      // metres to degrees

    /// The mapping f at a point, as a function of the isometric coordinate w = ψ + iλ in radians: |f'| in
    /// metres, and the curvature g = d/dw log f' of what is straight in the plane, with its derivative.
    /// Relative error below 1e-11 within 20° of the meridian.
    struct Local {
        double stretch = 0;
        std::complex<double> curvature;
        std::complex<double> change;
    };
    [[nodiscard]] Local local(Point geographic) const;

    /// Within 40° of the central meridian, as an arc across it: as far as figures in the plane are measured.
    [[nodiscard]] bool covers(Point geographic) const;

    [[nodiscard]] double central_meridian() const { return central_meridian_; }
    [[nodiscard]] double false_easting() const { return false_easting_; }

  private:
    double central_meridian_;
    double false_easting_;
    double radius_ = 0; // of the rectifying sphere
    double e_ = 0;
    double alpha_[8] = {}; // from the conformal sphere to the plane
    double beta_[8] = {};  // and back
    double delta_[8] = {}; // from conformal to geodetic latitude
};

/// Central meridian of the 3-degree zone nearest to a longitude: 3·round(longitude / 3).
double central_meridian_near(double longitude);

// ---------------------------------------------------------------- area and length

class PlaneNear;

/// \pre rings are closed, in degrees; holes may have either orientation.
/// Rings are taken one by one: shell minus holes, each by its absolute area.
/// td1055: the plane is that of `central_meridian`, or of the 3-degree zone nearest to the middle of the
/// polygon's box.
/// Error: td1055 against the rule taken literally, geodesic against GeographicLib, straight against 40
/// digits: below 1e-9 of the area or 1e-3 m², whichever is more, for figures of 1 m to 50 km (td1055, within
/// 8° of the meridian) and 1 m to 500 km (the others).
double area(const Polygon &polygon, Method method, std::optional<double> central_meridian = {},
            const Ellipsoid &ellipsoid = cgcs2000);

/// Absolute areas of closed rings, one after the other, by one method: what depends on the ellipsoid alone is
/// computed once, and what rings near each other share is kept from one to the next, which changes no bit.
/// For td1055 `central_meridian` is that of the plane. One per thread.
class RingArea {
  public:
    explicit RingArea(Method method, const Ellipsoid &ellipsoid = cgcs2000);
    ~RingArea();
    RingArea(RingArea &&) noexcept;
    RingArea &operator=(RingArea &&) noexcept;
    [[nodiscard]] double operator()(std::span<const Point> ring, double central_meridian);

  private:
    Method method_;
    Ellipsoid ellipsoid_;
    std::array<double, 7> coefficients_; // of the area below a parallel
    GaussKrueger plane_;                 // longitudes in it count from the central meridian
    std::unique_ptr<PlaneNear> near_;    // of the last ring
};

/// Signed area under one closed ring with edges straight in longitude and latitude; counter-clockwise is
/// positive. Exactly additive. Relative error of the series below 1e-12 for the Earth's ellipsoids.
double straight_ring_area(std::span<const Point> ring, const Ellipsoid &ellipsoid = cgcs2000);

/// The same for a ring given as offsets from an origin, all in degrees. Near the origin offsets are finer
/// than absolute degrees, so pieces that overlay made there keep their last digits.
double straight_ring_area(std::span<const Point> offsets, Point origin,
                          const Ellipsoid &ellipsoid = cgcs2000);

/// The same edge by edge: what lies between an edge and a parallel, from offsets in degrees to a point on it.
/// The edges of closed rings walked counter-clockwise add up to their area, in whatever order they come. A
/// few nanoseconds an edge within 127 km of the parallel.
class StraightStrips {
  public:
    explicit StraightStrips(const Ellipsoid &ellipsoid = cgcs2000);
    void set_parallel(double latitude);
    [[nodiscard]] double operator()(Point from, Point to) const;

  private:
    Ellipsoid ellipsoid_;
    std::array<double, 7> coefficients_; // of the area below a parallel
    double latitude_ = 0;
    std::array<double, 8> terms_{}; // of the mean height between two latitudes
};

/// The survey figure of one polygon, m² to two decimals: DOMAIN 1, steps 1 to 3 with every rounding. Never
/// summed into anything. `plane_rings` are (easting, northing) without the zone in front (false easting 500
/// 000).
double survey_figure(const Polygon &plane_rings, double central_meridian);

/// The same for a polygon that is given in longitude and latitude on CGCS2000 and was never in a plane file:
/// its vertices have no decimals of a metre that a file could have cut, so only the points in between are
/// rounded.
double survey_figure_of_degrees(const Polygon &polygon, double central_meridian);

/// The same ring by ring, for many figures of one plane. Absolute areas, not yet rounded.
class SurveyFigure {
  public:
    explicit SurveyFigure(double central_meridian);
    /// The rule is for parcels: nothing farther than 2000 km from the meridian, no edge longer than 1000 km.
    [[nodiscard]] static bool covers(std::span<const Point> plane_ring);
    /// Vertices of a plane file, (easting, northing) with false easting 500 000 m.
    [[nodiscard]] double of_plane(std::span<const Point> ring) const;
    /// Vertices that GaussKrueger::forward brought to the plane from longitude and latitude.
    [[nodiscard]] double of_degrees(std::span<const Point> plane_ring) const;
    /// To 0.01 m², half up: what is left to do once shells are added and holes taken away.
    [[nodiscard]] static double rounded(double m2);

  private:
    std::array<double, 7> coefficients_; // of the area below a parallel
    double base_; // longitude of the central meridian in units of the last digit, less a whole number
};

/// Geodesic length of a line in degrees, m: Karney 2013, and for edges below 2 km a closed form of the same
/// within 1e-12 of the edge and 1e-10 m.
double length(std::span<const Point> line, const Ellipsoid &ellipsoid = cgcs2000);

/// The same edge by edge.
class EdgeLength {
  public:
    explicit EdgeLength(const Ellipsoid &ellipsoid = cgcs2000);
    [[nodiscard]] double operator()(Point from, Point to) const;

  private:
    Ellipsoid ellipsoid_;
};

/// m; where the edges of a polygon are longer, the methods of area lie apart, for each takes them for another
/// line.
inline constexpr double long_edge = 1000;

/// What the numbers of a point are.
enum class Space { degrees, plane };

/// The path with points put into its edges, straight in the coordinates at hand and in equal parts, so that
/// none is longer than `max_edge` m. Vertices stay as they are. Throws Error (usage) unless max_edge is at
/// least 1 m.
Ring densified(std::span<const Point> path, double max_edge, Space space,
               const Ellipsoid &ellipsoid = cgcs2000);

// ---------------------------------------------------------------- coordinate systems

/// A coordinate reference system by meaning: what two CRS texts must share to be the same.
class Crs {
  public:
    /// "EPSG:4490", a WKT of either kind, a PROJ string; "GCJ02" and "BD09", what Chinese web maps have made of WGS 84.
    /// Throws Error (unreadable) with the text when PROJ
    /// knows none.
    static Crs from(const std::string &definition);
    /// What it was made from: `from` gives the same again.
    [[nodiscard]] const std::string &definition() const;

    [[nodiscard]] bool geographic() const;
    [[nodiscard]] bool gauss_krueger() const;      // transverse Mercator, scale 1, latitude of origin 0
    [[nodiscard]] double central_meridian() const; // \pre gauss_krueger()
    [[nodiscard]] double false_easting() const;    // \pre gauss_krueger(); 36 500 000 with zone 36 in front
    [[nodiscard]] const Ellipsoid &ellipsoid() const;
    /// The datum family that decides whether coordinates may be used as CGCS2000 as they stand.
    enum class Datum { china2000, wgs84, xian1980, beijing1954, other };
    [[nodiscard]] Datum datum() const;
    /// Coordinates that a web map has moved; ToGeographic moves them back by the public approximation of that shift,
    /// which meets it to about a metre.
    enum class MapShift { none, gcj02, bd09 };
    [[nodiscard]] MapShift map_shift() const;
    [[nodiscard]] const std::string &name() const;
    /// "EPSG:4526" where PROJ identifies it, else "".
    [[nodiscard]] const std::string &authority_code() const;
    /// Size of the unit of its axes: radians where geographic, metres otherwise.
    [[nodiscard]] double unit() const;
    /// Longitudes count from Greenwich.
    [[nodiscard]] bool on_greenwich() const;
    /// WKT 2:2019, for PROJ and for files that are written.
    [[nodiscard]] const std::string &wkt() const;
    /// What is known of how far longitudes and latitudes on its datum lie from those on WGS 84 when they are taken as
    /// they stand, m: 0 for WGS 84 and CGCS2000, EPSG's accuracy for the systems of our time that are tied to ITRS
    /// (ETRS89, NAD83, GDA2020, JGD2011 …: PROJ's database has a transformation to WGS 84 whose parameters are all 0);
    /// nothing for any other.
    [[nodiscard]] std::optional<double> metres_from_wgs84() const;
    [[nodiscard]] const std::string &datum_name() const; // as PROJ has it

    /// Same datum, kind, meridian, false easting and units, whatever the names in the text.
    [[nodiscard]] bool same_as(const Crs &other) const;

  private:
    struct Facts;
    std::shared_ptr<const Facts> facts_;
};

/// "xian1980" or "beijing1954" for a CRS on one of these; "" for any other.
std::string old_datum(const Crs &crs);

/// What is not a place on Earth, or cannot be measured as one.
struct NoPlace {
    std::size_t vertex = 0; // of those given; of an edge its first
    Names why;              // "the latitude of vertex 2 is 408°, beyond 90°"
};

/// The rule of ToGeographic::place for points that are longitude and latitude in degrees already.
std::optional<NoPlace> no_place(std::span<const Point> degrees, std::span<const std::uint32_t> path_ends);

/// Longitude and latitude on which datum: on CGCS2000 (china), which may need a transformation; or on that of the
/// coordinates, which never does.
enum class Target { china, own };

/// What two sets of coordinates are brought to so that they lie on one datum: each its own where both are on the same
/// datum, or on two that agree to a few metres (Crs::metres_from_wgs84).
Target common_target(const Crs &a, const Crs &b);

/// Brings points of a CRS to longitude and latitude on CGCS2000, in place. Gauss-Krueger by our own series,
/// the rest by PROJ with one operation for the whole file, recorded in `operation()`. Xian 1980 and Beijing
/// 1954 are refused (Error, refused): PROJ has only a ballpark for them, off by about 100 m. WGS 84 is taken
/// as CGCS2000 (they agree to centimetres), and so are the systems of our time that agree with it to a few metres;
/// `operation()` says so, with the accuracy. With Target::own only projections are undone, on the source's own
/// ellipsoid, whatever the datum.
///
/// `shift` takes them all the same: seven parameters to CGCS2000, "dx,dy,dz,rx,ry,rz,ds" in metres, seconds
/// of arc and ppm, rotations as China's surveys count them (of the frame, EPSG method 1032;
/// "position_vector:" in front turns them); or a PROJ pipeline from the file's coordinates, easting or
/// longitude first, to longitude and latitude in degrees. Of other systems it is not used. Throws Error
/// (usage) where it is neither.
class ToGeographic {
  public:
    explicit ToGeographic(const Crs &source, const std::string &shift = {}, Target target = Target::china);
    ~ToGeographic();
    ToGeographic(ToGeographic &&) noexcept;
    ToGeographic &operator=(ToGeographic &&) noexcept;
    void apply(std::span<Point> points) const;
    /// The other way: longitude and latitude to coordinates of the source; not finite beyond the domain of its
    /// projection. \pre the source is not one that a web map has moved
    void back(std::span<Point> points) const;
    /// Coordinates are longitude and latitude in degrees already: both ways change nothing.
    [[nodiscard]] bool takes_as_they_are() const;

    /// The one rule of what is a place, for all that measures, checks, cuts or imports: every vertex is a
    /// number, on Earth, and in the domain of its projection (latitudes to 90°; longitudes to 180°, or to
    /// 360° where the whole feature counts so; Gauss-Krueger to 4000 km from the meridian; of other
    /// projections what PROJ takes to degrees and back), and no edge is wider than 180°, for then nobody
    /// knows which way round it goes. Nothing where all of a feature is, and `points` are then longitude and
    /// latitude; else they are of no use. `path_ends`: where each path ends in the points.
    [[nodiscard]] std::optional<NoPlace> place(std::span<Point> points,
                                               std::span<const std::uint32_t> path_ends) const;

    [[nodiscard]] const Names &operation() const;
    /// That on which the points then lie: the source's own where its datum was taken as it is.
    [[nodiscard]] const Ellipsoid &ellipsoid() const;

  private:
    struct Way;
    std::unique_ptr<Way> way_;
};

} // namespace qitu::geodesy
