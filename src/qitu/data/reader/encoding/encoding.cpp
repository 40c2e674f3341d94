#include "encoding/encoding.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>

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

bool known(const std::string &encoding) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(canonical_encoding(encoding).c_str(), &status);
    ucnv_close(converter);
    return U_SUCCESS(status) != 0;
}

std::string what_they_are(const TextStatistics &statistics) {
    if (statistics.is_utf8())
        return "UTF-8";
    if (statistics.is_gbk())
        return statistics.four_bytes() ? "GB18030" : "GBK";
    return {};
}

std::string seen(const TextStatistics &statistics, const std::string &encoding) {
    if (encoding == "UTF-8")
        return say("{} of {} texts are valid UTF-8", statistics.valid_utf8(), statistics.texts());
    return say("{} of {} texts are valid GB18030, {:.0f} % common Hanzi", statistics.valid_gbk(),
               statistics.texts(), 100 * statistics.common_share());
}

/// True when the bytes cannot be what is claimed. Latin encodings take any bytes, so a claim of one is
/// contradicted when the bytes read well as Chinese.
bool contradicted(const std::string &claim, const TextStatistics &statistics) {
    const std::string name = canonical_encoding(claim);
    if (name == "UTF-8")
        return !statistics.is_utf8();
    if (name == "gb18030")
        return !statistics.is_gbk();
    return !what_they_are(statistics).empty();
}

Encoding claimed(const std::filesystem::path &file, const std::string &claim, const std::string &who,
                 const TextStatistics &statistics) {
    if (statistics.ascii())
        return {claim, say("according to {}; all texts are ASCII", who)};
    const std::string found = what_they_are(statistics);
    if (known(claim) && !contradicted(claim, statistics))
        return {claim, found.empty()
                           ? say("according to {}", who)
                           : say("according to {}; {}", who, seen(statistics, canonical_encoding(claim)))};
    if (!found.empty())
        throw NeedsParameter(
            Parameter::encoding, ErrorKind::unreadable,
            say("{}: {} specifies {}, but {}. Give the encoding {}, or correct the .cpg file.", file.string(),
                who, claim, seen(statistics, found), found));
    throw NeedsParameter(Parameter::encoding, ErrorKind::unreadable,
                         say("{}: {} specifies {}, but only {} of {} texts are valid UTF-8 and {} valid "
                             "GB18030. Give the encoding.",
                             file.string(), who, claim, statistics.valid_utf8(), statistics.texts(),
                             statistics.valid_gbk()));
}

[[noreturn]] void unknown(const std::filesystem::path &file, const TextStatistics &statistics) {
    const std::string opinion = statistics.second_opinion();
    throw NeedsParameter(Parameter::encoding, ErrorKind::unreadable,
                         say("{}: the encoding of its texts cannot be determined: of {} texts {} are valid "
                             "UTF-8 and {} valid GB18030 with {:.0f} % common Hanzi{}. Give the encoding.",
                             file.string(), statistics.texts(), statistics.valid_utf8(),
                             statistics.valid_gbk(), 100 * statistics.common_share(),
                             opinion.empty() ? "" : say("; it may be {}", opinion)));
}

} // namespace

Encoding choose_encoding(const std::filesystem::path &file, const EncodingClaims &claims,
                         const TextStatistics &statistics) {
    if (!claims.option.empty()) {
        if (!known(claims.option))
            throw Error(ErrorKind::usage,
                        say("There is no encoding \"{}\". Use UTF-8, GBK or GB18030.", claims.option));
        return {claims.option, say("as given")};
    }
    if (!claims.cpg.empty())
        return claimed(file, claims.cpg, say("the .cpg file"), statistics);
    if (!claims.language_byte.empty())
        return claimed(file, claims.language_byte, say("the language byte of the .dbf file"), statistics);
    if (statistics.ascii())
        return {"ASCII", say("all texts are ASCII")};
    const std::string found = what_they_are(statistics);
    if (found.empty())
        unknown(file, statistics);
    return {found, say("not declared; {}", seen(statistics, found))};
}

void Decoder::Close::operator()(UConverter *converter) const {
    ucnv_close(converter);
}

Decoder::Decoder(const std::string &encoding) : encoding_(encoding) {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open(canonical_encoding(encoding).c_str(), &status));
    if (U_FAILURE(status) != 0)
        throw Error(ErrorKind::unreadable,
                    say("ICU does not support the encoding {}. Install the data of ICU.", encoding));
}

std::string Decoder::decode(std::string_view bytes) const {
    const auto ascii = [](char c) { return static_cast<std::uint8_t>(c) < 0x80; };
    const bool bytewise = ucnv_getMinCharSize(converter_.get()) == 1; // not so UTF-16
    if (bytewise && std::all_of(bytes.begin(), bytes.end(), ascii))
        return std::string(bytes);
    std::string text(3 * bytes.size() + 4, '\0'); // no byte becomes more than three
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length =
        ucnv_toAlgorithmic(UCNV_UTF8, converter_.get(), text.data(), static_cast<std::int32_t>(text.size()),
                           bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    text.resize(static_cast<std::size_t>(std::max(length, 0)));
    if (text.ends_with(replacement_character))
        text.resize(text.size() - replacement_character.size());
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
