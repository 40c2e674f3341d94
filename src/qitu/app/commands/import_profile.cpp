#include "import_profile.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/json.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <vector>

namespace qitu::commands {

namespace {

constexpr const char *profiles_key = "import_profiles";
using Pairs = std::map<std::string, std::string>;
using Meanings = std::map<std::string, Pairs>;

console::Json kept(const workspace::Workspace &workspace) {
    console::Json all = console::Json::parse(workspace.meta(profiles_key), nullptr, false);
    return all.is_object() ? all : console::Json::object();
}

template <typename Value>
Value part(const console::Json &profile, const char *key) {
    const auto found = profile.find(key);
    return found == profile.end() ? Value() : found->get<Value>();
}

bool says_something(const reader::OpenOptions &options) {
    return !options.map.empty() || !options.set.empty() || !options.values.empty();
}

[[noreturn]] void refuse_unknown(const std::string &name, const console::Json &profiles) {
    std::vector<std::string> names;
    for (const auto &[known, profile] : profiles.items())
        names.push_back(known);
    throw Error(ErrorKind::refused, names.empty() ? say("No profile is kept yet. \"{}\" is made by the first "
                                                        "import that says which field is which.",
                                                        name)
                                                  : say("There is no profile \"{}\". Kept are: {}.", name,
                                                        fmt::join(names, ", ")));
}

} // namespace

void take_profile(const workspace::Workspace &workspace, const std::string &name,
                  reader::OpenOptions &options) {
    const console::Json profiles = kept(workspace);
    const auto found = profiles.find(name);
    if (found == profiles.end()) {
        if (!says_something(options))
            refuse_unknown(name, profiles);
        return;
    }
    options.map.merge(part<Pairs>(*found, "map"));
    options.set.merge(part<Pairs>(*found, "set"));
    for (auto &[field, words] : part<Meanings>(*found, "value"))
        options.values[field].insert(words.begin(), words.end());
}

void keep_profile(workspace::Edit &edit, const workspace::Workspace &workspace, const std::string &name,
                  const reader::OpenOptions &options) {
    console::Json profiles = kept(workspace);
    profiles[name] = {{"map", options.map}, {"set", options.set}, {"value", options.values}};
    edit.set_meta(profiles_key, profiles.dump());
}

std::string in_words(const reader::OpenOptions &options) {
    std::vector<std::string> words;
    for (const auto &[field, source] : options.map)
        words.push_back(fmt::format("{} ← {}", field, source));
    for (const auto &[field, meanings] : options.values)
        for (const auto &[word, value] : meanings)
            words.push_back(fmt::format("{}: {} = {}", field, word, value));
    for (const auto &[field, value] : options.set)
        words.push_back(fmt::format("{} = {}", field, value));
    return fmt::format("{}", fmt::join(words, say(", ")));
}

} // namespace qitu::commands
