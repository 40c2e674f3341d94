#include "encoding/encoding.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <unicode/ucnv.h>

#include <algorithm>

namespace qitu::reader {

std::string canonical_encoding(const std::string &encoding) {
    std::string name = folded(encoding);
    std::erase_if(name, [](char c) { return c == '-' || c == '_' || c == ' '; });
    for (const char *chinese :
         {"gbk", "gb2312", "gb18030", "936", "cp936", "ansi936", "oem936", "54936", "euccn"})
        if (name == chinese)
            return "gb18030";
    if (name == "utf8" || name == "65001" || name == "ascii")
        return "UTF-8";
    if (name.starts_with("cp125"))
        return "windows-" + name.substr(2);
    return encoding;
}

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

bool known(const std::string &encoding) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(canonical_encoding(encoding).c_str(), &status);
    ucnv_close(converter);
    return U_SUCCESS(status) != 0;
}

std::string what_they_are(const TextCensus &census) {
    if (census.is_utf8())
        return "UTF-8";
    if (census.is_gbk())
        return census.four_bytes() ? "GB18030" : "GBK";
    return {};
}

std::string seen(const TextCensus &census, const std::string &encoding) {
    if (encoding == "UTF-8")
        return say("{} of {} texts are valid UTF-8", census.valid_utf8(), census.texts());
    return say("{} of {} texts are valid GB18030, {:.0f} % common Hanzi", census.valid_gbk(), census.texts(),
               100 * census.common_share());
}

/// True when the bytes cannot be what is claimed. Latin encodings take any bytes, so a claim of one is
/// contradicted when the bytes read well as Chinese.
bool contradicted(const std::string &claim, const TextCensus &census) {
    const std::string name = canonical_encoding(claim);
    if (name == "UTF-8")
        return !census.is_utf8();
    if (name == "gb18030")
        return !census.is_gbk();
    return !what_they_are(census).empty();
}

Encoding claimed(const std::filesystem::path &file, const std::string &claim, const std::string &who,
                 const TextCensus &census) {
    if (census.ascii())
        return {claim, say("{} says so; all texts are ASCII", who)};
    const std::string found = what_they_are(census);
    if (known(claim) && !contradicted(claim, census))
        return {claim, found.empty() ? say("{} says so", who)
                                     : say("{} says so; {}", who, seen(census, canonical_encoding(claim)))};
    if (!found.empty())
        throw Error(ErrorKind::unreadable,
                    say("{}: {} says {}, but {}. Import with --encoding {}, or correct the .cpg file.",
                        file.string(), who, claim, seen(census, found), found));
    throw Error(ErrorKind::unreadable,
                say("{}: {} says {}, but only {} of {} texts are valid UTF-8 and {} valid GB18030. Give the "
                    "encoding with --encoding.",
                    file.string(), who, claim, census.valid_utf8(), census.texts(), census.valid_gbk()));
}

[[noreturn]] void unknown(const std::filesystem::path &file, const TextCensus &census) {
    const std::string opinion = census.second_opinion();
    throw Error(
        ErrorKind::unreadable,
        say("{}: the encoding of its texts cannot be known: of {} texts {} are valid UTF-8 and {} valid "
            "GB18030 with {:.0f} % common Hanzi{}. Give it with --encoding.",
            file.string(), census.texts(), census.valid_utf8(), census.valid_gbk(),
            100 * census.common_share(), opinion.empty() ? "" : say("; it may be {}", opinion)));
}

} // namespace

Encoding choose_encoding(const std::filesystem::path &file, const EncodingClaims &claims,
                         const TextCensus &census) {
    if (!claims.option.empty()) {
        if (!known(claims.option))
            throw Error(
                ErrorKind::usage,
                say("--encoding {}: there is no such encoding. Use UTF-8, GBK or GB18030.", claims.option));
        return {claims.option, say("given by --encoding")};
    }
    if (!claims.cpg.empty())
        return claimed(file, claims.cpg, say("the .cpg file"), census);
    if (!claims.language_byte.empty())
        return claimed(file, claims.language_byte, say("the language byte of the .dbf file"), census);
    if (census.ascii())
        return {"ASCII", say("all texts are ASCII")};
    const std::string found = what_they_are(census);
    if (found.empty())
        unknown(file, census);
    return {found, say("nothing says it; {}", seen(census, found))};
}

void Decoder::Close::operator()(UConverter *converter) const {
    ucnv_close(converter);
}

Decoder::Decoder(const std::string &encoding) {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open(canonical_encoding(encoding).c_str(), &status));
    if (U_FAILURE(status) != 0)
        throw Error(ErrorKind::unreadable,
                    say("ICU cannot read the encoding {}. Install its data.", encoding));
}

std::string Decoder::decode(std::string_view bytes) const {
    const auto ascii = [](char c) { return static_cast<std::uint8_t>(c) < 0x80; };
    if (std::all_of(bytes.begin(), bytes.end(), ascii))
        return std::string(bytes);
    std::string text(3 * bytes.size() + 4, '\0'); // no byte becomes more than three
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length =
        ucnv_toAlgorithmic(UCNV_UTF8, converter_.get(), text.data(), static_cast<std::int32_t>(text.size()),
                           bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    text.resize(static_cast<std::size_t>(std::max(length, 0)));
    if (text.ends_with(replacement))
        text.resize(text.size() - replacement.size());
    return text;
}

std::string Decoder::encode(std::string_view text) const {
    std::string bytes(4 * text.size() + 4, '\0');
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length = ucnv_fromAlgorithmic(converter_.get(), UCNV_UTF8, bytes.data(),
                                                     static_cast<std::int32_t>(bytes.size()), text.data(),
                                                     static_cast<std::int32_t>(text.size()), &status);
    bytes.resize(static_cast<std::size_t>(std::max(length, 0)));
    return bytes;
}

} // namespace qitu::reader
