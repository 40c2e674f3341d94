#include "encoding/text_file.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace qitu::reader {

namespace {

std::string little_endian(std::string_view big) {
    std::string bytes(big);
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        std::swap(bytes[i], bytes[i + 1]);
    return bytes;
}

} // namespace

TextStatistics statistics_of(std::string_view bytes) {
    TextStatistics statistics;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find_first_of("\r\n");
        statistics.add(bytes.substr(0, end));
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    return statistics;
}

std::string contents_of(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string utf16_of(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE"))
        return "UTF-16LE";
    if (bytes.starts_with("\xFE\xFF"))
        return "UTF-16BE";
    return {};
}

void refuse_nul(const std::filesystem::path &file, std::string_view text) {
    const std::size_t at = text.find('\0');
    if (at != std::string_view::npos)
        throw Error(
            ErrorKind::unreadable,
            say("{}, line {}: there is a NUL in the text, so the file is damaged, or it is UTF-16 without a "
                "byte order mark. Save it again, as UTF-8.",
                file.string(),
                1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')));
}

namespace {

TextFile decoded_text(const std::filesystem::path &file, const std::string &bytes,
                      const std::string &option) {
    if (const std::string wide = utf16_of(bytes); !wide.empty())
        return {Decoder(wide).decode(std::string_view(bytes).substr(2)),
                {wide, say("by its byte order mark")}};
    if (bytes.starts_with(utf8_mark))
        return {bytes.substr(utf8_mark.size()), {"UTF-8", say("by its byte order mark")}};
    Encoding encoding = choose_encoding(file, {option, {}, {}}, statistics_of(bytes));
    std::string text = Decoder(encoding.name).decode(bytes);
    return {std::move(text), std::move(encoding)};
}

} // namespace

TextFile read_text(const std::filesystem::path &file, const std::string &bytes, const std::string &option) {
    TextFile made = decoded_text(file, bytes, option);
    refuse_nul(file, made.text);
    return made;
}

bool is_coordinate_text(std::string_view bytes) {
    constexpr std::string_view parcels_utf8 = "地块坐标";
    constexpr std::string_view parcels_gbk = "\xB5\xD8\xBF\xE9\xD7\xF8\xB1\xEA";
    constexpr std::string_view parcels_utf16 = "\x57\x30\x57\x57\x57\x50\x68\x07"; // big-endian
    const auto has = [&](std::string_view part) { return bytes.find(part) != std::string_view::npos; };
    constexpr std::string_view head_utf8 = "属性描述";
    constexpr std::string_view head_gbk = "\xCA\xF4\xD0\xD4\xC3\xE8\xCA\xF6";
    return has(parcels_utf8) || has(parcels_gbk) || has(head_utf8) || has(head_gbk) || has(parcels_utf16) ||
           has(little_endian(parcels_utf16));
}

} // namespace qitu::reader
