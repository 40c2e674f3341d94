#include "packed_index.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr std::size_t head_size = 4;       // depth of the tree (in its root), number of cells
constexpr std::size_t cell_size = 24;      // id and box
constexpr std::size_t most_in_a_node = 51; // RTREE_MAXCELLS
constexpr std::uint32_t root = 1;

// Boxes are kept in single precision and must not become smaller by it; by as much as SQLite makes them
// larger.
constexpr double last_place = 1.0 / 8388608;
float rounded_down(double value) {
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) <= value
               ? near
               : static_cast<float>(value * (value < 0 ? 1 + last_place : 1 - last_place));
}
float rounded_up(double value) {
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) >= value
               ? near
               : static_cast<float>(value * (value < 0 ? 1 - last_place : 1 + last_place));
}

template <typename T>
void put_big_endian(std::byte *at, T value) {
    std::array<std::byte, sizeof(T)> bytes{};
    std::memcpy(bytes.data(), &value, sizeof value);
    if constexpr (std::endian::native == std::endian::little)
        std::reverse(bytes.begin(), bytes.end());
    std::memcpy(at, bytes.data(), bytes.size());
}

std::size_t rows_in(const sqlite::Database &database, const std::string &table) {
    sqlite::Statement row(database, "SELECT count(*) FROM " + sqlite::identifier(table));
    row.step();
    return static_cast<std::size_t>(row.integer(0));
}

// How large SQLite made the nodes of this index: by the size of a page.
std::size_t node_size(const sqlite::Database &database, const std::string &index) {
    sqlite::Statement row(database, "SELECT length(data) FROM " + sqlite::identifier(index + "_node") +
                                        " WHERE nodeno = 1");
    return row.step() ? static_cast<std::size_t>(row.integer(0)) : 0;
}

} // namespace

// Writes nodes level by level; the root comes last and is number 1.
class PackedIndex::Nodes {
  public:
    Nodes(const sqlite::Database &database, const std::string &index, std::size_t size)
        : insert_(database,
                  "INSERT OR REPLACE INTO " + sqlite::identifier(index + "_node") + " VALUES (?, ?)"),
          rowid_(database, "INSERT INTO " + sqlite::identifier(index + "_rowid") + " VALUES (?, ?)"),
          parent_(database, "INSERT INTO " + sqlite::identifier(index + "_parent") + " VALUES (?, ?)"),
          bytes_(size) {}

    /// Puts entries side by side into nodes, and says which nodes these are.
    std::vector<Entry> fill(std::vector<Entry> &entries, std::size_t in_a_node) {
        std::vector<Entry> nodes;
        const std::size_t count = (entries.size() + in_a_node - 1) / in_a_node;
        for (std::size_t i = 0; i < count; ++i) // of even size
            nodes.push_back(write(std::span(entries).subspan(
                i * entries.size() / count, (i + 1) * entries.size() / count - i * entries.size() / count)));
        return nodes;
    }

    void write_root(std::span<Entry> entries, std::uint16_t depth) { write(entries, root, depth); }

    /// In which nodes the entries lie, in the order of their ids.
    void note_places(std::vector<Entry> &entries, bool features) {
        std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.id < b.id; });
        sqlite::Statement &insert = features ? rowid_ : parent_;
        for (const Entry &entry : entries)
            insert.bind(1, entry.id).bind(2, std::int64_t{entry.node}).step();
    }

  private:
    Entry write(std::span<Entry> entries) {
        const std::uint32_t number = ++last_;
        return {number, write(entries, number, 0), 0};
    }

    std::array<float, 4> write(std::span<Entry> entries, std::uint32_t number, std::uint16_t depth) {
        std::fill(bytes_.begin(), bytes_.end(), std::byte{0});
        put_big_endian(bytes_.data(), depth);
        put_big_endian(bytes_.data() + 2, static_cast<std::uint16_t>(entries.size()));
        std::array<float, 4> all{HUGE_VALF, -HUGE_VALF, HUGE_VALF, -HUGE_VALF};
        std::byte *at = bytes_.data() + head_size;
        for (Entry &entry : entries) {
            entry.node = number;
            put_big_endian(at, entry.id);
            for (std::size_t i = 0; i < entry.box.size(); ++i) {
                put_big_endian(at + sizeof entry.id + i * sizeof(float), entry.box[i]);
                all[i] = i % 2 == 0 ? std::min(all[i], entry.box[i]) : std::max(all[i], entry.box[i]);
            }
            at += cell_size;
        }
        insert_.bind(1, std::int64_t{number}).bind(2, std::span<const std::byte>(bytes_)).step();
        return all;
    }

    sqlite::Statement insert_, rowid_, parent_;
    std::vector<std::byte> bytes_;
    std::uint32_t last_ = root;
};

void PackedIndex::add(std::int64_t row, const geometry::Box &envelope) {
    if (!envelope.empty())
        entries_.push_back({row,
                            {rounded_down(envelope.min_x), rounded_up(envelope.max_x),
                             rounded_down(envelope.min_y), rounded_up(envelope.max_y)},
                            0});
}

void PackedIndex::write_to(const sqlite::Database &database, const std::string &index) {
    if (entries_.empty())
        return;
    if (rows_in(database, index + "_rowid") > entries_.size())
        return add_one_by_one(database, index);
    take_in(database, index);
    pack(database, index);
}

void PackedIndex::add_one_by_one(const sqlite::Database &database, const std::string &index) const {
    sqlite::Statement insert(database,
                             "INSERT INTO " + sqlite::identifier(index) + " VALUES (?, ?, ?, ?, ?)");
    for (const Entry &entry : entries_) {
        insert.bind(1, entry.id);
        for (int i = 0; i < 4; ++i)
            insert.bind(i + 2, static_cast<double>(entry.box[static_cast<std::size_t>(i)]));
        insert.step();
    }
}

void PackedIndex::take_in(const sqlite::Database &database, const std::string &index) {
    for (sqlite::Statement row(database, "SELECT * FROM " + sqlite::identifier(index)); row.step();)
        entries_.push_back({row.integer(0),
                            {static_cast<float>(row.real(1)), static_cast<float>(row.real(2)),
                             static_cast<float>(row.real(3)), static_cast<float>(row.real(4))},
                            0});
}

// Columns of so many nodes as there will be in each; in each column the nodes lie one above the other.
void PackedIndex::arrange(std::vector<Entry> &entries, std::size_t in_a_node) {
    const std::size_t nodes = (entries.size() + in_a_node - 1) / in_a_node;
    const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(nodes))));
    const std::size_t in_a_column = columns * in_a_node;
    const auto by_middle = [](std::size_t side) {
        return [side](const Entry &a, const Entry &b) {
            const float middle_a = a.box[side] + a.box[side + 1];
            const float middle_b = b.box[side] + b.box[side + 1];
            return middle_a != middle_b ? middle_a < middle_b : a.id < b.id;
        };
    };
    std::sort(entries.begin(), entries.end(), by_middle(0));
    for (std::size_t begin = 0; begin < entries.size(); begin += in_a_column)
        std::sort(entries.begin() + static_cast<std::ptrdiff_t>(begin),
                  entries.begin() +
                      static_cast<std::ptrdiff_t>(std::min(begin + in_a_column, entries.size())),
                  by_middle(2));
}

void PackedIndex::pack(const sqlite::Database &database, const std::string &index) {
    const std::size_t size = node_size(database, index);
    if (size < head_size + 2 * cell_size)
        throw Error(
            ErrorKind::unreadable,
            say("{}: the spatial index {} is damaged. Rebuild it with QGIS or ogr2ogr, and import again.",
                database.file().string(), index));
    const std::size_t in_a_node = std::min(most_in_a_node, (size - head_size) / cell_size);
    for (const char *part : {"_node", "_rowid", "_parent"})
        database.run("DELETE FROM " + sqlite::identifier(index + part));
    Nodes nodes(database, index, size);
    std::vector<Entry> level = std::move(entries_);
    std::uint16_t depth = 0;
    for (; level.size() > in_a_node; ++depth) {
        arrange(level, in_a_node);
        std::vector<Entry> above = nodes.fill(level, in_a_node);
        nodes.note_places(level, depth == 0);
        level = std::move(above);
    }
    nodes.write_root(level, depth);
    nodes.note_places(level, depth == 0);
    entries_.clear();
}

} // namespace qitu::workspace
