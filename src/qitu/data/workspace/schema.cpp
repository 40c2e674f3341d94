#include "schema.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/gdal/vector_writer.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

const char *column_type(catalogue::FieldType type) {
    switch (type) {
    case catalogue::FieldType::text:
        return "TEXT";
    case catalogue::FieldType::integer:
        return "INTEGER";
    case catalogue::FieldType::real:
        return "REAL";
    case catalogue::FieldType::date:
        return "DATE";
    }
    return "TEXT";
}

gdal::LayerDefinition table_of(const std::string &name, const std::string &identifier,
                               const std::string &description, OGRwkbGeometryType geometry,
                               const OGRSpatialReference &reference) {
    return {.name = name,
            .geometry = geometry,
            .reference = &reference,
            .options = {"IDENTIFIER=" + identifier, "DESCRIPTION=" + description, "GEOMETRY_NAME=geom",
                        "FID=fid", "LAUNDER=NO"}};
}

gdal::LayerDefinition table_of(const catalogue::Layer &layer, const OGRSpatialReference &reference) {
    gdal::LayerDefinition table =
        table_of(layer.id, layer.names.zh, layer.group.zh,
                 static_cast<OGRwkbGeometryType>(multi_type(layer.geometry)), reference);
    for (const catalogue::Field &field : layer.fields)
        table.fields.push_back({.name = field.id, .type = gdal::field_type(field.type)});
    table.fields.push_back({.name = meridian_column, .type = OFTReal});
    return table;
}

gdal::LayerDefinition boundary_table(const std::string &name, const std::string &identifier,
                                     const OGRSpatialReference &reference) {
    gdal::LayerDefinition table = table_of(name, identifier, "行政区界", wkbMultiPolygon, reference);
    table.fields = {{.name = "code"}, {.name = "name"}, {.name = "league"}};
    return table;
}

std::string text_of_file(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// A table's rows that concern one layer, copied between two GeoPackages.
void copy_rows(const sqlite::Database &from, const sqlite::Database &to, const std::string &table) {
    sqlite::Statement rows(from, "SELECT * FROM " + sqlite::identifier(table));
    const int columns =
        static_cast<int>(from.texts("SELECT name FROM pragma_table_info('" + table + "')").size());
    std::string marks = "?";
    for (int i = 1; i < columns; ++i)
        marks += ", ?";
    sqlite::Statement insert(to, "INSERT OR IGNORE INTO " + sqlite::identifier(table) + " VALUES (" + marks +
                                     ")");
    while (rows.step()) {
        std::vector<std::string> texts(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            std::string &text = texts[static_cast<std::size_t>(i)];
            if (rows.null(i))
                insert.bind_null(i + 1);
            else if (rows.type(i) == sqlite::Type::integer)
                insert.bind(i + 1, rows.integer(i));
            else if (rows.type(i) == sqlite::Type::real)
                insert.bind(i + 1, rows.real(i));
            else
                insert.bind(i + 1, text = rows.text(i));
        }
        insert.step();
    }
}

// GDAL leaves the count of a new table open; its triggers count on from a number only.
void count_from_zero(const sqlite::Database &database) {
    database.run("UPDATE gpkg_ogr_contents SET feature_count = 0 WHERE feature_count IS NULL");
}

// GDAL makes the table in a file of its own, so that it comes into the workspace within our transaction.
void make_table(const sqlite::Database &database, const catalogue::Layer &layer) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "table.gpkg";
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter made("GPKG", file, file);
    made.add_layer(table_of(layer, *reference));
    made.finish();
    const sqlite::Database from(file, sqlite::Access::read);
    for (const std::string &sql : from.texts(
             fmt::format("SELECT sql FROM sqlite_master WHERE type IN ('table', 'trigger') AND tbl_name IN "
                         "('{0}', 'rtree_{0}_geom') ORDER BY type, rowid",
                         layer.id)))
        database.run(sql);
    for (const char *table :
         {"gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_ogr_contents"})
        copy_rows(from, database, table);
    sqlite::Statement(database, "UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?")
        .bind(1, std::string_view(time_stamp()))
        .bind(2, layer.id)
        .step();
    count_from_zero(database);
}

} // namespace

void refuse_unless_new(const std::filesystem::path &file) {
    if (std::filesystem::exists(std::filesystem::symlink_status(file)))
        throw Error(ErrorKind::refused, say("{}: the file exists already and was not changed. Choose another "
                                            "name, or move the file away first.",
                                            file.string()));
    const std::filesystem::path folder = file.parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder))
        throw Error(ErrorKind::refused, say("{}: the folder {} does not exist. Create it first.",
                                            file.string(), folder.string()));
}

void make_geopackage(const std::filesystem::path &file, const std::vector<catalogue::Layer> &layers,
                     bool townships) {
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter made("GPKG", file, file);
    made.add_layer(boundary_table(league_table, "盟市", *reference));
    made.add_layer(boundary_table(banner_table, "旗县", *reference));
    if (townships)
        made.add_layer(boundary_table(township_table, "苏木乡镇", *reference));
    for (const catalogue::Layer &layer : layers)
        made.add_layer(table_of(layer, *reference));
    made.finish();
}

void make_own_tables(const sqlite::Database &database) {
    count_from_zero(database);
    database.run(R"(
CREATE TABLE qitu_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE qitu_catalogue (layer TEXT NOT NULL PRIMARY KEY, name_zh TEXT NOT NULL, name_en TEXT NOT NULL,
                             toml TEXT NOT NULL);
CREATE TABLE qitu_import (id INTEGER PRIMARY KEY NOT NULL, layer TEXT NOT NULL, file TEXT NOT NULL,
                          digest TEXT NOT NULL, understood TEXT NOT NULL, features INTEGER NOT NULL,
                          imported_at DATETIME NOT NULL);
CREATE TABLE qitu_quota (id INTEGER PRIMARY KEY NOT NULL, indicator TEXT NOT NULL, admin TEXT NOT NULL,
                         year INTEGER NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL, source TEXT NOT NULL,
                         illustrative BOOLEAN NOT NULL, clause TEXT, letter TEXT, set_at TEXT,
                         UNIQUE (indicator, admin, year));
)");
    ensure_quota_tables(database);
    ensure_account_table(database);
    ensure_project_table(database);
    // A table registered as attributes keeps GDAL and QGIS from listing the unregistered ones.
    database.run("INSERT INTO gpkg_contents (table_name, data_type, identifier, description) "
                 "VALUES ('qitu_quota', 'attributes', '指标任务', 'qitu')");
}

void ensure_project_table(const sqlite::Database &database) {
    if (!database.has_table("qitu_project"))
        database.run("CREATE TABLE qitu_project (id INTEGER PRIMARY KEY NOT NULL, file TEXT NOT NULL, "
                     "made_for TEXT NOT NULL, written_at DATETIME NOT NULL)");
}

std::string toml_of(const catalogue::Layer &layer) {
    return text_of_file(layer.file);
}

void describe_layer(const sqlite::Database &database, const catalogue::Layer &layer) {
    const std::string toml = toml_of(layer);
    sqlite::Statement(database, "INSERT OR REPLACE INTO qitu_catalogue VALUES (?, ?, ?, ?)")
        .bind(1, layer.id)
        .bind(2, layer.names.zh)
        .bind(3, layer.names.en)
        .bind(4, toml)
        .step();
}

bool ensure_table(const sqlite::Database &database, const catalogue::Layer &layer) {
    if (!database.has_table(layer.id)) {
        make_table(database, layer);
        describe_layer(database, layer);
        return true;
    }
    bool gained = false;
    const auto ensure_column = [&](const std::string &name, const char *type) {
        if (database.has_column(layer.id, name))
            return;
        database.run("ALTER TABLE " + sqlite::identifier(layer.id) + " ADD COLUMN " +
                     sqlite::identifier(name) + " " + type);
        gained = true;
    };
    for (const catalogue::Field &field : layer.fields)
        ensure_column(field.id, column_type(field.type));
    ensure_column(meridian_column, "REAL");
    describe_layer(database, layer);
    return gained;
}

} // namespace qitu::workspace
