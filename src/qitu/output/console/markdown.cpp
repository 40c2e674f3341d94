#include <qitu/output/console/table.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::console {

namespace {

void write_markdown_line(std::ostream &out, const std::vector<std::string> &cells) {
    for (const std::string &cell : cells)
        out << "| " << in_markdown(cell) << ' ';
    out << "|\n";
}

void write_words(std::ostream &out, std::string_view words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('\n'), words.size());
        if (end > 0)
            out << in_markdown(words.substr(0, end)) << "\n\n";
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

} // namespace

std::string in_markdown(std::string_view text) {
    std::string result;
    for (const char c : text)
        if (c == '\n')
            result += ' ';
        else if (std::string_view("|<>*_`\\[]").find(c) != std::string_view::npos)
            result.append("\\").append(1, c);
        else
            result += c;
    return result;
}

void write_markdown(std::ostream &out, const std::string &title, const Pages &pages) {
    out << "# " << in_markdown(title) << "\n\n";
    for (const PrintedTable &printed : pages.tables) {
        write_words(out, printed.words);
        write_markdown_line(out, printed.table.headers);
        for (const bool numeric : printed.table.numeric)
            out << (numeric ? "| ---: " : "| --- ");
        out << "|\n";
        for (const std::vector<std::string> &cells : printed.table.cells)
            write_markdown_line(out, cells);
        out << '\n';
    }
    write_words(out, pages.words);
}

} // namespace qitu::console
