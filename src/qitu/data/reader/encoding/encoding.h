// In which encoding a file's texts are: what their bytes look like, what the file claims, and which of the
// two is believed. Shapefiles seldom say, and often say it wrongly.
#pragma once

#include <qitu/core/base/text.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct UConverter;

namespace qitu::reader {

/// What the texts of a file look like as bytes. Pure ASCII proves nothing and is only counted.
class TextStatistics {
  public:
    void add(std::string_view bytes);

    [[nodiscard]] std::uint64_t texts() const { return texts_; } // with something else than ASCII
    [[nodiscard]] bool ascii() const { return texts_ == 0; }
    [[nodiscard]] bool is_utf8() const;
    [[nodiscard]] bool is_gbk() const; // and reads like Chinese: common Hanzi prevail
    [[nodiscard]] double common_share() const;
    [[nodiscard]] std::uint64_t valid_utf8() const { return utf8_; }
    [[nodiscard]] std::uint64_t valid_gbk() const { return gbk_; }
    [[nodiscard]] bool four_bytes() const { return four_bytes_ > 0; } // GB18030 beyond GBK
    /// What uchardet makes of the first texts; "" when it has no opinion.
    [[nodiscard]] std::string second_opinion() const;

  private:
    void read_as_gbk(std::string_view bytes);

    std::uint64_t texts_ = 0;
    std::uint64_t utf8_ = 0;
    std::uint64_t gbk_ = 0;
    std::uint64_t hanzi_ = 0;  // two-byte characters that are no signs, in texts that are valid GBK
    std::uint64_t common_ = 0; // of these the 3755 of GB 2312, level 1
    std::uint64_t four_bytes_ = 0;
    std::string sample_;
};

/// The name that ICU and iconv know for one as people write it; GB18030 reads GBK and GB 2312 as well.
std::string canonical_encoding(const std::string &encoding);

struct Encoding {
    std::string name; // "UTF-8", "GBK", "GB18030", "ASCII", or as given
    std::string evidence;
};

/// Who says what about the encoding; empty where nobody says anything.
struct EncodingClaims {
    std::string option;        // --encoding
    std::string cpg;           // the .cpg file
    std::string language_byte; // of the .dbf, where it can be trusted
};

/// Throws Error: usage for an --encoding that nobody knows, unreadable for a claim that the bytes contradict
/// and for bytes that are in no encoding known.
Encoding choose_encoding(const std::filesystem::path &file, const EncodingClaims &claims,
                         const TextStatistics &statistics);

/// Bytes of one encoding to UTF-8 and back.
class Decoder {
  public:
    explicit Decoder(const std::string &encoding);
    /// A last character that a field's width cut off is left away; other bytes that mean nothing become
    /// U+FFFD.
    [[nodiscard]] std::string decode(std::string_view bytes) const;
    [[nodiscard]] std::string encode(std::string_view text) const;

  private:
    struct Close {
        void operator()(UConverter *converter) const;
    };
    std::unique_ptr<UConverter, Close> converter_;
};

} // namespace qitu::reader
