#include "table/grid.h"

#include "encoding/text_file.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/messages.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;
using Cells = std::vector<std::string>;

constexpr std::size_t most_rows_above = 30; // title, unit, remarks

bool blank(const std::string &cell) {
    return folded(cell).empty();
}

std::size_t width_of(const Sheet &sheet) {
    std::size_t width = 0;
    for (const Record &record : sheet.records)
        width = std::max(width, record.cells.size());
    return width;
}

const std::string &cell_of(const Record &record, std::size_t column) {
    static const std::string nothing;
    return column < record.cells.size() ? record.cells[column] : nothing;
}

/// A cell with more than one column or row to it takes all its text from the first.
const std::string &text_at(const Sheet &sheet, std::size_t place, std::size_t column) {
    const Record &record = sheet.records[place];
    for (const MergedCells &merged : sheet.merged)
        if (record.line >= merged.first_row && record.line <= merged.last_row &&
            column >= merged.first_column && column <= merged.last_column)
            for (const Record &above : sheet.records)
                if (above.line == merged.first_row)
                    return cell_of(above, merged.first_column);
    return cell_of(record, column);
}

/// A row over the heads that names columns too: texts in two cells or more, that are not numbers.
bool names_columns(const Record &record) {
    std::size_t texts = 0;
    double number = 0;
    for (const std::string &cell : record.cells)
        if (!blank(cell)) {
            if (parse_number(cell, number))
                return false;
            ++texts;
        }
    return texts >= 2;
}

/// The own text of the deepest row that has one: X below 坐标, 地块编号 that is merged down.
Cells heads_between(const Sheet &sheet, std::size_t first, std::size_t last) {
    Cells heads(width_of(sheet));
    for (std::size_t column = 0; column < heads.size(); ++column)
        for (std::size_t i = last + 1; i-- > first && blank(heads[column]);)
            heads[column] = text_at(sheet, i, column);
    return heads;
}

struct Found {
    std::size_t first = 0, last = 0; // rows of the heads
    Cells heads;
};

/// The first row, or rows below each other, whose texts say where the shapes are.
std::optional<Found> find_heads(const Sheet &sheet, const Path &file, const OpenOptions &options) {
    const auto shapes = [&](const Cells &heads) {
        try {
            return roles_of(heads, file, options).shapes();
        } catch (const Error &) {
            return false; // the columns that were named are not here
        }
    };
    for (std::size_t i = 0; i < std::min(sheet.records.size(), most_rows_above); ++i) {
        Found found{i, i, heads_between(sheet, i, i)};
        if (!shapes(found.heads))
            continue;
        while (found.first > 0 && names_columns(sheet.records[found.first - 1]))
            --found.first;
        found.heads = heads_between(sheet, found.first, i);
        return found;
    }
    return {};
}

/// Columns without a head keep their place; of two with one head, which is noted, the second gets its place
/// behind it.
void name_all(Grid &grid) {
    for (std::size_t i = 0; i < grid.heads.size(); ++i) {
        std::string &head = grid.heads[i];
        if (blank(head))
            head = fmt::format("field_{}", i + 1);
        const auto end = grid.heads.begin() + static_cast<std::ptrdiff_t>(i);
        const auto taken = [&] { return std::find(grid.heads.begin(), end, head) != end; };
        if (taken())
            grid.notes.push_back(say("more than one column is named {}: only the first is read", head));
        while (taken())
            head += fmt::format("_{}", i + 1);
    }
}

void note_above(const Sheet &sheet, std::size_t end, Grid &grid) {
    for (std::size_t i = 0; i < end; ++i)
        for (const std::string &cell : sheet.records[i].cells)
            if (!blank(cell)) {
                grid.notes.push_back(
                    say("row {}, above the heads: {}", sheet.records[i].line, first_characters(cell, 60)));
                break;
            }
}

template <typename Numbers>
std::string listed(const Numbers &numbers) {
    constexpr std::size_t shown = 10;
    std::vector<std::string> texts;
    for (const auto &number : numbers)
        if (texts.size() < shown)
            texts.push_back(fmt::format("{}", number));
    return fmt::format("{}{}", fmt::join(texts, ", "), numbers.size() > shown ? " …" : "");
}

void note_hidden(const Sheet &sheet, const Grid &grid, std::vector<std::string> &notes) {
    std::vector<std::size_t> rows;
    for (const Record &record : grid.rows)
        if (sheet.hidden_rows.contains(record.line))
            rows.push_back(record.line);
    if (!rows.empty())
        notes.push_back(say("rows that are hidden on the sheet are read too: {}", listed(rows)));
    std::vector<std::string> columns;
    for (const std::size_t column : sheet.hidden_columns)
        if (column < grid.heads.size())
            columns.push_back(grid.heads[column]);
    if (!columns.empty())
        notes.push_back(say("columns that are hidden on the sheet are read too: {}", listed(columns)));
}

/// Columns without head and cells, as a merged title leaves them.
void drop_empty_columns(Grid &grid) {
    for (std::size_t column = grid.heads.size(); column-- > 0;) {
        const auto empty = [column](const Record &row) { return blank(row.cells[column]); };
        if (!blank(grid.heads[column]) || !std::all_of(grid.rows.begin(), grid.rows.end(), empty))
            continue;
        const auto at = static_cast<std::ptrdiff_t>(column);
        grid.heads.erase(grid.heads.begin() + at);
        for (Record &row : grid.rows)
            row.cells.erase(row.cells.begin() + at);
    }
}

Grid grid_below(const Sheet &sheet, const Found &found, const Path &file, const OpenOptions &options) {
    Grid grid;
    grid.heads = found.heads;
    for (std::size_t i = found.last + 1; i < sheet.records.size(); ++i) {
        grid.rows.push_back(sheet.records[i]);
        grid.rows.back().cells.resize(grid.heads.size());
    }
    note_hidden(sheet, grid, grid.notes);
    drop_empty_columns(grid);
    name_all(grid);
    grid.roles = roles_of(grid.heads, file, options);
    note_above(sheet, found.first, grid);
    return grid;
}

/// Of a sheet without shapes: the first row, so that the refusal can show it.
Found first_row(const Sheet &sheet) {
    return {0, 0, heads_between(sheet, 0, 0)};
}

// ---------------------------------------------------------------- CSV

/// A first line sep=; is Excel's word on what parts the columns.
std::string take_separator_line(std::string &text) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string line = folded(text.substr(0, end));
    if (!line.starts_with("sep=") || line.size() != 5)
        return {};
    std::fill(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(end, text.size())), ' ');
    return line.substr(4);
}

Sheet sheet_of(const Path &file, const std::string &text, const std::string &separator) {
    return {file.string(), "", parse_csv(text, file, separator), {}, {}, {}};
}

/// The separator under which the table has shapes, else the most columns.
Sheet read_csv_sheet(const Path &file, std::string text, const OpenOptions &options) {
    const std::string said = take_separator_line(text);
    if (!said.empty())
        return sheet_of(file, text, said);
    Sheet widest;
    std::string fault;
    for (const char *separator : {",", ";", "\t", "|"})
        try {
            Sheet sheet = sheet_of(file, text, separator);
            if (find_heads(sheet, file, options))
                return sheet;
            if (width_of(sheet) > width_of(widest))
                widest = std::move(sheet);
        } catch (const Error &error) {
            if (fault.empty())
                fault = error.what();
        }
    if (width_of(widest) <= 1 && !fault.empty()) // no other separator parts it
        throw Error(ErrorKind::unreadable, fault);
    return widest;
}

bool is_csv(const Path &file) {
    constexpr std::array<std::string_view, 3> endings{".csv", ".tsv", ".txt"};
    return std::find(endings.begin(), endings.end(), folded(file.extension().string())) != endings.end();
}

// ---------------------------------------------------------------- sheets

std::string names_of(const std::vector<Sheet> &sheets) {
    std::vector<std::string> names;
    for (const Sheet &sheet : sheets)
        names.push_back(say("{} (a table, {})", sheet.title, sheet.records.size()));
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Sheet> with_shapes(const std::vector<Sheet> &sheets, const Path &file,
                               const OpenOptions &options) {
    std::vector<Sheet> result;
    for (const Sheet &sheet : sheets)
        if (find_heads(sheet, file, options))
            result.push_back(sheet);
    return result;
}

Sheet chosen(std::vector<Sheet> sheets, const Path &file, const OpenOptions &options) {
    for (Sheet &sheet : sheets)
        if (!options.layer.empty() && folded(sheet.title) == folded(options.layer))
            return std::move(sheet);
    if (!options.layer.empty() && sheets.front().title.empty())
        return std::move(sheets.front()); // of a CSV
    if (!options.layer.empty())
        throw Error(ErrorKind::unreadable, say("{}: has no sheet \"{}\". Its sheets: {}.", file.string(),
                                               options.layer, names_of(sheets)));
    std::vector<Sheet> meant = sheets.size() > 1 ? with_shapes(sheets, file, options) : sheets;
    if (meant.empty())
        meant = sheets;
    if (meant.size() > 1)
        throw NeedsParameter(
            Parameter::source_layer, ErrorKind::unreadable,
            say("{}: has {} layers: {}. Choose one.", file.string(), meant.size(), names_of(meant)));
    return std::move(meant.front());
}

} // namespace

bool is_sheet(const Path &file) {
    return is_csv(file) || is_workbook(file);
}

Grid read_grid(const Path &file, const Path &from, const OpenOptions &options) {
    Encoding encoding{"UTF-8", say("fixed by the format")};
    std::vector<Sheet> sheets;
    if (is_csv(from)) {
        TextFile text = read_text(file, contents_of(from), options.encoding);
        encoding = text.encoding;
        sheets.push_back(read_csv_sheet(file, std::move(text.text), options));
    } else
        sheets = sheets_in(from);
    std::erase_if(sheets, [](const Sheet &sheet) { return sheet.records.empty(); });
    if (sheets.empty())
        throw Error(ErrorKind::unreadable,
                    say("{}: the table is empty. Its first rows should name the columns.", file.string()));
    const Sheet sheet = chosen(std::move(sheets), file, options);
    const std::optional<Found> heads = find_heads(sheet, file, options);
    Grid grid = grid_below(sheet, heads ? *heads : first_row(sheet), file, options);
    grid.name = sheet.title.empty() ? from.stem().string() : sheet.title;
    grid.encoding = std::move(encoding);
    return grid;
}

Grid grid_of(OGRLayer &layer, const Decoder &decoder, const OpenOptions &options) {
    const gdal::Quiet quiet;
    Grid grid;
    grid.name = layer.GetName();
    OGRFeatureDefn &definition = *layer.GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i)
        grid.heads.push_back(decoder.decode(definition.GetFieldDefn(i)->GetNameRef()));
    grid.roles = roles_of(grid.heads, grid.name, options);
    std::size_t number = 0;
    layer.ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
        Record row{++number, {}};
        for (int i = 0; i < feature->GetFieldCount(); ++i)
            row.cells.push_back(feature->IsFieldSetAndNotNull(i)
                                    ? decoder.decode(feature->GetFieldAsString(i))
                                    : std::string());
        grid.rows.push_back(std::move(row));
    }
    return grid;
}

} // namespace qitu::reader
