// spool: bytes that wait to be read again, in memory and beyond a limit in a temporary file.
#pragma once

#include <qitu/core/base/staging.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace qitu {

/// Bytes in the order in which they were appended. Up to `memory` bytes stay in memory; what comes after them
/// goes into a TemporaryFile, made when it is needed. One thread appends; when it has finished, any number
/// may read. Throws as TemporaryFile does.
class Spool {
  public:
    explicit Spool(std::size_t memory) : memory_(memory) {}

    /// Returns where the bytes begin: what was appended before them.
    std::uint64_t append(std::span<const std::byte> bytes);
    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// Bytes of one append(), whole or a part of them: where they lie in memory, else read into the buffer.
    /// \pre at + size does not reach beyond that append
    std::span<const std::byte> view(std::uint64_t at, std::size_t size, std::vector<std::byte> &buffer) const;
    /// The same, copied.
    void read(std::uint64_t at, std::span<std::byte> bytes) const;

  private:
    struct Block {
        std::uint64_t at = 0; // of its first byte
        std::vector<std::byte> bytes = {};
    };
    static constexpr std::size_t block_size = std::size_t{1} << 20U;

    std::vector<std::byte> &kept_block(std::size_t size);
    std::vector<std::byte> &waiting_block(std::size_t size);
    /// Null when it lies in the file.
    [[nodiscard]] const std::byte *in_memory(std::uint64_t at) const;

    std::size_t memory_;
    std::uint64_t size_ = 0;
    std::vector<Block> kept_;
    std::unique_ptr<TemporaryFile> file_; // from file_begin_ to waiting_.at
    std::uint64_t file_begin_ = 0;
    Block waiting_; // to be written
};

} // namespace qitu
