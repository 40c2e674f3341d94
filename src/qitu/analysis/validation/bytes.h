// Values as bytes, one after the other. Nothing is aligned.
#pragma once

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

} // namespace qitu::validation
