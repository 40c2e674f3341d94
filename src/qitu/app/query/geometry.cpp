#include "geometry.h"

#include "handles.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <bit>
#include <cstdint>
#include <cstring>

namespace qitu::query {

namespace {

static_assert(std::endian::native == std::endian::little);

template <typename T>
T number_at(std::span<const std::byte> bytes, std::size_t at) {
    T value{};
    if (at + sizeof value <= bytes.size())
        std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

// OGC 12-128r18, 2.1.3: GP, version, flags, srs_id, an envelope of a size that the flags tell, WKB.
bool is_geopackage(std::span<const std::byte> blob) {
    return blob.size() > 8 && blob[0] == std::byte{'G'} && blob[1] == std::byte{'P'} &&
           (blob[3] & std::byte{1}) != std::byte{0};
}

std::optional<Geometry> from_geopackage(std::span<const std::byte> blob) {
    constexpr std::size_t header = 8;
    constexpr std::size_t sizes[] = {0, 32, 48, 48, 64};
    const auto envelope = static_cast<std::size_t>((blob[3] >> 1) & std::byte{7});
    if (envelope > 4 || header + sizes[envelope] >= blob.size())
        return std::nullopt;
    const auto wkb = blob.subspan(header + sizes[envelope]);
    return Geometry{{wkb.begin(), wkb.end()}, number_at<std::int32_t>(blob, 4)};
}

// SpatiaLite's blob: 00, byte order, SRID, box, 7C … FE.
bool is_spatialite(std::span<const std::byte> blob) {
    constexpr std::size_t mark = 38;
    return blob.size() > mark + 6 && blob[0] == std::byte{0} && blob[1] == std::byte{1} &&
           blob[mark] == std::byte{0x7C} && blob.back() == std::byte{0xFE};
}

std::optional<Geometry> from_spatialite(sqlite3 *database, std::span<const std::byte> blob) {
    sqlite3_stmt *made = nullptr;
    sqlite3_prepare_v2(database, "SELECT AsBinary(?)", -1, &made, nullptr);
    const StatementHandle statement(made);
    if (!statement)
        return std::nullopt;
    sqlite3_bind_blob64(made, 1, blob.data(), blob.size(), SQLITE_STATIC);
    if (sqlite3_step(made) != SQLITE_ROW || sqlite3_column_type(made, 0) != SQLITE_BLOB)
        return std::nullopt;
    const auto *wkb = static_cast<const std::byte *>(sqlite3_column_blob(made, 0));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(made, 0));
    return Geometry{{wkb, wkb + size}, number_at<std::int32_t>(blob, 2)};
}

class Reader {
  public:
    Reader(std::span<const std::byte> wkb, Figures &figures) : wkb_(wkb), figures_(figures) {}

    void geometry(int depth) {
        constexpr int deepest = 16;
        const auto order = number<std::uint8_t>();
        const auto type = number<std::uint32_t>();
        const std::uint32_t kind = type % 1000;
        const std::uint32_t more = type / 1000; // 1 Z, 2 M, 3 both
        if (order != 1 || kind == 0 || kind > 7 || more > 3 || depth > deepest)
            throw Error(ErrorKind::usage, say("a geometry of type {} cannot be measured", type));
        stride_ = 2 + (more == 3 ? 2 : more > 0 ? 1 : 0);
        if (kind == 1)
            return static_cast<void>(path(1));
        const auto count = number<std::uint32_t>();
        if (kind == 2)
            return figures_.lines.push_back(path(count));
        if (kind == 3)
            return polygon(count);
        for (std::uint32_t i = 0; i < count; ++i)
            geometry(depth + 1);
    }

  private:
    void polygon(std::uint32_t rings) {
        geodesy::Polygon result;
        for (std::uint32_t i = 0; i < rings; ++i)
            result.push_back(path(number<std::uint32_t>()));
        if (!result.empty() && !result.front().empty())
            figures_.polygons.push_back(std::move(result));
    }

    geodesy::Ring path(std::uint32_t count) {
        if (count > (wkb_.size() - at_) / (stride_ * sizeof(double)))
            damaged();
        geodesy::Ring ring(count);
        for (geodesy::Point &point : ring) {
            point.x = number<double>();
            point.y = number<double>();
            at_ += (stride_ - 2) * sizeof(double);
        }
        return ring;
    }

    template <typename T>
    T number() {
        if (wkb_.size() - at_ < sizeof(T))
            damaged();
        const T value = number_at<T>(wkb_, at_);
        at_ += sizeof(T);
        return value;
    }

    [[noreturn]] static void damaged() { throw Error(ErrorKind::usage, say("the geometry ends too early")); }

    std::span<const std::byte> wkb_;
    Figures &figures_;
    std::size_t at_ = 0;
    std::size_t stride_ = 2;
};

} // namespace

std::optional<Geometry> geometry_of(sqlite3 *database, std::span<const std::byte> blob) {
    if (is_geopackage(blob))
        return from_geopackage(blob);
    return is_spatialite(blob) ? from_spatialite(database, blob) : std::nullopt;
}

Figures figures_of(std::span<const std::byte> wkb) {
    Figures figures;
    Reader(wkb, figures).geometry(0);
    return figures;
}

} // namespace qitu::query
