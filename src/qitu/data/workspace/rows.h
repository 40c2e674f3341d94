// Whole rows and whole files, read and written whatever their columns are.
#pragma once

#include "replay.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Makes the row what the state says: changed, put in under its number, or removed.
void write_row(const sqlite::Database &database, const std::string &table, std::int64_t row,
               const RowState &state);
/// Puts a row in under a number of its own; none when another row stands in its way.
std::optional<std::int64_t> insert_row(const sqlite::Database &database, const std::string &table,
                                       const std::vector<Cell> &cells);

/// One file's content into another, as of one moment.
void copy_pages(const sqlite::Database &from, const sqlite::Database &to);
/// Drops every trigger; returns what made those that are not the record's.
std::vector<std::string> drop_triggers(const sqlite::Database &database);

} // namespace qitu::workspace
