#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <catch2/catch.hpp>
#include <support/places.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace qitu;

namespace {

constexpr const char *stopped = "Stopped by the user; nothing was changed.";

/// Leaves the process as it found it: English.
struct Speaking {
    explicit Speaking(Language language,
                      const std::filesystem::path &folder = support::build("share/locale")) {
        use_language(language, folder);
    }
    ~Speaking() { use_language(Language::en, support::build("share/locale")); }
};

} // namespace

TEST_CASE("A message is in the language that was chosen, and in English where there is no translation") {
    {
        const Speaking chinese(Language::zh);
        CHECK(language_in_use() == Language::zh);
        CHECK(std::string(translated(stopped)) == "用户已中止；未作任何改动。");
        CHECK(say("no such message {}", 7) == "no such message 7");
        CHECK(std::string(translated("")).empty());
    }
    CHECK(language_in_use() == Language::en);
    CHECK(std::string(translated(stopped)) == stopped);
}

TEST_CASE("A message can be had in both languages, whichever is in use, with names in each") {
    const Speaking english(Language::en);
    CHECK(translated(stopped, Language::zh) == "用户已中止；未作任何改动。");
    const Names both = said("{}: cannot be read back.", Names{"临河区", "Linhe"});
    CHECK(both.en == "Linhe: cannot be read back.");
    CHECK(both.zh == "临河区: cannot be read back."); // no translation of this one
}

TEST_CASE("The language is not a matter of the environment") {
    const char *before = std::getenv("LANGUAGE");
    const Speaking chinese(Language::zh);
    CHECK(std::getenv("LANGUAGE") == before);
}

TEST_CASE("Translations that are missing or damaged leave English") {
    const TemporaryFolder folder;
    {
        const Speaking chinese(Language::zh, folder.path() / "none");
        CHECK(std::string(translated(stopped)) == stopped);
    }
    const auto file = folder.path() / "zh/LC_MESSAGES/qitu.mo";
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << "\xde\x12\x04\x95" << std::string(24, '\xff');
    const Speaking chinese(Language::zh, folder.path());
    CHECK(std::string(translated(stopped)) == stopped);
}
