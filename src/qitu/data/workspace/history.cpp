// What the triggers wrote, told as records.
#include "replay.h"
#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/history.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::workspace {

namespace {

namespace column { // of records_sql
enum { id, at, table, row, operation, before, after, moved, change, who, program, note };
}

constexpr const char *records_sql =
    "SELECT h.id, h.at, tab, row, op, before, after, moved, c.id, who, program, note "
    "FROM qitu_history h LEFT JOIN qitu_change c ON c.id = h.change";

// a note of a row before its replacement counts only where the replacement follows
constexpr const char *not_in_vain_sql =
    "(h.op <> 'replace' OR EXISTS (SELECT 1 FROM qitu_history n WHERE n.id = h.id + 1 AND "
    "n.op = 'insert' AND n.tab = h.tab AND n.row = h.row))";

Operation operation_of(const sqlite::Database &database, const sqlite::Statement &line) {
    const std::string name = line.text(column::operation);
    if (name == "insert")
        return Operation::insert;
    if (name == "update")
        return Operation::update;
    if (name == "delete" || name == "replace")
        return Operation::remove;
    throw Error(ErrorKind::refused,
                say("{}: record {} has the unknown operation \"{}\": no trigger wrote it.",
                    database.file().string(), line.integer(column::id), name));
}

Record record_of(const sqlite::Database &database, const sqlite::Statement &line) {
    Record record;
    record.id = line.integer(column::id);
    record.at = line.integer(column::at);
    record.table = line.text(column::table);
    record.row = line.integer(column::row);
    record.operation = operation_of(database, line);
    record.before = read_cells(database, line.text(column::before));
    record.after = read_cells(database, line.text(column::after));
    record.moved = line.integer(column::moved) != 0;
    if (!line.null(column::change)) {
        record.change = line.integer(column::change);
        record.who = line.text(column::who);
        record.program = line.text(column::program);
        record.note = line.text(column::note);
    }
    return record;
}

bool says(const std::vector<NamedCell> &cells, const NamedCell &wanted) {
    return std::find(cells.begin(), cells.end(), wanted) != cells.end();
}

// A project's features: those that have its code, and those that a record says had it.
class Project {
  public:
    Project(const sqlite::Database &database, const std::string &code)
        : database_(database), code_{catalogue::field_id::project_code, code} {}

    bool takes(const Record &record) {
        if (says(record.before, code_) || says(record.after, code_))
            return true;
        const auto [place, fresh] = rows_.try_emplace(record.table);
        if (fresh && database_.has_column(record.table, code_.column)) {
            sqlite::Statement found(database_, "SELECT rowid FROM " + sqlite::identifier(record.table) +
                                                   " WHERE project_code = ?");
            for (found.bind(1, std::get<std::string>(code_.value)); found.step();)
                place->second.insert(found.integer(0));
        }
        return place->second.contains(record.row);
    }

  private:
    const sqlite::Database &database_;
    NamedCell code_;
    std::map<std::string, std::set<std::int64_t>> rows_;
};

} // namespace

std::string text_of(const Cell &cell) {
    if (const auto *bytes = std::get_if<std::vector<std::byte>>(&cell))
        return say("{} bytes", bytes->size());
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return fmt::format("{}", *whole);
    if (const auto *real = std::get_if<double>(&cell))
        return fmt::format("{}", *real);
    const auto *text = std::get_if<std::string>(&cell);
    return text != nullptr ? *text : std::string();
}

std::vector<Record> history(const Workspace &workspace, const HistoryFilter &filter) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<Record> result;
    if (!database.has_table("qitu_history"))
        return result;
    Project project(database, filter.project);
    sqlite::Statement line(database,
                           fmt::format("{} WHERE h.at BETWEEN ?1 AND ?2 AND (?3 = '' OR h.tab = ?3) AND {} "
                                       "ORDER BY h.id",
                                       records_sql, not_in_vain_sql));
    line.bind(1, filter.from).bind(2, filter.to).bind(3, std::string_view(filter.table));
    while (line.step()) {
        if (!filter.rows.empty() && !filter.rows.contains(line.integer(column::row)))
            continue;
        Record record = record_of(database, line);
        if (filter.project.empty() || project.takes(record))
            result.push_back(std::move(record));
    }
    return result;
}

std::vector<LayerDay> layer_days(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<LayerDay> result;
    if (!database.has_table("qitu_history"))
        return result;
    sqlite::Statement line(database,
                           fmt::format("SELECT tab, date(at / 1000, 'unixepoch', 'localtime') AS day, "
                                       "sum(op = 'insert'), sum(op <> 'insert') FROM qitu_history h "
                                       "WHERE op <> 'update' AND {} GROUP BY tab, day ORDER BY tab, day",
                                       not_in_vain_sql));
    while (line.step())
        result.push_back({line.text(0), line.text(1), static_cast<std::uint64_t>(line.integer(2)),
                          static_cast<std::uint64_t>(line.integer(3))});
    return result;
}

std::vector<RowChange> changes(const Workspace &workspace, const Revision &from, const Revision &to) {
    const Revision &earlier = from.record <= to.record ? from : to;
    const Revision &later = from.record <= to.record ? to : from;
    std::vector<RowChange> result;
    if (!database_of(workspace).has_table("qitu_history"))
        return result;
    Replay replay(database_of(workspace));
    replay.go_back_to(later.record);
    std::map<std::string, TableState> after = replay.rows();
    replay.go_back_to(earlier.record);
    for (const auto &[name, rows] : replay.rows())
        for (const auto &[number, state] : rows) {
            RowChange change{name, number, state, {}};
            const auto touched = after.find(name);
            if (touched != after.end() && touched->second.contains(number))
                change.after = std::move(touched->second.at(number));
            else // nothing came later: it is as it was at the later moment
                change.after = replay.present(name, number);
            if (change.before == change.after)
                continue;
            if (&earlier != &from)
                std::swap(change.before, change.after);
            result.push_back(std::move(change));
        }
    return result;
}

std::vector<std::string> columns(const Workspace &workspace, const std::string &table) {
    return columns_of(database_of(workspace), table);
}

std::vector<std::byte> wkb_of(const Cell &geometry) {
    const auto *blob = std::get_if<std::vector<std::byte>>(&geometry);
    if (blob == nullptr)
        return {};
    const auto wkb = wkb_of_blob(*blob);
    return {wkb.begin(), wkb.end()};
}

} // namespace qitu::workspace
