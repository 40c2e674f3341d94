// message: sentences for the user, in the language in use or in both. Formats are fmt's.
#pragma once

#include <qitu/core/base/language.h>

#include <fmt/format.h>

#include <string>

namespace qitu {

/// The message in the language in use.
template <typename... Args>
std::string say(const char *english, const Args &...args) {
    return fmt::format(fmt::runtime(translated(english)), args...);
}

template <typename T>
const T &in_language(const T &value, Language) {
    return value;
}
inline const std::string &in_language(const Names &names, Language language) {
    return names.in(language);
}

/// What `say` would say in each language, for what is stored and read by others; names among the arguments
/// are given in that language.
template <typename... Args>
Names said(const char *english, const Args &...args) {
    const auto in = [&](Language language) {
        return fmt::format(fmt::runtime(translated(english, language)), in_language(args, language)...);
    };
    return {in(Language::zh), in(Language::en)};
}

} // namespace qitu
