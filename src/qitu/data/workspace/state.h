// What a workspace holds while it is open.
#pragma once

#include "blob.h"
#include "record.h"
#include "schema.h"

#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/workspace.h>

#include <map>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Inserts into one layer's table during one transaction.
struct Writer {
    Statement insert;
    geometry::Box extent;        // of what was added
    std::vector<std::byte> blob; // of the feature at hand
};

/// Adds one feature; returns its extent.
geometry::Box insert(const Database &database, const catalogue::Layer &layer,
                     const catalogue::Feature &feature, Writer &writer);

struct Workspace::State {
    explicit State(Database opened) : database(std::make_shared<Database>(std::move(opened))) {}

    std::unique_ptr<TemporaryFolder> folder; // of a workspace as it was; goes after the database
    std::shared_ptr<Database> database;      // shared with cursors
    std::map<std::string, Writer> writers;
    bool in_transaction = false;
    bool recording = true; // false while the workspace is being made
    std::string program = "qitu";
    std::string note;
    std::optional<Signature> signature; // of the transaction that is open

    Writer &writer(const catalogue::Layer &layer);
    void begin();
    void commit();
    void roll_back();
    /// Throws logic_error outside a transaction.
    void require_transaction(const char *what) const;
};

struct Workspace::Cursor::State {
    std::shared_ptr<Database> database;
    std::string layer;
    std::vector<catalogue::FieldType> types;
    std::optional<Statement> rows; // none when the table does not exist yet
};

/// Registers a boundary table's rows; \pre inside a transaction.
void write_boundaries(const Database &database, const std::string &table,
                      const std::vector<Boundary> &boundaries);
std::vector<Boundary> read_boundaries(const Database &database, const std::string &table);

/// Widens the extent in gpkg_contents and notes the time of the change.
void note_change(const Database &database, const std::string &table, const geometry::Box &extent);

} // namespace qitu::workspace
