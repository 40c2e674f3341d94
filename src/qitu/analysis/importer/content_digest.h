// Recognises the same content when it comes again: a digest of the features as the layer takes them, whatever
// their order.
#pragma once

#include <qitu/core/base/digest.h>
#include <qitu/core/catalogue/catalogue.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::importer {

/// The sum of the SHA-256 of all features, lane by lane, which does not depend on their order.
class Digest {
  public:
    /// Values, geometry and central meridian; not the feature's number in the file.
    void add(const catalogue::Feature &feature);
    [[nodiscard]] std::string text() const; // 64 hexadecimal digits

  private:
    Sha256 sha_;
    std::vector<std::byte> content_;
    std::array<std::uint64_t, 4> lanes_{};
};

} // namespace qitu::importer
