// measure: how large each single feature of a file is, by every way of counting, in the order of the file.
// Streams; writes the figures into a copy of the file when asked. Sums nothing into zones: that is tabulate.
//
// Definitions (docs/figures.md), in m² and m:
//  survey    the survey figure: every rounding of the land survey's rule, two decimals; never summed
//  td1055    the same rule without roundings: the figure of every total
//  geodesic  edges are geodesics; planar: in the Gauss-Krueger plane, only for comparison
//  length    of a line its geodesic length, of a polygon its perimeter with that of its holes
// The plane is that of Options::plane, else of the file where it is Gauss-Krueger, else the 3-degree zone
// nearest to the middle of the feature's box.
// A polygon that is invalid counts with every part it encloses (made valid by structure, in the file's own
// coordinates), and is listed. What has no geometry or cannot be read is listed and counted as rejected.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/base/units.h>
#include <qitu/data/reader/reader.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace qitu::area {

struct Figures {
    std::int64_t feature = 0;                    // its id in the file
    std::optional<catalogue::GeometryType> type; // none: rejected, everything below is empty
    std::optional<double> central_meridian;      // of the plane; this and the areas of polygons only
    std::optional<double> survey_m2;
    std::optional<double> td1055_m2;
    std::optional<double> geodesic_m2;
    std::optional<double> planar_m2;
    std::optional<double> length_m; // none of points
    std::optional<double> declared_m2;
    /// Declared against td1055, as a part of it: 0.02 where 2 % too much is declared.
    [[nodiscard]] std::optional<double> deviation() const;
};

/// What a figure of a feature is called in every output, and under what name in a Shapefile.
struct Column {
    const char *name;
    const char *short_name; // 10 bytes
    int decimals;           // that people are shown
    std::optional<double> (*value)(const Figures &);
};
/// Without the declared area and its deviation unless asked for.
std::vector<Column> columns(bool declared);

struct Declared {
    std::string field;
    std::optional<Unit> unit; // found by the field's name or the first features when not given
    double tolerance = 0.05;  // part of the computed area
};

struct Options {
    std::optional<geodesy::Crs> plane; // Gauss-Krueger
    double max_edge = 0;               // geodesic: edges are densified to this, m; 0: as they are
    std::optional<Declared> declared;
    int threads = 0; // 0: all cores
    Progress progress;
};

/// Features with their figures, in the order of the file.
struct Batch {
    std::vector<reader::RawFeature> features;
    std::vector<Figures> figures; // one each
    std::string text;             // whatever Sink::prepare makes of them
};

/// Where the figures go. `prepare` is called on any thread, `take` in the order of the file by one at a time.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void prepare(Batch &batch) const { (void)batch; }
    virtual void take(Batch &batch) = 0;
};

struct Finding {
    enum class Kind { repaired, rejected };
    Kind kind = Kind::repaired;
    std::int64_t feature = 0;
    std::string what; // reason and place
    double m2 = 0;    // td1055 as it was counted
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

struct Summary {
    std::uint64_t features = 0, polygons = 0, lines = 0, points = 0, repaired = 0, rejected = 0;
    double td1055_m2 = 0, geodesic_m2 = 0, planar_m2 = 0; // sums that do not depend on order
    double perimeter_m = 0, line_length_m = 0;
    std::uint64_t long_edges = 0; // of polygons, over 1 km
    double longest_edge_m = 0;
    std::int64_t longest_edge_of = 0; // feature
    std::vector<Finding> findings;    // in the order of the file
    std::optional<DeclaredSummary> declared;
};

/// \pre the file's columns include the declared field. Throws Error (usage) when the plane is none or the
/// unit of the declared area cannot be told, and what the file and the sink throw.
Summary measure(reader::RawFile &file, const Options &options, Sink &sink);

/// The areas of one polygon as different programs count it, m². What is invalid counts as it is made valid.
struct Ways {
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
/// Of polygons in longitude and latitude on CGCS2000, one after the other; one per thread.
class WaysToCount {
  public:
    WaysToCount();
    ~WaysToCount();
    WaysToCount(WaysToCount &&) noexcept;
    /// In the plane that the feature was drawn in, else in the 3-degree zone nearest to its middle. Nothing
    /// of what is no polygon or cannot be read.
    std::optional<Ways> operator()(std::span<const std::byte> wkb, std::optional<double> drawn_in,
                                   std::span<const double> central_meridians);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Throws Error (usage) when this is no Gauss-Krueger plane on CGCS2000. "4526" is "EPSG:4526".
geodesy::Crs plane_from(const std::string &definition);

/// A copy of the file with the figures as new fields: the source's CRS and all its fields; geometry in two
/// dimensions, curves made straight. The format is that of the ending; CSV holds no geometry. Written beside
/// the target and moved there by finish().
class Copy : public Sink {
  public:
    /// Throws Error (refused) when the target exists and may not be replaced, is the source, or no driver
    /// writes its format. \pre `file` is open with all its columns.
    Copy(const std::filesystem::path &target, const std::filesystem::path &source,
         const reader::RawFile &file, const std::vector<Column> &columns, bool overwrite);
    ~Copy() override;
    void take(Batch &batch) override;
    void finish();
    /// Fields that the format could not take under their name: the name and what it is now.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>> &renamed() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::area
