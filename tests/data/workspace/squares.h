// Squares as WKB, written by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace squares {

template <typename T>
void put(std::vector<std::byte> &bytes, T value) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof(T));
    std::memcpy(bytes.data() + end, &value, sizeof(T));
}

inline std::vector<std::byte> square(double x, double y, double side) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{3});
    put(wkb, std::uint32_t{1});
    put(wkb, std::uint32_t{5});
    for (const auto &[dx, dy] : {std::pair{0.0, 0.0}, {side, 0.0}, {side, side}, {0.0, side}, {0.0, 0.0}}) {
        put(wkb, x + dx);
        put(wkb, y + dy);
    }
    return wkb;
}

} // namespace squares
