// Taking a record back, as a new one.
#include "rows.h"
#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

#include <cstdint>
#include <set>
#include <string>
#include <utility>

namespace qitu::workspace {

namespace {

[[noreturn]] void no_longer(const sqlite::Database &database, std::int64_t record, const std::string &table,
                            std::int64_t row) {
    throw Error(ErrorKind::refused, say("{}: record {} cannot be undone: {} {} was changed since. Undo the "
                                        "later records first; \"qitu history\" lists them.",
                                        database.file().string(), record, table, row));
}

std::int64_t later_record(const sqlite::Database &database, std::int64_t record, const std::string &table,
                          std::int64_t row) {
    sqlite::Statement later(database,
                            "SELECT id FROM qitu_history WHERE id > ? AND tab = ? AND row = ? LIMIT 1");
    return later.bind(1, record).bind(2, table).bind(3, row).step() ? later.integer(0) : 0;
}

using TouchedRow = std::pair<std::string, std::int64_t>;

std::set<TouchedRow> rows_of(const sqlite::Database &database, std::int64_t change) {
    std::set<TouchedRow> rows;
    sqlite::Statement row(database, "SELECT DISTINCT tab, row FROM qitu_history WHERE change = ?");
    for (row.bind(1, change); row.step();)
        rows.emplace(row.text(0), row.integer(1));
    return rows;
}

void refuse_later_records(const sqlite::Database &database, std::int64_t record, std::int64_t change,
                          const std::set<TouchedRow> &rows) {
    sqlite::Statement later(database, "SELECT tab, row FROM qitu_history WHERE change IS NOT ?1 AND id > "
                                      "(SELECT min(id) FROM qitu_history WHERE change = ?1) ORDER BY id");
    for (later.bind(1, change); later.step();)
        if (rows.contains({later.text(0), later.integer(1)}))
            no_longer(database, record, later.text(0), later.integer(1));
}

// All that a transaction has done: of an import its features, what they replaced, its quarantine and itself.
void undo_change(const sqlite::Database &database, std::int64_t record) {
    sqlite::Statement found(database, "SELECT change FROM qitu_history WHERE id = ?");
    found.bind(1, record).step();
    const std::int64_t change = found.integer(0);
    const std::set<TouchedRow> rows = rows_of(database, change);
    refuse_later_records(database, record, change, rows);
    sqlite::Statement first(database, "SELECT min(id) FROM qitu_history WHERE change = ?");
    first.bind(1, change).step();
    Replay replay(database);
    replay.go_back_to(first.integer(0) - 1);
    std::set<std::string> tables;
    for (const auto &[table, row] : rows) {
        if (!database.has_table(table))
            continue;
        write_row(database, table, row, replay.rows().at(table).at(row));
        tables.insert(table);
    }
    for (const std::string &table : tables)
        note_change(database, table, {});
}

// A table of quotas came as one, and goes as one.
bool came_with_others(const sqlite::Database &database, std::int64_t record) {
    sqlite::Statement rows(database,
                           "SELECT count(*) > 1 FROM qitu_history WHERE tab = 'qitu_quota' AND change = "
                           "(SELECT change FROM qitu_history WHERE id = ?)");
    return rows.bind(1, record).step() && rows.integer(0) != 0;
}

} // namespace

// The row's state before the record is found by undoing all after it; nothing but the record has touched it.
void undo(Edit &edit, std::int64_t record) {
    const sqlite::Database &database = edit.database();
    sqlite::Statement found(database, "SELECT tab, row FROM qitu_history WHERE id = ?");
    if (!found.bind(1, record).step())
        throw Error(ErrorKind::refused, say("{}: there is no record {}. \"qitu history\" lists them.",
                                            database.file().string(), record));
    const std::string table = found.text(0);
    const std::int64_t row = found.integer(1);
    if (table ==
            "qitu_import" || // without it the features would stay, and their file would no longer be known
        (table == "qitu_quota" && came_with_others(database, record)))
        return undo_change(database, record);
    if (later_record(database, record, table, row) != 0)
        no_longer(database, record, table, row);
    Replay replay(database);
    replay.go_back_to(record - 1);
    write_row(database, table, row, replay.rows().at(table).at(row));
    note_change(database, table, {});
}

} // namespace qitu::workspace
