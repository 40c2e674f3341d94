#include "schema.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

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

struct CloseDataset {
    void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

// Keeps GDAL from printing; its last message goes into our error.
class QuietGdal {
  public:
    QuietGdal() {
        CPLErrorReset();
        CPLPushErrorHandler(CPLQuietErrorHandler);
    }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal &) = delete;
    QuietGdal &operator=(const QuietGdal &) = delete;
};

[[noreturn]] void gdal_failed(const std::filesystem::path &file) {
    throw Error(ErrorKind::refused, say("{}: the GeoPackage cannot be written ({}). Check the folder, its "
                                        "permissions and the free space on the disk.",
                                        file.string(), CPLGetLastErrorMsg()));
}

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

struct Column {
    std::string name;
    OGRFieldType type;
};

class GeoPackage {
  public:
    explicit GeoPackage(const std::filesystem::path &file) : file_(file) {
        GDALAllRegister();
        GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        if (driver == nullptr)
            throw Error(ErrorKind::refused,
                        say("This GDAL cannot write GeoPackage. Install GDAL with SQLite."));
        dataset_.reset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset_ || dataset_->StartTransaction() != OGRERR_NONE)
            gdal_failed(file_);
        srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (srs_.importFromEPSG(4490) != OGRERR_NONE)
            gdal_failed(file_);
    }

    void add(const std::string &table, const std::string &identifier, const std::string &description,
             OGRwkbGeometryType type, const std::vector<Column> &columns) {
        CPLStringList options;
        options.SetNameValue("IDENTIFIER", identifier.c_str());
        options.SetNameValue("DESCRIPTION", description.c_str());
        options.SetNameValue("GEOMETRY_NAME", "geom");
        options.SetNameValue("FID", "fid");
        options.SetNameValue("LAUNDER", "NO");
        OGRLayer *layer = dataset_->CreateLayer(table.c_str(), &srs_, type, options.List());
        if (layer == nullptr)
            gdal_failed(file_);
        for (const Column &column : columns) {
            OGRFieldDefn field(column.name.c_str(), column.type);
            if (layer->CreateField(&field) != OGRERR_NONE)
                gdal_failed(file_);
        }
    }

    void add(const catalogue::Layer &layer) {
        std::vector<Column> columns;
        for (const catalogue::Field &field : layer.fields)
            columns.push_back({field.id, static_cast<OGRFieldType>(ogr_type(field.type))});
        columns.push_back({meridian_column, OFTReal});
        add(layer.id, layer.names.zh, layer.group.zh,
            static_cast<OGRwkbGeometryType>(multi_type(layer.geometry)), columns);
    }

    void finish() {
        if (dataset_->CommitTransaction() != OGRERR_NONE)
            gdal_failed(file_);
        dataset_.reset();
        if (CPLGetLastErrorType() >= CE_Failure)
            gdal_failed(file_);
    }

  private:
    std::filesystem::path file_;
    Dataset dataset_;
    OGRSpatialReference srs_;
};

std::string text_of_file(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> first_column(const Database &database, const std::string &sql) {
    std::vector<std::string> result;
    for (Statement rows(database, sql); rows.step();)
        result.push_back(rows.text(0));
    return result;
}

// A table's rows that concern one layer, copied between two GeoPackages.
void copy_rows(const Database &from, const Database &to, const std::string &table) {
    Statement rows(from, "SELECT * FROM " + sql_name(table));
    const int columns =
        static_cast<int>(first_column(from, "SELECT name FROM pragma_table_info('" + table + "')").size());
    std::string marks = "?";
    for (int i = 1; i < columns; ++i)
        marks += ", ?";
    Statement insert(to, "INSERT OR IGNORE INTO " + sql_name(table) + " VALUES (" + marks + ")");
    while (rows.step()) {
        std::vector<std::string> texts(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            std::string &text = texts[static_cast<std::size_t>(i)];
            if (rows.null(i))
                insert.bind_null(i + 1);
            else if (rows.type(i) == SQLITE_INTEGER)
                insert.bind(i + 1, rows.integer(i));
            else if (rows.type(i) == SQLITE_FLOAT)
                insert.bind(i + 1, rows.real(i));
            else
                insert.bind(i + 1, text = rows.text(i));
        }
        insert.step();
    }
}

// GDAL leaves the count of a new table open; its triggers count on from a number only.
void count_from_zero(const Database &database) {
    database.run("UPDATE gpkg_ogr_contents SET feature_count = 0 WHERE feature_count IS NULL");
}

// GDAL makes the table in a file of its own, so that it comes into the workspace within our transaction.
void make_table(const Database &database, const catalogue::Layer &layer) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "table.gpkg";
    {
        const QuietGdal quiet;
        GeoPackage made(file);
        made.add(layer);
        made.finish();
    }
    const Database from(file, Database::Access::read);
    for (const std::string &sql : first_column(
             from,
             fmt::format("SELECT sql FROM sqlite_master WHERE type IN ('table', 'trigger') AND tbl_name IN "
                         "('{0}', 'rtree_{0}_geom') ORDER BY type, rowid",
                         layer.id)))
        database.run(sql);
    for (const char *table :
         {"gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_ogr_contents"})
        copy_rows(from, database, table);
    Statement(database, "UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?")
        .bind(1, std::string_view(time_stamp()))
        .bind(2, layer.id)
        .step();
    count_from_zero(database);
}

} // namespace

int ogr_type(catalogue::FieldType type) {
    switch (type) {
    case catalogue::FieldType::text:
        return OFTString;
    case catalogue::FieldType::integer:
        return OFTInteger64;
    case catalogue::FieldType::real:
        return OFTReal;
    case catalogue::FieldType::date:
        return OFTDate;
    }
    return OFTString;
}

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

void make_geopackage(const std::filesystem::path &file, const std::vector<catalogue::Layer> &layers) {
    const QuietGdal quiet;
    GeoPackage made(file);
    const std::vector<Column> columns{{"code", OFTString}, {"name", OFTString}, {"league", OFTString}};
    made.add(league_table, "盟市", "行政区界", wkbMultiPolygon, columns);
    made.add(banner_table, "旗县", "行政区界", wkbMultiPolygon, columns);
    for (const catalogue::Layer &layer : layers)
        made.add(layer);
    made.finish();
}

void make_own_tables(const Database &database) {
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
    // A table registered as attributes keeps GDAL and QGIS from listing the unregistered ones.
    database.run("INSERT INTO gpkg_contents (table_name, data_type, identifier, description) "
                 "VALUES ('qitu_quota', 'attributes', '指标任务', 'qitu')");
}

void describe_layer(const Database &database, const catalogue::Layer &layer) {
    const std::string toml = text_of_file(layer.file);
    Statement(database, "INSERT OR REPLACE INTO qitu_catalogue VALUES (?, ?, ?, ?)")
        .bind(1, layer.id)
        .bind(2, layer.names.zh)
        .bind(3, layer.names.en)
        .bind(4, toml)
        .step();
}

bool ensure_table(const Database &database, const catalogue::Layer &layer) {
    if (!database.has_table(layer.id)) {
        make_table(database, layer);
        describe_layer(database, layer);
        return true;
    }
    bool gained = false;
    const auto ensure_column = [&](const std::string &name, const char *type) {
        if (database.has_column(layer.id, name))
            return;
        database.run("ALTER TABLE " + sql_name(layer.id) + " ADD COLUMN " + sql_name(name) + " " + type);
        gained = true;
    };
    for (const catalogue::Field &field : layer.fields)
        ensure_column(field.id, column_type(field.type));
    ensure_column(meridian_column, "REAL");
    if (gained)
        describe_layer(database, layer);
    return gained;
}

} // namespace qitu::workspace
