#include "open/whole_shapefile.h"

#include "open/dbase.h"
#include "open/whole.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

constexpr std::uint64_t shape_head = 100;    // of a .shp and of a .shx
constexpr std::uint64_t length_in_head = 24; // where the length of the file stands, in words
constexpr std::uint64_t type_in_head = 32;
constexpr std::uint64_t record_head = 8; // of each shape, and an entry of the index
constexpr std::uint64_t words = 2;       // lengths and offsets count words of 16 bits
constexpr std::uint64_t whole_body = 44; // of a shape with parts, up to these

std::uint64_t size_of(const Path &file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    return error ? 0 : size;
}

/// Big-endian, as the heads of shapes are.
std::uint64_t big_endian(std::span<const char> bytes, std::size_t at) {
    std::uint64_t number = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        number = number * 256 + static_cast<std::uint8_t>(bytes[i]);
    return number;
}

std::uint64_t little_endian(std::span<const char> bytes, std::size_t at, std::size_t count = 4) {
    std::uint64_t number = 0;
    for (std::size_t i = at + count; i > at; --i)
        number = number * 256 + static_cast<std::uint8_t>(bytes[i - 1]);
    return number;
}

/// A shape of points in parts, or of several points: its length follows from how many there are. Types as in the
/// ESRI Shapefile Technical Description: 3 and 5 have parts, 8 has none; 10 more have Z, 20 more have M.
struct Points {
    std::uint64_t base, count;
    bool heights;

    [[nodiscard]] bool fill(std::uint64_t length) const {
        constexpr std::uint64_t point = 16;
        const std::uint64_t more = point + 8 * count; // a range and a number for each point
        const std::uint64_t least = base + point * count + (heights ? more : 0);
        const auto about = [&](std::uint64_t needed) { return length >= needed && length < needed + point; };
        return about(least) || about(least + more); // measures may be missing
    }
};

bool has_parts(std::uint64_t type) {
    return type < 30 && (type % 10 == 3 || type % 10 == 5);
}

bool has_several(std::uint64_t type) {
    return type < 30 && type % 10 == 8;
}

/// A .shp beside its .shx.
class Shapes {
  public:
    Shapes(const Path &file, const Path &shp)
        : file_(file), stream_(shp, std::ios::binary), size_(size_of(shp)) {
        std::array<char, 4> type{};
        stream_.seekg(static_cast<std::streamoff>(type_in_head));
        if (stream_.read(type.data(), type.size()))
            type_ = little_endian(type, 0);
        stream_.clear();
    }

    /// What the index says of the next shape: where its head is, and how many bytes follow it.
    void hold(std::uint64_t at, std::uint64_t length) {
        ++number_;
        end_ = std::max(end_, at + record_head + length);
        const bool inside = at >= shape_head && at + record_head + length <= size_;
        if (!inside || !read_head(at, length) || big_endian(bytes_, 4) * words != length)
            incomplete(file_,
                       say("its .shx says that shape {} lies at byte {} of the .shp with {} bytes, and "
                           "there is no such shape",
                           number_, at, length));
        hold_body(length);
    }

    /// No shape follows those of the index.
    void hold_end() {
        if (end_ + record_head < size_ && read_head(end_, 0) && big_endian(bytes_, 0) == number_ + 1)
            incomplete(file_, say("its .shx has {} shapes, and its .shp more", number_));
    }

  private:
    bool read_head(std::uint64_t at, std::uint64_t length) {
        stream_.seekg(static_cast<std::streamoff>(at));
        const std::uint64_t wanted = record_head + std::min(length, whole_body);
        return static_cast<bool>(stream_.read(bytes_.data(), static_cast<std::streamsize>(wanted)));
    }

    void hold_body(std::uint64_t length) const {
        const std::span<const char> body = std::span(bytes_).subspan(record_head);
        constexpr std::uint64_t bare = 4; // of a shape that is empty: its type
        const std::uint64_t type = length < bare ? 0 : little_endian(body, 0);
        if (type == 0 && length <= bare)
            return;
        if (type != type_)
            incomplete(file_,
                       say("shape {} is of type {}, and the .shp is of type {}", number_, type, type_));
        if ((has_parts(type) && length >= whole_body) || (has_several(type) && length >= whole_body - 4))
            hold_points(body, type, length);
    }

    void hold_points(std::span<const char> body, std::uint64_t type, std::uint64_t length) const {
        constexpr std::size_t behind_box = 36;
        const std::uint64_t first = little_endian(body, behind_box);
        const std::uint64_t second = little_endian(body, behind_box + 4);
        const bool heights = type / 10 == 1;
        const Points points = has_parts(type) ? Points{whole_body + 4 * first, second, heights}
                                              : Points{whole_body - 4, first, heights};
        if (!points.fill(length))
            incomplete(file_, say("shape {} says that it has {} points, and has {} bytes", number_,
                                  points.count, length));
    }

    const Path &file_;
    std::ifstream stream_;
    std::uint64_t size_;
    std::uint64_t type_ = 0, number_ = 0, end_ = shape_head;
    std::array<char, record_head + whole_body> bytes_{};
};

void refuse_wrong_index(const Path &file, const Path &shp, const Path &shx) {
    std::ifstream index(shx, std::ios::binary);
    std::array<char, record_head> entry{};
    index.seekg(static_cast<std::streamoff>(length_in_head));
    if (index.read(entry.data(), entry.size()) && big_endian(entry, 0) * words != size_of(shx))
        incomplete(file, say("its .shx says that it has {} bytes, and has {}", big_endian(entry, 0) * words,
                             size_of(shx)));
    index.seekg(static_cast<std::streamoff>(shape_head));
    Shapes shapes(file, shp);
    while (index.read(entry.data(), entry.size()))
        shapes.hold(big_endian(entry, 0) * words, big_endian(entry, 4) * words);
    shapes.hold_end();
}

/// The widths of the fields that a .dbf describes and its mark of deletion are the width of its records. Some write
/// texts of more than 255 bytes, with the upper byte where the decimals stand.
void refuse_wrong_widths(const Path &file, std::istream &dbf, std::uint64_t head, std::uint64_t record) {
    constexpr std::uint64_t description = 32;
    std::uint64_t width = 1, with_long_texts = 1;
    std::array<char, description> field{};
    for (std::uint64_t at = description; at + description < head && dbf.peek() != '\r' &&
                                         dbf.read(field.data(), static_cast<std::streamsize>(field.size()));
         at += description) {
        width += little_endian(field, 16, 1);
        with_long_texts += little_endian(field, 16, field[11] == 'C' ? 2 : 1);
    }
    if (width != record && with_long_texts != record)
        incomplete(file, say("the fields of its .dbf are {} bytes wide together, and its records {}", width,
                             record));
}

/// The table is as long as its head says; the mark at its end may be missing.
void refuse_cut_table(const Path &file, const Path &dbf) {
    std::ifstream stream(dbf, std::ios::binary);
    std::array<char, 32> head{};
    if (!stream.read(head.data(), head.size()))
        return; // empty: said elsewhere
    const std::uint64_t records = little_endian(head, 4);
    const std::uint64_t begin = little_endian(head, 8, 2), width = little_endian(head, 10, 2);
    const std::uint64_t needed = begin + records * width;
    if (size_of(dbf) < needed)
        incomplete(file, say("its .dbf should have {} records in {} bytes, and has {} bytes", records, needed,
                             size_of(dbf)));
    refuse_wrong_widths(file, stream, begin, width);
}

} // namespace

void refuse_incomplete_shapefile(const Path &file, const Path &shp) {
    if (const Path dbf = part_of(shp, ".dbf"); !dbf.empty())
        refuse_cut_table(file, dbf);
    if (const Path shx = part_of(shp, ".shx"); !shx.empty())
        refuse_wrong_index(file, shp, shx);
}

} // namespace qitu::reader
