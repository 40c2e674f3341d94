// A grid as a sheet of the workbook: sums and what follows from other cells are formulas, where they give the
// number that is printed.
#include "sheets.h"

#include <qitu/core/base/text.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/report/document.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace qitu::xlsx {

namespace {

using Level = report::Row::Level;
using Kind = report::Column::Kind;

constexpr double widest_on_a4_upright = 95; // characters
constexpr double widest_on_a4 = 185;
constexpr double line_height = 14;

double width_of(const report::Column &column) {
    if (column.id == "code")
        return 9;
    if (column.id == "cause" || column.id == "example")
        return 70;
    switch (column.kind) {
    case Kind::text:
        return column.id == "name" ? 24 : 12;
    case Kind::wrapped:
        return 44;
    case Kind::number:
        return 15;
    case Kind::percent:
        return 10;
    }
    return 12;
}

bool same(double a, double b) {
    return std::abs(a - b) < 1e-6;
}

class GridSheet {
  public:
    GridSheet(Sheet &sheet, const report::Grid &grid, RowAt first)
        : sheet_(sheet), grid_(grid), heads_row_(first), banded_(has_bands()),
          first_(static_cast<RowAt>(first + (banded_ ? 2 : 1))) {}

    /// Two rows below the table; each word over some of the columns.
    void sign(const std::vector<std::string> &words) {
        signed_ = !words.empty();
        Style style = text_style();
        style.border = false;
        const auto row = static_cast<RowAt>(at(grid_.rows.size()) + 1);
        const std::size_t wide =
            std::max<std::size_t>(1, grid_.columns.size() / std::max<std::size_t>(1, words.size()));
        for (std::size_t i = 0; i < words.size() && i * wide < grid_.columns.size(); ++i)
            sheet_.text(row, static_cast<ColumnAt>(i * wide), words[i], style);
    }

    [[nodiscard]] ColumnAt columns() const { return static_cast<ColumnAt>(grid_.columns.size()); }
    [[nodiscard]] RowAt first_row() const { return first_; }

    void write() {
        write_heads();
        for (std::size_t i = grid_.rows.size(); i-- > 0;) // parts before the sums that ask for their formulas
            write_row(i);
        colour();
        set_up();
    }

  private:
    [[nodiscard]] bool has_bands() const {
        return std::any_of(grid_.columns.begin(), grid_.columns.end(),
                           [](const report::Column &column) { return !column.band.empty(); });
    }

    [[nodiscard]] RowAt at(std::size_t row) const { return static_cast<RowAt>(first_ + row); }
    [[nodiscard]] std::string name(std::size_t row, std::size_t column) const {
        return cell_name(at(row), static_cast<ColumnAt>(column));
    }

    void write_heads() {
        for (std::size_t i = 0; i < grid_.columns.size();) {
            std::size_t end = i + 1;
            const report::Column &column = grid_.columns[i];
            while (!column.band.empty() && end < grid_.columns.size() &&
                   grid_.columns[end].band == column.band)
                ++end;
            if (!column.band.empty()) {
                sheet_.merged(heads_row_, static_cast<ColumnAt>(i), heads_row_,
                              static_cast<ColumnAt>(end - 1), column.band, head_style());
                for (std::size_t k = i; k < end; ++k)
                    sheet_.text(heads_row_ + 1, static_cast<ColumnAt>(k), grid_.columns[k].head,
                                head_style());
            } else if (banded_) {
                sheet_.merged(heads_row_, static_cast<ColumnAt>(i), heads_row_ + 1, static_cast<ColumnAt>(i),
                              column.head, head_style());
            } else {
                sheet_.text(heads_row_, static_cast<ColumnAt>(i), column.head, head_style());
            }
            i = end;
        }
        for (std::size_t i = 0; i < grid_.columns.size(); ++i)
            sheet_.width(static_cast<ColumnAt>(i), width_of(grid_.columns[i]));
        sheet_.height(first_ - 1, 30);
    }

    [[nodiscard]] static Style styled(Style style, Level level) {
        style.bold = level == Level::total || level == Level::league || level == Level::heading;
        style.fill = level == Level::total                               ? head_fill
                     : level == Level::league || level == Level::heading ? league_fill
                                                                         : 0;
        return style;
    }

    void write_row(std::size_t i) {
        const report::Row &row = grid_.rows[i];
        if (row.level == Level::heading)
            return sheet_.merged(at(i), 0, at(i), static_cast<ColumnAt>(columns() - 1),
                                 std::get<std::string>(row.cells.front()), styled(text_style(), row.level));
        std::size_t lines = 1;
        for (std::size_t column = 0; column < grid_.columns.size(); ++column) {
            const report::Value value = column < row.cells.size() ? row.cells[column] : report::Value();
            if (const auto *number = std::get_if<report::Number>(&value))
                write_number(i, column, *number);
            else
                write_text(i, column, text_of(value, grid_.columns[column]));
            if (grid_.columns[column].kind == Kind::wrapped)
                lines = std::max(
                    lines, 1 + static_cast<std::size_t>(
                                   static_cast<double>(display_width(text_of(value, grid_.columns[column]))) /
                                   (width_of(grid_.columns[column]) * 1.05)));
        }
        if (lines > 1)
            sheet_.height(at(i), line_height * static_cast<double>(lines) + 2);
    }

    void write_text(std::size_t row, std::size_t column, const std::string &text) {
        const report::Column &of = grid_.columns[column];
        Style style = styled(text_style(), grid_.rows[row].level);
        style.wrap = of.kind == Kind::wrapped;
        if (of.kind == Kind::number || of.kind == Kind::percent) {
            style.align = Align::right;
            style.ink = 0x6B777D;
        } else if (column == name_column() && grid_.rows[row].level == Level::part) {
            style.indent = 1;
        } else if (of.kind == Kind::text && column != name_column()) {
            style.align = Align::centre;
        }
        sheet_.text(at(row), static_cast<ColumnAt>(column), text, style);
    }

    [[nodiscard]] std::size_t name_column() const { return grid_.columns.front().id == "code" ? 1 : 0; }

    void write_number(std::size_t row, std::size_t column, const report::Number &number) {
        const bool percent = grid_.columns[column].kind == Kind::percent;
        Style style = percent ? percent_style() : number_style(number.decimals);
        style = styled(style, grid_.rows[row].level);
        if (!number.before.empty())
            style.number = "\"" + number.before + "\"" + style.number;
        if (!number.mark.empty())
            style.number += "\" " + number.mark + "\"";
        const double value = percent ? number.exact / 100 : number.printed;
        const auto place = static_cast<ColumnAt>(column);
        if (const auto formula = formula_of(row, column, number)) {
            formulas_.insert({row, column});
            return sheet_.formula(at(row), place, formula->first, formula->second, style);
        }
        sheet_.number(at(row), place, value, style);
    }

    using Formula = std::pair<std::string, double>;

    [[nodiscard]] const report::Number *number_at(std::size_t row, std::size_t column) const {
        const report::Row &of = grid_.rows[row];
        return column < of.cells.size() ? std::get_if<report::Number>(&of.cells[column]) : nullptr;
    }

    [[nodiscard]] std::optional<Formula> formula_of(std::size_t row, std::size_t column,
                                                    const report::Number &number) const {
        const report::Column &of = grid_.columns[column];
        if (of.derived)
            return derived(row, column, *of.derived, number);
        return of.sums && grid_.rows[row].sums ? sum(row, column, number) : std::nullopt;
    }

    [[nodiscard]] std::optional<Formula> derived(std::size_t row, std::size_t, const report::Derived &rule,
                                                 const report::Number &number) const {
        std::vector<double> values;
        std::vector<std::string> names;
        for (const std::size_t from : rule.from) {
            const report::Number *value = number_at(row, from);
            if (value == nullptr)
                return std::nullopt;
            values.push_back(value->printed);
            names.push_back(name(row, from));
        }
        switch (rule.how) {
        case report::Derived::How::percent:
            if (values[0] == 0 ||
                format::rounded(100 * values[1] / values[0], number.decimals) != number.printed)
                return std::nullopt; // of a share, or where rounding moves it: as it is
            return Formula{fmt::format("={}/{}", names[1], names[0]), values[1] / values[0]};
        case report::Derived::How::remaining:
            return checked(fmt::format("=MAX(0,ROUND({}-{},{}))", names[0], names[1], number.decimals),
                           std::max(0.0, values[0] - values[1]), number);
        case report::Derived::How::less:
            return checked(fmt::format("=ROUND({}-{},{})", names[0], names[1], number.decimals),
                           values[0] - values[1], number);
        case report::Derived::How::sum:
            return sum_of(rule, values, names, number);
        }
        return std::nullopt;
    }

    // What is supplied, carried and moved, less what is occupied; of other sums all parts count as they are.
    [[nodiscard]] static std::optional<Formula> sum_of(const report::Derived &rule,
                                                       const std::vector<double> &values,
                                                       const std::vector<std::string> &names,
                                                       const report::Number &number) {
        double sum = 0;
        std::string formula;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool taken = rule.less_last && i + 1 == values.size();
            sum += taken ? -values[i] : values[i];
            formula += (taken ? "-" : i == 0 ? "" : "+") + names[i];
        }
        return checked(fmt::format("=ROUND({},{})", formula, number.decimals), sum, number);
    }

    [[nodiscard]] static std::optional<Formula> checked(std::string formula, double value,
                                                        const report::Number &number) {
        return same(value, number.printed) ? std::optional(Formula{std::move(formula), number.printed})
                                           : std::nullopt;
    }

    // Sums are of the parts; of the leagues' cells where a league's own is no sum of its banners.
    [[nodiscard]] std::optional<Formula> sum(std::size_t row, std::size_t column,
                                             const report::Number &number) const {
        const auto parts = report::parts_of(grid_, row);
        if (!parts)
            return std::nullopt;
        double of_parts = 0;
        double of_leagues = 0;
        bool nested = true;
        std::vector<std::string> leagues;
        for (std::size_t i = parts->first; i <= parts->second; ++i) {
            const report::Number *value = number_at(i, column);
            if (grid_.rows[i].level == Level::part || grid_.rows[i].level == Level::apart) {
                of_parts += value == nullptr ? 0 : value->printed;
                continue;
            }
            nested = nested && (value == nullptr || formulas_.contains({i, column}));
            of_leagues += value == nullptr ? 0 : value->printed;
            leagues.push_back(name(i, column));
        }
        if (nested && same(of_parts, number.printed))
            return Formula{fmt::format("=SUBTOTAL(9,{})", range_name(at(parts->first), at(parts->second),
                                                                     static_cast<ColumnAt>(column))),
                           number.printed};
        if (!leagues.empty() && leagues.size() < 200 && same(of_leagues, number.printed))
            return Formula{fmt::format("=SUM({})", fmt::join(leagues, ",")), number.printed};
        return std::nullopt;
    }

    void colour() {
        for (std::size_t i = 0; i < grid_.columns.size() && !grid_.rows.empty(); ++i)
            if (grid_.columns[i].kind == Kind::percent)
                sheet_.colour_by_progress(first_, static_cast<ColumnAt>(i), at(grid_.rows.size() - 1),
                                          static_cast<ColumnAt>(i));
    }

    void set_up() {
        sheet_.freeze(first_, static_cast<ColumnAt>(name_column() + 1));
        sheet_.repeat(0, first_ - 1, 0);
        sheet_.print_area(at(grid_.rows.size() - 1 + (signed_ ? 2 : 0)),
                          static_cast<ColumnAt>(columns() - 1));
        double width = 0;
        for (const report::Column &column : grid_.columns)
            width += width_of(column);
        sheet_.paper(width > widest_on_a4 ? Paper::a3 : Paper::a4, width > widest_on_a4_upright);
    }

    Sheet &sheet_;
    const report::Grid &grid_;
    RowAt heads_row_;
    bool banded_;
    bool signed_ = false;
    RowAt first_;
    std::set<std::pair<std::size_t, std::size_t>> formulas_;
};

} // namespace

Listed write_grid(Book &book, const report::Figures &figures, const report::Grid &grid) {
    Sheet sheet = book.sheet(grid.sheet);
    const auto last = static_cast<ColumnAt>(grid.columns.size());
    write_title(sheet, figures, grid.title, grid.unit, last);
    RowAt first = first_table_row;
    if (!grid.note.empty()) {
        Style style = text_style();
        style.border = false;
        style.wrap = true;
        style.size = 9;
        sheet.merged(first, 0, first, static_cast<ColumnAt>(last - 1), grid.note, style);
        sheet.height(first++, 26);
    }
    GridSheet table(sheet, grid, first);
    table.sign(report::signature_words(figures));
    table.write();
    return {sheet, grid.title, table.first_row()};
}

} // namespace qitu::xlsx
