#include <qitu/report/report.h>

#include <algorithm>
#include <ostream>

namespace qitu::report {

namespace {

constexpr std::string_view gap = "  ";

std::string padded(const std::string &text, std::size_t width, bool right) {
    const std::string blanks(width - std::min(width, display_width(text)), ' ');
    return right ? blanks + text : text + blanks;
}

std::string line_of(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths,
                    const std::vector<bool> &numeric) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line.append(i == 0 ? "" : gap).append(padded(cells[i], widths[i], numeric[i]));
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
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
    throw Error(Status::usage, say("Unknown format \"{}\". Use table, csv or json.", name));
}

void print(std::ostream &out, const Table &table) {
    std::vector<std::size_t> widths;
    for (const std::string &head : table.heads)
        widths.push_back(display_width(head));
    for (const auto &row : table.cells)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    out << line_of(table.heads, widths, table.numeric) << '\n' << rule_of(widths) << '\n';
    for (const auto &row : table.cells)
        out << line_of(row, widths, table.numeric) << '\n';
}

} // namespace qitu::report
