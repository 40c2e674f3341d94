// Which feature brought a key first: some twenty bytes for each, where a map of the standard library takes
// three times as much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qitu::validation {

/// Keys are hashes already: two that are different may be the same once in 2^64.
class FirstOf {
  public:
    /// The number under which the key came first: this one when it had not come yet.
    std::uint32_t first(std::uint64_t key, std::uint32_t number) {
        if (4 * count_ >= 3 * slots_.size())
            grow();
        Slot &slot = slots_[slot_of(key)];
        if (slot.number == none) {
            ++count_;
            slot = {key, number};
        }
        return slot.number;
    }
    static constexpr std::uint32_t none = UINT32_MAX;
    /// None when it has not come.
    [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
        return slots_.empty() ? none : slots_[slot_of(key)].number;
    }

  private:
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t number = none;
    };

    [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t slot = static_cast<std::size_t>((key * 0x9e3779b97f4a7c15U) >> 16U) & mask;
        while (slots_[slot].number != none && slots_[slot].key != key)
            slot = (slot + 1) & mask;
        return slot;
    }

    void grow() {
        constexpr std::size_t least = 1024;
        FirstOf larger;
        larger.slots_.resize(slots_.empty() ? least : 2 * slots_.size());
        for (const Slot &slot : slots_)
            if (slot.number != none)
                larger.first(slot.key, slot.number);
        *this = std::move(larger);
    }

    std::vector<Slot> slots_;
    std::size_t count_ = 0;
};

} // namespace qitu::validation
