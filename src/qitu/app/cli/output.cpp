#include "output.h"

#include "console.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/output/html/html.h>
#include <qitu/output/xlsx/xlsx.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::cli {

namespace {

// A file's ending and the format that it stands for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> listing_endings{{{".xlsx", "xlsx"},
                                                                                         {".csv", "csv"},
                                                                                         {".json", "json"},
                                                                                         {".html", "html"},
                                                                                         {".htm", "html"},
                                                                                         {".md", "md"},
                                                                                         {".txt", "table"},
                                                                                         {"", "table"},
                                                                                         {".log", "table"},
                                                                                         {".tab", "table"},
                                                                                         {".out", "table"},
                                                                                         {".gpkg", "table"}}};

bool made_of_tables(const std::string &format) {
    return format == "xlsx" || format == "html" || format == "md";
}

} // namespace

std::string Output::format_name() const {
    if (!format.empty())
        return folded(format);
    if (file == "-" || file.empty())
        return "table";
    const std::string ending = folded(std::filesystem::path(file).extension().string());
    for (const auto &[known, name] : listing_endings)
        if (ending == known && (known != ".gpkg" || layers))
            return std::string(name);
    throw Error(
        ErrorKind::usage,
        say("{}: cannot be written as {}. What this command prints can be {}; name the format with --format "
            "to keep the name.",
            file, ending,
            layers ? "xlsx, csv, json, html, md, txt, gpkg" : "xlsx, csv, json, html, md, txt"));
}

console::Format Output::chosen() const {
    const std::string name = format_name();
    return made_of_tables(name) ? console::Format::table : console::format_from(name);
}

Listing listing_of(const Output &output, const std::function<void(std::ostream &)> &print) {
    const std::string format = output.format_name();
    if (format == "xlsx" && (output.file == "-" || output.file.empty()))
        throw Error(ErrorKind::usage, say("A workbook is written to a file: name one with -o."));
    return made_of_tables(format) ? Listing{{}, console::collect(print)}
                                  : Listing{written_for(output.file, print), {}};
}

void put_listing(const Output &output, const std::string &title, const Listing &listing) {
    const std::string format = output.format_name();
    if (!made_of_tables(format))
        return put_out(output.file, listing.text);
    if (format == "xlsx") {
        workspace::refuse_workspace(output.file);
        return xlsx::write_tables(output.file, title, listing.pages);
    }
    put_out(output.file, [&](std::ostream &out) {
        if (format == "html")
            html::write_tables_page(out, title, listing.pages);
        else
            console::write_markdown(out, title, listing.pages);
    });
}

void put_listing(const Output &output, const std::string &title,
                 const std::function<void(std::ostream &)> &print) {
    put_listing(output, title, listing_of(output, print));
}

namespace {

using Json = nlohmann::ordered_json;

Json value_of(const std::string &cell, bool numeric) {
    const Json number = numeric ? Json::parse(cell, nullptr, false) : Json();
    return number.is_number() ? number : Json(cell);
}

Json rows_of(const console::Table &table, const std::vector<std::string> &keys) {
    Json rows = Json::array();
    for (const auto &cells : table.cells) {
        Json row = Json::object();
        for (std::size_t i = 0; i < keys.size(); ++i)
            row[keys[i]] = value_of(cells[i], table.numeric[i]);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

void print_listing(std::ostream &out, const console::Table &table, const std::vector<std::string> &keys,
                   console::Format format) {
    if (format == console::Format::table)
        return console::print(out, table);
    if (format == console::Format::json) {
        out << Json{{"rows", rows_of(table, keys)}}.dump(1, ' ', false, Json::error_handler_t::replace)
            << '\n';
        return;
    }
    console::write_csv(out, keys);
    for (const auto &cells : table.cells)
        console::write_csv(out, cells);
}

} // namespace qitu::cli
