#include "wire.h"

#include <bit>

namespace qitu::tiles {

namespace {

enum WireType : std::uint64_t { varint = 0, eight_bytes = 1, length_delimited = 2 };

void put_varint(std::string &message, std::uint64_t value) {
    for (; value > 0x7fU; value >>= 7U)
        message += static_cast<char>((value & 0x7fU) | 0x80U);
    message += static_cast<char>(value);
}

void put_key(std::string &message, unsigned field, WireType type) {
    put_varint(message, (std::uint64_t{field} << 3U) | type);
}

} // namespace

std::uint64_t zigzag64(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

void put_number(std::string &message, unsigned field, std::uint64_t value) {
    put_key(message, field, varint);
    put_varint(message, value);
}

void put_double(std::string &message, unsigned field, double value) {
    put_key(message, field, eight_bytes);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) // little-endian
        message += static_cast<char>((bits >> shift) & 0xffU);
}

void put_bytes(std::string &message, unsigned field, std::string_view bytes) {
    put_key(message, field, length_delimited);
    put_varint(message, bytes.size());
    message += bytes;
}

void put_packed(std::string &message, unsigned field, const std::vector<std::uint32_t> &numbers) {
    std::string packed;
    for (const std::uint32_t number : numbers)
        put_varint(packed, number);
    put_bytes(message, field, packed);
}

} // namespace qitu::tiles
