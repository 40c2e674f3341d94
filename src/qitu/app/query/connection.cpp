#include "connection.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

namespace qitu::query {

namespace {

constexpr int wait_for_lock_ms = 5000;

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

int go_on(void *data) {
    auto &watch = *static_cast<Watch *>(data);
    watch.stopped = watch.progress && !watch.progress(0, 0);
    return watch.stopped ? 1 : 0;
}

Handle opened(const std::filesystem::path &file) {
    sqlite3 *made = nullptr;
    const int result = sqlite3_open_v2(file.c_str(), &made, SQLITE_OPEN_READONLY, nullptr);
    Handle database(made);
    if (result != SQLITE_OK)
        throw Error(ErrorKind::unreadable,
                    say("{}: cannot be opened ({}). Check the path and your rights to it.", file.string(),
                        sqlite3_errstr(result)));
    sqlite3_busy_timeout(made, wait_for_lock_ms);
    return database;
}

// ---------------------------------------------------------------- coordinate systems for ST_Transform

// Those of the workspace, and what China's surveys use: CGCS2000 with its planes, WGS 84 and its web and UTM
// planes.
std::set<int> systems(const Connection &connection, bool all) {
    std::set<int> srids{4490};
    for (int srid = 4491; all && srid <= 4554; ++srid)
        srids.insert(srid);
    for (int srid = 32648; all && srid <= 32651; ++srid)
        srids.insert(srid);
    if (all)
        srids.insert({4326, 3857});
    for (const std::string &srid :
         connection.texts("SELECT srs_id FROM gpkg_spatial_ref_sys WHERE srs_id > 0"))
        srids.insert(std::atoi(srid.c_str()));
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
void add_systems(const Connection &connection, bool all) {
    connection.run(
        "CREATE TEMP TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY, auth_name TEXT, auth_srid INTEGER, "
        "ref_sys_name TEXT, proj4text TEXT, srtext TEXT)");
    std::string rows;
    for (const int srid : systems(connection, all))
        if (const std::string text = proj_text(srid); !text.empty())
            rows += fmt::format("{}({}, 'epsg', {}, 'EPSG:{}', '{}', '')", rows.empty() ? "" : ", ", srid,
                                srid, srid, text);
    connection.run("INSERT INTO temp.spatial_ref_sys VALUES " + rows);
}

// ---------------------------------------------------------------- layers by their Chinese names

std::string columns_of(const Connection &connection, const catalogue::Layer &layer) {
    std::string columns;
    for (const std::string &column :
         connection.texts(fmt::format("SELECT name FROM pragma_table_info('{}')", layer.id))) {
        const catalogue::Field *field = layer.field(column);
        columns += (columns.empty() ? "" : ", ") + sql_name(column);
        if (field != nullptr && !field->names.zh.empty())
            columns += " AS " + sql_name(field->names.zh);
    }
    return columns;
}

void add_views(const Connection &connection, const catalogue::Catalogue &catalogue) {
    for (const catalogue::Layer &layer : catalogue.layers())
        if (const std::string columns = columns_of(connection, layer); !columns.empty())
            connection.run(fmt::format("CREATE TEMP VIEW IF NOT EXISTS {} AS SELECT {} FROM main.{}",
                                       sql_name(layer.names.zh), columns, sql_name(layer.id)));
}

} // namespace

std::string sql_name(std::string_view name) {
    std::string result = "\"";
    for (const char c : name)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

std::string load_spatialite(sqlite3 *database) {
    unsetenv("SPATIALITE_SECURITY"); // else its functions would write and read files
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
    const bool loaded = sqlite3_load_extension(database, "mod_spatialite", nullptr, nullptr) == SQLITE_OK;
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    if (!loaded)
        return {};
    sqlite3_stmt *made = nullptr;
    sqlite3_prepare_v2(database, "SELECT spatialite_version(), EnableGpkgAmphibiousMode()", -1, &made,
                       nullptr);
    const StatementHandle statement(made);
    if (!statement || sqlite3_step(made) != SQLITE_ROW)
        return {};
    return or_nothing(reinterpret_cast<const char *>(sqlite3_column_text(made, 0)));
}

std::string spatialite_version() {
    sqlite3 *made = nullptr;
    sqlite3_open(":memory:", &made);
    const Handle database(made);
    return load_spatialite(database.get());
}

Connection::Connection(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
                       Progress progress, bool transforms)
    : file_(workspace), database_(opened(workspace)) {
    watch_->progress = std::move(progress);
    spatialite_ = load_spatialite(handle());
    add_functions(handle(), *ways_);
    run("PRAGMA temp_store = MEMORY");
    if (has_spatialite())
        add_systems(*this, transforms);
    add_views(*this, catalogue);
    run("PRAGMA query_only = ON");
    sqlite3_set_authorizer(handle(), authorize, watch_.get());
    constexpr int steps = 20000; // a few milliseconds
    sqlite3_progress_handler(handle(), steps, go_on, watch_.get());
}

std::vector<std::string> Connection::texts(const std::string &sql) const {
    sqlite3_stmt *made = nullptr;
    if (sqlite3_prepare_v2(handle(), sql.c_str(), -1, &made, nullptr) != SQLITE_OK)
        return {};
    const StatementHandle statement(made);
    std::vector<std::string> result;
    while (sqlite3_step(made) == SQLITE_ROW)
        result.push_back(or_nothing(reinterpret_cast<const char *>(sqlite3_column_text(made, 0))));
    return result;
}

void Connection::run(const std::string &sql) const {
    if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw Error(ErrorKind::unreadable,
                    say("{}: SQLite reports: {}.", file_.string(), std::string(sqlite3_errmsg(handle()))));
}

} // namespace qitu::query
