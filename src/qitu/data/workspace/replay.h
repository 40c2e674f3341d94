// Rows as they were: the records after a moment, undone from the last one on.
#pragma once

#include "cell.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Cells in the order of columns_of; none: there is no such row.
using RowState = std::optional<std::vector<Cell>>;
using TableState = std::map<std::int64_t, RowState>;

class Replay {
  public:
    /// Begins with the present.
    explicit Replay(const sqlite::Database &database);

    /// Undoes every record after this one. \pre not after the one that it stands at
    void go_back_to(std::int64_t record);

    /// Rows that were touched by what has been undone, as they were at the record.
    [[nodiscard]] const std::map<std::string, TableState> &rows() const { return rows_; }
    [[nodiscard]] const std::vector<std::string> &columns(const std::string &table);
    /// The row as it stands in the file now.
    [[nodiscard]] RowState present(const std::string &table, std::int64_t row);

  private:
    struct Table {
        std::vector<std::string> columns;
        std::map<std::string, std::size_t> places;
        std::size_t geometry = 0; // columns.size() when there is none
        std::optional<sqlite::Statement> row;
    };
    Table &table(const std::string &name);
    RowState &row(const std::string &name, std::int64_t number);
    RowState held(Table &table, const sqlite::Statement &record) const;
    void undo_update(Table &table, RowState &row, const sqlite::Statement &record) const;

    const sqlite::Database &database_;
    std::int64_t at_;
    std::map<std::string, Table> tables_;
    std::map<std::string, TableState> rows_;
};

} // namespace qitu::workspace
