#include <qitu/core/base/language.h>

#include <libintl.h>

#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <unordered_map>

namespace qitu {

namespace {

constexpr const char *domain = "qitu";

// The compiled translations as gettext's manual describes them (The Format of GNU MO Files): gettext itself
// answers in one language at a time.
class Translations {
  public:
    explicit Translations(const std::filesystem::path &file) {
        std::ifstream stream(file, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(stream), {});
        constexpr std::uint32_t magic = 0x950412deU;
        if (number(0) != magic)
            return;
        const std::uint32_t originals = number(12);
        const std::uint32_t translations = number(16);
        for (std::uint32_t i = 0; i < number(8); ++i)
            entries_.emplace(text(originals + 8 * i), text(translations + 8 * i));
    }

    [[nodiscard]] std::string of(const char *english) const {
        const auto found = entries_.find(english);
        return found == entries_.end() || found->second.empty() ? std::string(english) : found->second;
    }

  private:
    [[nodiscard]] std::uint32_t number(std::size_t at) const {
        std::uint32_t value = 0;
        if (at + sizeof value <= bytes_.size())
            std::memcpy(&value, bytes_.data() + at, sizeof value);
        return value;
    }
    [[nodiscard]] std::string text(std::size_t at) const {
        const std::size_t begin = std::min<std::size_t>(number(at + 4), bytes_.size());
        return bytes_.substr(begin, number(at));
    }

    std::string bytes_;
    std::unordered_map<std::string, std::string> entries_;
};

const Translations &chinese() {
    static const Translations read(std::filesystem::path(bindtextdomain("qitu", nullptr)) /
                                   "zh/LC_MESSAGES/qitu.mo");
    return read;
}

} // namespace

std::string translated(const char *english, Language language) {
    return language == Language::zh ? chinese().of(english) : std::string(english);
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

} // namespace qitu
