#include "content_digest.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

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

void Digest::add(const catalogue::Feature &feature) {
    Content content(content_);
    for (const catalogue::Value &value : feature.values)
        std::visit(content, value);
    content(std::span(feature.wkb));
    if (feature.central_meridian)
        content(*feature.central_meridian);

    sha_.add(content_);
    const auto hash = std::bit_cast<std::array<std::uint64_t, 4>>(sha_.take());
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        lanes_[i] += hash[i];
}

std::string Digest::text() const {
    return fmt::format("{:016x}{:016x}{:016x}{:016x}", lanes_[0], lanes_[1], lanes_[2], lanes_[3]);
}

} // namespace qitu::importer
