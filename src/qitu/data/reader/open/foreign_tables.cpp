#include "open/foreign_tables.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sqlite/sqlite.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>

namespace qitu::reader {

namespace {

constexpr std::array indexes{
    "rtree", "rtree_i32",           "geopoly",           "fts3",       "fts4",
    "fts5",  "virtualspatialindex", "virtualelementary", "virtualknn", "virtualknn2"};

bool is_sqlite(const std::filesystem::path &file) {
    std::array<char, 15> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    return std::string_view(head.data(), head.size()) == "SQLite format 3";
}

/// The statement is read as SQLite keeps it, without comments: anything written in another way is refused.
bool is_index(const std::string &statement) {
    static const std::regex form(
        R"form(CREATE VIRTUAL TABLE ("[^"]*"|'[^']*'|\[[^\]]*\]|\w+) USING "?(\w+)"?\s*(\([^;]*\))?\s*)form",
        std::regex::icase | std::regex::optimize);
    std::smatch match;
    if (!std::regex_match(statement, match, form))
        return false;
    const std::string module = folded(match[2].str());
    return std::find(indexes.begin(), indexes.end(), module) != indexes.end();
}

} // namespace

void refuse_foreign_tables(const std::filesystem::path &file, const std::filesystem::path &from) {
    if (std::filesystem::is_directory(from) || !is_sqlite(from))
        return;
    const sqlite::Database database(from, sqlite::Access::read);
    sqlite::Statement tables(database,
                             "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage = 0");
    while (tables.step())
        if (!is_index(tables.text(1)))
            throw Error(ErrorKind::unreadable,
                        say("{}: its table {} would read other files (\"{}\"). Send a GeoPackage with tables "
                            "of its own only.",
                            file.string(), tables.text(0), tables.text(1)));
}

} // namespace qitu::reader
