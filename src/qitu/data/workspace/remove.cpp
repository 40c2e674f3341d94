#include "state.h"

#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

using catalogue::Layer;

std::map<std::string, std::uint64_t> value_counts(const Workspace &workspace, const Layer &layer,
                                                  const std::string &field) {
    std::map<std::string, std::uint64_t> result;
    const sqlite::Database &database = database_of(workspace);
    if (!database.has_table(layer.id) || !database.has_column(layer.id, field))
        return result;
    sqlite::Statement row(database,
                          fmt::format("SELECT {0}, count(*) FROM {1} WHERE {0} IS NOT NULL GROUP BY {0}",
                                      sqlite::identifier(field), sqlite::identifier(layer.id)));
    while (row.step())
        result[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
    return result;
}

void for_each_value(const Workspace &workspace, const Layer &layer, const std::string &field,
                    const std::function<void(std::int64_t, std::string_view)> &take) {
    const sqlite::Database &database = database_of(workspace);
    if (!database.has_table(layer.id) || !database.has_column(layer.id, field))
        return;
    sqlite::Statement row(database, fmt::format("SELECT fid, {0} FROM {1} WHERE {0} IS NOT NULL ORDER BY fid",
                                                sqlite::identifier(field), sqlite::identifier(layer.id)));
    while (row.step())
        take(row.integer(0), row.text(1));
}

std::uint64_t remove_features(Edit &edit, const Layer &layer, const std::string &field,
                              const std::vector<std::string> &values) {
    const sqlite::Database &database = edit.database();
    if (!database.has_table(layer.id))
        return 0;
    // one pass over the table, however many values
    sqlite::Statement(database,
                      "CREATE TEMP TABLE IF NOT EXISTS qitu_removed (value TEXT PRIMARY KEY) WITHOUT ROWID")
        .step();
    sqlite::Statement(database, "DELETE FROM temp.qitu_removed").step();
    sqlite::Statement note(database, "INSERT OR IGNORE INTO temp.qitu_removed VALUES (?)");
    for (const std::string &value : values)
        note.bind(1, std::string_view(value)).step();
    if (field == catalogue::field_id::project_code && database.has_table("qitu_quarantine"))
        sqlite::Statement(database,
                          "DELETE FROM qitu_quarantine WHERE layer = ? AND project IN (SELECT value FROM "
                          "temp.qitu_removed)")
            .bind(1, std::string_view(layer.id))
            .step();
    sqlite::Statement(database,
                      fmt::format("DELETE FROM {} WHERE {} IN (SELECT value FROM temp.qitu_removed)",
                                  sqlite::identifier(layer.id), sqlite::identifier(field)))
        .step();
    return static_cast<std::uint64_t>(database.changes());
}

} // namespace qitu::workspace
