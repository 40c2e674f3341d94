// Forks: a part of a workspace that is edited elsewhere and merged again.
#pragma once

#include <qitu/data/workspace/history.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

/// Writes a workspace with some of the features, by layer. `what` says which part it is.
void fork(const Workspace &workspace, const std::filesystem::path &out, const std::string &what,
          const std::map<std::string, std::set<std::int64_t>> &features);

/// A row that both sides have changed so that the changes cannot be combined.
struct Conflict {
    std::string table;
    std::int64_t row = 0;
    std::vector<std::string> columns; // concerned; empty when one side removed the row
    std::optional<std::vector<Cell>> base, ours, theirs;
    std::string ours_by, theirs_by; // who changed it last, and when
};

enum class Side { none, ours, theirs };
struct MergeOptions {
    Side all = Side::none;
    std::map<std::pair<std::string, std::int64_t>, Side> rows; // (table, row) → side
    bool dry_run = false;
};

/// What a merge does, or would do.
struct MergeResult {
    struct Count {
        std::string who; // and by which program
        std::string table;
        std::uint64_t added = 0, changed = 0, removed = 0;
    };
    std::vector<Count> theirs, ours; // since the fork
    std::vector<Conflict> conflicts; // resolved or not
    std::uint64_t unresolved = 0;    // not 0: nothing was written
    std::uint64_t applied = 0;       // rows
    std::uint64_t combined = 0;      // rows that both sides changed in different columns
    std::map<std::string, std::map<std::int64_t, std::int64_t>> renumbered; // added rows: their number → ours
};

/// Brings in, as one transaction, what was changed in a fork since it left. Nothing is written while a
/// conflict is unresolved. Throws Error (refused) for a file that is not a fork of this workspace, or was
/// merged before.
MergeResult merge(Workspace &workspace, const Change &change, const std::filesystem::path &fork,
                  const MergeOptions &options);

} // namespace qitu::workspace
