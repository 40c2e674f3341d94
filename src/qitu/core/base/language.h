// language: Chinese and English. Texts are English in the code; the Chinese comes from po/*.po, compiled into
// one file by gettext. How a message is filled in stands in message.h.
#pragma once

#include <filesystem>
#include <string>

namespace qitu {

enum class Language { en, zh };

/// Sets the language of messages; `locale_dir` holds zh/LC_MESSAGES/qitu.mo. Called by the application, not
/// by the library, before there are other threads. Without it messages are English.
void use_language(Language language, const std::filesystem::path &locale_dir);
Language language_in_use();
/// The language that LC_ALL, LC_MESSAGES or LANG ask for.
Language language_of_environment();

/// The text in the language in use; the English itself where there is no translation. Valid until the
/// folder of translations changes.
const char *translated(const char *english);

/// The text in one language, whichever is in use.
std::string translated(const char *english, Language language);

/// A name in both languages, as the catalogue and the tables carry it.
struct Names {
    std::string zh;
    std::string en;
    [[nodiscard]] const std::string &in(Language language) const {
        return (language == Language::zh && !zh.empty()) || en.empty() ? zh : en;
    }
};

} // namespace qitu
