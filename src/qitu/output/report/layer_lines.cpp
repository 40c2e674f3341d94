#include "layer_lines.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/sum_tree.h>

namespace qitu::report {

namespace {

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

void add_line(Branch &branch, LayerLine::Kind kind, const indicators::TotalRow &row) {
    const auto stage = row.group.find(catalogue::field_id::stage);
    branch.figures.push_back(row.figures);
    branch.lines.push_back({kind, row.admin,
                            kind == LayerLine::Kind::outside ? say("outside all banners") : row.name,
                            stage == row.group.end() ? "" : stage->second, row.figures.features,
                            values_of(row.figures), values_of(row.figures)});
}

std::vector<Branch> branches_of(const indicators::Totals &totals, const catalogue::Catalogue &catalogue) {
    std::map<std::string, Branch> leagues;
    Branch outside;
    for (const indicators::TotalRow &row : totals.rows)
        if (row.admin.empty())
            add_line(outside, LayerLine::Kind::outside, row);
        else
            add_line(leagues[format::league_of(catalogue, row.admin)], LayerLine::Kind::banner, row);
    std::vector<Branch> result;
    for (auto &[code, league] : leagues) {
        const auto sum = values_of(console::sum_of(league.figures));
        league.sum = {LayerLine::Kind::league, code, format::admin_label(catalogue, code), "", 0, sum, sum};
        result.push_back(std::move(league));
    }
    if (!outside.lines.empty())
        result.push_back(std::move(outside));
    return result;
}

// The sums above a line: its league and banner, or what lies outside.
format::Path sums_above(const LayerLine &line, const catalogue::Catalogue &catalogue) {
    return line.kind == LayerLine::Kind::outside ? format::Path{"outside"}
                                                 : format::admin_path(&catalogue, line.code);
}

void round_columns(LayerLine &total, std::vector<Branch> &branches, const catalogue::Catalogue &catalogue) {
    std::vector<format::Path> sums;
    std::vector<LayerLine *> lines;
    for (Branch &branch : branches)
        for (LayerLine &line : branch.lines) {
            sums.push_back(sums_above(line, catalogue));
            lines.push_back(&line);
        }
    const format::SumTree tree(sums);
    for (std::size_t column = 0; column < layer_columns; ++column) {
        std::vector<double> exact;
        for (const LayerLine *line : lines)
            exact.push_back(line->exact[column]);
        format::SumTree::Rounded rounded = tree.rounded(exact, layer_decimals[column]);
        total.values[column] = rounded.total;
        for (Branch &branch : branches)
            branch.sum.values[column] = rounded.sums[{branch.sum.code}];
        for (std::size_t i = 0; i < lines.size(); ++i)
            lines[i]->values[column] = rounded.leaves[i];
    }
}

} // namespace

std::vector<LayerLine> layer_lines(const indicators::Totals &totals, const catalogue::Catalogue &catalogue) {
    std::vector<Branch> branches = branches_of(totals, catalogue);
    std::vector<Measured> all;
    for (const Branch &branch : branches)
        all.insert(all.end(), branch.figures.begin(), branch.figures.end());
    const auto whole = values_of(console::sum_of(all));
    LayerLine total{LayerLine::Kind::total, "", say("Total"), "", 0, whole, whole};
    round_columns(total, branches, catalogue);
    std::vector<LayerLine> result{total};
    for (Branch &branch : branches) {
        if (branch.sum.kind == LayerLine::Kind::league)
            result.push_back(branch.sum);
        result.insert(result.end(), branch.lines.begin(), branch.lines.end());
    }
    return result;
}

std::vector<LayerLine> layer_lines(const Figures &figures, const std::vector<LayerLine> &all,
                                   const catalogue::Catalogue &catalogue) {
    if (figures.level == indicators::Level::region)
        return all;
    LayerLine total{LayerLine::Kind::total, figures.of, figures.of_name, ""};
    std::vector<LayerLine> lines;
    std::array<ExactSum, layer_columns> exact;
    std::array<ExactSum, layer_columns> printed; // of rounded parts, which add up
    for (const LayerLine &line : all) {
        if (line.kind != LayerLine::Kind::banner || !shows(figures, line.code, catalogue))
            continue;
        for (std::size_t column = 0; column < layer_columns; ++column) {
            exact[column] += line.exact[column];
            printed[column] += line.values[column];
        }
        lines.push_back(line);
    }
    for (std::size_t column = 0; column < layer_columns; ++column) {
        total.exact[column] = exact[column].value();
        total.values[column] = format::rounded(printed[column].value(), layer_decimals[column]);
    }
    if (!lines.empty())
        lines.insert(lines.begin(), std::move(total));
    return lines;
}

} // namespace qitu::report
