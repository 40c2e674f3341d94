// The tables of a workspace. Feature tables are made by GDAL, so that they are what QGIS expects.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/sqlite/sqlite.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::workspace {

inline constexpr const char *banner_table = "banner";
inline constexpr const char *league_table = "league";
inline constexpr const char *township_table = "township"; // only where its borders were given
inline constexpr const char *meridian_column = "qitu_cm";
inline constexpr int schema_version = 1;

/// Throws Error (refused) when the file exists or its folder does not.
void refuse_unless_new(const std::filesystem::path &file);

/// A new GeoPackage with the boundary tables and one feature table for each layer.
void make_geopackage(const std::filesystem::path &file, const std::vector<catalogue::Layer> &layers,
                     bool townships);

/// qitu_meta, qitu_import, qitu_quota and qitu_catalogue.
void make_own_tables(const sqlite::Database &database);

/// Adds what a workspace of an older qitu lacks: the newer columns of qitu_quota, and qitu_quota_version with
/// its triggers. \pre inside a transaction
void ensure_quota_tables(const sqlite::Database &database);
/// The same for qitu_balance.
void ensure_account_table(const sqlite::Database &database);
/// The same for qitu_project: for which file and tables its project of QGIS was written, and when.
void ensure_project_table(const sqlite::Database &database);

/// The text that stands for the layer in qitu_catalogue.
std::string toml_of(const catalogue::Layer &layer);

/// Notes in qitu_catalogue the layer as it is now, with the text of its TOML.
void describe_layer(const sqlite::Database &database, const catalogue::Layer &layer);

/// Makes the layer's table where it is missing, adds columns for fields that it has gained since, and describes
/// it as it is now. True when tables or columns were added.
bool ensure_table(const sqlite::Database &database, const catalogue::Layer &layer);

} // namespace qitu::workspace
