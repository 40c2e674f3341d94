// Numbers that are the same for what is the same.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <string_view>

namespace qitu::validation {

/// The same for shapes of the same edges, whatever the order of parts and rings, their direction, the point
/// where a ring starts, and points that are given twice.
std::uint64_t fingerprint(const geometry::Shape &shape);

/// 64 bits of a text, as well mixed.
std::uint64_t hash_of(std::string_view text);

} // namespace qitu::validation
