#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/shown.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

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
            value(row.*member) = rounded(value(row.*member), places_of(row));
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
    std::set<Path> sums; // a league may stand above its banners
    for (std::size_t i = 1; i < rows.size(); ++i)
        sums.insert(sums_above(catalogue, rows[i].admin));
    const auto is_sum = [&](const ProgressRow &row) {
        return sums.contains(admin_path(&catalogue, row.admin));
    };
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (!is_sum(rows[i])) {
            paths.push_back(sums_above(catalogue, rows[i].admin));
            values.push_back(value(rows[i].*member));
        }
    const SumTree::Rounded figures = SumTree(paths).rounded(values, places_of(rows.front()));
    rows.front().*member = figures.total;
    std::size_t leaf = 0;
    for (std::size_t i = 1; i < rows.size(); ++i)
        rows[i].*member =
            is_sum(rows[i]) ? figures.sums.at(admin_path(&catalogue, rows[i].admin)) : figures.leaves[leaf++];
}

void round_target(ProgressRow &row) {
    const int decimals = places_of(row);
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

// In which unit and with how many places an indicator is printed.
struct Scale {
    Unit unit;
    int places;
};

bool land(Unit unit) {
    return convertible(unit, Unit::square_metre);
}

Unit unit_shown(Unit own, const ProgressTable &table, const catalogue::Shown &shown) {
    if (!land(own))
        return own;
    if (table.in_unit)
        return *table.in_unit;
    const auto level = static_cast<std::size_t>(table.by);
    const std::vector<std::optional<Unit>> &levels = shown.levels;
    return unit_size(own) >= unit_size(Unit::wan_mu) && level < levels.size() ? levels[level].value_or(own)
                                                                              : own;
}

// As many as print a digit of the smallest figure that is not less than what deserves more places.
int places_for(const IndicatorRows &group, Unit unit, const catalogue::Shown &shown_as) {
    const int usual = decimals_of(unit);
    if (!land(unit) || group.rows.empty())
        return usual;
    const double least = converted(shown_as.smallest_mu, Unit::mu, unit);
    double smallest = std::numeric_limits<double>::infinity();
    for (const ProgressRow &row : group.rows)
        for (const double figure :
             {row.done, row.under_construction.value_or(0), row.approved.value_or(0), row.target.value_or(0)})
            if (const double shown = converted(figure, row.unit, unit); shown >= least)
                smallest = std::min(smallest, shown);
    int places = usual;
    double scale = std::pow(10.0, places);
    while (smallest * scale < 1) {
        scale *= 10;
        ++places;
    }
    return places;
}

template <typename Figure>
void convert(ProgressRow &row, Figure ProgressRow::*member, Unit unit) {
    if (has(row.*member))
        value(row.*member) = converted(value(row.*member), row.unit, unit);
}

void bring_to(const Scale &scale, ProgressRow &row) {
    row.places = scale.places;
    if (row.unit == scale.unit)
        return;
    convert(row, &ProgressRow::done, scale.unit);
    for (const auto member : {&ProgressRow::under_construction, &ProgressRow::approved,
                              &ProgressRow::cumulative, &ProgressRow::target, &ProgressRow::document_target,
                              &ProgressRow::remaining, &ProgressRow::expected})
        convert(row, member, scale.unit);
    row.unit = scale.unit;
}

bool nothing_of(double rounded, double exact) {
    return exact > 0 && rounded == 0;
}

void note_traces(ProgressRow &row, const ProgressRow &exact) {
    row.trace_done = nothing_of(row.done, exact.done);
    row.trace_under_construction =
        nothing_of(row.under_construction.value_or(0), exact.under_construction.value_or(0));
    row.trace_approved = nothing_of(row.approved.value_or(0), exact.approved.value_or(0));
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
    return rounded_for_display(progress, progress, catalogue);
}

ProgressTable rounded_for_display(const ProgressTable &progress, const ProgressTable &lower,
                                  const Catalogue &catalogue) {
    const catalogue::Shown shown = catalogue::shown(catalogue);
    std::map<std::string, Scale> scales;
    for (const IndicatorRows &group : by_indicator(lower, catalogue)) {
        const Unit unit = unit_shown(group.rows.front().unit, lower, shown);
        scales.emplace(group.id, Scale{unit, places_for(group, unit, shown)});
    }
    ProgressTable result = progress;
    result.rows.clear();
    for (IndicatorRows &group : by_indicator(progress, catalogue)) {
        if (const auto scale = scales.find(group.id); scale != scales.end())
            for (ProgressRow &row : group.rows)
                bring_to(scale->second, row);
        round_rows(group, catalogue);
        std::move(group.rows.begin(), group.rows.end(), std::back_inserter(result.rows));
    }
    for (std::size_t i = 0; i < result.rows.size(); ++i)
        note_traces(result.rows[i], progress.rows[i]);
    return result;
}

int places_of(const ProgressRow &rounded) {
    return rounded.places.value_or(decimals_of(rounded.unit));
}

std::string figure_text(const std::optional<double> &figure, const ProgressRow &rounded, bool trace) {
    return figure ? with_separators(*figure, trace ? 1 : 0, places_of(rounded)) : "–";
}

std::string done_text(const ProgressRow &rounded) {
    return figure_text(done_of(rounded), rounded, rounded.trace_done);
}

bool has_figure(const ProgressRow &row) {
    return row.done > 0 || row.under_construction.value_or(0) > 0 || row.approved.value_or(0) > 0 ||
           row.trace_done || row.trace_under_construction || row.trace_approved;
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
