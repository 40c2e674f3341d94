// What a merge did not take.
#pragma once

#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/fork.h>

#include <string>
#include <vector>

namespace qitu::workspace {

inline constexpr const char *rejection_table = "qitu_rejection";

struct Rejected {
    ForkChange change;
    std::string reason;
};

/// \pre inside a transaction. Keeps each in qitu_rejection: the row in the fork, what was done to it, why that was not
/// taken and by whom, the values that it would have got in the notation of the history, and the geometry.
void keep_rejected(const sqlite::Database &database, const std::string &fork,
                   const std::vector<Rejected> &rejected);

} // namespace qitu::workspace
