#include "markup.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <algorithm>

namespace qitu::html {

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text)
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    return result;
}

std::string bar_of(const std::optional<double> &percent) {
    return percent ? fmt::format(R"(<span class="bar"><i style="width:{:.1f}%"></i></span>)",
                                 std::clamp(*percent, 0.0, 100.0))
                   : "";
}

std::string words_of_maps() {
    return fmt::format(
        R"( data-nearer="{}" data-farther="{}" data-whole="{}" data-metres="{}" data-kilometres="{}")",
        escaped(say("Zoom in")), escaped(say("Zoom out")), escaped(say("The whole map")), escaped(say("m")),
        escaped(say("km")));
}

std::string cell(const std::string &text) {
    return "<td>" + escaped(text) + "</td>";
}

std::string head(const std::string &text, bool over_texts) {
    return (over_texts ? R"(<th scope="col" class="text">)" : R"(<th scope="col">)") + escaped(text) +
           "</th>";
}

} // namespace qitu::html
