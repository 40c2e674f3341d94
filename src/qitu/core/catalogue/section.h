// A table of a TOML file, read key by key. Whatever is not as expected is refused with file and line.
#pragma once

#include "toml.h"

#include <qitu/core/base/language.h>

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

/// A text of a list and the line that it stands on.
struct Text {
    std::string value;
    unsigned line = 0;
};

class Section {
  public:
    explicit Section(const Document &document) : Section(document.file, document.root) {}
    Section(const std::filesystem::path &file, const Node &node);

    /// Refuses any key but these.
    void allow(std::initializer_list<const char *> keys) const;

    [[nodiscard]] bool has(const char *key) const { return find(key) != nullptr; }
    [[nodiscard]] std::string text(const char *key) const; // must be there and not be empty
    [[nodiscard]] std::string text(const char *key, const std::string &otherwise) const;
    [[nodiscard]] std::string id() const; // small letters, digits and _: a name of a table or column
    [[nodiscard]] Names names() const;    // zh and en
    [[nodiscard]] bool flag(const char *key, bool otherwise) const;
    [[nodiscard]] std::optional<double> number(const char *key) const;
    [[nodiscard]] std::optional<int> whole(const char *key) const;
    [[nodiscard]] std::vector<Text> texts(const char *key) const;
    [[nodiscard]] Section section(const char *key) const;               // must be there
    [[nodiscard]] std::vector<Section> sections(const char *key) const; // none when the key is missing
    [[nodiscard]] std::vector<std::string> keys() const;

    /// Place of the choice that the text makes among `words`.
    [[nodiscard]] std::size_t choice(const char *key, std::span<const std::string_view> words) const;
    [[nodiscard]] std::size_t choice(const char *key, std::span<const std::string_view> words,
                                     std::size_t otherwise) const;

    [[nodiscard]] const std::filesystem::path &file() const { return *file_; }
    /// Where the key stands, or the section itself when it has no such key.
    [[nodiscard]] unsigned line(std::string_view key) const;
    [[noreturn]] void refuse(std::string_view key, const std::string &message) const;
    [[noreturn]] void refuse_at(unsigned line, const std::string &message) const;

  private:
    [[nodiscard]] const Member *find(std::string_view key) const;
    template <typename T>
    [[nodiscard]] const T *get(const char *key, const std::string &expected) const;

    const std::filesystem::path *file_; // of the document, which outlives its sections
    const Node::Table *members_ = nullptr;
    unsigned line_;
};

/// " Did you mean …?" with the word nearest to what was found, or the list of what is known; "" for no words.
std::string hint(std::string_view found, std::span<const std::string> known);

/// Words that may be given only once, or only by one owner.
class Words {
  public:
    /// Refuses a word that someone else has claimed before; `line` is where it stands.
    void claim(const std::string &word, const std::string &owner, const Section &section, unsigned line);
    /// Claims for an owner that stands in another file.
    void claim(const std::string &word, const std::string &owner, const std::string &place);

  private:
    struct Claim {
        std::string owner;
        std::string place;
    };
    std::map<std::string, Claim> claims_;
};

/// Ids that may be given only once.
class Ids {
  public:
    void add(const std::string &id, const Section &section, const char *key);

  private:
    std::map<std::string, std::string> places_;
};

} // namespace qitu::catalogue
