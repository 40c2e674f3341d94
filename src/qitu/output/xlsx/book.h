// A workbook by libxlsxwriter: formats made from values, sheets with unique names, every sheet set up for
// print.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;
struct lxw_chart;

namespace qitu::xlsx {

enum class Align { left, centre, right };

/// How a cell looks; equal values share one format.
struct Style {
    std::string number; // number format, "" for text
    Align align = Align::left;
    bool bold = false;
    bool border = true;
    bool wrap = false;
    int size = 10;
    int indent = 0;
    std::uint32_t fill = 0; // 0: none
    std::uint32_t ink = 0x1F2A30;
    // NOLINTNEXTLINE(readability-implicit-bool-conversion): the compiler's own
    auto operator<=>(const Style &) const = default;
};

inline constexpr std::uint32_t head_fill = 0xDCE8E3;
inline constexpr std::uint32_t league_fill = 0xF0F4F2;

/// #,##0.00 with as many places.
std::string number_format(int decimals);

using RowAt = std::uint32_t;
using ColumnAt = std::uint16_t;

enum class Paper { a4, a3 };

/// What may be typed into the cells of a column, and what is said to who fills them in.
struct Entry {
    enum class Kind { any, list, whole, number, date };
    Kind kind = Kind::any;
    std::vector<std::string> words = {}; // of a list
    double least = 0, most = 0;          // of a whole number
    std::string title = {};
    std::string message = {};
};

class Book;

/// A chart of cells: names down a column, figures beside them.
struct Chart {
    enum class Kind { columns, bars, stacked_bars };
    struct Series {
        std::string name;
        ColumnAt column = 0;
        std::uint32_t fill = 0;
    };
    Kind kind = Kind::columns;
    std::string title;
    std::string unit; // below the title's line, along the figures
    std::string sheet;
    RowAt first_row = 0, last_row = 0;
    ColumnAt names = 0;
    std::vector<Series> series = {};
};

class Sheet {
  public:
    Sheet(Book &book, lxw_worksheet *sheet, std::string name)
        : book_(book), sheet_(sheet), name_(std::move(name)) {}

    [[nodiscard]] const std::string &name() const { return name_; }
    void text(RowAt row, ColumnAt column, const std::string &text, const Style &style);
    void number(RowAt row, ColumnAt column, double value, const Style &style);
    /// With the value that the formula has, for readers that do not calculate.
    void formula(RowAt row, ColumnAt column, const std::string &formula, double value, const Style &style);
    void merged(RowAt first_row, ColumnAt first, RowAt last_row, ColumnAt last, const std::string &text,
                const Style &style);
    void link(RowAt row, ColumnAt column, const Sheet &to, const std::string &text, const Style &style);
    void width(ColumnAt column, double characters);
    void height(RowAt row, double points);
    void freeze(RowAt rows, ColumnAt columns);
    void accept(RowAt first_row, RowAt last_row, ColumnAt column, const Entry &entry);
    void filter(RowAt heads, RowAt last_row, ColumnAt last_column); // from the first column
    void colour_by_progress(RowAt first_row, ColumnAt first, RowAt last_row, ColumnAt last);
    void repeat(RowAt first_row, RowAt last_row, ColumnAt columns);
    void print_area(RowAt last_row, ColumnAt last_column); // from the first cell
    void paper(Paper paper, bool landscape);
    void chart(RowAt row, ColumnAt column, int width, int height, const Chart &chart); // in pixels
    void pages(const std::vector<RowAt> &rows);                                        // that begin them
    void break_before(const std::vector<ColumnAt> &columns); // else all columns go on one page

  private:
    Book &book_;
    lxw_worksheet *sheet_;
    std::string name_;
};

class Book {
  public:
    /// Pinned to a date (ISO), so that the same figures give the same bytes.
    Book(const std::filesystem::path &file, std::string title, std::string date);
    ~Book();
    Book(const Book &) = delete;
    Book &operator=(const Book &) = delete;

    /// The name is shortened and made unique as Excel wants it.
    Sheet sheet(const std::string &name);
    lxw_format *format(const Style &style);
    lxw_format *fill(std::uint32_t colour);
    lxw_chart *chart(const Chart &chart);
    void close();

  private:
    std::string unique_name(const std::string &wanted);

    std::filesystem::path file_;
    std::string title_;
    std::string date_;
    lxw_workbook *book_; // its own close() frees it; else the destructor does
    std::map<Style, lxw_format *> formats_;
    std::map<std::uint32_t, lxw_format *> fills_;
    std::set<std::string> names_;
};

/// "B7", "B7:B19"
std::string cell_name(RowAt row, ColumnAt column);
std::string range_name(RowAt first_row, RowAt last_row, ColumnAt column);

} // namespace qitu::xlsx
