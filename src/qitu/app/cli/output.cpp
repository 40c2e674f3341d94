#include "output.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace qitu::cli {

std::string Output::format_name() const {
    if (!format.empty())
        return folded(format);
    const std::string ending = folded(std::filesystem::path(file).extension().string());
    if (ending == ".csv" || ending == ".json" || ending == ".html")
        return ending.substr(1);
    constexpr std::array plain{"",     ".txt", ".md",  ".log",
                               ".tab", ".out", ".gpkg"}; // of the last check makes a layer
    if (file == "-" || std::find(plain.begin(), plain.end(), ending) != plain.end())
        return "table";
    throw Error(ErrorKind::usage, say("{}: a listing cannot be written as {}. It can be csv, json or a table "
                                      "for people (.txt); name the format "
                                      "with --format to keep the name.",
                                      file, ending));
}

console::Format Output::chosen() const {
    return console::format_from(format_name());
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
