#include "encoding/encoding.h"

#include <qitu/core/base/text.h>

#include <uchardet.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace qitu::reader {

namespace {

constexpr double enough_valid = 0.99;  // a few damaged texts do not change what the file is in
constexpr double enough_common = 0.70; // running Chinese has above 0.9; other encodings read as GBK below 0.5
constexpr std::size_t sample_size = 1 << 16;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
    return static_cast<std::uint8_t>(bytes[i]);
}

bool is_ascii(std::string_view bytes) {
    return std::none_of(bytes.begin(), bytes.end(),
                        [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

std::size_t utf8_length(std::uint8_t lead) {
    if (lead >= 0xF0)
        return 4;
    return lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

/// The text without a last character that the field's width cut off.
std::string_view without_cut_utf8(std::string_view bytes) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const std::uint8_t lead = byte_at(bytes, bytes.size() - back);
        if (lead >= 0xC0)
            return utf8_length(lead) > back ? bytes.substr(0, bytes.size() - back) : bytes;
    }
    return bytes;
}

bool between(std::uint8_t byte, int low, int high) {
    return byte >= low && byte <= high;
}

/// Length of the GB18030 character at i, 0 when there is none, and more than what is left when it is cut off.
std::size_t gb18030_length(std::string_view bytes, std::size_t i) {
    const std::uint8_t lead = byte_at(bytes, i);
    if (lead < 0x80)
        return 1;
    if (!between(lead, 0x81, 0xFE))
        return 0;
    if (i + 1 == bytes.size())
        return 2;
    const std::uint8_t second = byte_at(bytes, i + 1);
    if (between(second, 0x30, 0x39)) {
        const bool third = i + 2 >= bytes.size() || between(byte_at(bytes, i + 2), 0x81, 0xFE);
        const bool fourth = i + 3 >= bytes.size() || between(byte_at(bytes, i + 3), 0x30, 0x39);
        return third && fourth ? 4 : 0;
    }
    return between(second, 0x40, 0xFE) && second != 0x7F ? 2 : 0;
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

void TextStatistics::add(std::string_view bytes) {
    if (is_ascii(bytes))
        return;
    ++texts_;
    if (qitu::is_utf8(without_cut_utf8(bytes)))
        ++utf8_;
    read_as_gbk(bytes);
    if (sample_.size() < sample_size)
        sample_.append(bytes).push_back('\n');
}

void TextStatistics::read_as_gbk(std::string_view bytes) {
    std::uint64_t hanzi = 0;
    std::uint64_t common = 0;
    std::uint64_t four = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = gb18030_length(bytes, i);
        if (length == 0)
            return;
        const std::uint8_t lead = byte_at(bytes, i);
        if (i + length <= bytes.size() && length == 2 && !between(lead, 0xA1, 0xA9)) {
            ++hanzi;
            common += between(lead, 0xB0, 0xD7) && byte_at(bytes, i + 1) >= 0xA1 ? 1 : 0;
        }
        four += length == 4 ? 1 : 0;
        i += length;
    }
    ++gbk_;
    hanzi_ += hanzi;
    common_ += common;
    four_bytes_ += four;
}

bool TextStatistics::is_utf8() const {
    return share(utf8_, texts_) >= enough_valid;
}

double TextStatistics::common_share() const {
    return share(common_, hanzi_);
}

bool TextStatistics::is_gbk() const {
    return share(gbk_, texts_) >= enough_valid && (hanzi_ == 0 || common_share() >= enough_common);
}

std::string TextStatistics::second_opinion() const {
    const auto release = [](uchardet_t detector) { uchardet_delete(detector); };
    const std::unique_ptr<std::remove_pointer_t<uchardet_t>, decltype(release)> detector(uchardet_new(),
                                                                                         release);
    uchardet_handle_data(detector.get(), sample_.data(), sample_.size());
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

} // namespace qitu::reader
