#include "fork_check.h"

#include "cell.h"
#include "fork_mark.h"
#include "record.h"
#include "row_digest.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace qitu::workspace {

namespace {

constexpr const char *review_table = "qitu_review";
constexpr const char *own_imports = "qitu_import"; // what a fork has imported itself

std::vector<std::string> layers_of(const sqlite::Database &database) {
    return database.texts(
        "SELECT layer FROM qitu_catalogue WHERE layer IN (SELECT name FROM sqlite_master WHERE type = "
        "'table') ORDER BY layer");
}

/// A table of the fork that stands here too.
std::set<std::string> given_tables(const sqlite::Database &database) {
    const std::vector<std::string> layers = layers_of(database);
    std::set<std::string> result(layers.begin(), layers.end());
    result.insert(review_table);
    return result;
}

/// Rows of a table as they were at a record.
class PastRows {
  public:
    PastRows(const sqlite::Database &database, std::int64_t record) : database_(database), replay_(database) {
        replay_.go_back_to(record);
    }
    template <typename Take>
    void each(const std::string &table, const Take &take) const {
        const auto touched = replay_.rows().find(table);
        hash_rows(database_, table, touched == replay_.rows().end() ? TableState() : touched->second, take);
    }

  private:
    const sqlite::Database &database_;
    Replay replay_;
};

struct Differing {
    std::uint64_t rows = 0;
    std::string first = {};

    void add(const std::string &table, std::int64_t row) {
        if (rows++ == 0)
            first = fmt::format("{} {}", table, row);
    }
};

void compare(const std::string &table, const PastRows &theirs, const PastRows &ours, Differing &found) {
    std::map<std::int64_t, RowHash> hashes;
    theirs.each(table, [&](std::int64_t row, const RowHash &hash) { hashes.emplace(row, hash); });
    ours.each(table, [&](std::int64_t row, const RowHash &hash) {
        const auto same = hashes.find(row);
        if (same != hashes.end() && same->second == hash)
            hashes.erase(same);
    });
    for (const auto &[row, hash] : hashes)
        found.add(table, row);
}

std::uint64_t rows_in(const std::string &table, const PastRows &past) {
    std::uint64_t rows = 0;
    past.each(table, [&rows](std::int64_t, const RowHash &) { ++rows; });
    return rows;
}

std::string rows_told(const sqlite::Database &theirs, const PastRows &past) {
    std::string result;
    for (const std::string &layer : layers_of(theirs))
        result += fmt::format("{} {}\n", layer, rows_in(layer, past));
    return result;
}

std::string meta_of(const sqlite::Database &database, const char *key) {
    sqlite::Statement row(database, "SELECT value FROM qitu_meta WHERE key = ?");
    return row.bind(1, std::string_view(key)).step() ? row.text(0) : std::string();
}

} // namespace

std::string rows_of_layers(const sqlite::Database &database) {
    std::string result;
    for (const std::string &layer : layers_of(database))
        result += fmt::format("{} {}\n", layer,
                              number_of(database, "SELECT count(*) FROM " + sqlite::identifier(layer)));
    return result;
}

void refuse_unrecorded(const sqlite::Database &theirs, const sqlite::Database &ours, std::int64_t left) {
    const PastRows there(theirs, 0);
    const PastRows here(ours, left);
    Differing found;
    for (const std::string &table : given_tables(ours))
        if (theirs.has_table(table) && ours.has_table(table))
            compare(table, there, here, found);
    if (found.rows > 0)
        throw Error(ErrorKind::refused, say("{}: {} rows differ from those that left, and no record says so: "
                                            "{} first. Recording was off there, "
                                            "or the file was made by another program. Nothing was merged: "
                                            "export the banner again, and do "
                                            "the changes there.",
                                            theirs.file().string(), found.rows, found.first));
    const std::string told = meta_of(theirs, fork_rows);
    if (told != rows_told(theirs, there))
        throw Error(ErrorKind::refused, say("{}: rows that left are missing, and no record says that they "
                                            "were removed. Nothing was merged: "
                                            "export the banner again, and do the changes there.",
                                            theirs.file().string()));
}

void refuse_false_records(const sqlite::Database &theirs) {
    const std::vector<std::string> recorded = recorded_tables(theirs);
    std::string table;
    std::optional<sqlite::Statement> held;
    for (sqlite::Statement last(theirs,
                                "SELECT max(id), tab, row, op FROM qitu_history WHERE op <> 'replace' "
                                "GROUP BY tab, row ORDER BY tab");
         last.step();) {
        bool there = std::find(recorded.begin(), recorded.end(), last.text(1)) != recorded.end();
        if (there && (!held || table != last.text(1)))
            held.emplace(theirs,
                         "SELECT 1 FROM " + sqlite::identifier(table = last.text(1)) + " WHERE rowid = ?");
        const bool removed = there && last.text(3) == "delete";
        if (there) {
            there = held->bind(1, last.integer(2)).step();
            held->reset();
        }
        if (there == removed)
            throw Error(
                ErrorKind::refused,
                say("{}: record {} is not true of row {} of {}: no trigger wrote it. Nothing was merged: "
                    "export the banner again, and do the changes there.",
                    theirs.file().string(), last.integer(0), last.integer(2), last.text(1)));
    }
}

void refuse_other_tables(const sqlite::Database &theirs, const sqlite::Database &ours,
                         const std::vector<RowChange> &changes) {
    const std::set<std::string> given = given_tables(ours);
    const auto is_new_import = [](const RowChange &change) {
        return change.table == own_imports && !change.before;
    };
    for (const RowChange &change : changes)
        if (!given.contains(change.table) && !is_new_import(change))
            throw Error(
                ErrorKind::refused,
                say("{}: row {} of {} was changed there. A fork brings changes of the layers that it was "
                    "given, and "
                    "of their reviews. Make this change in {} itself; undo it in the fork, and merge again.",
                    theirs.file().string(), change.row, change.table, ours.file().string()));
}

void refuse_unusable(const sqlite::Database &theirs, const std::vector<RowChange> &changes) {
    for (const RowChange &change : changes) {
        const std::string geometry = geometry_of(theirs, change.table);
        if (!change.after || geometry.empty())
            continue;
        const std::vector<std::string> columns = columns_of(theirs, change.table);
        const auto place = std::find(columns.begin(), columns.end(), geometry) - columns.begin();
        const auto *blob =
            std::get_if<std::vector<std::byte>>(&change.after->at(static_cast<std::size_t>(place)));
        if (blob == nullptr)
            continue;
        if (const auto bad = unusable_geometry(*blob))
            throw Error(
                ErrorKind::refused,
                say("{}: layer {}, feature {}: {}. Nothing was merged: correct it there and merge again.",
                    theirs.file().string(), change.table, change.row, bad->in(language_in_use())));
    }
}

} // namespace qitu::workspace
