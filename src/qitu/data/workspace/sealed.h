// What seals are made of: the chain over the records and the hashes of the rows.
#pragma once

#include "row_digest.h"

#include <qitu/data/workspace/seal.h>

#include <string>
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

Verification verify(const sqlite::Database &database);

} // namespace qitu::workspace
