#include "cell.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::workspace {

namespace {

// Reads what the triggers wrote; anything else was written by another hand.
class CellReader {
  public:
    CellReader(const sqlite::Database &database, std::string_view text) : database_(database), text_(text) {}

    std::vector<NamedCell> cells() {
        std::vector<NamedCell> result;
        while (at_ < text_.size()) {
            std::string column = quoted('"');
            expect('=');
            result.push_back({std::move(column), literal()});
            expect(',');
        }
        return result;
    }

  private:
    [[noreturn]] void fail() const {
        throw Error(ErrorKind::refused,
                    say("{}: the history contains values that qitu's triggers did not write "
                        "(\"{}\"). Run \"qitu verify\".",
                        database_.file().string(), text_.substr(0, 60)));
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void expect(char sign) {
        if (peek() != sign)
            fail();
        ++at_;
    }

    std::string quoted(char quote) {
        expect(quote);
        std::string result;
        for (;;) {
            const std::size_t end = text_.find(quote, at_);
            if (end == std::string_view::npos)
                fail();
            result += text_.substr(at_, end - at_);
            at_ = end + 1;
            if (peek() != quote)
                return result;
            result += quote;
            ++at_;
        }
    }

    Cell literal() {
        if (peek() == '\'')
            return quoted('\'');
        if (peek() == 'X')
            return blob();
        const std::string_view word = text_.substr(at_, text_.find(',', at_) - at_);
        at_ += word.size();
        if (word == "NULL")
            return {};
        return number(word);
    }

    [[nodiscard]] Cell number(std::string_view word) const {
        const char *end = word.data() + word.size();
        std::int64_t whole = 0;
        if (const auto read = std::from_chars(word.data(), end, whole);
            read.ec == std::errc{} && read.ptr == end)
            return whole;
        double real = 0;
        const auto read = std::from_chars(word.data(), end, real);
        if (read.ptr != end || (read.ec != std::errc{} && read.ec != std::errc::result_out_of_range))
            fail();
        if (read.ec == std::errc::result_out_of_range) // quote() writes an infinity as 9.0e+999
            real = std::strtod(std::string(word).c_str(), nullptr);
        return real;
    }

    Cell blob() {
        ++at_;
        const std::string hex = quoted('\'');
        std::vector<std::byte> bytes(hex.size() / 2);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            unsigned value = 0;
            const char *digits = hex.data() + 2 * i;
            if (std::from_chars(digits, digits + 2, value, 16).ptr != digits + 2)
                fail();
            bytes[i] = static_cast<std::byte>(value);
        }
        return bytes;
    }

    const sqlite::Database &database_;
    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

Cell cell_of(const sqlite::Statement &row, int column) {
    switch (row.type(column)) {
    case sqlite::Type::null:
        return {};
    case sqlite::Type::integer:
        return row.integer(column);
    case sqlite::Type::real:
        return row.real(column);
    case sqlite::Type::blob: {
        const auto bytes = row.blob(column);
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    }
    default:
        return row.text(column);
    }
}

void bind_cell(sqlite::Statement &statement, int parameter, const Cell &cell) {
    std::visit(Bind{statement, parameter}, cell);
}

std::vector<NamedCell> read_cells(const sqlite::Database &database, const std::string &text) {
    return CellReader(database, text).cells();
}

std::vector<std::string> columns_of(const sqlite::Database &database, const std::string &table) {
    const std::string key = key_of(database, table);
    std::vector<std::string> result;
    for (sqlite::Statement row(database, "SELECT name FROM pragma_table_info(" + sqlite::literal(table) +
                                             ") ORDER BY cid");
         row.step();)
        if (row.text(0) != key)
            result.push_back(row.text(0));
    return result;
}

std::string key_of(const sqlite::Database &database, const std::string &table) {
    sqlite::Statement row(database,
                          "SELECT name FROM pragma_table_info(" + sqlite::literal(table) +
                              ") WHERE pk = 1 AND upper(type) = 'INTEGER' AND (SELECT count(*) FROM "
                              "pragma_table_info(" +
                              sqlite::literal(table) + ") WHERE pk > 0) = 1");
    return row.step() ? row.text(0) : std::string();
}

std::string geometry_of(const sqlite::Database &database, const std::string &table) {
    sqlite::Statement row(database, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?");
    return row.bind(1, table).step() ? row.text(0) : std::string();
}

} // namespace qitu::workspace
