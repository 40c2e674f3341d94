// Values as bytes, one after the other, and where many of them wait. Nothing is aligned.
#pragma once

#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace qitu::validation {

template <typename T>
void put(std::vector<std::byte> &bytes, const T &value) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof value);
    std::memcpy(bytes.data() + end, &value, sizeof value);
}

template <typename T>
T take(std::span<const std::byte> &bytes) {
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes = bytes.subspan(sizeof value);
    return value;
}

inline void put_all(std::vector<std::byte> &bytes, std::span<const std::byte> more) {
    put(bytes, static_cast<std::uint32_t>(more.size()));
    bytes.insert(bytes.end(), more.begin(), more.end());
}

inline std::span<const std::byte> take_all(std::span<const std::byte> &bytes) {
    const auto size = take<std::uint32_t>(bytes);
    const auto part = bytes.first(size);
    bytes = bytes.subspan(size);
    return part;
}

inline void put_text(std::vector<std::byte> &bytes, const std::string &text) {
    put_all(bytes, std::as_bytes(std::span(text)));
}

inline std::string take_text(std::span<const std::byte> &bytes) {
    const auto text = take_all(bytes);
    return {reinterpret_cast<const char *>(text.data()), text.size()};
}

/// What is added stays in memory up to a limit; what comes after it goes into a temporary file.
class Heap {
  public:
    explicit Heap(std::size_t memory) : most_(memory) {}

    /// Returns where it lies.
    std::uint64_t add(std::span<const std::byte> bytes) {
        if (!file_ && memory_.size() + bytes.size() <= most_) {
            memory_.insert(memory_.end(), bytes.begin(), bytes.end());
            return memory_.size() - bytes.size();
        }
        if (!file_)
            file_ = std::make_unique<tabulate::TemporaryFile>();
        constexpr std::size_t at_a_time = std::size_t{1} << 20U;
        if (waiting_.size() + bytes.size() > at_a_time)
            write();
        waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
        return memory_.size() + written_ + waiting_.size() - bytes.size();
    }
    void read(std::uint64_t at, std::span<std::byte> bytes) const {
        if (at < memory_.size())
            std::memcpy(bytes.data(), memory_.data() + at, bytes.size());
        else if (at - memory_.size() < written_)
            file_->read(at - memory_.size(), bytes);
        else
            std::memcpy(bytes.data(), waiting_.data() + (at - memory_.size() - written_), bytes.size());
    }

  private:
    void write() {
        file_->append(waiting_);
        written_ += waiting_.size();
        waiting_.clear();
    }
    std::size_t most_;
    std::vector<std::byte> memory_, waiting_;
    std::uint64_t written_ = 0;
    std::unique_ptr<tabulate::TemporaryFile> file_;
};

} // namespace qitu::validation
