// Finds what is not as it was sealed: the seals themselves, then the records, then the rows.
#include "record.h"
#include "sealed.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

std::string name_of(const sqlite::Statement &record) {
    return say("record {} ({}: {} {}, {})", record.integer(0), time_text(record.integer(1)), record.text(3),
               record.integer(4), record.text(5));
}

std::string broken_seal(const sqlite::Database &database, const std::vector<SealRow> &seals) {
    Hash before{};
    std::int64_t expected = 1;
    for (const SealRow &row : seals) {
        if (row.seal.id != expected)
            return say("Seal {} was removed.", expected);
        if (hash_of_seal(before, row) != row.hash)
            return say("Seal {} ({}) was changed: its hash does not match its content.", row.seal.id,
                       time_text(row.seal.at));
        before = row.hash;
        ++expected;
    }
    const std::int64_t made = std::max(
        number_of(database, "SELECT seq FROM sqlite_sequence WHERE name = 'qitu_seal'"),
        number_of(database, "SELECT max(row) FROM qitu_history WHERE tab = 'qitu_seal' AND op = 'insert'"));
    const std::int64_t chained = number_of(database, "SELECT ifnull(max(record), 0) FROM qitu_chain");
    if (made >= expected || chained > (seals.empty() ? 0 : seals.back().seal.record))
        return say("Seal {} was removed.", expected);
    return {};
}

// Walks the records beside the links that seals made of them.
class Chain {
  public:
    Chain(const sqlite::Database &database, std::int64_t last)
        : record_(database, fmt::format("{} WHERE h.id <= {} ORDER BY h.id", chained_sql, last)),
          link_(database,
                fmt::format("SELECT record, hash FROM qitu_chain WHERE record <= {} ORDER BY record", last)) {
    }

    /// The first that is broken, or "".
    std::string broken(const std::vector<SealRow> &seals, std::uint64_t &records) {
        auto seal = seals.begin();
        Hash hash{};
        for (;;) {
            const bool record = record_.step();
            const bool link = link_.step();
            if (record && (!link || record_.integer(0) < link_.integer(0)))
                return say("A {} was inserted after the seal.", name_of(record_));
            if (link && (!record || link_.integer(0) < record_.integer(0)))
                return say("Record {} was removed.", link_.integer(0));
            for (const std::int64_t next = link ? link_.integer(0) : seals.back().seal.record + 1;
                 seal != seals.end() && seal->seal.record < next; ++seal)
                if (seal->chain != hash)
                    return say("The hash chain up to record {} is not the one that seal {} covers.",
                               seal->seal.record, seal->seal.id);
            if (!record && !link)
                return {};
            hash = hash_of_record(digest_, hash, record_);
            const auto stored = link_.blob(1);
            if (!std::equal(hash.begin(), hash.end(), stored.begin(), stored.end()))
                return say("A {} was changed.", name_of(record_));
            ++records;
        }
    }

  private:
    Digest digest_;
    sqlite::Statement record_, link_;
};

using Hashes = std::map<std::int64_t, RowHash>;

std::map<std::string, Hashes> sealed_hashes(const sqlite::Database &database) {
    std::map<std::string, Hashes> result;
    constexpr std::size_t size = sizeof(std::int64_t) + sizeof(RowHash);
    for (sqlite::Statement block(database, "SELECT tab, rows FROM qitu_sealed ORDER BY id"); block.step();) {
        if (block.text(0) == sealed_schema_name)
            continue;
        Hashes &hashes = result[block.text(0)];
        const auto bytes = block.blob(1);
        for (std::size_t at = 0; at + size <= bytes.size(); at += size) {
            std::int64_t row = 0;
            RowHash hash;
            std::memcpy(&row, bytes.data() + at, sizeof row);
            std::memcpy(hash.data(), bytes.data() + at + sizeof row, sizeof hash);
            hashes.emplace_hint(hashes.end(), row, hash);
        }
    }
    return result;
}

// The first row of a table that is not as it was sealed, though no record says so.
std::string broken_row(const sqlite::Database &database, const std::string &table, const TableState &past,
                       Hashes sealed, std::uint64_t &rows) {
    std::int64_t first = 0;
    std::string what;
    const auto note = [&](std::int64_t row, std::string words) {
        if (what.empty() || row < first) {
            first = row;
            what = std::move(words);
        }
    };
    hash_rows(database, table, past, [&](std::int64_t row, const RowHash &hash) {
        ++rows;
        const auto found = sealed.find(row);
        if (found == sealed.end())
            return note(row, say("{} {} was added without a record.", table, row));
        if (found->second != hash)
            note(row,
                 say("{} {} was changed without a record, or a record of it was falsified.", table, row));
        sealed.erase(found);
    });
    if (!sealed.empty())
        note(sealed.begin()->first, say("{} {} was removed without a record.", table, sealed.begin()->first));
    return what;
}

// "" of a seal that an earlier qitu made.
std::string sealed_schema(const sqlite::Database &database) {
    sqlite::Statement row(database, "SELECT CAST(rows AS TEXT) FROM qitu_sealed WHERE tab = ?");
    return row.bind(1, std::string_view(sealed_schema_name)).step() ? row.text(0) : std::string();
}

// The first record of an operation that no trigger writes, which would be read as another one.
std::string unknown_operation(const sqlite::Database &database) {
    sqlite::Statement row(database,
                          "SELECT id, op FROM qitu_history WHERE op NOT IN ('insert', 'update', 'delete', "
                          "'replace') ORDER BY id LIMIT 1");
    return row.step() ? say("Record {} has the unknown operation \"{}\".", row.integer(0), row.text(1))
                      : std::string();
}

std::vector<std::string> broken_rows(const sqlite::Database &database, const SealRow &seal,
                                     std::uint64_t &rows) {
    if (hash_of_sealed(database) != seal.rows)
        return {say("The list of sealed rows is not the one that seal {} covers.", seal.seal.id)};
    std::vector<std::string> result;
    std::map<std::string, Hashes> sealed = sealed_hashes(database);
    Replay replay(database);
    replay.go_back_to(seal.seal.record);
    std::set<std::string> tables;
    for (const std::string &table : sealed_tables(database))
        tables.insert(table);
    for (const auto &[table, hashes] : sealed)
        tables.insert(table);
    for (const std::string &table : tables) {
        if (!database.has_table(table)) {
            result.push_back(say("Table {} was removed.", table));
            continue;
        }
        const auto touched = replay.rows().find(table);
        std::string what =
            broken_row(database, table, touched != replay.rows().end() ? touched->second : TableState{},
                       std::move(sealed[table]), rows);
        if (!what.empty())
            result.push_back(std::move(what));
    }
    for (std::string &what : broken_schema(database, sealed_schema(database)))
        result.push_back(std::move(what));
    return result;
}

} // namespace

Verification verify(const sqlite::Database &database) {
    Verification result;
    const std::vector<SealRow> seals = seal_rows(database);
    result.seals = seals.size();
    if (!database.has_table("qitu_seal"))
        return result;
    const auto take = [&](std::string what) {
        if (!what.empty())
            result.broken.push_back(std::move(what));
    };
    take(broken_seal(database, seals));
    if (seals.empty())
        return result;
    take(Chain(database, seals.back().seal.record).broken(seals, result.records));
    try {
        for (std::string &what : broken_rows(database, seals.back(), result.rows))
            take(std::move(what));
    } catch (const Error &error) { // records since the seal that no trigger wrote
        take(error.what());
    }
    take(unknown_operation(database));
    for (std::string &fault : recording_faults(database))
        take(std::move(fault));
    return result;
}

} // namespace qitu::workspace
