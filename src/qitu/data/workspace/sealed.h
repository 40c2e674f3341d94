// What seals are made of: the chain over the records and the hashes of the rows.
#pragma once

#include "row_digest.h"

#include <qitu/data/workspace/seal.h>

#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

/// One line of qitu_seal as it stands.
struct SealRow {
    Seal seal;
    Hash chain{}; // over the records up to it
    Hash rows{};  // over qitu_sealed as it was then
    Hash hash{};  // of the seal, as it stands
};
std::vector<SealRow> seal_rows(const sqlite::Database &database);

/// Over everything in the seal and the one before.
Hash hash_of_seal(const Hash &before, const SealRow &row);

/// Over qitu_sealed.
Hash hash_of_sealed(const sqlite::Database &database);

/// Tables whose rows a seal covers: all recorded ones but the seals.
std::vector<std::string> sealed_tables(const sqlite::Database &database);

/// What a seal keeps beside the rows, under the name of a table that cannot be: the columns of the sealed tables, the
/// layers of the catalogue, what qitu_meta says of the workspace. In a form that can be compared line by line.
inline constexpr const char *sealed_schema_name = "*schema";
std::string schema_to_seal(const sqlite::Database &database);
/// What of it is no longer so; new columns and tables are in order. Empty for "".
std::vector<std::string> broken_schema(const sqlite::Database &database, std::string_view sealed);

Verification verify(const sqlite::Database &database);

} // namespace qitu::workspace
