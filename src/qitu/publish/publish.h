// publish: the GeoPackage that QGIS opens styled. Layers, banners and leagues with their totals and
// percentages, one default style per layer in layer_styles. Computes no figure of its own.
#pragma once

#include <qitu/report/report.h>

namespace qitu::publish {

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
void write_geopackage(const std::filesystem::path &file, const store::Workspace &workspace,
                      const catalogue::Catalogue &catalogue, const report::Figures &figures,
                      const std::filesystem::path &styles_dir, bool overwrite,
                      const std::vector<std::string> &layers = {});

/// Findings of a check as layers for QGIS, styled by severity: `findings`, a point for each that has a place,
/// and `findings_area`, the polygons of those that have one. A file of that name is replaced when it is one
/// of ours. Throws Error (refused) when it is something else, or cannot be written.
void write_findings(const std::filesystem::path &file, const std::vector<quality::Finding> &findings,
                    const std::filesystem::path &styles_dir);

// ---------------------------------------------------------------- for those who take no GeoPackage

/// What came of writing one layer in a format that cannot hold all of it.
struct Exchanged {
    std::vector<std::filesystem::path> files;
    std::uint64_t features = 0;
    std::vector<std::string> lost; // what the format cannot hold, in the user's language
};

/// A coordinate TXT for each 3-degree zone of the layer: the file itself where there is one zone, else with
/// the zone behind its name. Parcel number, name and declared area are what it holds of the fields. Throws
/// Error (refused) when a file exists and `overwrite` is false, and when the layer is empty.
Exchanged write_coordinate_text(const std::filesystem::path &file, const store::Workspace &workspace,
                                const catalogue::Layer &layer, bool overwrite);

/// A Shapefile in UTF-8 with its .cpg, fields under names that import knows again.
Exchanged write_shapefile(const std::filesystem::path &file, const store::Workspace &workspace,
                          const catalogue::Layer &layer, bool overwrite);

} // namespace qitu::publish
