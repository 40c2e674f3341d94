#include "server_receive.h"

#include "cell.h"
#include "packed_index.h"
#include "record.h"
#include "without_triggers.h"

#include <qitu/core/geometry/wkb.h>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

using Cells = std::vector<NamedCell>;

std::string text_in(const Cells &cells, const std::string &column) {
    for (const NamedCell &cell : cells)
        if (cell.column == column)
            return text_of(cell.value);
    return {};
}

std::vector<Cells> rows_of(const postgres::Connection &server, const sqlite::Database &reader,
                           const std::string &rows) {
    std::vector<Cells> result;
    postgres::CopyOut row(server, "SELECT cells FROM qitu_file.rows WHERE tab = " + postgres::literal(rows) +
                                      " ORDER BY n");
    while (row.next())
        result.push_back(read_cells(reader, row.text(0)));
    return result;
}

// Puts rows of a table in, with what the triggers of a GeoPackage keep beside them.
class Receiver {
  public:
    Receiver(const sqlite::Database &database, const ServerTable &table)
        : database_(database), table_(table), insert_(database, insertion(table)),
          index_("rtree_" + table.name + "_" + table.geometry) {
        has_index_ = !table.geometry.empty() && database.has_table(index_);
    }

    void take(const postgres::Connection &server, const std::string &condition) {
        postgres::CopyOut row(server, fmt::format("SELECT {} FROM qitu.{} t {}", selection_of(table_),
                                                  postgres::identifier(table_.name), condition));
        while (row.next())
            take(row);
        if (has_index_)
            packed_.write_to(database_, index_);
    }

    void remove(std::int64_t number) {
        sqlite::Statement(database_, "DELETE FROM " + sqlite::identifier(table_.name) + " WHERE rowid = ?")
            .bind(1, number)
            .step();
        if (has_index_)
            sqlite::Statement(database_, "DELETE FROM " + sqlite::identifier(index_) + " WHERE id = ?")
                .bind(1, number)
                .step();
    }

    [[nodiscard]] const geometry::Box &extent() const { return extent_; }

  private:
    static std::string insertion(const ServerTable &table) {
        std::string names = sqlite::identifier(table.key), marks = "?";
        for (const ServerColumn &column : table.columns) {
            names += ", " + sqlite::identifier(column.name);
            marks += ", ?";
        }
        return fmt::format("INSERT INTO {} ({}) VALUES ({})", sqlite::identifier(table.name), names, marks);
    }

    void take(const postgres::CopyOut &row) {
        const std::int64_t number = row.integer(0);
        std::vector<Cell> cells(table_.columns.size()); // live until the row is in
        insert_.bind(1, number);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            cells[i] = cell_of(row, i + 1, table_.columns[i].kind);
            bind_cell(insert_, static_cast<int>(i) + 2, cells[i]);
            if (has_index_ && table_.columns[i].kind == ServerKind::geometry)
                place(number, row.bytes(i + 1));
        }
        insert_.step();
    }

    void place(std::int64_t number, std::span<const std::byte> blob) {
        if (blob.empty())
            return;
        try {
            const geometry::Box box = envelope_of_blob(blob);
            packed_.add(number, box);
            extent_.add(box);
        } catch (const geometry::InvalidGeometry &) { // the triggers of a GeoPackage pass over it too
        }
    }

    const sqlite::Database &database_;
    const ServerTable &table_;
    sqlite::Statement insert_;
    std::string index_;
    bool has_index_ = false;
    PackedIndex packed_;
    geometry::Box extent_;
};

void insert_cells(const sqlite::Database &database, const std::string &table,
                  const std::vector<Cells> &rows) {
    std::string names, marks;
    for (std::size_t i = 0; !rows.empty() && i < rows.front().size(); ++i) {
        names += (i > 0 ? ", " : "") + sqlite::identifier(rows.front()[i].column);
        marks += i > 0 ? ", ?" : "?";
    }
    if (names.empty())
        return;
    sqlite::Statement insert(
        database, fmt::format("INSERT INTO {} ({}) VALUES ({})", sqlite::identifier(table), names, marks));
    for (const Cells &cells : rows) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            bind_cell(insert, static_cast<int>(i) + 1, cells[i].value);
        insert.step();
    }
}

void replace_rows(const postgres::Connection &server, const sqlite::Database &database,
                  const std::string &table) {
    database.run("DELETE FROM " + sqlite::identifier(table));
    insert_cells(database, table, rows_of(server, database, table));
}

std::vector<std::string> names_of_rows(const postgres::Connection &server, std::int64_t after) {
    std::vector<std::string> result;
    const postgres::Result rows = server.query(
        "SELECT tab FROM qitu_file.versions WHERE version > $1 ORDER BY tab", {fmt::format("{}", after)});
    for (int i = 0; i < rows.rows(); ++i)
        result.push_back(rows.text(i, 0));
    return result;
}

bool is_table(const std::string &rows) {
    return rows != schema_rows && rows != pragma_rows && rows != sequence_rows;
}

void make_tables(const sqlite::Database &database, const std::vector<Cells> &schema, bool tables) {
    for (const Cells &row : schema)
        if ((text_in(row, "type") == "table") == tables)
            database.run(text_in(row, "sql"));
}

// ---------------------------------------------------------------- news

using Touched = std::map<std::string, std::vector<std::int64_t>>;

Touched touched_rows(const postgres::Connection &server, std::int64_t after) {
    Touched result;
    const postgres::Result rows = server.query(
        "SELECT DISTINCT tab, row FROM qitu.qitu_history WHERE id > $1", {fmt::format("{}", after)});
    for (int i = 0; i < rows.rows(); ++i)
        result[rows.text(i, 0)].push_back(rows.integer(i, 1));
    return result;
}

// The last record that both have is the same one.
bool has_same_past(const postgres::Connection &server, const sqlite::Database &copy, std::int64_t record) {
    sqlite::Statement ours(
        copy, "SELECT at || ' ' || tab || ' ' || row || ' ' || op FROM qitu_history WHERE id = ?");
    const std::string there =
        server.text("SELECT at || ' ' || tab || ' ' || row || ' ' || op FROM qitu.qitu_history WHERE id = $1",
                    {fmt::format("{}", record)});
    return (ours.bind(1, record).step() ? ours.text(0) : std::string()) == there;
}

void widen_extent(const sqlite::Database &copy, const std::string &table, const geometry::Box &box) {
    if (box.empty())
        return;
    sqlite::Statement(copy, "UPDATE gpkg_contents SET min_x = min(ifnull(min_x, ?2), ?2), min_y = "
                            "min(ifnull(min_y, ?3), ?3), max_x = max(ifnull(max_x, ?4), ?4), max_y = "
                            "max(ifnull(max_y, ?5), ?5) WHERE table_name = ?1")
        .bind(1, table)
        .bind(2, box.min_x)
        .bind(3, box.min_y)
        .bind(4, box.max_x)
        .bind(5, box.max_y)
        .step();
}

// What the tables of a GeoPackage say of another one; edits through SQL say nothing there.
void describe(const sqlite::Database &copy, const std::string &table, const geometry::Box &extent) {
    widen_extent(copy, table, extent);
    sqlite::Statement(copy, "UPDATE gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM " +
                                sqlite::identifier(table) +
                                ") WHERE table_name = ? AND feature_count IS NOT NULL")
        .bind(1, table)
        .step();
}

void raise_sequence(const sqlite::Database &copy, const std::string &table, std::int64_t highest) {
    sqlite::Statement(copy, "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1")
        .bind(1, table)
        .bind(2, highest)
        .step();
}

void take_touched(const postgres::Connection &server, const sqlite::Database &copy, const ServerTable &table,
                  const std::vector<std::int64_t> &rows, std::int64_t after) {
    Receiver receiver(copy, table);
    for (const std::int64_t row : rows)
        receiver.remove(row);
    receiver.take(server,
                  fmt::format("WHERE t.{} IN (SELECT row FROM qitu.qitu_history WHERE id > {} AND tab = {})",
                              postgres::identifier(table.key), after, postgres::literal(table.name)));
    describe(copy, table.name, receiver.extent());
    raise_sequence(copy, table.name, *std::max_element(rows.begin(), rows.end()));
}

void take_log(const postgres::Connection &server, const sqlite::Database &copy, const ServerTable &table) {
    const std::int64_t last =
        number_of(copy, fmt::format("SELECT ifnull(max({}), 0) FROM {}", sqlite::identifier(table.key),
                                    sqlite::identifier(table.name)));
    Receiver(copy, table)
        .take(server, fmt::format("WHERE t.{0} > {1} ORDER BY t.{0}", postgres::identifier(table.key), last));
}

void take_sequences(const postgres::Connection &server, const sqlite::Database &copy) {
    for (const Cells &row : rows_of(server, copy, sequence_rows))
        sqlite::Statement(copy,
                          "UPDATE sqlite_sequence SET seq = max(seq, CAST(?2 AS INTEGER)) WHERE name = ?1")
            .bind(1, text_in(row, "name"))
            .bind(2, text_in(row, "seq"))
            .step();
}

} // namespace

KnownState state_of(const postgres::Connection &server) {
    KnownState state;
    state.id = server.text("SELECT id FROM qitu_file.about");
    state.record = server.number("SELECT coalesce(max(id), 0) FROM qitu.qitu_history");
    state.version = server.number("SELECT coalesce(max(version), 0) FROM qitu_file.versions");
    return state;
}

KnownState known_state(const sqlite::Database &copy) {
    KnownState state;
    if (!copy.has_table("server_state"))
        return state;
    sqlite::Statement row(copy, "SELECT id, version FROM server_state");
    if (row.step())
        state = {row.text(0), last_record(copy), row.integer(1)};
    return state;
}

void note_state(const sqlite::Database &copy, const KnownState &state) {
    copy.run(
        "CREATE TABLE IF NOT EXISTS server_state (id TEXT NOT NULL, version INTEGER NOT NULL); DELETE FROM "
        "server_state");
    sqlite::Statement(copy, "INSERT INTO server_state VALUES (?, ?)")
        .bind(1, state.id)
        .bind(2, state.version)
        .step();
}

void receive_whole(const postgres::Connection &server, const std::filesystem::path &file) {
    const sqlite::Database database(file, sqlite::Access::create);
    database.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    for (const Cells &row : rows_of(server, database, pragma_rows))
        database.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                 text_in(row, "application_id"), text_in(row, "user_version")));
    const sqlite::Transaction open(database);
    const std::vector<Cells> schema = rows_of(server, database, schema_rows);
    make_tables(database, schema, true);
    for (const std::string &rows : names_of_rows(server, 0))
        if (is_table(rows))
            replace_rows(server, database, rows);
    for (const ServerTable &table : server_tables(server)) {
        Receiver receiver(database, table);
        receiver.take(server, "ORDER BY t." + postgres::identifier(table.key));
        describe(database, table.name, receiver.extent());
    }
    make_tables(database, schema, false);
    database.run("DELETE FROM sqlite_sequence");
    insert_cells(database, sequence_rows, rows_of(server, database, sequence_rows));
    open.commit();
}

bool receive_news(const postgres::Connection &server, const sqlite::Database &copy) {
    const KnownState known = known_state(copy);
    const KnownState now = state_of(server);
    if (known.id != now.id || known.record > now.record || known.version > now.version ||
        !has_same_past(server, copy, known.record))
        return false;
    if (known.record == now.record && known.version == now.version)
        return true;
    const std::vector<std::string> others = names_of_rows(server, known.version);
    if (std::find(others.begin(), others.end(), schema_rows) != others.end())
        return false;
    const Touched touched = touched_rows(server, known.record);
    const WithoutTriggers without(copy);
    const sqlite::Transaction open(copy);
    for (const std::string &rows : others)
        if (is_table(rows))
            replace_rows(server, copy, rows);
    for (const ServerTable &table : server_tables(server)) {
        if (const auto rows = touched.find(table.name); rows != touched.end())
            take_touched(server, copy, table, rows->second, known.record);
        if (table.kind == "log")
            take_log(server, copy, table);
    }
    take_sequences(server, copy);
    note_state(copy, now);
    open.commit();
    return true;
}

} // namespace qitu::workspace
