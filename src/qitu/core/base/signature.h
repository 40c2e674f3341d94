// signature: Ed25519 (RFC 8032) with keys in PEM files, as "openssl genpkey -algorithm ed25519" makes them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace qitu {

/// The private key signs; whoever has the file can sign.
class SigningKey {
  public:
    /// Throws Error (unreadable) where the file is no private Ed25519 key, or asks for a passphrase.
    explicit SigningKey(const std::filesystem::path &file);
    /// 128 hexadecimal digits.
    [[nodiscard]] std::string sign(std::string_view text) const;

  private:
    std::shared_ptr<void> key_;
};

/// The public key, which everybody may have, tells whether a text was signed by the private one.
class PublicKey {
  public:
    /// Throws Error (unreadable) where the file is no public Ed25519 key.
    explicit PublicKey(const std::filesystem::path &file);
    [[nodiscard]] bool signed_by(std::string_view text, std::string_view signature) const;

  private:
    std::shared_ptr<void> key_;
};

} // namespace qitu
