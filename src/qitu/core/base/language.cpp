#include <qitu/core/base/language.h>
#include <qitu/core/base/local_words.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace qitu {

namespace {

std::string replaced(std::string_view text, const LocalWords &words) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::pair<std::string, std::string> *best = nullptr;
        for (const auto &each : words)
            if (text.substr(at).starts_with(each.first) &&
                (best == nullptr || each.first.size() > best->first.size()))
                best = &each;
        result += best == nullptr ? std::string(1, text[at]) : best->second;
        at += best == nullptr ? 1 : best->first.size();
    }
    return result;
}

/// Compiled translations as gettext's manual describes them (The Format of GNU MO Files). gettext's own
/// functions answer in the one language that the environment of the process names.
class Translations {
  public:
    Translations(std::filesystem::path file, LocalWords words)
        : file_(std::move(file)), words_(std::move(words)) {}

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    [[nodiscard]] const LocalWords &words() const { return words_; }

    const char *of(const char *english) {
        std::call_once(read_, [this] { read(); });
        const auto found = entries_.find(english);
        return found == entries_.end() || *english == '\0' ? english : found->second.c_str();
    }

  private:
    void read() {
        std::ifstream stream(file_, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(stream), {});
        constexpr std::uint32_t magic = 0x950412deU;
        if (number(0) != magic)
            return;
        const std::uint32_t originals = number(12);
        const std::uint32_t translations = number(16);
        const auto most = static_cast<std::uint32_t>(bytes_.size() / 8); // whatever a damaged file says
        for (std::uint32_t i = 0; i < std::min(number(8), most); ++i)
            if (const char *translation = text(translations + 8 * i); *translation != '\0')
                entries_.emplace(text(originals + 8 * i), replaced(translation, words_));
    }

    [[nodiscard]] std::uint32_t number(std::size_t at) const {
        std::uint32_t value = 0;
        if (at + sizeof value <= bytes_.size())
            std::memcpy(&value, bytes_.data() + at, sizeof value);
        return value;
    }
    // Length and place stand in the table; every text ends in a zero.
    [[nodiscard]] const char *text(std::size_t at) const {
        return bytes_.c_str() + std::min<std::size_t>(number(at + 4), bytes_.size());
    }

    std::filesystem::path file_;
    LocalWords words_;
    std::once_flag read_;
    std::string bytes_;
    std::unordered_map<std::string_view, std::string> entries_;
};

struct Setting {
    Language language = Language::en;
    std::unique_ptr<Translations> chinese = std::make_unique<Translations>("", LocalWords());
};

Setting &setting() {
    static Setting chosen;
    return chosen;
}

} // namespace

void use_language(Language language, const std::filesystem::path &locale_dir) {
    setting().language = language;
    if (auto file = locale_dir / "zh/LC_MESSAGES/qitu.mo"; file != setting().chinese->file())
        setting().chinese = std::make_unique<Translations>(std::move(file), setting().chinese->words());
}

void use_local_words(LocalWords words) {
    if (words != setting().chinese->words())
        setting().chinese = std::make_unique<Translations>(setting().chinese->file(), std::move(words));
}

std::string in_local_words(std::string_view text) {
    return replaced(text, setting().chinese->words());
}

Language language_in_use() {
    return setting().language;
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
    return setting().language == Language::zh ? setting().chinese->of(english) : english;
}

std::string translated(const char *english, Language language) {
    return language == Language::zh ? setting().chinese->of(english) : english;
}

} // namespace qitu
