#include "markup/xml_text.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <utility>

namespace qitu::reader {

namespace {

constexpr std::string_view xml_blanks = " \t\r\n";

bool blank(char c) {
    return xml_blanks.find(c) != std::string_view::npos;
}

/// Blanks around commas go, so that a tuple is a word.
std::string tightened(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == ',')
            while (!result.empty() && blank(result.back()))
                result.pop_back();
        if (!blank(c) || (!result.empty() && result.back() != ','))
            result += c;
    }
    return result;
}

std::optional<geometry::Point> tuple_in(std::string_view word, bool &heights) {
    double numbers[3] = {0, 0, 0};
    std::size_t count = 0;
    bool more = false;
    while (count < 3) {
        const std::size_t comma = word.find(',');
        const std::string_view written = word.substr(0, comma);
        const std::optional<double> number = plain_number(written);
        if (!number || written.find_first_of("0123456789.") == written.find('.')) // its beginning is missing
            return std::nullopt;
        numbers[count++] = *number;
        more = comma != std::string_view::npos && comma + 1 < word.size(); // not of "107.4,40.8,"
        if (!more)
            break;
        word.remove_prefix(comma + 1);
    }
    heights = heights || count == 3;
    return count < 2 || more ? std::nullopt : std::optional(geometry::Point{numbers[0], numbers[1]});
}

// &amp; &#38; &#x26;
bool begins_entity(std::string_view text) {
    constexpr std::size_t longest = 12;
    const std::string_view name = text.substr(1, std::min(text.find(';'), longest) - 1);
    const bool ended = 1 + name.size() < text.size() && text[1 + name.size()] == ';';
    return ended && !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
               return c == '#' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

} // namespace

std::size_t control_character_in(std::string_view text) {
    const auto *const found = std::find_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' && !blank(c); });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

std::size_t stray_ampersand_in(std::string_view text) {
    constexpr std::string_view literal = "<![CDATA[";
    constexpr std::string_view comment = "<!--";
    for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos;
         at = text.find_first_of("<&", at + 1)) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(literal))
            at += std::min(rest.find("]]>"), rest.size() - 1);
        else if (rest.starts_with(comment))
            at += std::min(rest.find("-->"), rest.size() - 1);
        else if (rest.front() == '&' && !begins_entity(rest))
            return at;
    }
    return std::string_view::npos;
}

pugi::xml_document parsed_xml(const std::filesystem::path &file, const std::string &text) {
    pugi::xml_document document;
    const pugi::xml_parse_result result =
        document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (const std::size_t at = control_character_in(text); result && at != std::string::npos)
        throw Error(ErrorKind::unreadable,
                    say("{}: it is not whole XML (a control character, at byte {}). The "
                        "file is truncated or damaged: send it again, complete.",
                        file.string(), at));
    if (!result || !document.document_element())
        throw Error(
            ErrorKind::unreadable,
            say("{}: it is not whole XML ({}, at byte {}). The file is truncated or damaged: send it again, "
                "complete.",
                file.string(), result.description(), result.offset));
    return document;
}

namespace {

class TextWithin : public pugi::xml_tree_walker {
  public:
    explicit TextWithin(std::span<const std::string_view> elements) : elements_(elements) {}
    bool for_each(pugi::xml_node &node) override {
        if (node.type() != pugi::node_pcdata && node.type() != pugi::node_cdata)
            return true;
        const std::string_view around = local_name(node.parent());
        if (std::find(elements_.begin(), elements_.end(), around) == elements_.end() ||
            trimmed_blanks(node.value()).empty())
            return true;
        found = node;
        return false;
    }
    pugi::xml_node found;

  private:
    std::span<const std::string_view> elements_;
};

} // namespace

void refuse_text_within(const std::filesystem::path &file, const pugi::xml_document &document,
                        std::span<const std::string_view> elements) {
    TextWithin text(elements);
    if (!document.root().traverse(text))
        throw Error(ErrorKind::unreadable,
                    say("{}: in <{}> stands \"{}\", where only elements may be, at byte {}. The file is "
                        "damaged: send it "
                        "again, complete.",
                        file.string(), local_name(text.found.parent()),
                        trimmed_blanks(text.found.value()).substr(0, 40), text.found.offset_debug()));
}

std::string_view local_name(const pugi::xml_node &node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(const pugi::xml_node &node, std::string_view name) {
    for (const pugi::xml_node &child : node.children())
        if (local_name(child) == name)
            return child;
    return {};
}

std::string trimmed_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(xml_blanks);
    return first == std::string_view::npos
               ? std::string()
               : std::string(text.substr(first, text.find_last_not_of(xml_blanks) - first + 1));
}

std::string text_in(const pugi::xml_node &node, std::string_view name) {
    return trimmed_blanks(child_named(node, name).text().get());
}

std::optional<geometry::Ring> tuples(std::string_view text, std::string &bad, bool &heights) {
    const std::string tight = tightened(text);
    std::string_view rest = tight;
    geometry::Ring points;
    for (std::size_t at = rest.find_first_not_of(xml_blanks); at != std::string_view::npos;
         at = rest.find_first_not_of(xml_blanks)) {
        rest.remove_prefix(at);
        const std::string_view word = rest.substr(0, rest.find_first_of(xml_blanks));
        const std::optional<geometry::Point> point = tuple_in(word, heights);
        if (!point) {
            bad = word;
            return std::nullopt;
        }
        points.push_back(*point);
        rest.remove_prefix(word.size());
    }
    return points;
}

} // namespace qitu::reader
