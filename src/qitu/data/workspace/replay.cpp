#include "replay.h"

#include "record.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {
namespace held_column { // of the records that are replayed
enum { id, tab, number, op, before, moved, geom };
}
} // namespace

Replay::Replay(const sqlite::Database &database) : database_(database), at_(last_record(database)) {}

void Replay::go_back_to(std::int64_t record) {
    for (sqlite::Statement change(
             database_, fmt::format("SELECT id, tab, row, op, before, moved, geom FROM qitu_history "
                                    "WHERE id > {} AND id <= {} ORDER BY id DESC",
                                    record, at_));
         change.step();) {
        const std::string name = change.text(held_column::tab);
        if (!database_.has_table(name) && !tables_.contains(name))
            continue; // its rows went with it
        Table &its = table(name);
        RowState &state = row(name, change.integer(held_column::number));
        const std::string operation = change.text(held_column::op);
        if (operation == "insert")
            state.reset();
        else if (operation == "delete" || (operation == "replace" && !state))
            state = held(its, change);
        else if (operation == "update")
            undo_update(its, state, change);
        else if (operation != "replace")
            throw Error(ErrorKind::refused,
                        say("{}: record {} has the unknown operation \"{}\": no trigger wrote it.",
                            database_.file().string(), change.integer(held_column::id), operation));
    }
    at_ = std::min(at_, record);
}

const std::vector<std::string> &Replay::columns(const std::string &name) {
    return table(name).columns;
}

Replay::Table &Replay::table(const std::string &name) {
    const auto [place, fresh] = tables_.try_emplace(name);
    Table &result = place->second;
    if (!fresh)
        return result;
    result.columns = columns_of(database_, name);
    std::string list;
    for (std::size_t i = 0; i < result.columns.size(); ++i) {
        result.places[result.columns[i]] = i;
        list += (i > 0 ? ", " : "") + sqlite::identifier(result.columns[i]);
    }
    const auto geometry = result.places.find(geometry_of(database_, name));
    result.geometry = geometry != result.places.end() ? geometry->second : result.columns.size();
    result.row.emplace(database_,
                       "SELECT " + list + " FROM " + sqlite::identifier(name) + " WHERE rowid = ?");
    return result;
}

RowState &Replay::row(const std::string &name, std::int64_t number) {
    const auto [place, fresh] = rows_[name].try_emplace(number);
    if (fresh)
        place->second = present(name, number);
    return place->second;
}

RowState Replay::present(const std::string &name, std::int64_t number) {
    Table &its = table(name);
    its.row->bind(1, number);
    if (!its.row->step())
        return {};
    std::vector<Cell> cells(its.columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] = cell_of(*its.row, static_cast<int>(i));
    its.row->step(); // to its end, so that it can be bound again
    return cells;
}

RowState Replay::held(Table &its, const sqlite::Statement &record) const {
    std::vector<Cell> cells(its.columns.size());
    for (NamedCell &cell : read_cells(database_, record.text(held_column::before)))
        if (const auto place = its.places.find(cell.column); place != its.places.end())
            cells[place->second] = std::move(cell.value);
    if (its.geometry < cells.size())
        cells[its.geometry] = cell_of(record, held_column::geom);
    return cells;
}

// A row that is not there cannot be what the record says; `verify` finds that.
void Replay::undo_update(Table &its, RowState &state, const sqlite::Statement &record) const {
    if (!state)
        return;
    for (NamedCell &cell : read_cells(database_, record.text(held_column::before)))
        if (const auto place = its.places.find(cell.column); place != its.places.end())
            (*state)[place->second] = std::move(cell.value);
    if (record.integer(held_column::moved) != 0 && its.geometry < state->size())
        (*state)[its.geometry] = cell_of(record, held_column::geom);
}

} // namespace qitu::workspace
