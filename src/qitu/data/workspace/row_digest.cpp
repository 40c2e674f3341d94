#include "row_digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr int columns_of_a_record = 14;

// The columns of a table in the order of their names, as they are hashed.
struct Ordered {
    std::vector<std::string> names;
    std::vector<std::size_t> order;

    explicit Ordered(std::vector<std::string> columns) : names(std::move(columns)), order(names.size()) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
    }
};

void add_column(Digest &digest, const sqlite::Statement &row, int column) {
    switch (row.type(column)) {
    case sqlite::Type::null:
        break;
    case sqlite::Type::integer:
        digest.add(row.integer(column));
        break;
    case sqlite::Type::real:
        digest.add(row.real(column));
        break;
    case sqlite::Type::blob:
        digest.add(row.blob(column));
        break;
    default:
        digest.add(std::string_view(row.text(column)));
    }
}

RowHash shortened(const Hash &hash) {
    RowHash result;
    std::copy_n(hash.begin(), result.size(), result.begin());
    return result;
}

class RowDigest {
  public:
    explicit RowDigest(const Ordered &columns) : columns_(columns) {}

    RowHash of(std::int64_t number, const sqlite::Statement &row) {
        digest_.add(number);
        for (const std::size_t i : columns_.order)
            if (const int column = static_cast<int>(i) + 1; !row.null(column)) {
                digest_.add(std::string_view(columns_.names[i]));
                add_column(digest_, row, column);
            }
        return shortened(digest_.take());
    }
    RowHash of(std::int64_t number, const std::vector<Cell> &cells) {
        digest_.add(number);
        for (const std::size_t i : columns_.order)
            if (!std::holds_alternative<std::monostate>(cells[i]))
                digest_.add(std::string_view(columns_.names[i])).add(cells[i]);
        return shortened(digest_.take());
    }

  private:
    const Ordered &columns_;
    Digest digest_;
};

struct AddCell {
    Digest &digest;
    void operator()(std::monostate) const {}
    void operator()(std::int64_t value) const { digest.add(value); }
    void operator()(double value) const { digest.add(value); }
    void operator()(const std::string &value) const { digest.add(std::string_view(value)); }
    void operator()(const std::vector<std::byte> &value) const {
        digest.add(std::span<const std::byte>(value));
    }
};

} // namespace

void Digest::feed(char type, std::span<const std::byte> bytes) {
    std::array<std::byte, 9> head{static_cast<std::byte>(type)};
    for (std::size_t i = 0; i < 8; ++i)
        head[i + 1] = static_cast<std::byte>(bytes.size() >> (8 * i));
    sha_.add(head);
    sha_.add(bytes);
}

Digest &Digest::add(std::string_view text) {
    feed('t', std::as_bytes(std::span(text)));
    return *this;
}

Digest &Digest::add(std::span<const std::byte> bytes) {
    feed('b', bytes);
    return *this;
}

Digest &Digest::add(std::int64_t number) {
    feed('i', std::as_bytes(std::span(&number, 1)));
    return *this;
}

Digest &Digest::add(double number) {
    feed('r', std::as_bytes(std::span(&number, 1)));
    return *this;
}

Digest &Digest::add(const Cell &cell) {
    std::visit(AddCell{*this}, cell);
    return *this;
}

void hash_rows(const sqlite::Database &database, const std::string &table, const TableState &past,
               const std::function<void(std::int64_t, const RowHash &)> &take) {
    const Ordered columns(columns_of(database, table));
    std::string list = "rowid";
    for (const std::string &name : columns.names)
        list += ", " + sqlite::identifier(name);
    RowDigest digest(columns);
    auto was = past.begin();
    const auto take_past = [&] {
        if (was->second)
            take(was->first, digest.of(was->first, *was->second));
        ++was;
    };
    for (sqlite::Statement row(
             database,
             "SELECT " + list + " FROM " + sqlite::identifier(table) +
                 " NOT INDEXED ORDER BY rowid"); // an index may hold other values than its table
         row.step();) {
        const std::int64_t number = row.integer(0);
        while (was != past.end() && was->first < number)
            take_past();
        if (was != past.end() && was->first == number)
            take_past();
        else
            take(number, digest.of(number, row));
    }
    while (was != past.end())
        take_past();
}

Hash hash_of_record(Digest &digest, const Hash &before, const sqlite::Statement &record) {
    digest.add(std::span<const std::byte>(before));
    for (int column = 0; column < columns_of_a_record; ++column)
        if (!record.null(column)) {
            digest.add(std::int64_t{column});
            add_column(digest, record, column);
        }
    return digest.take();
}

} // namespace qitu::workspace
