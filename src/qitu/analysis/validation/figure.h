// A geometry as it stands in WKB, before anybody has judged it: rings may be open, too short, or hold no
// numbers.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace qitu::validation {

struct Part {
    catalogue::GeometryType type;
    std::vector<geodesy::Ring> paths; // polygon: shell, then holes; else one line or point
};
using Figure = std::vector<Part>;

/// What is said of bytes that make no figure.
class Unreadable : public std::runtime_error {
  public:
    explicit Unreadable(Names reason) : std::runtime_error(reason.en), reason_(std::move(reason)) {}
    [[nodiscard]] const Names &reason() const { return reason_; }

  private:
    Names reason_;
};

/// Parts and holes without a point are left out. Throws Unreadable.
Figure read_wkb(std::span<const std::byte> wkb);
/// Nothing where it would throw.
std::optional<Figure> readable(std::span<const std::byte> wkb);

bool finite(geodesy::Point point);

/// The same for figures of the same edges, whatever the order of parts and rings, their direction, the point
/// where a ring starts, and points that are given twice.
std::uint64_t fingerprint(const Figure &figure);

/// 64 bits of a text, as well mixed.
std::uint64_t hash_of(std::string_view text);

} // namespace qitu::validation
