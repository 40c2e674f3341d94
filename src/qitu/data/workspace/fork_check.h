// What a fork may bring: changes of the rows that it was given, each told by its history.
#pragma once

#include "replay.h"

#include <qitu/data/workspace/history.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::workspace {

/// How many rows of each layer leave with a fork, for its qitu_meta.
std::string rows_of_layers(const sqlite::Database &database);

/// Undoes the fork's history and compares each of its rows with what it was here when the fork left. Throws Error
/// (refused) where they differ: then something was changed there that no record tells. `left` is our record of then.
void refuse_unrecorded(const sqlite::Database &theirs, const sqlite::Database &ours, std::int64_t left);

/// Throws Error (refused) for a record of a table that is not recorded, and where the last record of a row says that it is there
/// and it is not, or the other way round.
void refuse_false_records(const sqlite::Database &theirs);

/// Throws Error (refused) for a change of a table that a fork is not given: quotas, boundaries, what the record is made of.
/// Imports of its own come with their features.
void refuse_other_tables(const sqlite::Database &theirs, const sqlite::Database &ours,
                         const std::vector<RowChange> &changes);

/// Throws Error (refused) for a row whose new geometry is not a place on Earth or cannot be decoded.
void refuse_unusable(const sqlite::Database &theirs, const std::vector<RowChange> &changes);

} // namespace qitu::workspace
