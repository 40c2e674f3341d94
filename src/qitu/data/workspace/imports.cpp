#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/data/workspace/imports.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr const char *quarantine_table = "qitu_quarantine";

// Registered as features of any geometry, so that QGIS shows where they lie.
void ensure_quarantine(const sqlite::Database &database) {
    if (database.has_table(quarantine_table))
        return;
    database.run(R"(
CREATE TABLE qitu_quarantine (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY,
                              layer TEXT NOT NULL, file TEXT NOT NULL, feature INTEGER NOT NULL,
                              project TEXT NOT NULL, reason TEXT NOT NULL, before_m2 REAL NOT NULL,
                              after_m2 REAL NOT NULL, fields TEXT NOT NULL, quarantined_at DATETIME NOT NULL,
                              wkb BLOB);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
  VALUES ('qitu_quarantine', 'features', '隔离要素', 'qitu', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('qitu_quarantine', 'geom', 'GEOMETRY', 4490, 0, 0);
)");
    ensure_recorded(database); // its first feature too
}

} // namespace

void add_import(Edit &edit, const ImportRecord &import) {
    sqlite::Statement(edit.database(),
                      "INSERT INTO qitu_import (layer, file, digest, understood, features, imported_at) "
                      "VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, import.layer)
        .bind(2, import.file)
        .bind(3, import.digest)
        .bind(4, import.understood)
        .bind(5, static_cast<std::int64_t>(import.features))
        .bind(6, time_stamp())
        .step();
}

std::vector<ImportRecord> imports(const Workspace &workspace) {
    std::vector<ImportRecord> result;
    for (sqlite::Statement row(
             database_of(workspace),
             "SELECT layer, file, digest, understood, features FROM qitu_import ORDER BY id");
         row.step();)
        result.push_back(
            {row.text(0), row.text(1), row.text(2), row.text(3), static_cast<std::uint64_t>(row.integer(4))});
    return result;
}

void quarantine(Edit &edit, const catalogue::Layer &layer, const Quarantined &feature) {
    const sqlite::Database &database = edit.database();
    ensure_quarantine(database);
    sqlite::Statement insert(database,
                             "INSERT INTO qitu_quarantine (geom, layer, file, feature, project, reason, "
                             "before_m2, after_m2, fields, quarantined_at, wkb) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    geometry::Box extent;
    std::vector<std::byte> blob;
    const std::string now = time_stamp();
    insert.bind_null(1).bind_null(11);
    try {
        if (!feature.wkb.empty()) {
            extent = blob_from_wkb(feature.wkb, layer.geometry, {}, blob);
            insert.bind(1, std::span<const std::byte>(blob));
        }
    } catch (const geometry::InvalidGeometry &) { // no geometry at all: its bytes are kept as they came
        extent = {};
        insert.bind(11, std::span<const std::byte>(feature.wkb));
    }
    insert.bind(2, feature.layer).bind(3, feature.file).bind(4, feature.feature).bind(5, feature.project);
    insert.bind(6, feature.reason).bind(7, feature.before_m2).bind(8, feature.after_m2);
    insert.bind(9, feature.fields).bind(10, std::string_view(now)).step();
    note_change(database, quarantine_table, extent);
}

std::vector<Quarantined> quarantined(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<Quarantined> result;
    if (!database.has_table(quarantine_table))
        return result;
    for (sqlite::Statement row(database,
                               "SELECT layer, file, feature, project, reason, before_m2, after_m2, fields, "
                               "geom, wkb FROM qitu_quarantine ORDER BY fid");
         row.step();) {
        const auto wkb = row.null(8) ? row.blob(9) : wkb_of_blob(row.blob(8));
        result.push_back({row.text(0),
                          row.text(1),
                          row.integer(2),
                          row.text(3),
                          row.text(4),
                          row.real(5),
                          row.real(6),
                          row.text(7),
                          {wkb.begin(), wkb.end()}});
    }
    return result;
}

} // namespace qitu::workspace
