#include "layer_lines.h"

#include <qitu/output/console/json.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/labels.h>

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>

namespace qitu::report {

namespace {

using Kind = LayerLine::Kind;
using Measured = tabulate::Figures;

std::array<double, layer_columns> values_of(const Measured &figures) {
    return {figures.gross_m2, figures.net_m2, figures.gross_m2 / square_metres_per_mu,
            figures.net_m2 / square_metres_per_mu, figures.length_m / 1000};
}

/// Lines of one league, or of what lies outside, with their sum.
struct Branch {
    LayerLine sum;
    std::vector<Measured> figures;
    std::vector<LayerLine> lines;
};

void add_line(Branch &branch, Kind kind, const indicators::TotalRow &row) {
    const auto stage = row.group.find(catalogue::field_id::stage);
    branch.figures.push_back(row.figures);
    branch.lines.push_back({kind, row.admin, kind == Kind::outside ? say("outside all banners") : row.name,
                            stage == row.group.end() ? "" : stage->second, row.figures.features,
                            values_of(row.figures), values_of(row.figures)});
}

std::vector<Branch> branches_of(const indicators::Totals &totals, const catalogue::Catalogue &catalogue) {
    std::map<std::string, Branch> leagues;
    Branch outside;
    for (const indicators::TotalRow &row : totals.rows)
        if (row.admin.empty())
            add_line(outside, Kind::outside, row);
        else
            add_line(leagues[format::league_of(catalogue, row.admin)], Kind::banner, row);
    std::vector<Branch> result;
    for (auto &[code, league] : leagues) {
        const auto sum = values_of(console::sum_of(league.figures));
        league.sum = {Kind::league, code, format::admin_label(catalogue, code), "", 0, sum, sum};
        result.push_back(std::move(league));
    }
    if (!outside.lines.empty())
        result.push_back(std::move(outside));
    return result;
}

std::vector<double> column_of(const std::vector<LayerLine> &lines, std::size_t column) {
    std::vector<double> values;
    for (const LayerLine &line : lines)
        values.push_back(line.values[column]);
    return values;
}

void round_column(LayerLine &total, std::vector<Branch> &branches, std::size_t column) {
    const int decimals = layer_decimals[column];
    std::vector<double> sums;
    for (const Branch &branch : branches)
        sums.push_back(values_of(console::sum_of(branch.figures))[column]);
    total.values[column] = format::rounded(total.values[column], decimals);
    sums = format::rounded_parts(sums, total.values[column], decimals);
    for (std::size_t i = 0; i < branches.size(); ++i) {
        std::vector<LayerLine> &lines = branches[i].lines;
        branches[i].sum.values[column] = sums[i];
        const std::vector<double> parts = format::rounded_parts(column_of(lines, column), sums[i], decimals);
        for (std::size_t k = 0; k < lines.size(); ++k)
            lines[k].values[column] = parts[k];
    }
}

} // namespace

std::vector<LayerLine> layer_lines(const indicators::Totals &totals, const catalogue::Catalogue &catalogue) {
    std::vector<Branch> branches = branches_of(totals, catalogue);
    std::vector<Measured> all;
    for (const Branch &branch : branches)
        all.insert(all.end(), branch.figures.begin(), branch.figures.end());
    const auto whole = values_of(console::sum_of(all));
    LayerLine total{Kind::total, "", say("Total"), "", 0, whole, whole};
    for (std::size_t column = 0; column < layer_columns; ++column)
        round_column(total, branches, column);
    std::vector<LayerLine> result{total};
    for (Branch &branch : branches) {
        if (branch.sum.kind == Kind::league)
            result.push_back(branch.sum);
        result.insert(result.end(), branch.lines.begin(), branch.lines.end());
    }
    return result;
}

} // namespace qitu::report
