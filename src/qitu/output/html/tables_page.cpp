#include "markup.h"
#include "page_assets.h"
#include "page_parts.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/html/html.h>

#include <fmt/format.h>

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::html {

namespace {

std::string cells_of(const console::Table &table, const std::vector<std::string> &cells) {
    std::string result;
    for (std::size_t i = 0; i < cells.size(); ++i)
        result += fmt::format("<td{}>{}</td>", table.numeric[i] ? "" : " class=\"text\"", escaped(cells[i]));
    return result;
}

std::string table_of(const console::Table &table) {
    std::string heads;
    for (std::size_t i = 0; i < table.headers.size(); ++i)
        heads += head(table.headers[i], !table.numeric[i]);
    std::string rows;
    for (const std::vector<std::string> &cells : table.cells)
        rows += "<tr>" + cells_of(table, cells) + "</tr>\n";
    return fmt::format(
        "<div class=\"scroll\"><table><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table></div>\n", heads,
        rows);
}

} // namespace

std::string words_of(std::string_view words) {
    std::string result;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('\n'), words.size());
        if (end > 0)
            result += "<p>" + escaped(words.substr(0, end)) + "</p>\n";
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return result;
}

std::string tables_of(std::span<const console::PrintedTable> tables) {
    std::string result;
    for (const console::PrintedTable &printed : tables)
        result += words_of(printed.words) + table_of(printed.table);
    return result;
}

std::string page_head(const std::string &title, std::string_view css) {
    const bool chinese = language_in_use() == Language::zh;
    return fmt::format(
        R"(<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{}</title><style>
{}{}</style></head><body>
<header class="top"><h1>{}</h1></header>)",
        chinese ? "zh-CN" : "en", escaped(title), class_colours() + std::string(page_css), css,
        escaped(title));
}

void write_tables_page(std::ostream &out, const std::string &title, const console::Pages &pages) {
    out << page_head(title) << "<main>\n"
        << tables_of(pages.tables) << words_of(pages.words)
        << fmt::format("<footer>{}</footer></main></body></html>\n",
                       escaped(say("Made by qitu on {}.", today())));
}

} // namespace qitu::html
