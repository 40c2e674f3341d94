#include "output.h"

#include <qitu/core/base/text.h>

#include <nlohmann/json.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace qitu::cli {

std::string Output::format_name() const {
    if (!format.empty())
        return folded(format);
    const std::string ending = folded(std::filesystem::path(file).extension().string());
    return ending == ".csv" || ending == ".json" || ending == ".html" ? ending.substr(1) : "table";
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
        out << Json{{"rows", rows_of(table, keys)}}.dump(1) << '\n';
        return;
    }
    console::write_csv(out, keys);
    for (const auto &cells : table.cells)
        console::write_csv(out, cells);
}

} // namespace qitu::cli
