#include "open/written_numbers.h"

#include "encoding/text_file.h"
#include "markup/xml_text.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

[[noreturn]] void refuse_line(const Path &file, std::size_t line, const std::string &found) {
    throw Error(ErrorKind::unreadable,
                say("{}: line {}: expected a number, found \"{}\". Correct it in the file.", file.string(),
                    line, found));
}

/// Groups 10 to 59 of a DXF are numbers (DXF Reference, group code value types).
void look_at_dxf(const Path &shown, std::ifstream &stream) {
    std::string code;
    std::string value;
    for (std::size_t line = 2; std::getline(stream, code) && std::getline(stream, value); line += 2) {
        const auto group = plain_number(trimmed_blanks(code));
        if (!group) // binary, or not a DXF: GDAL says so
            return;
        if (*group >= 10 && *group <= 59 && !plain_number(trimmed_blanks(value)))
            refuse_line(shown, line, trimmed_blanks(value));
    }
}

std::vector<std::string> words_of(std::string_view line) {
    constexpr std::string_view between = " \t\r\n,";
    std::vector<std::string> words;
    for (std::size_t at = line.find_first_not_of(between); at != std::string_view::npos;
         at = line.find_first_not_of(between)) {
        line.remove_prefix(at);
        words.emplace_back(line.substr(0, line.find_first_of(between)));
        line.remove_prefix(words.back().size());
    }
    return words;
}

bool begins_as_number(const std::string &word) {
    return std::string_view("0123456789+-.").find(word.front()) != std::string_view::npos;
}

/// Lines of coordinates behind the word Data: pairs, and those of points and lines.
void look_at_mif(const Path &shown, std::ifstream &stream) {
    bool data = false;
    std::string text;
    for (std::size_t line = 1; std::getline(stream, text); ++line) {
        std::vector<std::string> words = words_of(text);
        if (words.empty())
            continue;
        const std::string first = folded(words.front());
        data = data || first == "data";
        if (first == "point" || first == "line")
            words.erase(words.begin());
        if (!data || words.size() < 2 || !begins_as_number(words.front()))
            continue;
        for (const std::string &word : words)
            if (!plain_number(word))
                refuse_line(shown, line, word);
    }
}

/// GDAL gives none of the features of a text that is not in the encoding that it declares.
void refuse_wrong_encoding(const Path &shown, const std::string &text) {
    constexpr std::size_t longest = 200;
    const std::string declaration = folded(text.substr(0, std::min(text.find("?>"), longest)));
    const bool utf8 = declaration.find("encoding=") == std::string::npos ||
                      declaration.find("utf-8") != std::string::npos ||
                      declaration.find("utf8") != std::string::npos;
    if (utf8 && utf16_of(text).empty() && !is_utf8(text))
        throw Error(ErrorKind::unreadable,
                    say("{}: is damaged: its text is not UTF-8, as it declares. Send it again, "
                        "complete.",
                        shown.string()));
}

/// What pugixml takes and GDAL stops at in silence; npos where there is nothing.
std::size_t place_of_no_xml(const std::string &text) {
    return utf16_of(text).empty() ? std::min(control_character_in(text), stray_ampersand_in(text))
                                  : std::string_view::npos;
}

void look_at_gml(const Path &shown, const Path &file) {
    const std::string text = contents_of(file);
    refuse_wrong_encoding(shown, text);
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
    if (const std::size_t at = parsed ? place_of_no_xml(text) : static_cast<std::size_t>(parsed.offset);
        at != std::string_view::npos)
        throw Error(ErrorKind::unreadable,
                    say("{}: is damaged: it is not well-formed XML at byte {}. Send it again, "
                        "complete.",
                        shown.string(), at));
    for (const pugi::xpath_node &found : document.select_nodes(
             "//*[local-name()='pos' or local-name()='posList' or local-name()='coordinates']"))
        for (const std::string &word : words_of(found.node().text().get()))
            if (std::string trimmed = trimmed_blanks(word); !trimmed.empty() && !plain_number(trimmed))
                throw Error(
                    ErrorKind::unreadable,
                    say("{}: \"{}\" stands among coordinates and is not a number. Correct it in the file.",
                        shown.string(), trimmed));
}

} // namespace

std::int64_t members_of_gml(const Path &file, std::string_view layer) {
    const std::string text = contents_of(file);
    pugi::xml_document document;
    if (!document.load_buffer(text.data(), text.size()))
        return -1;
    std::int64_t members = 0;
    for (const pugi::xpath_node &found :
         document.select_nodes("//*[local-name()='featureMember' or local-name()='featureMembers' or "
                               "local-name()='member']/*"))
        members += local_name(found.node()) == layer ? 1 : 0;
    return members > 0 ? members : -1;
}

void refuse_cut_numbers(const Path &shown, const Path &file) {
    const std::string ending = folded(file.extension().string());
    std::ifstream stream(file, std::ios::binary);
    if (ending == ".dxf")
        look_at_dxf(shown, stream);
    else if (ending == ".mif")
        look_at_mif(shown, stream);
    else if (ending == ".gml")
        look_at_gml(shown, file);
}

} // namespace qitu::reader
