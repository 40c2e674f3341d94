// Where something may be built: what it must lie in, less what is built, less what excludes it. The engine gives every
// figure; GEOS draws the parcels that are left.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qitu::planning {

using Where = std::map<std::string, std::vector<std::string>>; // field → codes that count

/// Features of a layer that take land away.
struct Exclusion {
    std::string rule; // under which its area is told: exclusive.ecological_redline
    const catalogue::Layer *layer = nullptr;
    Where where{};
};

/// Cells of a raster that parcels must not have too many of.
struct RasterRule {
    std::string rule; // raster.NAME
    std::filesystem::path file;
    bool slope = false;                  // the cells are heights in m, and their slope in degrees is meant
    double least = -1e300, most = 1e300; // values that are allowed, both ends in
    std::vector<double> values{};        // the only ones that are allowed; empty: any
    double most_share = 0.5;             // of a parcel's cells that may be others
    bool forbidden = false;              // the values are those that are not allowed, instead
};

/// A layer that parcels must lie near to.
struct NearRule {
    std::string rule; // near.LAYER
    const catalogue::Layer *layer = nullptr;
    double within_m = 0;
    Where where{};
};

struct LandRules {
    const catalogue::Layer *base = nullptr;  // what it must lie in
    const catalogue::Layer *built = nullptr; // at any stage
    std::vector<Exclusion> exclusions;       // the first of several that claim a place has it
    std::vector<RasterRule> rasters{};       // after the exclusions; a parcel is excluded as a whole
    std::vector<NearRule> nears{};           // likewise
    double least_width_m = 0;                // land that is nowhere so wide is excluded as "min_width"
    std::vector<std::string> banners;        // codes
};

/// What is left of a base feature in one banner.
struct Parcel {
    std::int64_t feature = 0; // of the base layer
    std::uint32_t banner = 0; // place in Land::banners
    double net_m2 = 0;
    std::vector<std::byte> wkb; // multipolygon, EPSG:4490
};

struct BannerLand {
    std::string code;
    std::string name;
    double base_m2 = 0, built_m2 = 0, eligible_m2 = 0;
    std::map<std::string, double> excluded_m2; // by rule
};

struct Land {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<BannerLand> banners; // by code
    std::vector<Parcel> parcels;     // by banner, then feature
    /// Worst |base − built − excluded − eligible| / base of a banner, where built and excluded are measured on their own
    /// features, with edges straight in longitude and latitude, apart from the runs that gave the figures.
    double worst_relative = 0;
    std::vector<std::string> notes;
};

/// Figures of a banner add up: base = built + excluded + eligible. Throws Error (refused) when the independent measure of the
/// same is off by more than 1e-9.
Land eligible_land(const workspace::Workspace &workspace, const LandRules &rules,
                   const tabulate::Options &options);

/// Whether a feature has, in every field of `where`, one of its codes.
bool meets(const Where &where, const catalogue::Layer &layer, const catalogue::Feature &feature);

} // namespace qitu::planning
