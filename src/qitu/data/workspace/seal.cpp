#include "sealed.h"
#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr std::size_t rows_in_a_block = 4096;

Hash hash_from(std::span<const std::byte> bytes) {
    Hash hash{};
    if (bytes.size() == hash.size())
        std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

std::span<const std::byte> bytes_of(const std::int64_t &number) {
    return std::as_bytes(std::span(&number, 1));
}

// Blocks of row numbers and hashes, one after the other.
class SealedRows {
  public:
    explicit SealedRows(const sqlite::Database &database)
        : insert_(database, "INSERT INTO qitu_sealed (tab, rows) VALUES (?, ?)") {}

    void add(const std::string &table, std::int64_t row, const RowHash &hash) {
        const auto number = bytes_of(row);
        block_.insert(block_.end(), number.begin(), number.end());
        block_.insert(block_.end(), hash.begin(), hash.end());
        if (block_.size() >= rows_in_a_block * (sizeof row + hash.size()))
            flush(table);
    }
    void flush(const std::string &table) {
        if (!block_.empty())
            insert_.bind(1, table).bind(2, std::span<const std::byte>(block_)).step();
        block_.clear();
    }

  private:
    sqlite::Statement insert_;
    std::vector<std::byte> block_;
};

void seal_rows_of(const sqlite::Database &database) {
    database.run("DELETE FROM qitu_sealed");
    SealedRows sealed(database);
    for (const std::string &table : sealed_tables(database)) {
        hash_rows(database, table, {},
                  [&](std::int64_t row, const RowHash &hash) { sealed.add(table, row, hash); });
        sealed.flush(table);
    }
    const std::string schema = schema_to_seal(database);
    sqlite::Statement(database, "INSERT INTO qitu_sealed (tab, rows) VALUES (?, ?)")
        .bind(1, std::string_view(sealed_schema_name))
        .bind(2, std::as_bytes(std::span(schema)))
        .step();
}

// Of the last seal, whose rows qitu_sealed holds.
void count_sealed(const sqlite::Database &database, Seal &seal) {
    sqlite::Statement row(database,
                          fmt::format("SELECT ifnull(sum(length(rows)) / {}, 0), count(DISTINCT tab) FROM "
                                      "qitu_sealed WHERE tab <> ?",
                                      sizeof(std::int64_t) + sizeof(RowHash)));
    row.bind(1, std::string_view(sealed_schema_name)).step();
    seal.rows = static_cast<std::uint64_t>(row.integer(0));
    seal.tables = static_cast<std::uint64_t>(row.integer(1));
}

// Goes on with the chain from the last seal to the last record.
Hash chain_to_the_end(const sqlite::Database &database, const std::vector<SealRow> &seals) {
    Hash hash = seals.empty() ? Hash{} : seals.back().chain;
    const std::int64_t from = seals.empty() ? 0 : seals.back().seal.record;
    Digest digest;
    sqlite::Statement link(database, "INSERT INTO qitu_chain VALUES (?, ?)");
    for (sqlite::Statement record(database,
                                  fmt::format("{} WHERE h.id > {} ORDER BY h.id", chained_sql, from));
         record.step();) {
        hash = hash_of_record(digest, hash, record);
        link.bind(1, record.integer(0)).bind(2, std::span<const std::byte>(hash)).step();
    }
    return hash;
}

void write(const sqlite::Database &database, const SealRow &row, const Hash &hash) {
    sqlite::Statement(database,
                      "INSERT INTO qitu_seal (id, at, record, who, note, totals, chain, rows, hash) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, row.seal.id)
        .bind(2, row.seal.at)
        .bind(3, row.seal.record)
        .bind(4, row.seal.who)
        .bind(5, row.seal.note)
        .bind(6, row.seal.totals)
        .bind(7, std::span<const std::byte>(row.chain))
        .bind(8, std::span<const std::byte>(row.rows))
        .bind(9, std::span<const std::byte>(hash))
        .step();
}

void refuse_broken(const sqlite::Database &database) {
    const Verification found = verify(database);
    if (!found.broken.empty())
        throw Error(ErrorKind::refused, say("{}: an earlier seal does not hold, so no new seal is made: {}",
                                            database.file().string(), found.broken.front()));
}

// Beside the seal, since its hash is what is signed.
std::string signature_key(std::int64_t seal) {
    return fmt::format("seal_signature_{}", seal);
}

std::uint64_t changes_since(const sqlite::Database &database, std::int64_t record) {
    sqlite::Statement row(database, "SELECT count(*) FROM qitu_history WHERE id > ? AND tab <> 'qitu_seal'");
    row.bind(1, record).step();
    return static_cast<std::uint64_t>(row.integer(0));
}

} // namespace

std::vector<SealRow> seal_rows(const sqlite::Database &database) {
    std::vector<SealRow> result;
    if (!database.has_table("qitu_seal"))
        return result;
    for (sqlite::Statement row(database,
                               "SELECT id, at, record, who, note, totals, chain, rows, hash FROM qitu_seal "
                               "ORDER BY id");
         row.step();) {
        SealRow line;
        line.seal = {
            row.integer(0), row.integer(1), row.integer(2), row.text(3), row.text(4), row.text(5), {}, {}, 0};
        line.chain = hash_from(row.blob(6));
        line.rows = hash_from(row.blob(7));
        line.hash = hash_from(row.blob(8));
        line.seal.hash = hex_of(line.hash);
        result.push_back(std::move(line));
    }
    return result;
}

Hash hash_of_seal(const Hash &before, const SealRow &row) {
    Digest digest;
    digest.add(std::span<const std::byte>(before)).add(row.seal.id).add(row.seal.at).add(row.seal.record);
    digest.add(std::string_view(row.seal.who)).add(std::string_view(row.seal.note));
    digest.add(std::string_view(row.seal.totals)).add(std::span<const std::byte>(row.chain));
    return digest.add(std::span<const std::byte>(row.rows)).take();
}

Hash hash_of_sealed(const sqlite::Database &database) {
    Digest digest;
    for (sqlite::Statement row(database, "SELECT tab, rows FROM qitu_sealed ORDER BY id"); row.step();)
        digest.add(std::string_view(row.text(0))).add(row.blob(1));
    return digest.take();
}

std::vector<std::string> sealed_tables(const sqlite::Database &database) {
    std::vector<std::string> result = recorded_tables(database);
    std::erase(result, "qitu_seal");
    return result;
}

std::string text_to_sign(const std::string &hash) {
    return "qitu seal " + hash;
}

Seal seal(Edit &edit, const std::string &note, const std::string &totals, const SigningKey *key) {
    const sqlite::Database &database = edit.database();
    refuse_broken(database);
    const std::vector<SealRow> before = seal_rows(database);
    SealRow row;
    row.seal.id = before.empty() ? 1 : before.back().seal.id + 1;
    row.seal.at = time_now();
    row.seal.record = last_record(database);
    row.seal.who = login(database);
    row.seal.note = note;
    row.seal.totals = totals;
    row.chain = chain_to_the_end(database, before);
    seal_rows_of(database);
    row.rows = hash_of_sealed(database);
    const Hash hash = hash_of_seal(before.empty() ? Hash{} : before.back().hash, row);
    write(database, row, hash);
    row.seal.hash = hex_of(hash);
    if (key != nullptr)
        edit.set_meta(signature_key(row.seal.id),
                      row.seal.signature = key->sign(text_to_sign(row.seal.hash)));
    count_sealed(database, row.seal);
    return row.seal;
}

std::vector<Seal> seals(const Workspace &workspace) {
    std::vector<Seal> result;
    for (SealRow &row : seal_rows(database_of(workspace))) {
        row.seal.signature = workspace.meta(signature_key(row.seal.id));
        row.seal.changes_since = changes_since(database_of(workspace), row.seal.record);
        result.push_back(std::move(row.seal));
    }
    return result;
}

std::optional<Seal> latest_seal(const Workspace &workspace) {
    std::vector<Seal> all = seals(workspace);
    return all.empty() ? std::nullopt : std::optional(std::move(all.back()));
}

Verification verify(const Workspace &workspace) {
    Verification result = workspace::verify(database_of(workspace));
    if (std::string mark = mark_left(database_of(workspace)); !mark.empty() && result.seals > 0)
        result.broken.push_back(std::move(mark));
    return result;
}

} // namespace qitu::workspace
