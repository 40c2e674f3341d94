// SHA-256 over records and rows, in a form that does not depend on how SQLite keeps them.
#pragma once

#include "replay.h"

#include <qitu/core/base/digest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace qitu::workspace {

/// Parts are told apart by their lengths, values by their types.
class Digest {
  public:
    Digest &add(std::string_view text);
    Digest &add(std::span<const std::byte> bytes);
    Digest &add(std::int64_t number);
    Digest &add(double number);
    Digest &add(const Cell &cell);
    /// The hash of what was added; the digest begins anew.
    Hash take() { return sha_.take(); }

  private:
    void feed(char type, std::span<const std::byte> bytes);

    Sha256 sha_;
};

/// What a seal keeps of a row: enough to name it when it is no longer the same.
using RowHash = std::array<std::byte, 16>;

/// Every row of a table in the order of its numbers, with those of `past` as they were. Empty columns do not
/// count, so that a new column changes no hash.
void hash_rows(const sqlite::Database &database, const std::string &table, const TableState &past,
               const std::function<void(std::int64_t row, const RowHash &hash)> &take);

/// A record of the history with who is behind it. \pre the statement's columns are those of chained_sql
Hash hash_of_record(Digest &digest, const Hash &before, const sqlite::Statement &record);
inline constexpr const char *chained_sql =
    "SELECT h.id, h.at, h.change, tab, row, op, before, after, moved, geom, c.at, c.who, c.program, c.note "
    "FROM qitu_history h LEFT JOIN qitu_change c ON c.id = h.change";

} // namespace qitu::workspace
