// History by triggers: what is recorded, and how the file is made to record it.
#pragma once

#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Feature tables, boundaries, and every table of qitu's own but those that the record itself is made of.
std::vector<std::string> recorded_tables(const sqlite::Database &database);

/// \pre inside a transaction. Makes the record's tables and the triggers of every recorded table where they
/// are missing or no longer fit the table's columns; history begins with the first of them.
void ensure_recorded(const sqlite::Database &database);

/// \pre inside a transaction, before ensure_recorded: keeps in qitu_meta that recording was broken off.
void note_gap(const sqlite::Database &database);

/// See history.h; without the mark in qitu_session, which stands there while a command writes.
std::vector<std::string> recording_faults(const sqlite::Database &database);
/// That the mark of a command is left in qitu_session; "" where there is none.
std::string mark_left(const sqlite::Database &database);

/// The records of rows that were inserted without triggers, as the triggers would have written them.
void record_insertions(const sqlite::Database &database, const std::string &table, std::int64_t first,
                       std::int64_t last);

/// The number that a query gives; 0 where it gives no row.
std::int64_t number_of(const sqlite::Database &database, const std::string &sql);

/// Number of the last record; 0 when there is none.
std::int64_t last_record(const sqlite::Database &database);

/// Who acts: a row of qitu_change, and a mark in qitu_session that tells the triggers. The mark exists within
/// one transaction only, so that what another program writes has none.
class NamedChange {
  public:
    /// \pre inside a transaction
    NamedChange(const sqlite::Database &database, const Change &change);
    /// Removes the mark, and the row too when nothing was recorded under it.
    void close(const sqlite::Database &database) const;

  private:
    std::int64_t change_;
    std::int64_t before_; // last record
};

/// Who acts: as the database knows him, else by the name under which he is logged in, behind the account for whom a
/// server asked, which it names in QITU_ACCOUNT: "王芳 (qitu)".
std::string login(const sqlite::Database &database);
/// The name by which a connection knows its user from now on.
void name_user(const sqlite::Database &database, const std::string &user);

} // namespace qitu::workspace
