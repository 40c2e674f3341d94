#include <qitu/core/base/clock.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/local_words.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/server.h>
#include <qitu/output/qgis/plan_views.h>
#include <qitu/output/qgis/project.h>
#include <qitu/output/qgis/schema_extension.h>
#include <qitu/output/qgis/tables.h>
#include <qitu/output/qgis/workspace_project.h>

#include <set>
#include <string>
#include <vector>

namespace qitu::qgis {

namespace {

namespace fs = std::filesystem;

constexpr const char *ours = "qitu"; // owner of our rows of layer_styles

// Drawn from top to bottom; all layers that have a table, with features or without.
std::vector<Table> tables_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                             const sqlite::Database &file) {
    const auto banners = workspace.banners();
    const auto leagues = workspace.leagues();
    const FormWorld world = form_world(catalogue, banners);
    std::vector<Table> tables;
    if (file.has_table("qitu_quarantine"))
        tables.push_back(quarantine_table(catalogue));
    tables.push_back(admin_table("league", in_local_words("盟市"), nullptr));
    for (const bool reference : {false, true})
        for (const auto type : {catalogue::GeometryType::point, catalogue::GeometryType::line,
                                catalogue::GeometryType::polygon})
            for (const catalogue::Layer &layer : catalogue.layers())
                if (layer.geometry == type && layer.reference == reference && file.has_table(layer.id)) {
                    tables.push_back(layer_table(layer, world));
                    tables.back().columns.push_back(
                        {.name = "qitu_cm", .type = ColumnType::real, .hidden = true});
                }
    tables.push_back(admin_table("banner", in_local_words("旗县"), &leagues));
    for (Table &table : tables) // figures stand in what is exported, not here
        if (table.place == Place::admin)
            table.style = table.name + "." + "界线";
    tables.push_back(quota_table(catalogue));
    return tables;
}

// A digest of the names of tables and columns, by which a project that no longer fits them is known.
std::string made_for(const std::vector<Table> &tables) {
    std::string names;
    for (const Table &table : tables) {
        names += '|' + table.name;
        for (const Column &column : table.columns)
            names += ',' + column.name;
    }
    return sha256_hex(names);
}

std::string refers_to(const sqlite::Database &file) {
    if (!file.has_table("qgis_projects") || !file.has_table("qitu_project"))
        return {};
    const auto names = file.texts("SELECT file FROM qitu_project");
    return names.empty() ? "" : names.front();
}

// What a project looks for its layers in: the file by its name; in a database it is the same for all who reach it.
std::string place_of(const sqlite::Database &file) {
    return workspace::is_server(file.file().string()) ? "PG:" : file.file().filename().string();
}

bool is_current(const sqlite::Database &file, const std::vector<Table> &tables) {
    return refers_to(file) == place_of(file) &&
           file.texts("SELECT made_for FROM qitu_project").front() == made_for(tables);
}

void note_project(const sqlite::Database &database, const std::string &made_for, const std::string &time) {
    const std::string name = place_of(database);
    sqlite::Statement(database, "INSERT INTO qitu_project VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO UPDATE "
                                "SET file = ?1, made_for = ?2, written_at = ?3")
        .bind(1, name)
        .bind(2, made_for)
        .bind(3, time)
        .step();
}

bool is_edited_by_hand(const sqlite::Database &file) {
    if (!file.has_table("qgis_projects"))
        return false;
    const auto rows =
        file.texts("SELECT metadata FROM qgis_projects WHERE name = " + sqlite::literal(project_name));
    return !rows.empty() && rows.front().find("\"last_modified_user\": \"qitu\"") == std::string::npos;
}

// To be bound, a value must outlive the statement's step.
void bind(sqlite::Statement &statement, int parameter, const catalogue::Value &value) {
    if (const auto *text = std::get_if<std::string>(&value))
        statement.bind(parameter, *text);
    else if (const auto *whole = std::get_if<std::int64_t>(&value))
        statement.bind(parameter, *whole);
    else if (const auto *real = std::get_if<double>(&value))
        statement.bind(parameter, *real);
    else
        statement.bind_null(parameter);
}

void insert_style(sqlite::Statement &insert, const Table &table, const Style &style,
                  const std::string &time) {
    const std::vector<catalogue::Value> values = style_row(table, style, time);
    for (std::size_t i = 0; i < values.size(); ++i)
        bind(insert, static_cast<int>(i) + 1, values[i]);
    insert.step();
}

void write_styles(const sqlite::Database &file, const std::vector<Table> &tables,
                  const std::vector<std::vector<Style>> &styles, const std::string &time) {
    file.run("CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
             "f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), "
             "f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
             "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
             "update_time DATETIME DEFAULT CURRENT_TIMESTAMP)");
    file.run(
        fmt::format("INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, "
                    "last_change, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', {}, 0)",
                    sqlite::literal(time)));
    file.run(fmt::format("DELETE FROM layer_styles WHERE owner = '{}'", ours));
    // A default that somebody has chosen in QGIS stays the default.
    const auto chosen = file.texts("SELECT f_table_name FROM layer_styles WHERE useAsDefault");
    sqlite::Statement insert(
        file,
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
        "styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) VALUES (?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < tables.size(); ++i)
        for (const Style &style : styles[i])
            insert_style(insert, tables[i], style, time);
    for (const std::string &table : chosen)
        file.run(
            fmt::format("UPDATE layer_styles SET useAsDefault = 0 WHERE owner = '{}' AND f_table_name = {}",
                        ours, sqlite::literal(table)));
}

// Titles and code lists for programs that know nothing of QGIS's styles.
void write_titles(const sqlite::Database &file, const std::vector<Table> &tables) {
    if (!file.has_table("gpkg_data_columns"))
        for (const std::string &sql : schema_extension_sql())
            file.run(sql);
    file.run("DELETE FROM gpkg_data_columns; DELETE FROM gpkg_data_column_constraints");
    std::set<std::string> lists;
    for (const Table &table : tables)
        for (const std::string &sql : description_sql(table, lists))
            file.run(sql);
}

bool is_wanted(const workspace::Workspace &workspace, const sqlite::Database &file,
               const std::vector<Table> &tables, Keep keep) {
    if (keep == Keep::when_stale)
        return !is_current(file, tables) && !is_edited_by_hand(file);
    if (keep == Keep::anew && is_edited_by_hand(file))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: its project was saved from QGIS and was not overwritten. Save it in "
                                 "QGIS under another name first, or overwrite it.",
                                 workspace.file().string()));
    return true;
}

void write_project(workspace::Edit &edit, const std::vector<Table> &tables,
                   const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const fs::path &styles_dir) {
    const sqlite::Database &database = edit.database();
    const std::string time = time_stamp();
    const StyleFolder folder(styles_dir);
    std::vector<std::vector<Style>> styles;
    for (const Table &table : tables) {
        styles.push_back(folder.styles_of(table));
        add_plan_styles(styles.back(), table, workspace, catalogue);
    }
    ProjectOf project{catalogue.document().zh,
                      time.substr(0, 10),
                      workspace.file().filename().string(),
                      group_names(catalogue),
                      tables,
                      styles,
                      workspace::box_of(workspace.banners())};
    const auto zipped = zipped_project(project_text(project, styles_dir));
    write_styles(database, tables, styles, time);
    write_titles(database, tables);
    for (const std::string &sql : project_sql(project_name, zipped, time))
        database.run(sql);
    project.server = workspace::qgis_connection(workspace);
    if (!project.server.empty())
        workspace::put_qgis_project(edit, project_name, time,
                                    zipped_project(project_text(project, styles_dir)));
    note_project(database, made_for(tables), time);
}

} // namespace

bool keep_project(workspace::Edit &edit, const workspace::Workspace &workspace,
                  const catalogue::Catalogue &catalogue, const fs::path &styles_dir, Keep keep) {
    const sqlite::Database &database = edit.database();
    const std::vector<Table> tables = tables_of(workspace, catalogue, database);
    if (!is_wanted(workspace, database, tables, keep))
        return false;
    write_project(edit, tables, workspace, catalogue, styles_dir);
    return true;
}

bool keep_project(workspace::Workspace &workspace, const workspace::Change &change,
                  const catalogue::Catalogue &catalogue, const fs::path &styles_dir, Keep keep) {
    sqlite::Database file(workspace::local_file(workspace), sqlite::Access::read);
    file.call(workspace.file());
    if (!is_wanted(workspace, file, tables_of(workspace, catalogue, file), keep))
        return false;
    workspace.transaction(
        change, [&](workspace::Edit &edit) { keep_project(edit, workspace, catalogue, styles_dir, keep); });
    return true;
}

std::string project_refers_to(const fs::path &file) {
    return refers_to(sqlite::Database(file, sqlite::Access::read));
}

} // namespace qitu::qgis
