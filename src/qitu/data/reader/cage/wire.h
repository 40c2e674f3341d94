// What passes between the cage and us: numbers and texts, one behind the other. Who reads believes nothing.
#pragma once

#include "open/source.h"

#include <qitu/core/base/bytes.h>
#include <qitu/data/reader/table_file.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::reader {

class WireWriter : public ByteWriter {
  public:
    using ByteWriter::add;
    void add(const catalogue::Value &value);
    void add(const Source::Column &column);
    void add(const Record &record);
    void add(const MergedCells &cells);
    template <typename A, typename B>
    void add(const std::pair<A, B> &pair) {
        add(pair.first);
        add(pair.second);
    }
    template <typename Item>
    void add_all(const Item &items) {
        add(items.size());
        for (const auto &item : items)
            add(item);
    }
};

/// Throws std::length_error where the bytes end too early.
class WireReader : public ByteReader {
  public:
    using ByteReader::ByteReader;

    void bytes(std::vector<std::byte> &into) {
        const std::string_view text = view();
        const auto *begin = reinterpret_cast<const std::byte *>(text.data());
        into.assign(begin, begin + text.size());
    }
    catalogue::Value value();
    Source::Column column();
    Record record();
    MergedCells cells();
    std::vector<std::string> texts();
    std::map<std::string, std::string> text_by_text();
    std::set<std::size_t> numbers();
};

} // namespace qitu::reader
