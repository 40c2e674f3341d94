#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/console/table.h>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <ostream>
#include <sstream>
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

/// What is collected, and from which stream.
struct Collector {
    std::ostringstream out;
    Pages pages;
};
int collector_index() {
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

// The widest column of words gives way, column by column, down to what still says something. The first, which names rows, folds.
void narrow(std::vector<std::size_t> &widths, const std::vector<bool> &numeric, std::size_t columns) {
    constexpr std::size_t least = 8;
    constexpr std::size_t least_of_names = 20;
    while (sum_of(widths) > columns) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (!numeric[i] && widths[i] > (i == 0 ? least_of_names : least) &&
                (widest == widths.size() || widths[i] > widths[widest]))
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
    throw Error(ErrorKind::usage,
                say("Unknown format \"{}\". Use table, csv, json, xlsx, html or md.", name));
}

void fit(std::ostream &out, const Terminal &terminal) {
    out.iword(columns_index()) = static_cast<long>(terminal.columns);
    out.iword(colours_index()) = terminal.colours ? 1 : 0;
}

Pages collect(const std::function<void(std::ostream &)> &print) {
    Collector collector;
    collector.out.pword(collector_index()) = &collector;
    print(collector.out);
    collector.pages.words = collector.out.str();
    return std::move(collector.pages);
}

namespace {

std::vector<std::size_t> widths_of_cells(const Table &table) {
    std::vector<std::size_t> widths(table.headers.size());
    for (const auto &row : table.cells)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    return widths;
}

// A head over several lines, none wider than its longest word or the cells below it.
std::vector<std::string> folded_head(const std::string &head, std::size_t width) {
    std::vector<std::string> lines{""};
    for (std::size_t from = 0; from < head.size();) {
        const std::size_t end = std::min(head.find(' ', from), head.size());
        const std::string word = head.substr(from, end - from);
        std::string &line = lines.back();
        if (line.empty())
            line = word;
        else if (display_width(line) + 1 + display_width(word) <= width)
            line += " " + word;
        else
            lines.push_back(word);
        from = end + 1;
    }
    return lines;
}

// The name of a row over several lines of about the same width, each with its indent: at a blank where there is one.
std::vector<std::string> folded_name(const std::string &name, std::size_t columns) {
    const std::string indent(std::min(name.find_first_not_of(' '), name.size()), ' ');
    const std::size_t whole = display_width(name);
    const std::size_t lines_needed = whole / std::max<std::size_t>(columns, 1) + 1;
    const std::size_t width = std::min(columns, whole / lines_needed + 2);
    std::vector<std::string> lines;
    std::string line;
    for (const std::string_view character : characters(name)) {
        if (whole > columns &&
            display_width(line) + display_width(character) > std::max(width, indent.size() + 2)) {
            const std::size_t blank = line.find_last_of(' ');
            const bool at_blank = character != " " && blank != std::string::npos && blank > indent.size();
            const std::string rest = at_blank ? line.substr(blank + 1) : "";
            lines.push_back(at_blank ? line.substr(0, blank) : line);
            line = indent + rest;
            if (character == " ")
                continue;
        }
        line += character;
    }
    lines.push_back(line);
    return lines;
}

std::size_t longest_word(const std::string &head) {
    std::size_t longest = 0;
    for (const std::string &line : folded_head(head, 0))
        longest = std::max(longest, display_width(line));
    return longest;
}

/// A table as it is printed to so many columns of a terminal.
struct Fitted {
    std::vector<std::size_t> widths; // of the columns that are shown, the first of the table's
    std::vector<std::vector<std::string>> heads;
    std::vector<std::string> left_out; // heads of the others
};

Fitted fitted(const Table &table, std::size_t columns) {
    Fitted result{widths_of_cells(table), {}, {}};
    std::vector<std::size_t> whole = result.widths;
    for (std::size_t i = 0; i < whole.size(); ++i)
        whole[i] = std::max(whole[i], display_width(table.headers[i]));
    const bool fold = columns > 0 && !whole.empty() && sum_of(whole) > columns;
    if (fold)
        for (std::size_t i = 0; i < whole.size(); ++i)
            result.widths[i] = std::max(result.widths[i], longest_word(table.headers[i]));
    else
        result.widths = whole;
    constexpr std::size_t least_columns = 3;
    while (fold) {
        std::vector<std::size_t> narrowed = result.widths;
        narrow(narrowed, table.numeric, columns);
        if (sum_of(narrowed) <= columns || result.widths.size() <= least_columns) {
            result.widths = narrowed;
            break;
        }
        result.left_out.insert(result.left_out.begin(), table.headers[result.widths.size() - 1]);
        result.widths.pop_back();
    }
    for (std::size_t i = 0; i < result.widths.size(); ++i)
        result.heads.push_back(fold ? folded_head(table.headers[i], result.widths[i])
                                    : std::vector<std::string>{table.headers[i]});
    std::erase(result.left_out, "");
    return result;
}

std::vector<std::string> first_of(std::vector<std::string> cells, std::size_t count) {
    cells.resize(std::min(cells.size(), count));
    return cells;
}

// Heads stand on the rule.
std::vector<std::vector<std::string>> lines_of_heads(const Fitted &fit) {
    std::size_t height = 0;
    for (const std::vector<std::string> &head : fit.heads)
        height = std::max(height, head.size());
    std::vector<std::vector<std::string>> lines(height, std::vector<std::string>(fit.heads.size()));
    for (std::size_t i = 0; i < fit.heads.size(); ++i)
        for (std::size_t k = 0; k < fit.heads[i].size(); ++k)
            lines[height - fit.heads[i].size() + k][i] = fit.heads[i][k];
    return lines;
}

} // namespace

void print(std::ostream &out, const Table &given) {
    if (auto *collector = static_cast<Collector *>(out.pword(collector_index()))) {
        collector->pages.tables.push_back({collector->out.str(), given});
        collector->out.str({});
        return;
    }
    const Table table = shown(given);
    const Fitted fit = fitted(table, static_cast<std::size_t>(out.iword(columns_index())));
    const bool colours = out.iword(colours_index()) != 0;
    const auto put = [&](const char *style, const std::string &line) {
        out << (colours ? style : "") << line << (colours ? normal : "") << '\n';
    };
    for (const std::vector<std::string> &heads : lines_of_heads(fit))
        put(bold, line_of(heads, fit.widths, table.numeric));
    put(dim, rule_of(fit.widths));
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        std::vector<std::string> cells = first_of(table.cells[i], fit.widths.size());
        const std::vector<std::string> names = table.numeric.front()
                                                   ? std::vector{cells.front()}
                                                   : folded_name(cells.front(), fit.widths.front());
        cells.front() = names.front();
        const Tone tone = colours && i < table.tones.size() ? table.tones[i] : Tone::plain;
        out << toned(line_of(cells, fit.widths, table.numeric), names.front(), tone) << '\n';
        for (std::size_t more = 1; more < names.size(); ++more)
            out << toned(names[more], names[more], tone) << '\n';
    }
    if (!fit.left_out.empty())
        out << say("Too wide for this terminal: {}. A file has them all.",
                   fmt::format("{}", fmt::join(fit.left_out, say(", "))))
            << '\n';
}

} // namespace qitu::console
