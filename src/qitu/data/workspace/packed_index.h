// The spatial index of many features at once. SQLite's R-tree takes them one by one, from the root, and
// splits nodes as they fill; here its nodes are filled side by side (Leutenegger, Lopez and Edgington, STR: a
// simple and efficient algorithm for R-tree packing, 1997) and written as SQLite would keep them (its rtree.c
// says how). What is edited later goes through SQLite again.
#pragma once

#include "blob.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::workspace {

class PackedIndex {
  public:
    /// So many will come.
    void expect(std::uint64_t count) { entries_.reserve(static_cast<std::size_t>(count)); }
    /// A feature without extent is in no index.
    void add(std::int64_t row, const geometry::Box &envelope);

    /// \pre inside a transaction. Adds them to what the index holds: one by one where that is the more, and
    /// else packed together with it.
    void write_to(const sqlite::Database &database, const std::string &index);

  private:
    struct Entry {
        std::int64_t id;          // of a feature, or number of a node
        std::array<float, 4> box; // min x, max x, min y, max y, as R-trees of SQLite keep it
        std::uint32_t node;       // where it lies
    };
    class Nodes;
    void add_one_by_one(const sqlite::Database &database, const std::string &index) const;
    void take_in(const sqlite::Database &database, const std::string &index);
    void pack(const sqlite::Database &database, const std::string &index);
    static void arrange(std::vector<Entry> &entries, std::size_t in_a_node);

    std::vector<Entry> entries_;
};

} // namespace qitu::workspace
