// area: area and length of each feature of a file by every method, in the order of the file. Streams; writes
// the figures into a copy of the file when asked. Totals by zone are tabulate's.
//
// Definitions (docs/figures.md), in m² and m:
//  survey    the survey figure: with every rounding of the land survey's rule, two decimals; never summed
//  td1055    the same rule without roundings: the figure of every total
//  geodesic  edges are geodesics; planar: in the Gauss-Krueger plane, only for comparison
//  length    of a line its geodesic length, of a polygon its perimeter with that of its holes
// The plane is Options::plane, else that of the file if it is Gauss-Krueger, else the 3-degree zone nearest
// to the middle of the feature's box. An invalid polygon is made valid by structure, in longitude and
// latitude, so that every part it encloses counts; it is listed. A feature without geometry, with unreadable
// geometry or with a vertex that is not a place on Earth (geodesy::ToGeographic::place) is listed and counted
// as rejected. One that reaches beyond 40° from its central meridian has no figures in the plane.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/base/units.h>
#include <qitu/data/reader/raw_file.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace qitu::area {

struct Figures {
    std::int64_t feature = 0;                    // its id in the file
    std::optional<catalogue::GeometryType> type; // none: rejected, and the rest is empty
    std::optional<double> central_meridian;      // of the plane; this and the areas of polygons only
    std::optional<double> survey_m2;
    std::optional<double> td1055_m2;
    std::optional<double> geodesic_m2;
    std::optional<double> planar_m2;
    std::optional<double> length_m; // none of points
    std::optional<double> declared_m2;
    std::optional<double> adjusted_m2; // survey_m2, adjusted to a control area (control.h)
    /// Declared area relative to td1055: 0.02 if 2 % too much is declared.
    [[nodiscard]] std::optional<double> deviation() const;
};

/// Name of a figure in every output, and its short name in a Shapefile.
struct Column {
    const char *name;
    const char *short_name; // 10 bytes
    int decimals;           // in tables
    std::optional<double> (*value)(const Figures &);
};
/// `declared`: with the declared area and its deviation; `adjusted`: with the area adjusted to a control area.
std::vector<Column> columns(bool declared, bool adjusted = false);

struct Declared {
    std::string field;
    std::optional<Unit> unit; // if not given, determined by the field's name or the first features
    double tolerance = 0.05;  // relative to the computed area
};

struct Options {
    std::optional<geodesy::Crs> plane; // Gauss-Krueger
    double max_edge = 0;               // geodesic: edges are densified to this length, m; 0: not
    std::optional<Declared> declared;
    int threads = 0; // 0: all cores
    Progress progress;
};

/// Features with their figures, in the order of the file.
struct MeasuredBatch {
    std::vector<reader::RawFeature> features;
    std::vector<Figures> figures; // one each
    std::string text;             // for Receiver::prepare
};

/// Receives the figures. `prepare` may be called on any thread at once, `take` by one at a time in the order
/// of the file.
class Receiver {
  public:
    virtual ~Receiver() = default;
    virtual void prepare(MeasuredBatch &batch) const { (void)batch; }
    virtual void take(MeasuredBatch &batch) = 0;
};

struct Finding {
    /// beyond_plane: too wide for a Gauss-Krueger plane; geodesic is its only area.
    enum class Kind { repaired, rejected, beyond_plane };
    Kind kind = Kind::repaired;
    std::int64_t feature = 0;
    std::string what; // reason and place
    double m2 = 0;    // td1055 as it was counted; beyond_plane: geodesic
};

struct Deviation {
    std::int64_t feature = 0;
    double declared_m2 = 0;
    double td1055_m2 = 0;
    double relative = 0;
};

struct DeclaredSummary {
    Unit unit = Unit::square_metre;
    std::string evidence; // why this unit
    std::uint64_t compared = 0;
    std::uint64_t missing = 0;     // polygons without a declared area
    std::uint64_t as_surveyed = 0; // equal to the survey figure in its last digit
    double declared_m2 = 0;        // of those compared
    std::vector<Deviation> beyond; // the tolerance, worst first
};

/// The parcels of a unit with a control area.
struct ControlledUnit {
    std::string unit; // "" where there is only one
    std::uint64_t parcels = 0;
    double survey_m2 = 0; // sum of their survey figures, which are whole hundredths
    double control_m2 = 0;
    [[nodiscard]] double rest_m2() const { return control_m2 - survey_m2; } // what was spread
};

struct Summary {
    std::uint64_t features = 0, polygons = 0, lines = 0, points = 0, repaired = 0, rejected = 0;
    double td1055_m2 = 0, geodesic_m2 = 0, planar_m2 = 0; // sums that do not depend on order
    double perimeter_m = 0, line_length_m = 0;
    std::uint64_t long_edges = 0; // of polygons, over 1 km
    double longest_edge_m = 0;
    std::int64_t longest_edge_of = 0; // feature
    std::vector<Finding> findings;    // in the order of the file
    std::optional<DeclaredSummary> declared;
    std::vector<ControlledUnit> control; // where areas were adjusted
};

/// Measures every feature. \pre the file's columns include the declared field. Throws Error (usage) if the
/// plane is not Gauss-Krueger or the unit of the declared area cannot be determined, and what the file and
/// the receiver throw.
Summary measure(reader::RawFile &file, const Options &options, Receiver &receiver);

/// Areas of one polygon by each method, m², after it was made valid.
struct AreaByMethod {
    double central_meridian = 0; // of the plane of td1055 and planar
    double td1055 = 0;
    double geodesic = 0;
    double straight = 0;
    double planar = 0;
    std::vector<double> in_planes; // planar, in each of the planes asked for
    double farthest_m = 0;         // from the central meridian
};
/// Central meridian of the 3-degree zone nearest to the middle of a geometry's box, in longitude and
/// latitude.
double zone_meridian(std::span<const std::byte> wkb);
/// For polygons in longitude and latitude on CGCS2000; one per thread.
class AreaCalculator {
  public:
    AreaCalculator();
    ~AreaCalculator();
    AreaCalculator(AreaCalculator &&) noexcept;
    /// In the plane that the feature was drawn in, else in the 3-degree zone nearest to its middle. Empty for
    /// other geometry types and unreadable geometry.
    std::optional<AreaByMethod> operator()(std::span<const std::byte> wkb, std::optional<double> drawn_in,
                                           std::span<const double> central_meridians);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Throws Error (usage) if this is not a Gauss-Krueger plane on CGCS2000. "4526" is "EPSG:4526".
geodesy::Crs plane_from(const std::string &definition);

/// A copy of the file with the figures as new fields: the source's CRS and all its fields; geometry in two
/// dimensions, curves are linearized. The file name extension determines the format; CSV has no geometry.
/// Written beside the target and moved there by finish().
class Copy : public Receiver {
  public:
    /// Throws Error (refused) if the target exists and may not be replaced, is the source, or has a format
    /// that no driver writes. \pre `file` is open with all its columns.
    Copy(const std::filesystem::path &target, const std::filesystem::path &source,
         const reader::RawFile &file, const std::vector<Column> &columns, bool overwrite);
    ~Copy() override;
    void take(MeasuredBatch &batch) override;
    void finish();
    /// Fields that were renamed because the format does not allow their name: old and new name.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>> &renamed() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::area
