// layer_overlay: the parcels of a layer, or of a file before it is taken in, upon other layers (套合分析、压占分析): how much of
// each lies on each class of each layer, and how much outside it. Areas in m² by the method asked for.
//
// Every parcel stands for itself: where two overlap, both count the ground that they share (gross). Within a layer that
// is laid under them a place counts once: where its features overlap, for the one whose class comes first. So in every layer
// what lies upon it and what lies outside add up to the parcel.
#pragma once

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/reader/reader.h>
#include <qitu/data/sources/parcels.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/overlay/zones.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::layer_overlay {

// ---------------------------------------------------------------- what lies under the parcels

/// A value of the field that a layer is classed by; "" where the layer is not, or the field is empty.
struct Class {
    std::string code;
    Names names; // of a code list; else the code
};

struct RasterSource; // a raster whose cells are the classes

/// A layer with its classes, or a raster.
struct Ground {
    std::string layer; // id, or a file's name without its ending
    Names names;
    std::vector<Class> classes;                      // by code
    overlay::Zones zones;                            // by class, then in the order of the layer
    std::vector<std::uint32_t> class_of;             // of each zone, into `classes`
    std::uint64_t unusable = 0;                      // features without a polygon, which are left out
    std::shared_ptr<const RasterSource> raster = {}; // instead of zones; its classes are found on the way
};

/// A layer of the workspace, classed by a field: by that of the catalogue (class_field.h) where none is named, by none
/// where it has none. Throws Error (usage) when the layer is not of polygons or has no such field.
Ground ground_of(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                 const std::string &field);
/// A file, classed by one of its fields; by none for "". Throws Error (usage) where it has no such field.
Ground ground_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                 const std::string &field);

/// The values of a raster, or the five classes of slope where it has heights: each cell counts by the exact share that a parcel
/// covers, and what has no value lies outside. \param of "" or "slope", or a band's number. Throws Error as rasters::facts_of does,
/// and (usage) where values are not whole numbers.
Ground ground_of_raster(const std::filesystem::path &file, const std::string &of);

/// Throws Error (usage) for a layer of lines or points.
void require_polygons(const catalogue::Layer &layer);

// ---------------------------------------------------------------- the figures

/// What lies on one class of one layer.
struct Share {
    std::uint32_t ground; // into Analysis::grounds
    std::uint32_t cls;    // into its classes
    double m2;
};

struct Figures {
    double m2 = 0;
    std::vector<Share> upon;     // by ground, then class
    std::vector<double> outside; // of each ground
};

struct ParcelRow {
    std::int64_t feature = 0;
    std::string project;
    Figures figures;
};

struct SumRow {
    std::string code; // of the project or the unit; "" for none
    std::string name;
    std::uint64_t features = 0; // one that lies in two banners is one in each
    Figures figures;
};

/// What figures are listed for. A parcel that lies in several banners is cut at their borders.
enum class By { feature, project, banner, league, region };
By by_from(std::string_view name); // throws Error (usage)
std::string_view by_name(By by);

struct GroundInfo {
    std::string layer;
    Names names;
    std::vector<Class> classes;
    std::uint64_t features = 0;
    std::uint64_t unusable = 0;
    std::uint64_t repaired = 0;
    std::uint64_t overlaps = 0; // pairs of its features
    double overlap_m2 = 0;      // counted once
    bool raster = false;        // its classes are values of cells
    double no_data_m2 = 0;      // of parcels, where the raster has no value: counted as outside
};

struct Analysis {
    geodesy::Method method = geodesy::Method::td1055;
    By by = By::feature;
    std::vector<GroundInfo> grounds;
    std::vector<ParcelRow> parcels; // in their order; By::feature only
    std::vector<SumRow> sums;       // by code; else
    std::uint64_t features = 0, repaired = 0, rejected = 0;
    double worst_relative = 0; // of any parcel in any layer: |Σ upon + outside − m2| / m2
    std::vector<tabulate::Finding> findings;
};

struct Settings {
    By by = By::feature;
    std::vector<workspace::Boundary> banners; // By::banner, league and region: their borders
};

/// Throws Error (refused) when conservation is worse than 1e-9 relative, and as LayeredZones does.
Analysis analyse(sources::Parcels &parcels, std::vector<Ground> grounds,
                 const catalogue::Catalogue &catalogue, const Settings &settings,
                 const tabulate::Options &options);

} // namespace qitu::layer_overlay
