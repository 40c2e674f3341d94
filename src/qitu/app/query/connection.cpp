#include "connection.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/server.h>

#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

namespace qitu::query {

namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N> &words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string or_nothing(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

bool reads_only(std::string_view pragma, const char *argument) {
    constexpr std::array<std::string_view, 8> about_something{
        "table_info",       "table_xinfo",     "index_list",  "index_info",
        "foreign_key_list", "integrity_check", "quick_check", "foreign_key_check"};
    constexpr std::array<std::string_view, 8> plain{"table_list",     "database_list",   "function_list",
                                                    "collation_list", "compile_options", "user_version",
                                                    "application_id", "page_size"};
    return one_of(pragma, about_something) || (argument == nullptr && one_of(pragma, plain));
}

// A virtual table (an R-tree, a pragma as a table) declares its columns as table x and prepares writes to its
// own tables when it is opened for reading. What really writes to these is found by sqlite3_stmt_readonly.
bool opens_virtual_table(int action, std::string_view table) {
    const bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
    return (writes && (table == "sqlite_master" || table.starts_with("rtree_"))) ||
           (action == SQLITE_CREATE_TABLE && table == "x");
}

// In words, or "" for what reads.
std::string change_of(int action, const std::string &first, const char *second) {
    if (opens_virtual_table(action, first))
        return {};
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return {};
    case SQLITE_FUNCTION:
        return folded(or_nothing(second)) == "load_extension" ? say("load an extension") : std::string();
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return say("change {}", first);
    case SQLITE_PRAGMA:
        return reads_only(folded(first), second) ? std::string() : say("set {}", first);
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
        return say("open another file");
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return say("begin or end a transaction");
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TRIGGER:
        return say("remove {}", first);
    case SQLITE_ALTER_TABLE:
        return say("change {}", or_nothing(second));
    default:
        return say("change the workspace ({})", first);
    }
}

int authorize(void *data, int action, const char *first, const char *second, const char *, const char *) {
    auto &watch = *static_cast<Watch *>(data);
    const std::string change = change_of(action, or_nothing(first), second);
    if (action == SQLITE_FUNCTION) {
        const std::string name = folded(or_nothing(second));
        watch.planar_area = watch.planar_area || name == "st_area" || name == "area";
    }
    if (change.empty())
        return SQLITE_OK;
    watch.denied = change;
    return SQLITE_DENY;
}

// ---------------------------------------------------------------- coordinate systems for ST_Transform

// Those of the workspace, and what China's surveys use: CGCS2000 with its planes, WGS 84 and its web and UTM
// planes.
std::set<int> systems(const sqlite::Database &database, bool all) {
    std::set<int> srids{4490};
    for (int srid = 4491; all && srid <= 4554; ++srid)
        srids.insert(srid);
    for (int srid = 32648; all && srid <= 32651; ++srid)
        srids.insert(srid);
    if (all)
        srids.insert({4326, 3857});
    for (sqlite::Statement row(database, "SELECT srs_id FROM gpkg_spatial_ref_sys WHERE srs_id > 0");
         row.step();)
        srids.insert(static_cast<int>(row.integer(0)));
    return srids;
}

std::string proj_text(int srid) {
    OGRSpatialReference system;
    char *text = nullptr;
    if (system.importFromEPSG(srid) == OGRERR_NONE)
        system.exportToProj4(&text);
    std::string result = or_nothing(text);
    CPLFree(text);
    return result;
}

// SpatiaLite looks for its own table, which no GeoPackage has.
void add_systems(const sqlite::Database &database, bool all) {
    database.run(
        "CREATE TEMP TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY, auth_name TEXT, auth_srid INTEGER, "
        "ref_sys_name TEXT, proj4text TEXT, srtext TEXT)");
    sqlite::Statement insert(database, "INSERT INTO temp.spatial_ref_sys VALUES (?1, 'epsg', ?1, 'EPSG:' || "
                                       "?1, ?2, '')");
    for (const int srid : systems(database, all))
        if (const std::string text = proj_text(srid); !text.empty())
            insert.bind(1, std::int64_t{srid}).bind(2, text).step();
}

// ---------------------------------------------------------------- layers by their Chinese names

std::string columns_of(const sqlite::Database &database, const catalogue::Layer &layer) {
    std::string columns;
    for (sqlite::Statement row(database,
                               "SELECT name FROM pragma_table_info(" + sqlite::literal(layer.id) + ")");
         row.step();) {
        const std::string column = row.text(0);
        const catalogue::Field *field = layer.field(column);
        columns += (columns.empty() ? "" : ", ") + sqlite::identifier(column);
        if (field != nullptr && !field->names.zh.empty())
            columns += " AS " + sqlite::identifier(field->names.zh);
    }
    return columns;
}

void add_views(const sqlite::Database &database, const catalogue::Catalogue &catalogue) {
    for (const catalogue::Layer &layer : catalogue.layers())
        if (const std::string columns = columns_of(database, layer); !columns.empty())
            database.run(fmt::format("CREATE TEMP VIEW IF NOT EXISTS {} AS SELECT {} FROM main.{}",
                                     sqlite::identifier(layer.names.zh), columns,
                                     sqlite::identifier(layer.id)));
}

} // namespace

std::string load_spatialite(const sqlite::Database &database) {
    unsetenv("SPATIALITE_SECURITY"); // else its functions would write and read files
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
    const bool loaded =
        sqlite3_load_extension(database.handle(), "mod_spatialite", nullptr, nullptr) == SQLITE_OK;
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    if (!loaded)
        return {};
    sqlite::Statement row(database, "SELECT spatialite_version(), EnableGpkgAmphibiousMode()");
    return row.step() ? row.text(0) : std::string();
}

std::string spatialite_version() {
    return load_spatialite(sqlite::Database::in_memory());
}

Connection::Connection(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
                       Progress progress, bool transforms)
    : database_(workspace::local_file(workspace), sqlite::Access::read),
      spatialite_(load_spatialite(database_)) {
    database_.call(workspace);
    add_functions(database_, ways_);
    database_.run("PRAGMA temp_store = MEMORY");
    if (has_spatialite())
        add_systems(database_, transforms);
    add_views(database_, catalogue);
    database_.run("PRAGMA query_only = ON");
    sqlite3_set_authorizer(database_.handle(), authorize, &watch_);
    if (progress)
        database_.stop_when([progress = std::move(progress)] { return !progress(0, 0); });
}

} // namespace qitu::query
