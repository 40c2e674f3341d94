// By which the same content is known again: of the features as the layer takes them, in whatever order they
// come.
#pragma once

#include <qitu/core/base/digest.h>
#include <qitu/core/catalogue/catalogue.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::importer {

/// Sum of the SHA-256 of all features, lane by lane: needs no memory, and order does not matter.
class Digest {
  public:
    /// Values, geometry and central meridian; not the number that the file gave it.
    void add(const catalogue::Feature &feature);
    [[nodiscard]] std::string text() const; // 64 hexadecimal digits

  private:
    Sha256 sha_;
    std::vector<std::byte> content_;
    std::array<std::uint64_t, 4> lanes_{};
};

} // namespace qitu::importer
