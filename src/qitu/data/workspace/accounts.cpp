#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/data/workspace/accounts.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::workspace {

void ensure_account_table(const sqlite::Database &database) {
    if (!database.has_table("qitu_balance"))
        database.run(R"(
CREATE TABLE qitu_balance (id INTEGER PRIMARY KEY NOT NULL, account TEXT NOT NULL, giver TEXT NOT NULL,
                           receiver TEXT NOT NULL, year INTEGER NOT NULL, to_year INTEGER NOT NULL,
                           mu REAL NOT NULL, grade REAL NOT NULL, kg_per_mu REAL NOT NULL,
                           reference TEXT NOT NULL, note TEXT NOT NULL, entered_at TEXT NOT NULL);
)");
}

void add_balance_entry(Edit &edit, const BalanceEntry &entry) {
    const sqlite::Database &database = edit.database();
    ensure_account_table(database);
    const std::string now = time_stamp();
    sqlite::Statement(database,
                      "INSERT INTO qitu_balance (account, giver, receiver, year, to_year, mu, grade, "
                      "kg_per_mu, reference, note, entered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, entry.account)
        .bind(2, entry.from)
        .bind(3, entry.to)
        .bind(4, std::int64_t{entry.year})
        .bind(5, std::int64_t{entry.to_year})
        .bind(6, entry.mu)
        .bind(7, entry.grade)
        .bind(8, entry.kg_per_mu)
        .bind(9, entry.reference)
        .bind(10, entry.note)
        .bind(11, now)
        .step();
}

std::vector<BalanceEntry> balance_entries(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<BalanceEntry> result;
    if (!database.has_table("qitu_balance"))
        return result;
    for (sqlite::Statement row(
             database, "SELECT id, account, giver, receiver, year, to_year, mu, grade, kg_per_mu, reference, "
                       "note, entered_at FROM qitu_balance ORDER BY id");
         row.step();)
        result.push_back({row.integer(0), row.text(1), row.text(2), row.text(3),
                          static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5)), row.real(6),
                          row.real(7), row.real(8), row.text(9), row.text(10), row.text(11)});
    return result;
}

} // namespace qitu::workspace
