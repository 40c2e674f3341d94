// How a fork and the workspace that it left know each other.
#pragma once

#include <qitu/data/sqlite/sqlite.h>

#include <cstdint>
#include <string>

namespace qitu::workspace {

inline constexpr const char *fork_id = "fork_id";         // of the fork; the origin notes it once merged
inline constexpr const char *fork_record = "fork_record"; // last record of the origin when the fork left
inline constexpr const char *fork_mark = "fork_mark";     // hash of that record
inline constexpr const char *fork_what = "fork_what";
inline constexpr const char *fork_rows = "fork_rows"; // of each layer, that left

/// Hash of a record with who is behind it; "" when there is none.
std::string mark_of_record(const sqlite::Database &database, std::int64_t record);

} // namespace qitu::workspace
