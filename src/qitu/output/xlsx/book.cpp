#include "book.h"

#include <qitu/core/base/date.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/format/class_breaks.h>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <ctime>
#include <string_view>
#include <utility>

namespace qitu::xlsx {

namespace {

constexpr std::size_t longest_sheet_name = 31; // Excel's rule, in characters
constexpr std::uint32_t border_colour = 0xB8C4BF;

void must(lxw_error error, const std::string &sheet) {
    if (error != LXW_NO_ERROR)
        throw Error(ErrorKind::refused, say("Sheet {} cannot be written: {}.", sheet, lxw_strerror(error)));
}

std::time_t noon_of(const std::string &date) {
    using namespace std::chrono;
    const auto day = date_from(date);
    return day ? system_clock::to_time_t(sys_days(*day) + 12h) : 0;
}

std::uint8_t alignment(Align align) {
    switch (align) {
    case Align::left:
        return LXW_ALIGN_LEFT;
    case Align::centre:
        return LXW_ALIGN_CENTER;
    case Align::right:
        return LXW_ALIGN_RIGHT;
    }
    return LXW_ALIGN_LEFT;
}

} // namespace

std::string number_format(int decimals) {
    return decimals == 0 ? "#,##0" : "#,##0." + std::string(static_cast<std::size_t>(decimals), '0');
}

std::string cell_name(RowAt row, ColumnAt column) {
    char name[LXW_MAX_CELL_NAME_LENGTH] = {};
    lxw_rowcol_to_cell(name, row, column);
    return name;
}

std::string range_name(RowAt first_row, RowAt last_row, ColumnAt column) {
    return cell_name(first_row, column) + ":" + cell_name(last_row, column);
}

// ---------------------------------------------------------------- sheet

void Sheet::text(RowAt row, ColumnAt column, const std::string &text, const Style &style) {
    must(worksheet_write_string(sheet_, row, column, text.c_str(), book_.format(style)), name_);
}

void Sheet::number(RowAt row, ColumnAt column, double value, const Style &style) {
    must(worksheet_write_number(sheet_, row, column, value, book_.format(style)), name_);
}

void Sheet::formula(RowAt row, ColumnAt column, const std::string &formula, double value,
                    const Style &style) {
    must(worksheet_write_formula_num(sheet_, row, column, formula.c_str(), book_.format(style), value),
         name_);
}

void Sheet::merged(RowAt first_row, ColumnAt first, RowAt last_row, ColumnAt last, const std::string &text,
                   const Style &style) {
    if (first_row == last_row && first == last)
        return this->text(first_row, first, text, style);
    must(worksheet_merge_range(sheet_, first_row, first, last_row, last, text.c_str(), book_.format(style)),
         name_);
}

void Sheet::width(ColumnAt column, double characters) {
    must(worksheet_set_column(sheet_, column, column, characters, nullptr), name_);
}

void Sheet::height(RowAt row, double points) {
    must(worksheet_set_row(sheet_, row, points, nullptr), name_);
}

void Sheet::freeze(RowAt rows, ColumnAt columns) {
    worksheet_freeze_panes(sheet_, rows, columns);
}

// Cells without a percentage hold a dash, which Excel takes for larger than any number.
void Sheet::colour_by_progress(RowAt first_row, ColumnAt first, RowAt last_row, ColumnAt last) {
    const std::string cell = cell_name(first_row, first);
    for (std::size_t i = format::progress_classes.size(); i-- > 0;) {
        std::string rule =
            fmt::format("=AND(ISNUMBER({0}),{0}>={1})", cell, format::progress_classes[i].from / 100);
        lxw_conditional_format format = {};
        format.type = LXW_CONDITIONAL_TYPE_FORMULA;
        format.value_string = rule.data();
        format.format = book_.fill(format::progress_classes[i].cell);
        format.stop_if_true = LXW_TRUE;
        must(worksheet_conditional_format_range(sheet_, first_row, first, last_row, last, &format), name_);
    }
}

namespace {

constexpr std::size_t longest_list = 255; // characters of all words, as Excel has it
constexpr std::size_t longest_entry_title = 32;
constexpr std::size_t longest_entry_message = 255;

bool fits_in_cell(const std::vector<std::string> &words) {
    std::size_t length = 0;
    for (const std::string &word : words)
        length += characters(word).size() + 1;
    return length <= longest_list;
}

lxw_datetime day_of(int year, int month, int day) {
    lxw_datetime date = {};
    date.year = year;
    date.month = month;
    date.day = day;
    return date;
}

} // namespace

void Sheet::accept(RowAt first_row, RowAt last_row, ColumnAt column, const Entry &entry) {
    lxw_data_validation rule = {};
    std::string title(first_characters(entry.title, longest_entry_title));
    std::string message(first_characters(entry.message, longest_entry_message));
    std::vector<std::string> list = entry.words;
    std::vector<char *> words;
    for (std::string &word : list)
        words.push_back(word.data());
    words.push_back(nullptr);
    rule.ignore_blank = LXW_VALIDATION_ON;
    rule.show_input = LXW_VALIDATION_ON;
    rule.input_title = title.data();
    rule.input_message = message.data();
    rule.validate = LXW_VALIDATION_TYPE_ANY;
    if (entry.kind == Entry::Kind::list && fits_in_cell(entry.words)) {
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = words.data();
    } else if (entry.kind == Entry::Kind::whole) {
        rule.validate = LXW_VALIDATION_TYPE_INTEGER;
        rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        rule.minimum_number = entry.least;
        rule.maximum_number = entry.most;
    } else if (entry.kind == Entry::Kind::number) {
        rule.validate = LXW_VALIDATION_TYPE_DECIMAL;
        rule.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
        rule.value_number = 0;
    } else if (entry.kind == Entry::Kind::date) {
        rule.validate = LXW_VALIDATION_TYPE_DATE;
        rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        rule.minimum_datetime = day_of(1949, 10, 1);
        rule.maximum_datetime = day_of(2100, 12, 31);
    }
    must(worksheet_data_validation_range(sheet_, first_row, column, last_row, column, &rule), name_);
}

void Sheet::link(RowAt row, ColumnAt column, const Sheet &to, const std::string &text, const Style &style) {
    const std::string place = fmt::format("internal:'{}'!A1", to.name_);
    must(worksheet_write_url_opt(sheet_, row, column, place.c_str(), book_.format(style), text.c_str(),
                                 nullptr),
         name_);
}

void Sheet::filter(RowAt heads, RowAt last_row, ColumnAt last_column) {
    must(worksheet_autofilter(sheet_, heads, 0, last_row, last_column), name_);
}

void Sheet::repeat(RowAt first_row, RowAt last_row, ColumnAt columns) {
    must(worksheet_repeat_rows(sheet_, first_row, last_row), name_);
    if (columns > 0)
        must(worksheet_repeat_columns(sheet_, 0, static_cast<ColumnAt>(columns - 1)), name_);
}

void Sheet::print_area(RowAt last_row, ColumnAt last_column) {
    must(worksheet_print_area(sheet_, 0, 0, last_row, last_column), name_);
}

void Sheet::paper(Paper paper, bool landscape) {
    worksheet_set_paper(sheet_, paper == Paper::a3 ? 8 : 9); // as Excel counts them
    if (landscape)
        worksheet_set_landscape(sheet_);
    else
        worksheet_set_portrait(sheet_);
}

void Sheet::break_before(const std::vector<ColumnAt> &columns) {
    if (columns.empty())
        return;
    std::vector<lxw_col_t> breaks(columns.begin(), columns.end());
    breaks.push_back(0); // ends the list
    worksheet_fit_to_pages(sheet_, 0, 0);
    worksheet_set_print_scale(sheet_, 70);
    must(worksheet_set_v_pagebreaks(sheet_, breaks.data()), name_);
}

void Sheet::pages(const std::vector<RowAt> &rows) {
    std::vector<lxw_row_t> breaks(rows.begin(), rows.end());
    breaks.push_back(0); // ends the list
    must(worksheet_set_h_pagebreaks(sheet_, breaks.data()), name_);
}

// ---------------------------------------------------------------- book

Book::Book(const std::filesystem::path &file, std::string title, std::string date)
    : file_(file), title_(std::move(title)), date_(std::move(date)), book_(workbook_new(file.c_str())) {
    if (book_ == nullptr)
        throw Error(ErrorKind::refused, say("{}: cannot be written. Check the folder.", file.string()));
    std::string subject = say("Land programmes");
    std::string author = "qitu";
    lxw_doc_properties properties = {};
    properties.title = title_.data();
    properties.subject = subject.data();
    properties.author = author.data();
    properties.created = noon_of(date_);
    workbook_set_properties(book_, &properties);
}

Book::~Book() {
    if (book_ != nullptr)
        lxw_workbook_free(book_);
}

std::string Book::unique_name(const std::string &wanted) {
    std::string plain;
    for (const char c : wanted)
        plain += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
    std::string name(first_characters(plain, longest_sheet_name));
    for (int copy = 2; !names_.insert(folded(name)).second; ++copy) {
        const std::string ending = fmt::format(" ({})", copy);
        name = first_characters(plain, longest_sheet_name - ending.size());
        name += ending;
    }
    return name;
}

Sheet Book::sheet(const std::string &name) {
    const std::string unique = unique_name(name);
    lxw_worksheet *sheet = workbook_add_worksheet(book_, unique.c_str());
    if (sheet == nullptr)
        throw Error(ErrorKind::refused, say("Sheet {} cannot be written: {}.", unique, "add_worksheet"));
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); // A4
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.7);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_center_horizontally(sheet);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    must(worksheet_set_footer(sheet, say("&L{} · {}&RPage &P of &N", unique, date_).c_str()), unique);
    return {*this, sheet, unique};
}

lxw_format *Book::format(const Style &style) {
    lxw_format *&format = formats_[style];
    if (format != nullptr)
        return format;
    format = workbook_add_format(book_);
    if (!style.number.empty())
        format_set_num_format(format, style.number.c_str());
    format_set_align(format, alignment(style.align));
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_font_size(format, style.size);
    format_set_font_color(format, style.ink);
    if (style.bold)
        format_set_bold(format);
    if (style.wrap)
        format_set_text_wrap(format);
    if (style.indent > 0)
        format_set_indent(format, static_cast<std::uint8_t>(style.indent));
    if (style.fill != 0)
        format_set_bg_color(format, style.fill);
    if (style.border) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, border_colour);
    }
    return format;
}

lxw_format *Book::fill(std::uint32_t colour) {
    lxw_format *&format = fills_[colour];
    if (format == nullptr) {
        format = workbook_add_format(book_);
        format_set_bg_color(format, colour);
    }
    return format;
}

void Book::close() {
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR)
        throw Error(ErrorKind::refused,
                    say("{}: cannot be written ({}). Check the folder and the room on the disk.",
                        file_.string(), lxw_strerror(error)));
}

} // namespace qitu::xlsx
