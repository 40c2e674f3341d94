#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/console/table.h>

#include <algorithm>
#include <numeric>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::console {

namespace {

constexpr std::string_view gap = "  ";

// Where a stream keeps its Terminal.
int columns_index() {
    static const int index = std::ios_base::xalloc();
    return index;
}
int colours_index() {
    static const int index = std::ios_base::xalloc();
    return index;
}

// Cut to a width, with … where something is left away; a character is never torn.
std::string cut_short(const std::string &text, std::size_t width) {
    if (display_width(text) <= width)
        return text;
    std::string result;
    for (const std::string_view character : characters(text)) {
        if (display_width(result) + display_width(character) + 1 > width)
            break;
        result += character;
    }
    return result + "…";
}

std::string padded(const std::string &text, std::size_t width, bool right) {
    const std::string blanks(width - std::min(width, display_width(text)), ' ');
    return right ? blanks + text : text + blanks;
}

std::string line_of(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths,
                    const std::vector<bool> &numeric) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line.append(i == 0 ? "" : gap)
            .append(padded(numeric[i] ? cells[i] : cut_short(cells[i], widths[i]), widths[i], numeric[i]));
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::size_t sum_of(const std::vector<std::size_t> &widths) {
    return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + gap.size() * (widths.size() - 1);
}

// The widest column of words gives way, column by column, down to what still says something.
void narrow(std::vector<std::size_t> &widths, const std::vector<bool> &numeric, std::size_t columns) {
    constexpr std::size_t least = 8;
    while (sum_of(widths) > columns) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (!numeric[i] && widths[i] > least && (widest == widths.size() || widths[i] > widths[widest]))
                widest = i;
        if (widest == widths.size())
            return;
        --widths[widest];
    }
}

const char *colour_of(Tone tone) {
    switch (tone) {
    case Tone::good:
        return "\x1b[32m";
    case Tone::doubtful:
        return "\x1b[33m";
    case Tone::bad:
        return "\x1b[31m";
    case Tone::plain:
        break;
    }
    return "";
}

constexpr const char *bold = "\x1b[1m";
constexpr const char *dim = "\x1b[2m";
constexpr const char *normal = "\x1b[0m";

// The line with its first cell in a colour.
std::string toned(const std::string &line, const std::string &first, Tone tone) {
    return tone == Tone::plain || !line.starts_with(first)
               ? line
               : colour_of(tone) + first + normal + line.substr(first.size());
}

// A cell stays in its line, and obeys nothing.
std::string shown(const std::string &cell) {
    std::string text = printable(cell);
    replace_all(text, "\n", "\\n");
    replace_all(text, "\t", " ");
    return text;
}

Table shown(Table table) {
    for (std::string &head : table.headers)
        head = shown(head);
    for (auto &row : table.cells)
        for (std::string &cell : row)
            cell = shown(cell);
    return table;
}

std::string rule_of(const std::vector<std::size_t> &widths) {
    std::string rule;
    for (const std::size_t width : widths)
        rule.append(rule.empty() ? "" : gap).append(width, '-');
    return rule;
}

} // namespace

Format format_from(std::string_view name) {
    const std::string wanted = folded(name);
    if (wanted == "table")
        return Format::table;
    if (wanted == "csv")
        return Format::csv;
    if (wanted == "json")
        return Format::json;
    throw Error(ErrorKind::usage, say("Unknown format \"{}\". Use table, csv or json.", name));
}

void fit(std::ostream &out, const Terminal &terminal) {
    out.iword(columns_index()) = static_cast<long>(terminal.columns);
    out.iword(colours_index()) = terminal.colours ? 1 : 0;
}

void print(std::ostream &out, const Table &given) {
    const Table table = shown(given);
    std::vector<std::size_t> widths;
    for (const std::string &head : table.headers)
        widths.push_back(display_width(head));
    for (const auto &row : table.cells)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    if (const auto columns = static_cast<std::size_t>(out.iword(columns_index())); columns > 0)
        narrow(widths, table.numeric, columns);
    const bool colours = out.iword(colours_index()) != 0;
    const auto put = [&](const char *style, const std::string &line) {
        out << (colours ? style : "") << line << (colours ? normal : "") << '\n';
    };
    put(bold, line_of(table.headers, widths, table.numeric));
    put(dim, rule_of(widths));
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const std::string line = line_of(table.cells[i], widths, table.numeric);
        const Tone tone = colours && i < table.tones.size() ? table.tones[i] : Tone::plain;
        out << toned(line, table.cells[i].front(), tone) << '\n';
    }
}

} // namespace qitu::console
