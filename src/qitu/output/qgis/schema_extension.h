// schema_extension: titles and code lists of a GeoPackage's tables, for programs that do not read QGIS's
// styles (OGC 12-128r18, annex F.9).
#pragma once

#include <qitu/output/qgis/table.h>

#include <set>

namespace qitu::qgis {

/// The statements that make the tables of the extension.
std::vector<std::string> schema_extension_sql();
/// The rows that give a table's titles and code lists. `known` holds the lists that are written already.
std::vector<std::string> description_sql(const Table &table, std::set<std::string> &known);

} // namespace qitu::qgis
