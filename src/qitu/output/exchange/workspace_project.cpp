// A workspace that QGIS opens with one click: styles, titles of fields and the project within the file
// itself.
#include "ledgers.h"
#include "project.h"
#include "tables.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/output/exchange/exchange.h>

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::exchange {

namespace {

namespace fs = std::filesystem;

constexpr const char *ours = "qitu";                 // owner of our rows of layer_styles
constexpr const char *key_of_project = "project_of"; // in qitu_meta: what the project was made for

class Connection {
  public:
    Connection(const fs::path &file, int flags) : file_(file) {
        sqlite3 *handle = nullptr;
        const int result = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
        handle_.reset(handle);
        if (result != SQLITE_OK)
            fail();
        sqlite3_busy_timeout(handle, 5000);
    }

    void run(const std::string &sql) const {
        if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail();
    }

    /// The first column of each row; "" for NULL.
    [[nodiscard]] std::vector<std::string> ask(const std::string &sql) const {
        std::vector<std::string> rows;
        const auto take = [](void *into, int, char **values, char **) {
            static_cast<std::vector<std::string> *>(into)->emplace_back(values[0] == nullptr ? ""
                                                                                             : values[0]);
            return 0;
        };
        if (sqlite3_exec(handle_.get(), sql.c_str(), take, &rows, nullptr) != SQLITE_OK)
            fail();
        return rows;
    }

    [[nodiscard]] bool has_table(const std::string &name) const {
        return !ask("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = " + sql_literal(name))
                    .empty();
    }

  private:
    struct Close {
        void operator()(sqlite3 *handle) const { sqlite3_close_v2(handle); }
    };
    [[noreturn]] void fail() const {
        throw Error(ErrorKind::refused,
                    say("{}: the project cannot be written ({}). Close the file in QGIS and try again.",
                        file_.string(), sqlite3_errmsg(handle_.get())));
    }

    fs::path file_;
    std::unique_ptr<sqlite3, Close> handle_;
};

// Drawn from top to bottom; all layers that have a table, with features or without.
std::vector<Table> tables_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                             const Connection &file) {
    const auto banners = workspace.banners();
    const auto leagues = workspace.leagues();
    const FormWorld world = form_world(catalogue, banners);
    std::vector<Table> tables;
    if (file.has_table("qitu_quarantine"))
        tables.push_back(quarantine_table(catalogue));
    tables.push_back(admin_table("league", "盟市", nullptr));
    for (const bool reference : {false, true})
        for (const auto type : {catalogue::GeometryType::point, catalogue::GeometryType::line,
                                catalogue::GeometryType::polygon})
            for (const catalogue::Layer &layer : catalogue.layers())
                if (layer.geometry == type && layer.reference == reference && file.has_table(layer.id)) {
                    tables.push_back(layer_table(layer, world));
                    tables.back().columns.push_back({.name = "qitu_cm", .type = OFTReal, .hidden = true});
                }
    tables.push_back(admin_table("banner", "旗县", &leagues));
    for (Table &table : tables) // figures stand in what is exported, not here
        if (table.place == Place::admin)
            table.style = table.name + "." + "界线";
    tables.push_back(quota_table(catalogue));
    return tables;
}

std::string key_for(const fs::path &file, const std::vector<Table> &tables) {
    std::string key = file.filename().string();
    for (const Table &table : tables) {
        key += '|' + table.name;
        for (const Column &column : table.columns)
            key += ',' + column.name;
    }
    return key;
}

bool is_edited_by_hand(const Connection &file) {
    if (!file.has_table("qgis_projects"))
        return false;
    const auto rows =
        file.ask("SELECT metadata FROM qgis_projects WHERE name = " + sql_literal(project_name));
    return !rows.empty() && rows.front().find("\"last_modified_user\": \"qitu\"") == std::string::npos;
}

std::string sql_of(const catalogue::Value &value) {
    if (const auto *text = std::get_if<std::string>(&value))
        return sql_literal(*text);
    return std::holds_alternative<std::monostate>(value) ? "NULL" : catalogue::text_of(value);
}

void write_styles(const Connection &file, const std::vector<Table> &tables,
                  const std::vector<std::vector<Style>> &styles, const std::string &time) {
    file.run("CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
             "f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), "
             "f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
             "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
             "update_time DATETIME DEFAULT CURRENT_TIMESTAMP)");
    file.run(
        fmt::format("INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, "
                    "last_change, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', {}, 0)",
                    sql_literal(time)));
    file.run(fmt::format("DELETE FROM layer_styles WHERE owner = '{}'", ours));
    // A default that somebody has chosen in QGIS stays the default.
    const auto chosen = file.ask("SELECT f_table_name FROM layer_styles WHERE useAsDefault");
    for (std::size_t i = 0; i < tables.size(); ++i)
        for (const Style &style : styles[i]) {
            std::string values;
            for (const catalogue::Value &value : style_row(tables[i], style, time))
                values += (values.empty() ? "" : ", ") + sql_of(value);
            file.run(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
                "update_time) VALUES (" +
                values + ")");
        }
    for (const std::string &table : chosen)
        file.run(
            fmt::format("UPDATE layer_styles SET useAsDefault = 0 WHERE owner = '{}' AND f_table_name = {}",
                        ours, sql_literal(table)));
}

// Titles and code lists for programs that know nothing of QGIS's styles.
void write_titles(const Connection &file, const std::vector<Table> &tables) {
    if (!file.has_table("gpkg_data_columns"))
        for (const std::string &sql : schema_extension_sql())
            file.run(sql);
    file.run("DELETE FROM gpkg_data_columns; DELETE FROM gpkg_data_column_constraints");
    std::set<std::string> lists;
    for (const Table &table : tables)
        for (const std::string &sql : description_sql(table, lists))
            file.run(sql);
}

} // namespace

bool keep_project(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                  const fs::path &styles_dir, Keep keep) {
    const Connection file(workspace.file(), SQLITE_OPEN_READWRITE);
    const std::vector<Table> tables = tables_of(workspace, catalogue, file);
    const std::string key = key_for(workspace.file(), tables);
    const auto rows = file.ask(fmt::format("SELECT value FROM qitu_meta WHERE key = '{}'", key_of_project));
    if (keep == Keep::when_stale && ((!rows.empty() && rows.front() == key) || is_edited_by_hand(file)))
        return false;
    if (keep == Keep::anew && is_edited_by_hand(file))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: its project was saved from QGIS and was not overwritten. Save it in "
                                 "QGIS under another name first, or overwrite it.",
                                 workspace.file().string()));
    const std::string time = time_stamp();
    const StyleFolder folder(styles_dir);
    std::vector<std::vector<Style>> styles;
    for (const Table &table : tables)
        styles.push_back(folder.styles_of(table));
    const ProjectOf project{catalogue.document().zh,
                            time.substr(0, 10),
                            workspace.file().filename().string(),
                            group_names(catalogue),
                            tables,
                            styles,
                            box_of(workspace.banners())};
    const auto zipped = zipped_project(project_text(project, styles_dir));
    file.run("BEGIN IMMEDIATE");
    write_styles(file, tables, styles, time);
    write_titles(file, tables);
    for (const std::string &sql : project_sql(project_name, zipped, time))
        file.run(sql);
    file.run(
        fmt::format("INSERT OR REPLACE INTO qitu_meta VALUES ('{}', {})", key_of_project, sql_literal(key)));
    file.run("COMMIT");
    return true;
}

std::string project_refers_to(const fs::path &file) {
    const Connection connection(file, SQLITE_OPEN_READONLY);
    if (!connection.has_table("qgis_projects") || !connection.has_table("qitu_meta"))
        return {};
    const auto rows =
        connection.ask(fmt::format("SELECT value FROM qitu_meta WHERE key = '{}'", key_of_project));
    return rows.empty() ? "" : rows.front().substr(0, rows.front().find('|'));
}

} // namespace qitu::exchange
