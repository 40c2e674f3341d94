// What a workspace and an open transaction hold.
#pragma once

#include "blob.h"
#include "record.h"
#include "schema.h"
#include "working_copy.h"

#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/workspace.h>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Inserts into one layer's table during one transaction.
struct Writer {
    sqlite::Statement insert;
    geometry::Box extent;        // of what was added
    std::vector<std::byte> blob; // of the feature at hand
};

/// Adds one feature; returns its extent.
geometry::Box insert(const sqlite::Database &database, const catalogue::Layer &layer,
                     const catalogue::Feature &feature, Writer &writer);

struct Workspace::State {
    std::unique_ptr<TemporaryFolder> folder; // of an earlier revision; removed after the database is closed
    std::unique_ptr<WorkingCopy> copy;       // of a workspace in a database; else null
    std::shared_ptr<sqlite::Database> database; // shared with cursors
    std::mutex derived_mutex = {};
    std::map<std::string, std::shared_ptr<const void>> derived = {};

    void forget_derived() {
        const std::scoped_lock lock(derived_mutex);
        derived.clear();
    }
};

struct Edit::State {
    const sqlite::Database &database;
    bool recorded; // false while a workspace or a fork is being created
    std::map<std::string, Writer> writers;
    const postgres::Connection *server = nullptr; // where what is written is sent

    Writer &writer(const catalogue::Layer &layer);
};

/// Gives the room's own code what the public classes hide.
struct Access {
    static std::shared_ptr<sqlite::Database> database(const Workspace &workspace);
    static Edit::State &state(Edit &edit);
    static Workspace workspace(sqlite::Database database);
    static void keep(Workspace &workspace, std::unique_ptr<TemporaryFolder> folder);
    static Workspace open_server(const std::string &target, bool read_only);
    static const std::filesystem::path &local_file(const Workspace &workspace);
    /// A transaction that leaves no record; only for files that nobody else sees yet.
    static void unrecorded(Workspace &workspace, const std::function<void(Edit &)> &work);
    static void transaction(Workspace &workspace, const Change *change,
                            const std::function<void(Edit &)> &work);
};

const sqlite::Database &database_of(const Workspace &workspace);

/// Registers a boundary table's rows; \pre inside a transaction.
void write_boundaries(const sqlite::Database &database, const std::string &table,
                      const std::vector<Boundary> &boundaries);
std::vector<Boundary> read_boundaries(const sqlite::Database &database, const std::string &table);

/// Widens the extent in gpkg_contents and notes the time of the change.
void note_change(const sqlite::Database &database, const std::string &table, const geometry::Box &extent);

} // namespace qitu::workspace
