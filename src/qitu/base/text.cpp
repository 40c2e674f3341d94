#include <qitu/base/base.h>

#include <libintl.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <clocale>
#include <cstdlib>
#include <numeric>

namespace qitu {

namespace {
constexpr const char *domain = "qitu";
}

// gettext keeps the language for the whole process; this is the one place that touches it.
void use_language(Language language, const std::filesystem::path &locale_dir) {
    setlocale(LC_MESSAGES, "C.UTF-8");
    setenv("LANGUAGE", language == Language::zh ? "zh" : "en", 1);
    bindtextdomain(domain, locale_dir.c_str());
    bind_textdomain_codeset(domain, "UTF-8");
}

Language language_in_use() {
    const char *value = std::getenv("LANGUAGE");
    return value != nullptr && std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
}

Language language_of_environment() {
    for (const char *name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char *value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
    }
    return Language::en;
}

const char *translated(const char *english) {
    return dgettext(domain, english);
}

Cancelled::Cancelled() : Error(Status::refused, say("Stopped by the user; nothing was changed.")) {}

bool is_utf8(std::string_view bytes) {
    const auto *data = reinterpret_cast<const std::uint8_t *>(bytes.data());
    const auto length = static_cast<std::int32_t>(bytes.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(data, i, length, c);
        if (c < 0)
            return false;
    }
    return true;
}

std::string folded(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString wide =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    if (U_SUCCESS(status))
        wide = fold->normalize(wide, status);
    wide.trim();
    std::string result;
    wide.toUTF8String(result);
    return result;
}

bool parse_number(std::string_view text, double &number) {
    std::string plain = folded(text);
    std::erase_if(plain, [](char c) { return c == ',' || c == ' '; });
    if (plain.starts_with('+'))
        plain.erase(0, 1);
    double parsed = 0;
    const char *end = plain.data() + plain.size();
    const auto [stop, error] = std::from_chars(plain.data(), end, parsed);
    if (plain.empty() || error != std::errc() || stop != end)
        return false;
    number = parsed;
    return true;
}

std::size_t display_width(std::string_view text) {
    const auto *data = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    std::size_t width = 0;
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(data, i, length, c);
        const auto kind = static_cast<UEastAsianWidth>(u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH));
        width += kind == U_EA_WIDE || kind == U_EA_FULLWIDTH ? 2 : 1;
    }
    return width;
}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string &candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace qitu
