// Any listing as a workbook.
#include "sheets.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/output/xlsx/xlsx.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace qitu::xlsx {

namespace {

constexpr double narrowest = 8; // characters
constexpr double widest = 60;

struct Figure {
    double value = 0;
    int decimals = 0;
};

// 1,234.50 of a column of figures; what has words or signs beside it stays text.
std::optional<Figure> figure_in(std::string text) {
    std::erase(text, ',');
    double value = 0;
    if (text.empty() || text.find_first_not_of("0123456789.-") != std::string::npos ||
        !parse_number(text, value))
        return std::nullopt;
    const std::size_t point = text.find('.');
    return Figure{value, point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1)};
}

double width_of(const console::Table &table, std::size_t column) {
    std::size_t width = display_width(table.headers[column]) + 3; // and the button of the filter
    for (const std::vector<std::string> &cells : table.cells)
        width = std::max(width, display_width(cells[column]) + 1);
    return std::clamp(static_cast<double>(width), narrowest, widest);
}

void write_table(Sheet &sheet, const console::Table &table) {
    for (std::size_t i = 0; i < table.headers.size(); ++i) {
        sheet.text(0, static_cast<ColumnAt>(i), table.headers[i], head_style());
        sheet.width(static_cast<ColumnAt>(i), width_of(table, i));
    }
    for (std::size_t row = 0; row < table.cells.size(); ++row)
        for (std::size_t i = 0; i < table.cells[row].size(); ++i) {
            const std::string &text = table.cells[row][i];
            const auto at = static_cast<RowAt>(row + 1);
            const auto column = static_cast<ColumnAt>(i);
            const std::optional<Figure> figure = table.numeric[i] ? figure_in(text) : std::nullopt;
            Style style = figure ? number_style(figure->decimals) : text_style();
            if (table.numeric[i])
                style.align = Align::right;
            if (figure)
                sheet.number(at, column, figure->value, style);
            else
                sheet.text(at, column, text, style);
        }
    if (table.headers.empty())
        return;
    const auto last_row = static_cast<RowAt>(table.cells.size());
    const auto last_column = static_cast<ColumnAt>(table.headers.size() - 1);
    sheet.freeze(1, 0);
    sheet.filter(0, std::max<RowAt>(last_row, 1), last_column);
    sheet.repeat(0, 0, 0);
    sheet.print_area(last_row, last_column);
}

std::vector<std::string> lines_of(const std::string &words) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < words.size();) {
        const std::size_t end = std::min(words.find('\n', from), words.size());
        if (end > from)
            lines.push_back(words.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

// The last words above a table are its name, the others notes.
std::string take_name(std::vector<std::string> &lines, const std::string &title) {
    if (lines.empty())
        return title;
    std::string name = std::move(lines.back());
    lines.pop_back();
    return name;
}

void write_notes(Book &book, const std::vector<std::string> &lines) {
    Sheet notes = book.sheet(say("Notes"));
    Style style = text_style();
    style.border = false;
    style.wrap = true;
    notes.width(0, 100);
    for (std::size_t i = 0; i < lines.size(); ++i)
        notes.text(static_cast<RowAt>(i), 0, lines[i], style);
}

} // namespace

void write_tables(const std::filesystem::path &file, const std::string &title, const console::Pages &pages) {
    const StagedFile staged(file);
    Book book(staged.path(), title, today());
    std::vector<std::string> notes;
    for (const console::PrintedTable &printed : pages.tables) {
        std::vector<std::string> lines = lines_of(printed.words);
        Sheet sheet = book.sheet(take_name(lines, title));
        write_table(sheet, printed.table);
        notes.insert(notes.end(), lines.begin(), lines.end());
    }
    const std::vector<std::string> last = lines_of(pages.words);
    notes.insert(notes.end(), last.begin(), last.end());
    if (!notes.empty() || pages.tables.empty())
        write_notes(book, notes);
    book.close();
    staged.commit();
}

} // namespace qitu::xlsx
