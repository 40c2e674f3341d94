#include "section.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace qitu::catalogue {

namespace {

std::string found_kind(const Node &node) {
    struct Kind {
        std::string operator()(OtherValue) const { return say("a time"); }
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
        std::string operator()(double number) const { return fmt::format("{}", number); }
        std::string operator()(const std::string &text) const { return fmt::format("\"{}\"", text); }
        std::string operator()(const Node::Array &) const { return say("a list"); }
        std::string operator()(const Node::Table &) const { return say("a table"); }
    };
    return std::visit(Kind{}, node.value);
}

bool is_id(std::string_view text) {
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && small(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
        return small(c) || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string wrong_type(const std::string &key, const std::string &expected, const Node &found) {
    return say("\"{}\" must be {}, but is {}.", key, expected, found_kind(found));
}

} // namespace

Section::Section(const std::filesystem::path &file, const Node &node)
    : file_(&file), members_(std::get_if<Node::Table>(&node.value)), line_(node.line) {
    if (members_ == nullptr)
        refuse_at(line_, say("expected a table, found {}.", found_kind(node)));
}

void Section::allow(std::initializer_list<const char *> keys) const {
    const std::vector<std::string> known(keys.begin(), keys.end());
    for (const Member &member : *members_)
        if (std::find(known.begin(), known.end(), member.key) == known.end())
            refuse_at(member.line, say("unknown key \"{}\".", member.key) + hint(member.key, known));
}

const Member *Section::find(std::string_view key) const {
    const auto found = std::find_if(members_->begin(), members_->end(),
                                    [&](const Member &member) { return member.key == key; });
    return found == members_->end() ? nullptr : &*found;
}

template <typename T>
const T *Section::get(const char *key, const std::string &expected) const {
    const Member *member = find(key);
    if (member == nullptr)
        return nullptr;
    const T *value = std::get_if<T>(&member->node.value);
    if (value == nullptr)
        refuse_at(member->line, wrong_type(key, expected, member->node));
    return value;
}

std::string Section::text(const char *key) const {
    const std::string *value = get<std::string>(key, say("a text"));
    if (value == nullptr)
        refuse_at(line_, say("\"{}\" is missing.", key));
    if (folded(*value).empty())
        refuse(key, say("\"{}\" is empty.", key));
    return *value;
}

std::string Section::text(const char *key, const std::string &otherwise) const {
    const std::string *value = get<std::string>(key, say("a text"));
    return value == nullptr ? otherwise : *value;
}

std::string Section::id() const {
    std::string id = text("id");
    if (!is_id(id))
        refuse("id",
               say("the id \"{}\" must have only lower-case letters, digits and _, and begin with a letter.",
                   id));
    return id;
}

Names Section::names() const {
    return {text("zh"), text("en")};
}

bool Section::flag(const char *key, bool otherwise) const {
    const bool *value = get<bool>(key, say("true or false"));
    return value == nullptr ? otherwise : *value;
}

std::optional<double> Section::number(const char *key) const {
    const Member *member = find(key);
    if (member == nullptr)
        return {};
    if (const auto *integer = std::get_if<std::int64_t>(&member->node.value))
        return static_cast<double>(*integer);
    return *get<double>(key, say("a number"));
}

std::optional<int> Section::whole(const char *key) const {
    const std::string expected = say("a whole number");
    const auto *value = get<std::int64_t>(key, expected);
    if (value == nullptr)
        return {};
    if (*value < std::numeric_limits<int>::min() || *value > std::numeric_limits<int>::max())
        refuse(key, wrong_type(key, expected, find(key)->node));
    return static_cast<int>(*value);
}

std::vector<Text> Section::texts(const char *key) const {
    std::vector<Text> texts;
    const std::string expected = say("a list of texts");
    const auto *list = get<Node::Array>(key, expected);
    if (list == nullptr)
        return texts;
    for (const Node &node : *list) {
        const auto *text = std::get_if<std::string>(&node.value);
        if (text == nullptr)
            refuse_at(node.line,
                      say("\"{}\" must be {}, but one of them is {}.", key, expected, found_kind(node)));
        texts.push_back({*text, node.line});
    }
    return texts;
}

Section Section::section(const char *key) const {
    const Member *member = find(key);
    if (member == nullptr)
        refuse_at(line_, say("the table [{}] is missing.", key));
    if (get<Node::Table>(key, say("a table")) == nullptr)
        refuse(key, say("the table [{}] is missing.", key));
    return {*file_, member->node};
}

std::vector<Section> Section::sections(const char *key) const {
    std::vector<Section> sections;
    if (const auto *list = get<Node::Array>(key, say("a list of tables")))
        for (const Node &node : *list)
            sections.emplace_back(*file_, node);
    return sections;
}

std::vector<std::string> Section::keys() const {
    std::vector<std::string> keys;
    for (const Member &member : *members_)
        keys.push_back(member.key);
    return keys;
}

std::size_t Section::choice(const char *key, std::span<const std::string_view> words) const {
    const std::string word = text(key);
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        refuse(key, say("\"{}\" must be one of {}, but is \"{}\".", key, fmt::join(words, ", "), word));
    return static_cast<std::size_t>(found - words.begin());
}

std::size_t Section::choice(const char *key, std::span<const std::string_view> words,
                            std::size_t otherwise) const {
    return has(key) ? choice(key, words) : otherwise;
}

unsigned Section::line(std::string_view key) const {
    const Member *member = find(key);
    return member == nullptr ? line_ : member->line;
}

void Section::refuse(std::string_view key, const std::string &message) const {
    refuse_at(line(key), message);
}

void Section::refuse_at(unsigned line, const std::string &message) const {
    throw Error(ErrorKind::refused, fmt::format("{}:{}: {}", file_->string(), line, message));
}

std::string hint(std::string_view found, std::span<const std::string> known) {
    constexpr std::size_t most = 20; // a longer list helps nobody
    if (const std::string near = nearest(found, known); !near.empty())
        return say(" Did you mean \"{}\"?", near);
    if (known.empty() || known.size() > most)
        return {};
    return say(" Known are: {}.", fmt::join(known, ", "));
}

void Words::claim(const std::string &word, const std::string &owner, const Section &section, unsigned line) {
    const std::string place = fmt::format("{}:{}", section.file().string(), line);
    const auto [claim, fresh] = claims_.try_emplace(folded(word), Claim{owner, place});
    if (!fresh && claim->second.owner != owner)
        section.refuse_at(line, say("\"{}\" would mean both {} and {} ({}). Keep it in one of them.", word,
                                    owner, claim->second.owner, claim->second.place));
}

void Words::claim(const std::string &word, const std::string &owner, const std::string &place) {
    claims_.try_emplace(folded(word), Claim{owner, place});
}

void Ids::add(const std::string &id, const Section &section, const char *key) {
    const auto [place, fresh] =
        places_.try_emplace(id, fmt::format("{}:{}", section.file().string(), section.line(key)));
    if (!fresh)
        section.refuse(key, say("\"{}\" is given twice, first at {}.", id, place->second));
}

} // namespace qitu::catalogue
