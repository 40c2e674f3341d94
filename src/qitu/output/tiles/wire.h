// The wire format of Protocol Buffers: fields are appended to a message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::tiles {

std::uint64_t zigzag64(std::int64_t value);
void put_number(std::string &message, unsigned field, std::uint64_t value);
void put_double(std::string &message, unsigned field, double value);
void put_bytes(std::string &message, unsigned field, std::string_view bytes);
void put_packed(std::string &message, unsigned field, const std::vector<std::uint32_t> &numbers);

} // namespace qitu::tiles
