// Taking a record back, as a new one.
#include "rows.h"
#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

#include <cstdint>
#include <string>

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
    if (table == "qitu_import") // without it the features would stay, and their file would no longer be known
        throw Error(ErrorKind::refused,
                    say("{}: record {} says that a file was imported, and cannot be undone without what came "
                        "with it. Undo "
                        "the records of its features, or replace them by importing a corrected file.",
                        database.file().string(), record));
    if (later_record(database, record, table, row) != 0)
        no_longer(database, record, table, row);
    Replay replay(database);
    replay.go_back_to(record - 1);
    write_row(database, table, row, replay.rows().at(table).at(row));
    note_change(database, table, {});
}

} // namespace qitu::workspace
