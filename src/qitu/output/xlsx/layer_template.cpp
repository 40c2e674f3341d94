// An empty table of a layer, to be sent to those who fill it in.
#include "sheets.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/xlsx/xlsx.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::xlsx {

namespace {

using catalogue::Field;
using catalogue::FieldType;

constexpr RowAt last_filled_row = 2000;
constexpr int first_year = 1990;
constexpr int last_year = 2100;
constexpr double widest_head = 24;

// Words that the forms of bureaus have; import knows them in either language.
std::string head_of(const Field &field) {
    return field.names.zh;
}

std::string note_of(const Field &field) {
    std::vector<std::string> words;
    if (field.required)
        words.push_back(say("Must be filled in."));
    if (field.id == catalogue::field_id::admin_code)
        words.push_back(say("Name or six-digit code of the banner."));
    if (!field.unit.empty())
        words.push_back(say("Unit: {}", field.unit));
    if (field.type == FieldType::date)
        words.push_back(say("A date such as 2023-05-01."));
    if (!field.codes.empty()) {
        std::vector<std::string> names;
        for (const catalogue::Code &code : field.codes)
            names.push_back(code.names.zh);
        words.push_back(fmt::format("{}", fmt::join(names, "、")));
    }
    return fmt::format("{}", fmt::join(words, " "));
}

Entry entry_of(const Field &field) {
    Entry entry{Entry::Kind::any, {}, 0, 0, field.names.zh, note_of(field)};
    if (!field.codes.empty()) {
        entry.kind = Entry::Kind::list;
        for (const catalogue::Code &code : field.codes)
            entry.words.push_back(code.names.zh);
    } else if (field.id == catalogue::field_id::year) {
        entry.kind = Entry::Kind::whole;
        entry.least = first_year;
        entry.most = last_year;
    } else if (field.type == FieldType::real || field.type == FieldType::integer) {
        entry.kind = Entry::Kind::number;
    } else if (field.type == FieldType::date) {
        entry.kind = Entry::Kind::date;
    }
    return entry;
}

struct Coordinate {
    const char *head;
    std::string note;
};

std::vector<Coordinate> coordinates_of(const catalogue::Layer &layer) {
    const bool corners = layer.geometry != catalogue::GeometryType::point;
    const std::string rows = corners ? say("A row for each corner, in order; the rows of a parcel have the "
                                           "same project and parcel number.")
                                     : say("A row for each place.");
    return {
        {"经度", rows + " " + say("Degrees on CGCS2000, such as 107.401234, or a Gauss-Krueger easting.")},
        {"纬度", rows + " " + say("Degrees on CGCS2000, such as 40.781234, or a Gauss-Krueger northing.")}};
}

void write_column(Sheet &sheet, ColumnAt column, const std::string &name, bool required, const Entry &entry) {
    Style style = head_style();
    style.fill = required ? head_fill : league_fill;
    sheet.text(0, column, name, style);
    sheet.width(column, std::min(widest_head, static_cast<double>(display_width(name)) + 4));
    sheet.accept(1, last_filled_row, column, entry);
}

} // namespace

void write_template(const std::filesystem::path &file, const catalogue::Layer &layer) {
    const StagedFile staged(file);
    Book book(staged.path(), layer.names.zh, today());
    Sheet sheet = book.sheet(layer.names.zh);
    ColumnAt column = 0;
    for (const Field &field : layer.fields)
        write_column(sheet, column++, head_of(field), field.required, entry_of(field));
    for (const Coordinate &coordinate : coordinates_of(layer))
        write_column(sheet, column++, coordinate.head, true,
                     {Entry::Kind::number, {}, 0, 0, coordinate.head, coordinate.note});
    sheet.freeze(1, 0);
    sheet.height(0, 30);
    book.close();
    staged.commit();
}

} // namespace qitu::xlsx
