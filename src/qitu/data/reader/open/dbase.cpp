#include "open/dbase.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t dbase_head = 32;  // of the file, and the description of each field
constexpr std::size_t index_head = 100; // of a .shx
constexpr std::size_t index_entry = 8;

/// A little-endian number of some bytes.
std::size_t number_at(const std::array<char, dbase_head> &bytes, std::size_t at, std::size_t count) {
    std::size_t number = 0;
    for (std::size_t i = count; i > 0; --i)
        number = number * 256 + static_cast<std::uint8_t>(bytes[at + i - 1]);
    return number;
}

std::string without_padding(const std::string &bytes) {
    constexpr std::string_view blanks(" \t\r\n\0", 5);
    const std::size_t first = bytes.find_first_not_of(blanks);
    return first == std::string::npos ? std::string()
                                      : bytes.substr(first, bytes.find_last_not_of(blanks) - first + 1);
}

bool plain_number(std::string_view text, double &number) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return stop == text.data() + text.size() && error != std::errc::invalid_argument;
}

bool plain_number(std::string_view text) {
    double number = 0;
    return plain_number(text, number);
}

/// Digits and a sign; anything else might be a decimal.
bool written_whole(std::string_view text) {
    return text.find_first_not_of("+-0123456789*") == std::string_view::npos;
}

} // namespace

Path part_of(const Path &shp, const std::string &ending) {
    std::error_code ignored;
    std::string capitals = ending;
    for (char &c : capitals)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (const std::string &one : {ending, capitals})
        if (Path part = Path(shp).replace_extension(one); std::filesystem::exists(part, ignored))
            return part;
    return {};
}

std::uint64_t shapes_by_index(const Path &shp) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(part_of(shp, ".shx"), error);
    return error || size < index_head ? 0 : (size - index_head) / index_entry;
}

std::unique_ptr<Dbase> Dbase::beside(const Path &shp) {
    return read(part_of(shp, ".dbf"));
}

std::unique_ptr<Dbase> Dbase::read(const Path &file) {
    std::unique_ptr<Dbase> table(new Dbase(file));
    if (!table->read_header())
        return nullptr;
    table->survey();
    return table;
}

bool Dbase::read_header() {
    std::array<char, dbase_head> bytes{};
    if (!stream_.read(bytes.data(), bytes.size()))
        return false;
    records_ = number_at(bytes, 4, 4);
    header_ = number_at(bytes, 8, 2);
    record_.resize(number_at(bytes, 10, 2));
    std::size_t at = 1; // behind the mark of deletion
    while ((fields_.size() + 2) * dbase_head <= header_ && stream_.peek() != '\r' &&
           stream_.read(bytes.data(), bytes.size())) {
        const std::size_t width = number_at(bytes, 16, 1);
        fields_.push_back({bytes[11], at, width, bytes[17] == 0, false});
        at += width;
    }
    stream_.clear();
    return true;
}

void Dbase::read_record(std::int64_t record) {
    if (record == at_)
        return;
    if (record != at_ + 1 || at_ < 0)
        stream_.seekg(static_cast<std::streamoff>(header_) +
                      record * static_cast<std::streamoff>(record_.size()));
    if (!stream_.read(record_.data(), static_cast<std::streamsize>(record_.size()))) {
        std::fill(record_.begin(), record_.end(), ' '); // GDAL says that the file is cut short
        stream_.clear();
    }
    at_ = record;
}

/// Reads all records once.
void Dbase::survey() {
    for (std::int64_t record = 0; record < static_cast<std::int64_t>(records_); ++record) {
        read_record(record);
        deleted_ += !record_.empty() && record_.front() == '*' ? 1 : 0;
        for (Field &of : fields_) {
            if ((of.type != 'N' && of.type != 'F') || !of.whole || of.decimals ||
                of.at + of.width > record_.size())
                continue;
            double number = 0;
            const std::string text = without_padding(record_.substr(of.at, of.width));
            of.decimals = !written_whole(text) && plain_number(text, number) && number != std::trunc(number);
        }
    }
}

bool Dbase::holds_decimals(int field) const {
    const auto at = static_cast<std::size_t>(field);
    return at < fields_.size() && fields_[at].decimals;
}

std::string Dbase::text(std::int64_t record, int field) {
    if (static_cast<std::size_t>(field) >= fields_.size())
        return {};
    const Field &of = fields_[static_cast<std::size_t>(field)];
    if ((of.type != 'N' && of.type != 'F') || of.at + of.width > record_.size())
        return {};
    read_record(record);
    return without_padding(record_.substr(of.at, of.width));
}

std::string Dbase::no_number(std::int64_t record, int field) {
    std::string found = text(record, field);
    return plain_number(found) ? std::string() : found;
}

std::optional<double> Dbase::number(std::int64_t record, int field) {
    double found = 0;
    return plain_number(text(record, field), found) ? std::optional(found) : std::nullopt;
}

} // namespace qitu::reader
