#include <qitu/data/sqlite/sqlite.h>
#include <qitu/output/qgis/schema_extension.h>

#include <fmt/format.h>

namespace qitu::qgis {

namespace {

// As the GeoPackage standard 1.3 gives them; those that GDAL makes are of an older edition.
constexpr const char *schema_extension[] = {
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title "
    "TEXT, "
    "description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT "
    "NULL, "
    "value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description "
    "TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
    "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES "
    "('gpkg_data_columns', 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', "
    "'read-write'), "
    "('gpkg_data_column_constraints', 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', "
    "'read-write')"};

} // namespace

std::vector<std::string> schema_extension_sql() {
    return {std::begin(schema_extension), std::end(schema_extension)};
}

std::vector<std::string> description_sql(const Table &table, std::set<std::string> &known) {
    std::vector<std::string> result;
    for (const Column &column : table.columns) {
        const std::string list = table.list_of(column);
        if (!column.title.empty())
            result.push_back(fmt::format(
                "INSERT INTO gpkg_data_columns (table_name, column_name, title, constraint_name) "
                "VALUES ({}, {}, {}, {})",
                sqlite::literal(table.name), sqlite::literal(column.name), sqlite::literal(column.title),
                column.choices.empty() ? "NULL" : sqlite::literal(list)));
        if (!known.insert(list).second)
            continue;
        for (const Choice &choice : column.choices)
            result.push_back(fmt::format(
                "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, "
                "description) VALUES ({}, 'enum', {}, {})",
                sqlite::literal(list), sqlite::literal(choice.code), sqlite::literal(choice.label)));
    }
    return result;
}

} // namespace qitu::qgis
