// The history of a workspace: its records, its earlier revisions, and what changed between two of them.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::workspace {

/// A stored value of any column; a geometry is the blob in the file.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::byte>>;
/// For people to read; a blob is given by its size.
std::string text_of(const Cell &cell);
/// The geometry in a cell as WKB; empty when there is none.
std::vector<std::byte> wkb_of(const Cell &geometry);

struct NamedCell {
    std::string column;
    Cell value;
    friend bool operator==(const NamedCell &, const NamedCell &) = default;
};

enum class Operation { insert, update, remove };

/// One change of one row.
struct Record {
    std::int64_t id = 0;
    std::int64_t at = 0; // milliseconds since 1970, UTC
    std::string table;
    std::int64_t row = 0; // the feature's id
    Operation operation = Operation::insert;
    std::vector<NamedCell> before; // the columns that an update changed; the values of a removed row
    std::vector<NamedCell> after;
    bool moved = false;      // an update changed the geometry
    std::int64_t change = 0; // the same number for all records of one transaction; 0: made by another program
    std::string who;         // login name; empty when another program made it
    std::string program;     // "qitu import"; empty when another program made it
    std::string note;
};

/// Which records to list; an empty member does not narrow.
struct HistoryFilter {
    std::string table;
    std::set<std::int64_t> rows;
    std::string project;
    std::int64_t from = 0; // milliseconds since 1970; both ends are included
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
};
/// In the order of the changes.
std::vector<Record> history(const Workspace &workspace, const HistoryFilter &filter);

/// Undoes one record, which makes a new one; of an import all that it did: its features, those that they replaced, what
/// went into quarantine, and that its file is known. Throws Error (refused) when the row is no longer as that record
/// left it.
void undo(Edit &edit, std::int64_t record);

/// How many features a layer gained and lost on one day, in local time.
struct LayerDay {
    std::string layer;
    std::string day; // 2026-11-24
    std::uint64_t added = 0, removed = 0;
};
/// Days on which a table gained or lost rows, by table and day; other tables than layers too.
std::vector<LayerDay> layer_days(const Workspace &workspace);

// ---------------------------------------------------------------- whether there is a record

/// Why the workspace does not record what happens to it, or its record is not whole: triggers that are missing, records
/// that were removed, a layer that another program has replaced. A sentence each; empty where all is recorded.
std::vector<std::string> recording_faults(const Workspace &workspace);

/// When recording was broken off before, and began again with a command that wrote. A sentence each.
std::vector<std::string> recording_gaps(const Workspace &workspace);

// ---------------------------------------------------------------- times

/// 2026-11-24, 2026-11-24 15:30, 2026-11-24T15:30:12.345, in local time unless Z or +08:00 follows. A day or
/// minute stands for its end (or its beginning). Throws Error (usage).
std::int64_t time_from(std::string_view text, bool to_its_end = true);
/// Local time to the millisecond; utc_text ends in Z, for other programs.
std::string time_text(std::int64_t at);
std::string utc_text(std::int64_t at);

// ---------------------------------------------------------------- revisions

/// A state of the workspace: everything up to and including a record.
struct Revision {
    std::int64_t record = 0;
    std::int64_t at = 0; // as asked for, milliseconds since 1970, UTC
};
/// The revision at a time (see time_from), at a seal given by at least six digits of its hash, or at the
/// "start" of history. Throws Error (usage) for anything else, and Error (refused) for a time before history
/// began.
Revision revision_at(const Workspace &workspace, std::string_view text);
Revision current_revision(const Workspace &workspace);

/// The workspace as it was: a copy in a temporary file, without triggers and read-only, removed with the
/// returned object. `file()` names the copy.
Workspace open_revision(const std::filesystem::path &file, std::string_view revision);
Workspace open_revision(const std::filesystem::path &file, const Revision &revision);

/// What happened to a row between two revisions. Cells are in the order of `columns`.
struct RowChange {
    std::string table;
    std::int64_t row = 0;
    std::optional<std::vector<Cell>> before; // empty: the row was not there
    std::optional<std::vector<Cell>> after;
};
/// By table and row; rows that are the same at both ends are left out. `from` may lie after `to`.
std::vector<RowChange> changes(const Workspace &workspace, const Revision &from, const Revision &to);
/// The columns of a recorded table without the one that numbers its rows.
std::vector<std::string> columns(const Workspace &workspace, const std::string &table);

} // namespace qitu::workspace
