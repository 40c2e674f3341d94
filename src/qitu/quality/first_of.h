// Which feature brought a key first: some twenty bytes for each, where a map of the standard library takes
// three times as much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qitu::quality {

/// Keys are hashes already: two that are different may be the same once in 2^64.
class FirstOf {
  public:
    /// The number under which the key came first: this one when it had not come yet.
    std::uint32_t first(std::uint64_t key, std::uint32_t number) {
        if (4 * count_ >= 3 * keys_.size())
            grow();
        const std::size_t slot = slot_of(key);
        if (numbers_[slot] == none) {
            ++count_;
            keys_[slot] = key;
            numbers_[slot] = number;
        }
        return numbers_[slot];
    }
    static constexpr std::uint32_t none = UINT32_MAX;
    /// None when it has not come.
    [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
        return keys_.empty() ? none : numbers_[slot_of(key)];
    }

  private:
    [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
        const std::size_t mask = keys_.size() - 1;
        std::size_t slot = static_cast<std::size_t>((key * 0x9e3779b97f4a7c15U) >> 16U) & mask;
        while (numbers_[slot] != none && keys_[slot] != key)
            slot = (slot + 1) & mask;
        return slot;
    }

    void grow() {
        constexpr std::size_t least = 1024;
        FirstOf larger;
        larger.keys_.resize(keys_.empty() ? least : 2 * keys_.size());
        larger.numbers_.assign(larger.keys_.size(), none);
        for (std::size_t i = 0; i < keys_.size(); ++i)
            if (numbers_[i] != none)
                larger.first(keys_[i], numbers_[i]);
        *this = std::move(larger);
    }

    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> numbers_;
    std::size_t count_ = 0;
};

} // namespace qitu::quality
