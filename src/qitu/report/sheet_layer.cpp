#include "layer_lines.h"
#include "numbers.h"
#include "sheets.h"
#include "words.h"

#include <algorithm>

namespace qitu::report {

namespace {

using Kind = LayerLine::Kind;

constexpr RowAt heads_row = first_table_row;
constexpr RowAt total_row = first_table_row + 1;
constexpr ColumnAt first_value = 4; // after code, name, stage and features

/// What stands in a column: a value of the lines, or the difference of the two columns before it.
struct Column {
    std::string head;
    int decimals = 2;
    std::optional<LayerColumn> value; // none: overlap
    LayerColumn gross = gross_m2;     // of the overlap
    LayerColumn net = net_m2;
};

std::vector<Column> columns_of(const std::vector<LayerLine> &lines) {
    const auto &total = lines.front().values;
    std::vector<Column> columns;
    if (total[gross_m2] > 0)
        columns = {{say("Gross (mu)"), 2, gross_mu},
                   {say("Net (mu)"), 2, net_mu},
                   {say("Overlap (mu)"), 2, {}, gross_mu, net_mu},
                   {say("Gross (m²)"), 2, gross_m2},
                   {say("Net (m²)"), 2, net_m2},
                   {say("Overlap (m²)"), 2, {}, gross_m2, net_m2}};
    if (total[length_km] > 0)
        columns.push_back({say("Length (km)"), 3, length_km});
    return columns;
}

double value_of(const LayerLine &line, const Column &column) {
    return column.value ? line.values[*column.value]
                        : rounded(line.values[column.gross] - line.values[column.net], column.decimals);
}

Style styled(Style style, Kind kind) {
    style.bold = kind == Kind::total || kind == Kind::league;
    style.fill = kind == Kind::total ? head_fill : kind == Kind::league ? league_fill : 0;
    return style;
}

class LayerSheet {
  public:
    LayerSheet(Sheet &sheet, const std::vector<LayerLine> &lines, const catalogue::Field *stages)
        : sheet_(sheet), lines_(lines), stages_(stages), columns_(columns_of(lines)) {}

    [[nodiscard]] ColumnAt columns() const { return static_cast<ColumnAt>(first_value + columns_.size()); }

    void write() {
        write_heads();
        for (std::size_t i = 0; i < lines_.size(); ++i)
            write_line(static_cast<RowAt>(total_row + i), lines_[i]);
        sheet_.freeze(total_row, 2);
        sheet_.repeat(0, heads_row, 0);
    }

  private:
    void write_heads() {
        const std::string heads[first_value] = {say("Code"), say("Banner"), say("Stage"), say("Features")};
        const double widths[first_value] = {9, 26, 14, 10};
        for (ColumnAt i = 0; i < columns(); ++i) {
            const bool value = i >= first_value;
            sheet_.text(heads_row, i, value ? columns_[i - first_value].head : heads[i], head_style());
            sheet_.width(i, value ? 17 : widths[i]);
        }
        sheet_.height(heads_row, 24);
    }

    void write_line(RowAt row, const LayerLine &line) {
        const Style text = styled(text_style(), line.kind);
        const bool sum = line.kind == Kind::total || line.kind == Kind::league;
        Style name = text;
        name.indent = line.kind == Kind::banner ? 1 : 0;
        sheet_.text(row, 0, line.code, text);
        sheet_.text(row, 1, line.name, name);
        sheet_.text(row, 2, sum || stages_ == nullptr ? "" : code_label(stages_, line.stage), text);
        if (sum)
            sheet_.text(row, 3, "", text);
        else
            sheet_.number(row, 3, static_cast<double>(line.features), styled(number_style(0), line.kind));
        for (std::size_t i = 0; i < columns_.size(); ++i)
            write_value_of(row, static_cast<ColumnAt>(first_value + i), line, columns_[i], sum);
    }

    void write_value_of(RowAt row, ColumnAt at, const LayerLine &line, const Column &column, bool sum) {
        const Style style = styled(number_style(column.decimals), line.kind);
        const double value = value_of(line, column);
        if (!column.value)
            sheet_.formula(row, at,
                           fmt::format("={}-{}", cell_name(row, static_cast<ColumnAt>(at - 2)),
                                       cell_name(row, static_cast<ColumnAt>(at - 1))),
                           value, style);
        else if (sum)
            sheet_.formula(row, at, fmt::format("=SUBTOTAL(9,{})", range_name(row + 1, last_part(row), at)),
                           value, style);
        else
            sheet_.number(row, at, value, style);
    }

    // The last line that a sum at this row holds.
    [[nodiscard]] RowAt last_part(RowAt row) const {
        std::size_t end = lines_.size();
        if (row != total_row)
            for (end = row - total_row + 1; end < lines_.size() && lines_[end].kind == Kind::banner;)
                ++end;
        return static_cast<RowAt>(total_row + end - 1);
    }

    Sheet &sheet_;
    const std::vector<LayerLine> &lines_;
    const catalogue::Field *stages_;
    std::vector<Column> columns_;
};

} // namespace

void write_layer(Book &book, const Printed &printed, const quota::Totals &totals) {
    if (totals.rows.empty())
        return;
    const std::string &id = totals.rows.front().layer;
    const catalogue::Layer *layer = find_layer(printed.catalogue, id);
    const std::vector<LayerLine> lines = layer_lines(totals, printed.catalogue);
    Sheet sheet = book.sheet(layer_label(layer, id));
    LayerSheet body(sheet, lines, layer == nullptr ? nullptr : layer->field("stage"));
    write_title(sheet, printed, say("{}: totals by banner and stage, all years", layer_label(layer, id)),
                say("as in the head"), body.columns());
    body.write();
}

} // namespace qitu::report
