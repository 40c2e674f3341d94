#include "digest.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <span>
#include <stdexcept>

namespace qitu::importer {

namespace {

static_assert(std::endian::native == std::endian::little, "digests are kept in files");

// Each value with its kind and length in front, so that no two contents run together to the same bytes.
class Content {
  public:
    explicit Content(std::vector<std::byte> &bytes) : bytes_(bytes) { bytes_.clear(); }

    void operator()(std::monostate) { put('0'); }
    void operator()(std::int64_t value) { put('i'), put(value); }
    void operator()(double value) { put('d'), put(value); }
    void operator()(const std::string &value) { put('s'), (*this)(std::as_bytes(std::span(value))); }
    void operator()(std::span<const std::byte> value) {
        put(value.size());
        bytes_.insert(bytes_.end(), value.begin(), value.end());
    }

  private:
    template <typename Number>
    void put(Number value) {
        const std::size_t end = bytes_.size();
        bytes_.resize(end + sizeof value);
        std::memcpy(bytes_.data() + end, &value, sizeof value);
    }
    std::vector<std::byte> &bytes_;
};

} // namespace

Digest::Digest() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (!algorithm_ || !context_)
        throw std::runtime_error("SHA-256 is missing from this OpenSSL");
}

void Digest::add(const catalogue::Feature &feature) {
    Content content(content_);
    for (const catalogue::Value &value : feature.values)
        std::visit(content, value);
    content(std::span(feature.wkb));
    if (feature.central_meridian)
        content(*feature.central_meridian);

    std::array<std::uint64_t, 4> hash{};
    if (EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), content_.data(), content_.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char *>(hash.data()), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        lanes_[i] += hash[i];
}

std::string Digest::text() const {
    return fmt::format("{:016x}{:016x}{:016x}{:016x}", lanes_[0], lanes_[1], lanes_[2], lanes_[3]);
}

} // namespace qitu::importer
