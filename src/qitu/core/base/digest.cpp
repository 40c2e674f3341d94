#include <qitu/core/base/digest.h>

#include <openssl/evp.h>

#include <stdexcept>
#include <string_view>

namespace qitu {

namespace {

struct Free {
    void operator()(EVP_MD *algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

void require(bool done) {
    if (!done)
        throw std::runtime_error("OpenSSL has no SHA-256");
}

} // namespace

// The algorithm is fetched once: to look it up for each hash takes longer than a short hash.
struct Sha256::State {
    std::unique_ptr<EVP_MD, Free> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};

    void begin() const {
        require(algorithm && context && EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1);
    }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    state_->begin();
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;

void Sha256::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Hash Sha256::take() {
    Hash hash;
    require(EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char *>(hash.data()),
                               nullptr) == 1);
    state_->begin();
    return hash;
}

std::string hex_of(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const std::byte byte : bytes) {
        result += digits[std::to_integer<std::size_t>(byte >> 4)];
        result += digits[std::to_integer<std::size_t>(byte & std::byte{0xf})];
    }
    return result;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hex_of(hash.take());
}

std::string sha256_hex(std::string_view text) {
    return sha256_hex(std::as_bytes(std::span(text)));
}

} // namespace qitu
