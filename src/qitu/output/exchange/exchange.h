// exchange: what other programs open. The GeoPackage that QGIS opens styled: layers, banners and leagues with
// their totals and percentages, one default style per layer in layer_styles; findings of a check as layers;
// single layers in other formats. Computes no figure of its own.
#pragma once

#include <qitu/output/report/report.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace qitu::exchange {

/// Tables from top to bottom as QGIS lists and draws them: `league`; the layers that have features (points,
/// lines, polygons, then reference layers); `banner`; and `progress`, all rows of the progress tables.
/// Banners and leagues have percent, target, done, remaining of hsf.built, which their styles colour by, and
/// for each indicator with a figure its own columns (hsf_built_done, _target, _percent). Titles and code
/// lists of the catalogue stand in each style (aliases, value maps) and in the schema extension
/// (gpkg_data_columns).
///
/// Writes the file beside the target and moves it there: no WAL, vacuumed, the same bytes for the same input
/// when SOURCE_DATE_EPOCH pins the clock. Throws Error (refused) when the target exists and `overwrite` is
/// false, when it is the workspace or in use by another program, and when a stored value does not fit its
/// field.
void write_geopackage(const std::filesystem::path &file, const workspace::Workspace &workspace,
                      const catalogue::Catalogue &catalogue, const report::Figures &figures,
                      const std::filesystem::path &styles_dir, bool overwrite,
                      const std::vector<std::string> &layers = {});

/// Findings of a check as layers for QGIS, styled by severity: `findings`, a point for each that has a place,
/// and `findings_area`, the polygons of those that have one. A file of that name is replaced when it is one
/// of ours. Throws Error (refused) when it is something else, or cannot be written.
void write_findings(const std::filesystem::path &file, const validation::Findings &findings,
                    const std::filesystem::path &styles_dir);

/// The land that is left to build for an indicator of area (remaining_land.h) as the layer `left_to_build`,
/// one feature for what is left of a feature in a banner; their areas add up to the indicator's figure. How many were
/// written. Throws Error (refused) when the file exists and `overwrite` is false.
std::uint64_t write_remaining_land(const std::filesystem::path &file, const workspace::Workspace &workspace,
                                   const catalogue::Catalogue &catalogue,
                                   const catalogue::Indicator &indicator, int year,
                                   const tabulate::Options &options, const std::filesystem::path &styles_dir,
                                   bool overwrite);

// ---------------------------------------------------------------- other formats

/// What was written in a format that may not hold all of it.
struct ExportResult {
    std::vector<std::filesystem::path> files;
    std::uint64_t features = 0;
    std::vector<std::string> losses; // what the format cannot hold, in the user's language
};

/// A coordinate TXT for each 3-degree zone of the layer: the file itself where there is one zone, else with
/// the zone behind its name. Parcel number, name and declared area are what it holds of the fields. Throws
/// Error (refused) when a file exists and `overwrite` is false, and when the layer is empty.
ExportResult write_coordinate_text(const std::filesystem::path &file, const workspace::Workspace &workspace,
                                   const catalogue::Layer &layer, bool overwrite);

/// A drawing (DXF) for each 3-degree zone, named as coordinate TXT are: parcels as closed polylines in plane coordinates with the
/// zone's number, on a layer of the drawing for each stage, with the project's code as text. Errors as above.
ExportResult write_drawing(const std::filesystem::path &file, const workspace::Workspace &workspace,
                           const catalogue::Layer &layer, bool overwrite);

/// A Shapefile in UTF-8 with its .cpg, fields under names that import knows again.
ExportResult write_shapefile(const std::filesystem::path &file, const workspace::Workspace &workspace,
                             const catalogue::Layer &layer, bool overwrite);

/// An empty file of a layer to be filled in: a Shapefile, or a GeoPackage with titles and code lists. Throws Error
/// (refused) when the file exists and `overwrite` is false.
void write_empty_layer(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                       const catalogue::Layer &layer, const std::vector<workspace::Boundary> &banners,
                       bool overwrite);

/// A format that GDAL writes.
struct VectorFormat {
    const char *name;   // of --format
    const char *ending; // of a file's name
    const char *driver;
    const char *title;
    bool many_layers; // in one file
};
std::span<const VectorFormat> vector_formats();

/// Layers in one file (or folder: .gdb, .mvt), in EPSG:4490 with the fields' ids as names; a File Geodatabase
/// has titles and code lists too. `losses` says what the format does not hold. Throws Error (refused) when
/// this GDAL cannot write the format, when the target exists and `overwrite` is false, and for an empty
/// layer.
ExportResult write_vector_file(const std::filesystem::path &file, const VectorFormat &format,
                               const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                               const std::vector<const catalogue::Layer *> &layers, bool overwrite);

/// The styles of a layer as a file for other programs, .sld or .qml: the default, or the one of this name.
/// Throws Error (refused) when there is no such style, naming those that there are.
void write_style(const std::filesystem::path &file, const workspace::Workspace &workspace,
                 const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                 const std::string &style, const std::filesystem::path &styles_dir, bool overwrite);

} // namespace qitu::exchange
