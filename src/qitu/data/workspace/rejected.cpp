#include "rejected.h"

#include "cell.h"
#include "record.h"

#include <qitu/core/base/clock.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

void ensure_rejections(const sqlite::Database &database) {
    if (database.has_table(rejection_table))
        return;
    database.run("CREATE TABLE qitu_rejection (id INTEGER PRIMARY KEY NOT NULL, fork TEXT NOT NULL, "
                 "tab TEXT NOT NULL, row INTEGER NOT NULL, op TEXT NOT NULL, theirs_by TEXT NOT NULL, "
                 "reason TEXT NOT NULL, who TEXT NOT NULL, rejected_at DATETIME NOT NULL, cells TEXT NOT "
                 "NULL, geom BLOB)");
    ensure_recorded(database);
}

const char *operation_of(const ForkChange &change) {
    if (!change.base)
        return "insert";
    return change.theirs ? "update" : "delete";
}

struct Brought {
    std::string cells = {}; // "column"=literal, …
    Cell geometry = {};
};

// What they have changed.
Brought brought_by(const sqlite::Database &database, const ForkChange &change) {
    Brought result;
    if (!change.theirs)
        return result;
    const std::vector<std::string> columns = columns_of(database, change.table);
    const std::string geometry = geometry_of(database, change.table);
    sqlite::Statement quote(database, "SELECT quote(?)");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Cell &cell = (*change.theirs)[i];
        if (cell == (change.base ? (*change.base)[i] : Cell()))
            continue;
        if (columns[i] == geometry) {
            result.geometry = cell;
            continue;
        }
        bind_cell(quote, 1, cell);
        quote.step();
        result.cells += sqlite::identifier(columns[i]) + "=" + quote.text(0) + ",";
        quote.reset();
    }
    return result;
}

} // namespace

void keep_rejected(const sqlite::Database &database, const std::string &fork,
                   const std::vector<Rejected> &rejected) {
    if (rejected.empty())
        return;
    ensure_rejections(database);
    const std::string who = login(database), now = time_stamp();
    sqlite::Statement insert(database,
                             "INSERT INTO qitu_rejection (fork, tab, row, op, theirs_by, reason, who, "
                             "rejected_at, cells, geom) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto &[change, reason] : rejected) {
        const Brought brought = brought_by(database, change);
        bind_cell(insert, 10, brought.geometry);
        insert.bind(1, fork)
            .bind(2, change.table)
            .bind(3, change.row)
            .bind(4, std::string_view(operation_of(change)))
            .bind(5, change.theirs_by)
            .bind(6, reason)
            .bind(7, who)
            .bind(8, now)
            .bind(9, brought.cells)
            .step();
    }
}

} // namespace qitu::workspace
