// Passwords and tokens, by libsodium.
#pragma once

#include <string>
#include <string_view>

namespace qitu::users {

/// Argon2id (RFC 9106) with a random salt, in the usual text form. It takes about a tenth of a second and 64 MB. Throws
/// Error (usage) for a password of fewer than ten characters or more than 1000 bytes.
std::string password_hash(std::string_view password);
/// As long as it takes to make a hash; false for a hash that is none.
bool password_matches(std::string_view password, const std::string &hash);
/// A hash that no password matches: checking against it takes as long as against another.
const std::string &hash_of_nobody();

/// 256 random bits as text for addresses and headers.
std::string random_secret();
/// SHA-256 of a random secret, in hexadecimal: what is kept of it.
std::string digest_of(std::string_view secret);
/// In a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

} // namespace qitu::users
