#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/signature.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <stdexcept>

namespace qitu {

namespace {

constexpr std::size_t signature_size = 64;
using Signature = std::array<unsigned char, signature_size>;

struct Free {
    void operator()(BIO *bytes) const { BIO_free(bytes); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

// Nobody is asked for a passphrase: the command runs at night too.
int no_passphrase(char * /*buffer*/, int /*size*/, int /*writing*/, void * /*user*/) {
    return -1;
}

using Read = EVP_PKEY *(*)(BIO *, EVP_PKEY **, pem_password_cb *, void *);

std::shared_ptr<void> key_from(const std::filesystem::path &file, Read read) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::unique_ptr<BIO, Free> bytes(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    std::shared_ptr<void> key;
    if (bytes && !text.empty())
        if (EVP_PKEY *found = read(bytes.get(), nullptr, no_passphrase, nullptr))
            key = std::shared_ptr<EVP_PKEY>(found, EVP_PKEY_free);
    if (!key || EVP_PKEY_get_base_id(static_cast<EVP_PKEY *>(key.get())) != EVP_PKEY_ED25519)
        return nullptr;
    return key;
}

const unsigned char *bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char *>(text.data());
}

std::optional<Signature> signature_from(std::string_view digits) {
    Signature result{};
    if (digits.size() != 2 * result.size())
        return std::nullopt;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const char *const at = digits.data() + 2 * i;
        if (std::from_chars(at, at + 2, result.at(i), 16).ptr != at + 2)
            return std::nullopt;
    }
    return result;
}

} // namespace

SigningKey::SigningKey(const std::filesystem::path &file) : key_(key_from(file, PEM_read_bio_PrivateKey)) {
    if (!key_)
        throw Error(ErrorKind::unreadable,
                    say("{}: is not a private Ed25519 key in PEM without a passphrase. Make one with "
                        "\"openssl genpkey -algorithm ed25519 -out seal.key\".",
                        file.string()));
}

std::string SigningKey::sign(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    Signature signature{};
    std::size_t size = signature.size();
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, static_cast<EVP_PKEY *>(key_.get())) !=
            1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(text), text.size()) != 1)
        throw std::runtime_error("OpenSSL cannot sign");
    return hex_of(std::as_bytes(std::span(signature)));
}

PublicKey::PublicKey(const std::filesystem::path &file) : key_(key_from(file, PEM_read_bio_PUBKEY)) {
    if (!key_)
        throw Error(ErrorKind::unreadable,
                    say("{}: is not a public Ed25519 key in PEM. Make it from the private one with \"openssl "
                        "pkey -in seal.key -pubout -out seal.pub\".",
                        file.string()));
}

bool PublicKey::signed_by(std::string_view text, std::string_view signature) const {
    const std::optional<Signature> bytes = signature_from(signature);
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    return bytes && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                                static_cast<EVP_PKEY *>(key_.get())) == 1 &&
           EVP_DigestVerify(context.get(), bytes->data(), bytes->size(), bytes_of(text), text.size()) == 1;
}

} // namespace qitu
