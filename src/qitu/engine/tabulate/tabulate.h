// tabulate: the engine. Features × zones × groups → gross, net, length, count; each place counted once in
// net, every feature's area conserved. Knows nothing of layers, stages or quotas: what decides an overlap
// arrives as a number.
//
// Definitions (DESIGN, Words and rules; docs/figures.md):
//  gross   a place counts as often as features cover it
//  net     a place counts once, for the feature that comes first: higher priority, then smaller key, then
//          earlier group, then by its geometry, so that neither the order of input nor the number of threads
//          changes a bit
//  shares  cutting is done with edges straight in longitude and latitude, where area is exactly additive; the
//          area of a whole feature by the chosen method is divided among its pieces in those shares. So
//          every method conserves.
//  zones   a partition; where two zones overlap the place goes to the lower code, and the overlap is reported
#pragma once

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/geodesy/geodesy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace qitu::tabulate {

/// What decides an overlap between features of equal priority: year and id, say.
using Key = std::array<std::int64_t, 2>;

/// One feature as the engine sees it. GeosGeometry is ISO or extended WKB in the source's CRS, easting or
/// longitude first.
struct Item {
    std::int64_t id = 0;       // named in findings
    std::uint32_t group = 0;   // position of its group; the caller keeps the names
    std::int64_t priority = 0; // who gets an overlap: the greater
    Key key{};                 // then the smaller key
    std::vector<std::byte> wkb;
    std::optional<double> central_meridian; // td1055: plane of this feature, when known
    bool valid = false;                     // it is known to be, and is not looked at again
};

/// Where features come from: a file, a table, a test. `next` is called until it returns false, by one thread
/// at a time, not always the same.
class Source {
  public:
    virtual ~Source() = default;
    [[nodiscard]] virtual geodesy::Crs crs() const = 0;
    virtual bool next(Item &item) = 0;
    /// Asked once all features are read: the place of each group among the groups. Empty: in the order of
    /// their numbers.
    [[nodiscard]] virtual std::vector<std::uint32_t> group_ranks() const { return {}; }
};

struct Zone {
    std::string code;
    std::vector<std::byte> wkb;
};

struct Zones {
    geodesy::Crs crs;
    std::vector<Zone> zones;
};

struct Options {
    geodesy::Method method = geodesy::Method::td1055;
    bool net = true;
    int threads = 0;     // 0: all cores
    bool takers = false; // say who takes from whom (Result::taken): much slower where many overlap
    /// Bytes of features that are kept in memory until overlaps are settled; what is beyond waits in a file
    /// in the folder for temporary files. No bit of the figures depends on it. Pieces are told from memory.
    std::size_t memory = std::size_t{512} << 20U;
    /// geodesic and straight: points are put into polygons' edges longer than so many m, on a straight line
    /// in the source's coordinates, before anything is measured or cut; 0: edges stay as they are.
    double max_edge = 0;
    std::size_t batch = 512; // features that a thread reads at a time
    Progress progress;
};

/// Area and length of the same features in the same place.
struct Figures {
    std::uint64_t features = 0;
    double gross_m2 = 0;
    double net_m2 = 0;
    double length_m = 0;
    double net_length_m = 0; // reserved for lines drawn twice; equals length_m
};

struct Row {
    std::string zone;
    std::uint32_t group = 0;
    Figures figures;
    ExactSum net{}; // what the figures are rounded from: sums of these do not depend on how rows are grouped
    ExactSum length{};
};

/// Something the engine met that a person should look at; the figures already take it into account.
struct Finding {
    enum class Kind { repaired, rejected, zone_overlap, zone_repaired, not_conserved };
    Kind kind = Kind::repaired;
    std::int64_t feature = 0; // or position of the zone
    std::string what;         // reason, with the place where GEOS gives one
    double m2 = 0;            // area concerned
};

/// A piece of one feature in one zone, for those who explain a figure or draw what lies outside.
struct Piece {
    std::int64_t feature = 0;
    std::string zone; // "" outside all zones
    double gross_m2 = 0;
    double net_m2 = 0;
    double length_m = 0;
};

/// What one feature takes from another in one zone. A place that several claim goes to the first of them.
struct Taken {
    std::int64_t feature = 0;
    std::int64_t taker = 0;
    std::string zone; // "" outside all zones
    double m2 = 0;
};

struct Result {
    geodesy::Method method = geodesy::Method::td1055;
    double max_edge = 0; // as asked for
    std::uint64_t features = 0;
    std::uint64_t repaired = 0;
    std::uint64_t rejected = 0;
    std::uint64_t long_edges = 0; // of polygons, over 1 km (geodesy::long_edge): there the methods lie apart
    double longest_edge_m = 0;    // of those; both only where the method takes edges as they are, not td1055
    std::vector<Row> rows;        // by zone code, then group; only rows with something in them
    std::map<std::uint32_t, Figures> outside; // by group
    double worst_relative = 0; // conservation: worst |Σ pieces + outside − feature| / feature
    std::map<std::string, std::uint64_t>
        overlay_rungs; // which rung of the overlay ladder was used, how often
    std::vector<Finding> findings;
    std::vector<Taken> taken; // by feature, zone and taker; only when Options::takers asks
};

/// Runs the engine. `piece`, when given, is called for every piece once gross and net are known, in a fixed
/// order. Throws Error (refused) when conservation is worse than 1e-9 relative, Error (usage) for a max_edge
/// below 1 m or with td1055, which cuts edges by its own rule.
Result tabulate(Source &features, const Zones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece = {});

// ---------------------------------------------------------------- one by one

/// Where features lie, some at a time and without keeping any: for those who stream.
class Placement {
  public:
    Placement(const geodesy::Crs &crs, const Zones &zones, geodesy::Method method, int threads = 0);
    ~Placement();
    Placement(Placement &&) noexcept;
    Placement &operator=(Placement &&) noexcept;

    /// The pieces of the features, gross, as `tabulate` has them; in the order of the features. One that
    /// cannot be used has none. Throws Error (refused) when conservation is worse than 1e-9 relative.
    void place(std::span<const Item> features, const std::function<void(const Piece &)> &piece);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// ---------------------------------------------------------------- contacts

/// A point inside a polygon, on its widest part in the middle; nothing of what is none.
std::optional<geodesy::Point> place_in(std::span<const std::byte> wkb);

/// How polygons lie to each other, two by two. They are in longitude and latitude on CGCS2000 and are kept as
/// rings until all are there: so many bytes of them in memory, what is beyond in a temporary file. The
/// answers depend neither on that, nor on the number of threads, nor, but for the numbers, on the order in
/// which the polygons came.
class Contacts {
  public:
    /// \param widest_m no gap wider than this will be asked for
    explicit Contacts(double widest_m = 100, std::size_t memory = std::size_t{128} << 20U);
    ~Contacts();
    Contacts(Contacts &&) noexcept;
    Contacts &operator=(Contacts &&) noexcept;

    /// Its number, counted from 0. \pre a valid polygon, as ISO WKB.
    std::uint32_t add(std::span<const std::byte> wkb);

    /// Which pairs matter; asked by several threads at once.
    using Wanted = std::function<bool(std::uint32_t a, std::uint32_t b)>;

    struct Overlap {
        std::uint32_t a, b; // a < b
        double m2;          // by the method `straight`
        geodesy::Point place;
        std::vector<std::byte> wkb; // what they have in common
    };
    struct Gap {
        std::uint32_t a, b;   // a < b
        double width_m;       // where it is widest below the limit
        geodesy::Point place; // there, in its middle
    };
    struct Asked {
        Wanted overlap; // empty: overlaps are not looked for
        double overlap_over_m2 = 0;
        Wanted gap; // likewise
        double gap_below_m = 0;
    };
    /// Is given overlaps some at a time, in no order, by several threads at once; they are its to keep.
    using Take = std::function<void(std::span<Overlap>)>;
    /// Hands over the pairs whose interiors have more than so much in common, and returns those, by number,
    /// that leave an opening narrower than the limit between them, which nobody fills: a vertex of one, or
    /// the middle of an edge between two such, is so near to the other and does not touch it. Where they do
    /// touch further on, the opening counts when it is four times as long as wide; what lies nearer than a
    /// millimetre counts as touching. `threads` 0: all cores.
    [[nodiscard]] std::vector<Gap> look(const Asked &asked, const Take &take, int threads = 0) const;

  private:
    struct State;
    struct Company;
    std::unique_ptr<State> state_;
};

// ---------------------------------------------------------------- partitions

/// What keeps a set of zones from being a partition, place by place.
struct PartitionReport {
    struct Fault {
        std::string a, b; // codes of an overlap; of a gap the two neighbours along most of its border, b
                          // empty when a single zone encloses it
        double m2 = 0;
        double width_m = 0; // about: twice the area over the perimeter
        geodesy::Point place;
    };
    std::vector<Fault> overlaps;
    std::vector<Fault> gaps;          // enclosed by the zones
    std::vector<std::string> invalid; // code: reason and place
};
PartitionReport inspect_partition(const Zones &zones);

/// What of a gap is taken for careless drawing; a void that is wider or larger is land of somebody else.
struct Sliver {
    double width_m = 100;
    double m2 = 1e6;
};

struct CleanPartition {
    std::vector<Zone> zones; // by code
    PartitionReport found;   // before
};

/// The same zones as a clean partition: all borders noded on a grid of 1e-8 degree, each face given to the
/// zone that covers it (the lower code where two do), enclosed slivers to the neighbour with the longest
/// common border. Neighbours share their vertices exactly afterwards.
CleanPartition clean_partition(const Zones &zones, const Sliver &sliver);

/// Union of the zones that map to the same code (banners to leagues); edges shared by parts vanish.
/// \pre a clean partition in longitude and latitude; every code has a parent.
std::vector<Zone> dissolved(const std::vector<Zone> &zones, const std::map<std::string, std::string> &parent);

} // namespace qitu::tabulate
