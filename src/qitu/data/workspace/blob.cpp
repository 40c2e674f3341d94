#include "blob.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace qitu::workspace {

namespace {

constexpr std::uint32_t srs_id = 4490;
constexpr std::size_t bare_header = 8;
constexpr std::uint8_t little_endian_flag = 0x01;
constexpr std::uint8_t empty_flag = 0x10;
constexpr std::uint8_t xy_envelope = 1 << 1;
static_assert(std::endian::native == std::endian::little);

class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <typename T>
    T take() {
        if (bytes_.size() - position_ < sizeof(T))
            throw BadBlob("the geometry ends too early");
        std::byte raw[sizeof(T)];
        std::memcpy(raw, bytes_.data() + position_, sizeof(T));
        position_ += sizeof(T);
        if (swap_)
            std::reverse(std::begin(raw), std::end(raw));
        T value;
        std::memcpy(&value, raw, sizeof(T));
        return value;
    }
    void order_from_byte() { swap_ = take<std::uint8_t>() == 0; }
    void set_little_endian(bool little) { swap_ = !little; }
    [[nodiscard]] bool at_end() const { return position_ == bytes_.size(); }

  private:
    std::span<const std::byte> bytes_;
    std::size_t position_ = 0;
    bool swap_ = false;
};

enum WkbType : std::uint32_t {
    point = 1,
    line = 2,
    polygon = 3,
    multi_point = 4,
    multi_polygon = 6,
    collection = 7
};
constexpr std::uint32_t multi = 3; // added to a single type gives its multi type

void add_points(Reader &reader, std::uint32_t count, Envelope &envelope) {
    for (std::uint32_t i = 0; i < count; ++i) {
        const double x = reader.take<double>();
        const double y = reader.take<double>();
        envelope.add(x, y);
    }
}

// Walks over one geometry and returns its type.
std::uint32_t walk(Reader &reader, Envelope &envelope, int depth = 0) {
    reader.order_from_byte();
    const auto type = reader.take<std::uint32_t>();
    if (type == 0 || type > collection || depth > 8)
        throw BadBlob(fmt::format("WKB type {} is not a plain 2D geometry", type));
    if (type == point) {
        add_points(reader, 1, envelope);
        return type;
    }
    const auto parts = reader.take<std::uint32_t>();
    if (type == line)
        add_points(reader, parts, envelope);
    else if (type == polygon)
        for (std::uint32_t i = 0; i < parts; ++i)
            add_points(reader, reader.take<std::uint32_t>(), envelope);
    else
        for (std::uint32_t i = 0; i < parts; ++i)
            walk(reader, envelope, depth + 1);
    return type;
}

template <typename T>
void put(std::vector<std::byte> &bytes, T value) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof(T));
    std::memcpy(bytes.data() + end, &value, sizeof(T));
}

struct Header {
    bool little_endian;
    bool empty;
    std::size_t doubles;
    [[nodiscard]] std::size_t size() const { return bare_header + doubles * sizeof(double); }
};

Header header_of(std::span<const std::byte> blob) {
    if (blob.size() < bare_header || blob[0] != std::byte{'G'} || blob[1] != std::byte{'P'})
        throw BadBlob("no GeoPackage geometry");
    const auto flags = std::to_integer<std::uint8_t>(blob[3]);
    constexpr std::size_t doubles[] = {0, 4, 6, 6, 8};
    const std::size_t envelope = (flags >> 1) & 7U;
    if (envelope >= std::size(doubles))
        throw BadBlob("unknown envelope in a GeoPackage geometry");
    const Header header{(flags & little_endian_flag) != 0, (flags & empty_flag) != 0, doubles[envelope]};
    if (blob.size() < header.size())
        throw BadBlob("the geometry ends too early");
    return header;
}

} // namespace

void Envelope::add(double x, double y) {
    if (!std::isfinite(x) || !std::isfinite(y))
        return; // an empty point has NaN; quality judges the rest
    min_x = std::min(min_x, x);
    max_x = std::max(max_x, x);
    min_y = std::min(min_y, y);
    max_y = std::max(max_y, y);
}

void Envelope::add(const Envelope &other) {
    if (other.empty())
        return;
    add(other.min_x, other.min_y);
    add(other.max_x, other.max_y);
}

std::vector<std::byte> blob_from_wkb(std::span<const std::byte> wkb, catalogue::GeometryType type,
                                     Envelope &envelope) {
    std::vector<std::byte> blob;
    blob_from_wkb(wkb, type, envelope, blob);
    return blob;
}

void blob_from_wkb(std::span<const std::byte> wkb, catalogue::GeometryType type, Envelope &envelope,
                   std::vector<std::byte> &blob) {
    envelope = {};
    Reader reader(wkb);
    const std::uint32_t found = walk(reader, envelope);
    const std::uint32_t single = single_type(type);
    if (!reader.at_end())
        throw BadBlob("there are bytes after the geometry");
    if (found != single && found != single + multi)
        throw BadBlob(fmt::format("WKB type {} where {} or {} is expected", found, single, single + multi));

    blob.clear();
    blob.reserve(bare_header + 4 * sizeof(double) + 9 + wkb.size());
    put(blob, std::uint8_t{'G'});
    put(blob, std::uint8_t{'P'});
    put(blob, std::uint8_t{0});
    put(blob, static_cast<std::uint8_t>(little_endian_flag | (envelope.empty() ? empty_flag : xy_envelope)));
    put(blob, srs_id);
    if (!envelope.empty())
        for (const double value : {envelope.min_x, envelope.max_x, envelope.min_y, envelope.max_y})
            put(blob, value);
    if (found == single) {
        put(blob, std::uint8_t{1});
        put(blob, single + multi);
        put(blob, std::uint32_t{1});
    }
    blob.insert(blob.end(), wkb.begin(), wkb.end());
}

std::span<const std::byte> wkb_of_blob(std::span<const std::byte> blob) {
    return blob.empty() ? blob : blob.subspan(header_of(blob).size());
}

Envelope envelope_of_blob(std::span<const std::byte> blob) {
    const Header header = header_of(blob);
    Envelope envelope;
    if (header.empty)
        return envelope;
    if (header.doubles == 0) {
        Reader reader(blob.subspan(bare_header));
        walk(reader, envelope);
        return envelope;
    }
    Reader reader(blob.subspan(bare_header));
    reader.set_little_endian(header.little_endian);
    const double min_x = reader.take<double>();
    const double max_x = reader.take<double>();
    const double min_y = reader.take<double>();
    const double max_y = reader.take<double>();
    envelope.add(min_x, min_y);
    envelope.add(max_x, max_y);
    return envelope;
}

namespace {

template <auto Answer>
void answer(sqlite3_context *context, int, sqlite3_value **arguments) {
    const auto *data = static_cast<const std::byte *>(sqlite3_value_blob(arguments[0]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
    if (data == nullptr)
        return sqlite3_result_null(context);
    try {
        Answer(context, envelope_of_blob({data, size}));
    } catch (const BadBlob &) {
        sqlite3_result_null(context); // as GDAL's functions do
    }
}

template <auto Member>
void bound(sqlite3_context *context, const Envelope &envelope) {
    if (envelope.empty())
        sqlite3_result_null(context);
    else
        sqlite3_result_double(context, envelope.*Member);
}

void emptiness(sqlite3_context *context, const Envelope &envelope) {
    sqlite3_result_int(context, envelope.empty() ? 1 : 0);
}

} // namespace

void register_functions(const Database &database) {
    const auto add = [&](const char *name, auto function) {
        if (sqlite3_create_function_v2(database.handle(), name, 1,
                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
                                       function, nullptr, nullptr, nullptr) != SQLITE_OK)
            database.fail();
    };
    add("ST_IsEmpty", answer<emptiness>);
    add("ST_MinX", answer<bound<&Envelope::min_x>>);
    add("ST_MaxX", answer<bound<&Envelope::max_x>>);
    add("ST_MinY", answer<bound<&Envelope::min_y>>);
    add("ST_MaxY", answer<bound<&Envelope::max_y>>);
}

} // namespace qitu::workspace
