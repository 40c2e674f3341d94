// digest: SHA-256 (FIPS 180-4).
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace qitu {

using Hash = std::array<std::byte, 32>;

class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 &&) noexcept;
    Sha256 &operator=(Sha256 &&) noexcept;

    void add(std::span<const std::byte> bytes);
    /// The hash of what was added; the next one begins anew.
    Hash take();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Two hexadecimal digits a byte, in lower case.
std::string hex_of(std::span<const std::byte> bytes);

/// SHA-256 in hexadecimal.
std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);

} // namespace qitu
