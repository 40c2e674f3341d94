#include <qitu/core/base/spool.h>

#include <algorithm>
#include <cstring>

namespace qitu {

namespace {

void append_to(std::vector<std::byte> &end, std::span<const std::byte> bytes) {
    end.insert(end.end(), bytes.begin(), bytes.end());
}

} // namespace

std::uint64_t Spool::append(std::span<const std::byte> bytes) {
    const std::uint64_t at = size_;
    if (!file_ && at + bytes.size() <= memory_)
        append_to(kept_block(bytes.size()), bytes);
    else
        append_to(waiting_block(bytes.size()), bytes);
    size_ += bytes.size();
    return at;
}

// Blocks have their full size from the beginning: what has been appended is never copied again.
std::vector<std::byte> &Spool::kept_block(std::size_t size) {
    if (kept_.empty() || kept_.back().bytes.capacity() - kept_.back().bytes.size() < size) {
        kept_.push_back({size_, {}});
        kept_.back().bytes.reserve(std::max(block_size, size));
    }
    return kept_.back().bytes;
}

std::vector<std::byte> &Spool::waiting_block(std::size_t size) {
    if (!file_) {
        file_ = std::make_unique<TemporaryFile>();
        file_begin_ = waiting_.at = size_;
    }
    if (!waiting_.bytes.empty() && waiting_.bytes.size() + size > block_size) {
        file_->append(waiting_.bytes);
        waiting_.bytes.clear();
        waiting_.at = size_;
    }
    return waiting_.bytes;
}

std::span<const std::byte> Spool::view(std::uint64_t at, std::size_t size,
                                       std::vector<std::byte> &buffer) const {
    if (const std::byte *bytes = in_memory(at); bytes != nullptr || size == 0)
        return {bytes, size};
    buffer.resize(size);
    file_->read(at - file_begin_, buffer);
    return buffer;
}

void Spool::read(std::uint64_t at, std::span<std::byte> bytes) const {
    if (bytes.empty())
        return;
    if (const std::byte *from = in_memory(at); from != nullptr)
        std::memcpy(bytes.data(), from, bytes.size());
    else
        file_->read(at - file_begin_, bytes);
}

const std::byte *Spool::in_memory(std::uint64_t at) const {
    if (file_ && at >= file_begin_)
        return at < waiting_.at || waiting_.bytes.empty() ? nullptr
                                                          : waiting_.bytes.data() + (at - waiting_.at);
    const auto after =
        std::upper_bound(kept_.begin(), kept_.end(), at,
                         [](std::uint64_t place, const Block &block) { return place < block.at; });
    if (after == kept_.begin())
        return nullptr;
    const Block &block = *std::prev(after);
    return block.bytes.data() + (at - block.at);
}

} // namespace qitu
