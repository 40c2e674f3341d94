#include <qitu/core/base/units.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <algorithm>

namespace qitu::format {

namespace {

using catalogue::Catalogue;
using indicators::OverlapRow;
using indicators::ProgressRow;
using indicators::ProgressTable;

constexpr int mu_decimals = 2;

// A row may lack some figures.
bool has(const double &) {
    return true;
}
bool has(const std::optional<double> &figure) {
    return figure.has_value();
}
double &value(double &figure) {
    return figure;
}
double &value(std::optional<double> &figure) {
    return *figure;
}

template <typename Figure>
void round_alone(std::span<ProgressRow> rows, Figure ProgressRow::*member) {
    for (ProgressRow &row : rows)
        if (has(row.*member))
            value(row.*member) = rounded(value(row.*member), decimals_of(row.unit));
}

// The sums above a unit, itself not among them.
Path sums_above(const Catalogue &catalogue, const std::string &admin) {
    Path path = admin_path(&catalogue, admin);
    if (!path.empty())
        path.pop_back();
    return path;
}

template <typename Figure>
void round_under_region(std::vector<ProgressRow> &rows, Figure ProgressRow::*member,
                        const Catalogue &catalogue) {
    std::vector<Path> paths;
    std::vector<double> values;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        paths.push_back(sums_above(catalogue, rows[i].admin));
        values.push_back(value(rows[i].*member));
    }
    const SumTree::Rounded figures = SumTree(paths).rounded(values, decimals_of(rows.front().unit));
    rows.front().*member = figures.total;
    for (std::size_t i = 1; i < rows.size(); ++i)
        rows[i].*member = figures.leaves[i - 1];
}

void round_target(ProgressRow &row) {
    const int decimals = decimals_of(row.unit);
    if (row.target)
        row.target = rounded(*row.target, decimals);
    if (row.document_target)
        row.document_target = rounded(*row.document_target, decimals);
    if (row.target && row.remaining)
        row.remaining = std::max(0.0, rounded(*row.target - row.done, decimals));
    if (row.expected)
        row.expected = rounded(*row.expected, decimals);
}

template <typename Figure>
void round_member(IndicatorRows &group, Figure ProgressRow::*member, const Catalogue &catalogue) {
    const bool complete = std::all_of(group.rows.begin(), group.rows.end(),
                                      [&](const ProgressRow &row) { return has(row.*member); });
    if (group.rows.size() > 1 && additive(group.indicator) && complete)
        round_under_region(group.rows, member, catalogue);
    else
        round_alone(std::span(group.rows), member);
}

void round_rows(IndicatorRows &group, const Catalogue &catalogue) {
    round_member(group, &ProgressRow::done, catalogue);
    round_member(group, &ProgressRow::under_construction, catalogue);
    round_member(group, &ProgressRow::approved, catalogue);
    round_member(group, &ProgressRow::cumulative, catalogue);
    for (ProgressRow &row : group.rows)
        round_target(row);
}

} // namespace

std::vector<IndicatorRows> by_indicator(const ProgressTable &progress, const Catalogue &catalogue) {
    std::vector<IndicatorRows> result;
    for (const ProgressRow &row : progress.rows) {
        if (result.empty() || result.back().id != row.indicator)
            result.push_back({find_indicator(catalogue, row.indicator), row.indicator, {}});
        result.back().rows.push_back(row);
    }
    return result;
}

ProgressTable rounded_for_display(const ProgressTable &progress, const Catalogue &catalogue) {
    ProgressTable result = progress;
    result.rows.clear();
    for (IndicatorRows &group : by_indicator(progress, catalogue)) {
        round_rows(group, catalogue);
        std::move(group.rows.begin(), group.rows.end(), std::back_inserter(result.rows));
    }
    return result;
}

bool has_figure(const ProgressRow &row) {
    return row.done > 0 || row.under_construction.value_or(0) > 0 || row.approved.value_or(0) > 0;
}

std::optional<double> done_of(const ProgressRow &row) {
    return row.known ? std::optional(row.done) : std::nullopt;
}

bool has_something(const ProgressRow &row) {
    return row.target || has_figure(row);
}

std::vector<OverlapPair> rounded_for_display(const indicators::OverlapTable &overlaps,
                                             const Catalogue &catalogue) {
    const std::vector<OverlapRow> &rows = overlaps.rows;
    std::vector<OverlapPair> pairs;
    for (std::size_t first = 0, end = 0; first < rows.size(); first = end) {
        std::vector<Path> paths;
        for (; end < rows.size() && rows[end].a == rows[first].a && rows[end].b == rows[first].b; ++end)
            paths.push_back(sums_above(catalogue, rows[end].admin));
        const SumTree tree(paths);
        const auto in_mu = [&](double OverlapRow::*member) {
            std::vector<double> values;
            for (std::size_t i = first; i < end; ++i)
                values.push_back(rows[i].*member / square_metres_per_mu);
            return tree.rounded(values, mu_decimals);
        };
        pairs.push_back(
            {first, end, {in_mu(&OverlapRow::m2), in_mu(&OverlapRow::a_m2), in_mu(&OverlapRow::b_m2)}});
    }
    return pairs;
}

double rounded_balance(const land_balance::Line &line) {
    const auto mu = [](const land_balance::Weight &weight) {
        return rounded(weight.mu.value(), mu_decimals);
    };
    return rounded(mu(line.in) + mu(line.carried) + mu(line.moved) - mu(line.out), mu_decimals);
}

} // namespace qitu::format
