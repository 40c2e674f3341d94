#include <qitu/app/users/secrets.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace qitu::users {

namespace {

constexpr std::size_t least_characters = 10;
constexpr std::size_t most_bytes = 1000;

void start_sodium() {
    if (sodium_init() < 0) // may be called again, from any thread
        throw std::runtime_error("libsodium cannot be started");
}

} // namespace

std::string password_hash(std::string_view password) {
    if (characters(password).size() < least_characters || password.size() > most_bytes)
        throw Error(ErrorKind::usage, say("A password has at least {} characters.", least_characters));
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                              crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();
    return hash.data();
}

bool password_matches(std::string_view password, const std::string &hash) {
    start_sodium();
    return password.size() <= most_bytes && hash.size() < crypto_pwhash_STRBYTES &&
           crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string &hash_of_nobody() {
    static const std::string hash = password_hash(random_secret());
    return hash;
}

std::string random_secret() {
    start_sodium();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<char, sodium_base64_ENCODED_LEN(bytes.size(), variant)> text{};
    return sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
}

std::string digest_of(std::string_view secret) {
    return sha256_hex(secret);
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace qitu::users
