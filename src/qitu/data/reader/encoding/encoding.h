// Determines the encoding of a file's text from its bytes and from what the file declares. Shapefiles seldom declare one,
// and often a wrong one.
#pragma once

#include <qitu/core/base/text.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct UConverter;

namespace qitu::reader {

/// U+FFFD: bytes that are no text in the encoding.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// Statistics over the raw bytes of a file's text. Pure ASCII says nothing about the encoding and is skipped.
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
    /// The encoding that uchardet detects in the first texts; "" when it detects none.
    [[nodiscard]] std::string second_opinion() const;

  private:
    void read_as_gbk(std::string_view bytes);

    std::uint64_t texts_ = 0;
    std::uint64_t utf8_ = 0;
    std::uint64_t gbk_ = 0;
    std::uint64_t hanzi_ = 0;  // two-byte characters other than symbols, in texts that are valid GBK
    std::uint64_t common_ = 0; // of these the 3755 of GB 2312, level 1
    std::uint64_t four_bytes_ = 0;
    std::string sample_;
};

/// The name under which ICU and iconv know an encoding as people write it; GB18030 reads GBK and GB 2312 as well.
std::string canonical_encoding(const std::string &encoding);

struct Encoding {
    std::string name; // "UTF-8", "GBK", "GB18030", "ASCII", or as given
    std::string evidence;
};

/// Declared encodings; empty where there is none.
struct EncodingClaims {
    std::string option;        // given by the caller
    std::string cpg;           // the .cpg file
    std::string language_byte; // of the .dbf, where it can be trusted
};

/// Throws Error: usage for an unknown encoding, unreadable for a declaration that the bytes contradict and for bytes
/// in no known encoding.
Encoding choose_encoding(const std::filesystem::path &file, const EncodingClaims &claims,
                         const TextStatistics &statistics);

/// Bytes of one encoding to UTF-8 and back.
class Decoder {
  public:
    explicit Decoder(const std::string &encoding);
    /// A last character that the width of a field cut off is dropped; other invalid bytes become U+FFFD.
    [[nodiscard]] std::string decode(std::string_view bytes) const;
    [[nodiscard]] std::string encode(std::string_view text) const;
    [[nodiscard]] const std::string &encoding() const { return encoding_; }

  private:
    struct Close {
        void operator()(UConverter *converter) const;
    };
    std::string encoding_;
    std::unique_ptr<UConverter, Close> converter_;
};

} // namespace qitu::reader
