// By which the same content is known again: of the features as the layer takes them, in whatever order they
// come.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace qitu::importer {

/// Sum of the SHA-256 of all features, lane by lane: needs no memory, and order does not matter.
class Digest {
  public:
    Digest();
    /// Values, geometry and central meridian; not the number that the file gave it.
    void add(const catalogue::Feature &feature);
    [[nodiscard]] std::string text() const; // 64 hexadecimal digits

  private:
    struct Free {
        void operator()(EVP_MD *algorithm) const { EVP_MD_free(algorithm); }
        void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD, Free> algorithm_;
    std::unique_ptr<EVP_MD_CTX, Free> context_;
    std::vector<std::byte> content_;
    std::array<std::uint64_t, 4> lanes_{};
};

} // namespace qitu::importer
