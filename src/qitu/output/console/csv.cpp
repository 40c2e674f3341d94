#include <qitu/core/base/text.h>
#include <qitu/output/console/csv.h>

#include <ostream>

namespace qitu::console {

namespace {

std::string csv_cell(const std::string &text) {
    std::string cell = unless_formula(text);
    if (cell.find_first_of(",\"\r\n") == std::string::npos)
        return cell;
    std::string result = "\"";
    for (const char c : cell)
        result.append(c == '"' ? 2 : 1, c);
    return result + '"';
}

} // namespace

void write_csv(std::ostream &out, const std::vector<std::string> &cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        out << (i == 0 ? "" : ",") << csv_cell(cells[i]);
    out << '\n';
}

} // namespace qitu::console
