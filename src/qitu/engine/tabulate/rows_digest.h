// A digest of the features that a run has read, which does not depend on who reads them.
#pragma once

#include <qitu/core/base/digest.h>
#include <qitu/engine/tabulate/item.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace qitu::tabulate {

/// The sum of the hashes of all batches, each hashed with its place.
class RowsDigest {
  public:
    void add(std::uint64_t row, std::span<const Item> items) {
        add_value(row);
        for (const Item &item : items)
            add_item(item);
        add(sha_.take());
    }
    void add(const Hash &hash) {
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), hash.data(), sizeof words);
        for (std::size_t i = 0; i < words.size(); ++i)
            words_[i] += words[i];
    }
    [[nodiscard]] Hash value() const {
        Hash hash{};
        std::memcpy(hash.data(), words_.data(), sizeof words_);
        return hash;
    }

  private:
    template <typename Value>
    void add_value(const Value &value) {
        sha_.add(std::as_bytes(std::span(&value, 1)));
    }
    template <typename Value>
    void add_values(const std::vector<Value> &values) {
        add_value(values.size());
        sha_.add(std::as_bytes(std::span(values)));
    }
    void add_item(const Item &item) {
        add_value(item.id);
        add_value(item.group);
        add_value(item.priority);
        add_value(item.key);
        add_value(item.central_meridian.value_or(0));
        add_values(item.values);
        add_values(item.wkb);
        if (item.shape != nullptr) {
            add_values(item.shape->points);
            add_values(item.shape->path_ends);
        }
    }

    Sha256 sha_;
    std::array<std::uint64_t, 4> words_{};
};

} // namespace qitu::tabulate
