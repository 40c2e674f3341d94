#include "markup.h"

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

std::string percent_text(const std::optional<double> &percent) {
    return percent ? format::percent_text(percent) + " %" : format::percent_text(percent);
}

std::string cell(const std::string &text) {
    return "<td>" + escaped(text) + "</td>";
}

std::string head(const std::string &text, bool over_texts) {
    return (over_texts ? R"(<th scope="col" class="text">)" : R"(<th scope="col">)") + escaped(text) +
           "</th>";
}

} // namespace qitu::html
