// The document as JSON, CSV and Markdown.
#include "document.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/output/console/csv.h>
#include <qitu/output/console/json.h>
#include <qitu/output/console/table.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

const char *name_of(Row::Level level) {
    switch (level) {
    case Row::Level::heading:
        return "heading";
    case Row::Level::total:
        return "total";
    case Row::Level::league:
        return "group";
    case Row::Level::part:
        return "part";
    case Row::Level::apart:
        return "apart";
    case Row::Level::plain:
        return "row";
    }
    return "";
}

const char *name_of(Column::Kind kind) {
    switch (kind) {
    case Column::Kind::number:
        return "number";
    case Column::Kind::percent:
        return "percent";
    default:
        return "text";
    }
}

// ---------------------------------------------------------------- JSON

console::Json json_of(const std::vector<Note> &notes) {
    console::Json result = console::Json::array();
    for (const Note &note : notes)
        result.push_back({{"term", note.term}, {"meaning", note.meaning}});
    return result;
}

console::Json json_of(const Row &row, const Grid &grid) {
    console::Json values = console::Json::object();
    console::Json printed = console::Json::object();
    console::Json marks = console::Json::object();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string &id = grid.columns[i].id;
        if (const auto *text = std::get_if<std::string>(&row.cells[i]))
            values[id] = *text;
        else if (const auto *number = std::get_if<Number>(&row.cells[i])) {
            values[id] = number->exact;
            printed[id] = number->printed;
            if (!number->mark.empty() || !number->before.empty())
                marks[id] = number->before + number->mark;
        } else if (const auto *word = std::get_if<Word>(&row.cells[i])) {
            values[id] = word->exact;
            printed[id] = word->printed;
        } else {
            values[id] = nullptr;
        }
    }
    console::Json result{
        {"level", name_of(row.level)}, {"admin", row.code}, {"values", values}, {"printed", printed}};
    if (!marks.empty())
        result["marks"] = marks;
    return result;
}

console::Json json_of(const Grid &grid) {
    console::Json columns = console::Json::array();
    for (const Column &column : grid.columns)
        columns.push_back({{"id", column.id},
                           {"head", column.head},
                           {"kind", name_of(column.kind)},
                           {"meaning", column.meaning},
                           {"sums", column.sums}});
    console::Json rows = console::Json::array();
    for (const Row &row : grid.rows)
        rows.push_back(json_of(row, grid));
    return {{"id", grid.id},
            {"title", grid.title},
            {"sheet", grid.sheet},
            {"unit", grid.own_unit.empty() ? grid.unit : grid.own_unit},
            {"printed_unit", grid.unit},
            {"of", grid.subject},
            {"note", grid.note},
            {"columns", columns},
            {"rows", rows}};
}

// ---------------------------------------------------------------- CSV and Markdown

std::string csv_text(const Value &value) {
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    if (const auto *word = std::get_if<Word>(&value))
        return word->exact;
    const auto *number = std::get_if<Number>(&value);
    return number == nullptr ? "" : format::shortest(number->exact);
}

void write_grid(std::ostream &out, const Grid &grid) {
    std::vector<std::string> headers{"level", "admin"};
    for (const Column &column : grid.columns)
        headers.push_back(column.id);
    console::write_csv(out, headers);
    for (const Row &row : grid.rows) {
        std::vector<std::string> cells{name_of(row.level), row.code};
        for (const Value &value : row.cells)
            cells.push_back(csv_text(value));
        cells.resize(headers.size());
        console::write_csv(out, cells);
    }
}

using console::in_markdown;

bool numeric(const Column &column) {
    return column.kind == Column::Kind::number || column.kind == Column::Kind::percent;
}

void write_markdown_line(std::ostream &out, const std::vector<std::string> &cells) {
    for (const std::string &cell : cells)
        out << "| " << cell << ' ';
    out << "|\n";
}

void write_markdown_grid(std::ostream &out, const Grid &grid) {
    out << "\n## " << in_markdown(grid.title) << "\n\n" << say("Unit: {}", grid.unit) << "\n\n";
    if (!grid.note.empty())
        out << in_markdown(grid.note) << "\n\n";
    std::vector<std::string> headers;
    std::vector<std::string> rules;
    for (const Column &column : grid.columns) {
        headers.push_back(in_markdown(column.head));
        rules.emplace_back(numeric(column) ? "---:" : "---");
    }
    write_markdown_line(out, headers);
    write_markdown_line(out, rules);
    for (const Row &row : grid.rows) {
        const bool bold = row.level == Row::Level::heading || row.level == Row::Level::total ||
                          row.level == Row::Level::league;
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string text = in_markdown(text_of(row.cells[i], grid.columns[i]));
            cells.push_back(bold && !text.empty() ? "**" + text + "**" : text);
        }
        cells.resize(headers.size());
        write_markdown_line(out, cells);
    }
}

void write_notes(std::ostream &out, const std::string &title, const std::vector<Note> &notes) {
    if (notes.empty())
        return;
    out << "\n## " << title << "\n\n";
    for (const Note &note : notes)
        out << "- **" << in_markdown(note.term) << "**: " << in_markdown(note.meaning) << '\n';
}

} // namespace

void write_json_report(const std::filesystem::path &file, const Edition &edition) {
    const Document &document = edition.document;
    const Figures &figures = edition.figures();
    console::Json tables = console::Json::array();
    for (const Grid &grid : document.grids)
        tables.push_back(json_of(grid));
    console::Json json{{"title", document.title},
                       {"date", figures.date},
                       {"year", figures.banners.year},
                       {"as_of", figures.as_of},
                       {"method", geodesy::method_name(figures.banners.method)},
                       {"language", language_in_use() == Language::zh ? "zh" : "en"},
                       {"head", json_of(document.head)},
                       {"notes", json_of(document.notes)},
                       {"sources", json_of(document.sources)},
                       {"tables", tables}};
    write_whole(file, [&](std::ostream &out) { console::write_json(out, json); });
}

std::vector<std::filesystem::path> write_csv_report(const std::filesystem::path &folder,
                                                    const Edition &edition) {
    std::vector<std::filesystem::path> files;
    for (const Grid &grid : edition.document.grids) {
        files.push_back(folder / (grid.id + ".csv"));
        write_whole(files.back(), [&](std::ostream &out) { write_grid(out, grid); });
    }
    return files;
}

void write_markdown(const std::filesystem::path &file, const Edition &edition) {
    const Document &document = edition.document;
    write_whole(file, [&](std::ostream &out) {
        out << "# " << in_markdown(document.title) << "\n\n";
        for (const Note &note : document.head)
            out << "- " << in_markdown(note.term) << ": " << in_markdown(note.meaning) << '\n';
        for (const Grid &grid : document.grids)
            write_markdown_grid(out, grid);
        if (const std::vector<std::string> words = signature_words(edition.figures()); !words.empty())
            out << '\n' << fmt::format("{}", fmt::join(words, "　　　　")) << '\n';
        write_notes(out, say("What counts"), document.notes);
        write_notes(out, say("Sources"), document.sources);
    });
}

} // namespace qitu::report
