// publish: the GeoPackage that QGIS opens styled. Layers, banners and leagues with their totals and
// percentages, one default style per layer in layer_styles. Computes no figure of its own.
#pragma once

#include <qitu/report/report.h>

namespace qitu::publish {

/// Writes the file beside the target and moves it there: no WAL, vacuumed, the same bytes for the same input
/// when SOURCE_DATE_EPOCH pins the clock. Throws Error (refused) when the target exists and `overwrite` is
/// false.
void write_geopackage(const std::filesystem::path &file, const store::Workspace &workspace,
                      const catalogue::Catalogue &catalogue, const report::Figures &figures,
                      const std::filesystem::path &styles_dir, bool overwrite);

} // namespace qitu::publish
