// Tables of borders in a GeoPackage; GDAL stays behind this.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::boundaries {

/// A row: code, name, and what stands above it.
struct Row {
    workspace::Boundary boundary;
    std::string league_name; // of a banner
};

/// Throws Error (unreadable) when the file or the layer cannot be read or holds no border.
std::vector<workspace::Boundary> read_table(const std::filesystem::path &file, const std::string &layer);

/// The same bytes for the same rows. Throws Error (refused), leaving no half-made file.
void write_tables(const std::filesystem::path &file, const std::vector<Row> &banners,
                  const std::vector<Row> &leagues);

} // namespace qitu::boundaries
