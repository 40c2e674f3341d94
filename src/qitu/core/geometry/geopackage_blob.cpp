#include "geopackage_blob.h"

#include "predicates.h"

#include <qitu/core/base/message.h>

#include <array>

namespace qitu::geometry {

namespace {

constexpr std::size_t bare_header = 8;
constexpr std::uint8_t little_endian_flag = 0x01;
constexpr std::uint8_t empty_flag = 0x10;
constexpr std::uint8_t xy_envelope = 1 << 1;

template <typename Number>
Number number_at(std::span<const std::byte> bytes, std::size_t at, bool little_endian) {
    std::array<std::byte, sizeof(Number)> raw{};
    std::memcpy(raw.data(), bytes.data() + at, sizeof(Number));
    if (little_endian != (std::endian::native == std::endian::little))
        std::reverse(raw.begin(), raw.end());
    return std::bit_cast<Number>(raw);
}

template <typename Number>
void put(std::vector<std::byte> &bytes, Number number) {
    static_assert(std::endian::native == std::endian::little);
    const auto *raw = reinterpret_cast<const std::byte *>(&number);
    bytes.insert(bytes.end(), raw, raw + sizeof(Number));
}

} // namespace

bool is_geopackage_blob(std::span<const std::byte> bytes) {
    return bytes.size() >= bare_header && bytes[0] == std::byte{'G'} && bytes[1] == std::byte{'P'};
}

GeoPackageBlob read_geopackage_blob(std::span<const std::byte> bytes) {
    constexpr std::array<std::size_t, 5> ordinates{0, 4, 6, 6, 8}; // of the envelope, by its code
    if (!is_geopackage_blob(bytes))
        throw InvalidGeometry(said("these are not the bytes of a GeoPackage geometry"));
    const auto flags = std::to_integer<std::uint8_t>(bytes[3]);
    const bool little_endian = (flags & little_endian_flag) != 0;
    const std::size_t code = (flags >> 1U) & 7U;
    if (code >= ordinates.size())
        throw InvalidGeometry(said("the GeoPackage geometry has an unknown kind of envelope"));
    const std::size_t header = bare_header + ordinates.at(code) * sizeof(double);
    if (bytes.size() < header)
        throw InvalidGeometry(said("the WKB ends too early"));
    GeoPackageBlob blob{number_at<std::int32_t>(bytes, 4, little_endian),
                        (flags & empty_flag) != 0,
                        {},
                        bytes.subspan(header)};
    if (code > 0 && !blob.empty) {
        const auto at = [&](std::size_t i) {
            return number_at<double>(bytes, bare_header + i * sizeof(double), little_endian);
        };
        const Box envelope{at(0), at(2), at(1), at(3)};
        if (is_finite({envelope.min_x, envelope.min_y}) && is_finite({envelope.max_x, envelope.max_y}))
            blob.envelope = envelope;
    }
    return blob;
}

void put_geopackage_header(std::int32_t srs_id, const Box &envelope, std::vector<std::byte> &blob) {
    put(blob, std::uint8_t{'G'});
    put(blob, std::uint8_t{'P'});
    put(blob, std::uint8_t{0});
    put(blob, static_cast<std::uint8_t>(little_endian_flag | (envelope.empty() ? empty_flag : xy_envelope)));
    put(blob, srs_id);
    if (!envelope.empty())
        for (const double value : {envelope.min_x, envelope.max_x, envelope.min_y, envelope.max_y})
            put(blob, value);
}

} // namespace qitu::geometry
