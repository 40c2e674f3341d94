// Forks: a part of a workspace that is edited elsewhere and merged again.
#pragma once

#include <qitu/data/workspace/history.h>

#include <cstdint>
#include <filesystem>
#include <functional>
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

/// A row of a fork: its table, and its number there.
using ForkRow = std::pair<std::string, std::int64_t>;

/// What a fork would change of one row. Cells are in the order of columns(); none: that side has no such row.
struct ForkChange {
    std::string table;
    std::int64_t row = 0;                                // there, and here unless it was added there
    std::optional<std::vector<Cell>> base, ours, theirs; // when the fork left; here now; there now
    std::string ours_by, theirs_by;                      // who changed it last, and when
    bool conflict = false;            // both sides have changed it so that the changes cannot be combined
    std::vector<std::string> columns; // in conflict; empty when one side removed the row
    ForkRow decided_with;             // itself; of a review the change of its feature, where there is one
};

enum class Side { none, ours, theirs };
struct MergeOptions {
    Side all = Side::none;        // to take in conflicts
    std::map<ForkRow, Side> rows; // the same of one row
    std::map<ForkRow, std::string>
        rejected;              // changes that are not taken, each with the reason; they are kept
    bool each_decided = false; // changes that are neither in `rows` nor rejected are refused
    std::optional<std::int64_t>
        listed; // our last record when the changes were looked at; rows changed here since are refused
    std::function<std::string(const ForkChange &)> against; // why a change may not be taken; "" where it may
    bool list = false;                                      // the result has the changes
    bool dry_run = false;
};

/// What a merge does, or would do.
struct MergeResult {
    struct Count {
        std::string who; // and by which program
        std::string table;
        std::uint64_t added = 0, changed = 0, removed = 0;
    };
    struct Refusal {
        ForkRow row;
        std::string reason;
    };
    std::vector<Count> theirs, ours; // since the fork
    std::vector<ForkChange> changes; // where they were asked for; not imports, which come with their features
    std::vector<ForkChange> conflicts; // resolved or not
    std::vector<Refusal> refused;      // changes that may not be taken
    std::uint64_t unresolved = 0;      // conflicts
    std::uint64_t undecided = 0;       // changes, where each is to be decided
    std::uint64_t rejected = 0;        // changes
    std::uint64_t applied = 0;         // rows
    std::uint64_t combined = 0;        // rows that both sides changed in different columns
    std::int64_t record = 0;           // our last one before the merge
    std::string fork;                  // the number of the fork
    std::map<std::string, std::map<std::int64_t, std::int64_t>> renumbered; // added rows: their number → ours

    /// Whether something stands against the merge: then nothing was written.
    [[nodiscard]] bool stopped() const { return unresolved > 0 || undecided > 0 || !refused.empty(); }
};

/// Brings in, as one transaction, what was changed in a fork since it left, but for what is rejected, which is kept in
/// qitu_rejection with its reason. Nothing is written while something stands against it. Throws Error (refused) for a
/// file that is not a fork of this workspace or was merged before, for a decision about what is not among the changes,
/// and for rows that were changed here since they were listed.
MergeResult merge(Workspace &workspace, const Change &change, const std::filesystem::path &fork,
                  const MergeOptions &options);

} // namespace qitu::workspace
